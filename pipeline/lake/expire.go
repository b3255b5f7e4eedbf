package lake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/apache/iceberg-go/catalog"
	"github.com/apache/iceberg-go/table"
)

// Expired tells what Expire took away.
type Expired struct {
	Snapshots int
	Files     int   // data files and metadata
	Bytes     int64 // of them
}

// Expire forgets the snapshots that nobody needs, and removes the files that were theirs alone and those that crashed
// runs left behind. Of every table the current snapshot and the one before it stay, for readers who began a moment ago,
// and those for which pinned is true (the table is named with its namespace, as dim.branch). Call it under [Lake.Lock]. Killed anywhere, it loses nothing: a snapshot is
// forgotten in one commit before its files go, and what is left then is found by the next call. Looking is told the
// table at hand; nil: nobody.
//
// Iceberg's own expiry goes by age and number and knows no pins, and its removal of orphans lists by age: both are
// done here from the metadata instead.
func (l *Lake) Expire(ctx context.Context, pinned func(table string, snapshot int64) bool, looking func(table string)) (e Expired, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("expiring snapshots: %w", err)
		}
	}()
	names, err := l.tableNames(ctx)
	if err != nil {
		return e, err
	}
	for _, name := range names {
		if looking != nil {
			looking(name[0] + "." + name[1])
		}
		n, err := l.expireTable(ctx, name[0], name[1], pinned)
		if err != nil {
			return e, fmt.Errorf("%s.%s: %w", name[0], name[1], err)
		}
		e.Snapshots += n
	}
	removed, err := l.clean(ctx)
	e.Files, e.Bytes = removed.Files, removed.Bytes
	return e, err
}

// tableNames lists the namespace and name of every table that was ever committed.
func (l *Lake) tableNames(ctx context.Context) (names [][2]string, err error) {
	rows, err := l.db.QueryContext(ctx, `SELECT table_namespace, table_name FROM iceberg_tables WHERE catalog_name = ? ORDER BY 1, 2`, catalogName)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name [2]string
		if err := rows.Scan(&name[0], &name[1]); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// expireTable commits a table without the snapshots that nobody needs. Before that it marks the table for Clean.
func (l *Lake) expireTable(ctx context.Context, namespace, name string, pinned func(string, int64) bool) (int, error) {
	h := l.handle(namespace + "." + name)
	h.commit.Lock()
	defer h.commit.Unlock()
	id := table.Identifier{namespace, name}
	tbl, err := l.catalog.LoadTable(ctx, id)
	if errors.Is(err, catalog.ErrNoSuchTable) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	old := unneeded(tbl, func(snapshot int64) bool { return pinned(namespace+"."+name, snapshot) })
	if len(old) == 0 {
		return 0, nil
	}
	if err := l.mark(namespace + "." + name); err != nil {
		return 0, err
	}
	current := tbl.CurrentSnapshot().SnapshotID
	_, location, err := l.catalog.CommitTable(ctx, id,
		[]table.Requirement{table.AssertTableUUID(tbl.Metadata().TableUUID()), table.AssertRefSnapshotID(table.MainBranch, &current)},
		[]table.Update{table.NewRemoveSnapshotsUpdate(old, false)})
	if err != nil {
		return 0, err
	}
	path, err := local(location)
	if err != nil {
		return 0, err
	}
	return len(old), syncAll([]string{path})
}

// unneeded lists a table's snapshots without the current one, the one before it, and those that are pinned.
func unneeded(tbl *table.Table, pinned func(int64) bool) (old []int64) {
	now := tbl.CurrentSnapshot()
	if now == nil {
		return nil
	}
	for _, s := range tbl.Metadata().Snapshots() {
		before := now.ParentSnapshotID != nil && *now.ParentSnapshotID == s.SnapshotID
		if s.SnapshotID != now.SnapshotID && !before && !pinned(s.SnapshotID) {
			old = append(old, s.SnapshotID)
		}
	}
	return old
}

// mark tells Clean to look at a table.
func (l *Lake) mark(table string) error {
	h := l.handle(table)
	l.mu.Lock()
	defer l.mu.Unlock()
	h.crashed = true // only Clean may take the marker away
	if err := os.MkdirAll(filepath.Join(l.dir, pendingFolder), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(l.marker(table), os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	return f.Close()
}
