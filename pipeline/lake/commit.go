package lake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"github.com/uythac/uythac/schemas"
)

// Commit makes parts the table's rows of their units and takes the dropped units out, all in one
// Iceberg commit; no other unit changes. It returns the snapshot that holds afterwards.
//
// Props are kept with the snapshot for [Lake.Property]; those of the snapshot before carry over
// unless props names them again, and an empty value takes one out. Committing what the table
// already holds commits nothing, and dropping what is not there is harmless. The table is created,
// and brought to the present description of its columns, when that is needed. A table that was never
// committed and gets nothing stays so: the snapshot is 0.
func (l *Lake) Commit(ctx context.Context, t *schemas.Table, parts []Part, drop []Unit, props map[string]string) (snapshot int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("committing %s: %w", t.Name, err)
		}
	}()
	if err := l.checkParts(t, parts, drop); err != nil {
		return 0, err
	}
	h := l.handle(t.String())
	h.commit.Lock()
	defer h.commit.Unlock()
	// Another process may commit between our reading of the table and our commit: read again then.
	for try := 0; ; try++ {
		snapshot, err = l.commit(ctx, t, parts, drop, props)
		if try == 2 || !errors.Is(err, table.ErrCommitFailed) {
			break
		}
	}
	if err != nil {
		return 0, err
	}
	return snapshot, l.settle(t.String(), paths(parts)...)
}

// checkParts refuses parts that did not come from Write for this table, and units named twice.
func (l *Lake) checkParts(t *schemas.Table, parts []Part, drop []Unit) error {
	seen := map[Unit]bool{}
	once := func(u Unit) error {
		if seen[u] {
			return fmt.Errorf("unit %q is named twice", u)
		}
		seen[u] = true
		return u.check(t)
	}
	for _, p := range parts {
		if err := errors.Join(once(p.Unit), checkStamp(p.Stamp)); err != nil {
			return err
		}
		if p.Path == "" && p.Rows == 0 {
			continue
		}
		unit, stamp, err := parseFile(p.Path)
		if err != nil {
			return err
		}
		if unit != p.Unit || stamp != p.Stamp || !strings.HasPrefix(p.Path, l.folder(t)+string(filepath.Separator)) {
			return fmt.Errorf("%s is not a file of %s %s with stamp %s", p.Path, t.Name, p.Unit, p.Stamp)
		}
	}
	for _, u := range drop {
		if err := once(u); err != nil {
			return err
		}
	}
	return nil
}

func (l *Lake) commit(ctx context.Context, t *schemas.Table, parts []Part, drop []Unit, props map[string]string) (int64, error) {
	have, err := l.list(ctx, t)
	if err != nil {
		return 0, err
	}
	c := plan(have.Parts, parts, drop)
	own := carry(have.Props, props)
	if c.empty() && maps.Equal(own, have.Props) {
		return have.Snapshot, nil
	}
	if err := syncAll(c.add); err != nil {
		return 0, err
	}
	tbl, err := l.ready(ctx, t)
	if err != nil {
		return 0, err
	}
	tx := tbl.NewTransaction()
	if err := c.setEmpty(tx, tbl); err != nil {
		return 0, err
	}
	summary := iceberg.Properties{}
	for k, v := range own {
		summary[ownProperty+k] = v
	}
	// Adding no file makes a snapshot of the same files: it carries the properties.
	if len(c.remove) == 0 {
		err = tx.AddFiles(ctx, uris(c.add), summary, true) // names are never used twice, so no search for duplicates
	} else {
		err = tx.ReplaceDataFiles(ctx, uris(c.remove), uris(c.add), summary)
	}
	if err != nil {
		return 0, err
	}
	if tbl, err = tx.Commit(ctx); err != nil {
		return 0, err
	}
	if err := syncMetadata(ctx, tbl); err != nil {
		return 0, err
	}
	now, err := l.keep(ctx, t, tbl, c.next)
	if err != nil {
		return 0, err
	}
	return now.Snapshot, nil
}

// change is what a commit does to a table.
type change struct {
	add, remove []string // paths
	next        []Part   // the table's parts afterwards, sorted
	units       bool     // whether the units without rows change
}

func (c *change) empty() bool { return len(c.add) == 0 && len(c.remove) == 0 && !c.units }

// plan compares what a table has with what it shall have.
func plan(have, parts []Part, drop []Unit) *change {
	c := &change{}
	want := map[Unit]Part{}
	for _, p := range parts {
		want[p.Unit] = p
	}
	for _, p := range have {
		switch w, ok := want[p.Unit]; {
		case ok && w == p:
			delete(want, p.Unit)
			c.next = append(c.next, p)
		case ok || slices.Contains(drop, p.Unit):
			if p.Path != "" {
				c.remove = append(c.remove, p.Path)
			}
		default:
			c.next = append(c.next, p)
		}
	}
	for _, p := range parts {
		if _, ok := want[p.Unit]; !ok {
			continue
		}
		if p.Path != "" {
			c.add = append(c.add, p.Path)
		}
		c.next = append(c.next, p)
	}
	sortParts(c.next)
	c.units = emptyText(c.next) != emptyText(have)
	return c
}

// setEmpty brings the table property of the units without rows up to date.
func (c *change) setEmpty(tx *table.Transaction, tbl *table.Table) error {
	text := emptyText(c.next)
	switch {
	case text == tbl.Properties()[emptyProperty]:
		return nil
	case text == "":
		return tx.RemoveProperties([]string{emptyProperty})
	}
	return tx.SetProperties(iceberg.Properties{emptyProperty: text})
}

// carry gives the callers' properties of the next snapshot: those of the present one, changed by props.
func carry(have, props map[string]string) map[string]string {
	next := map[string]string{}
	maps.Copy(next, have)
	for k, v := range props {
		if next[k] = v; v == "" {
			delete(next, k)
		}
	}
	return next
}

func paths(parts []Part) []string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.Path
	}
	return all
}

func uris(paths []string) []string {
	all := make([]string, len(paths))
	for i, p := range paths {
		all[i] = uri(p)
	}
	return all
}
