package lake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/iceberg-go"
	"github.com/apache/iceberg-go/table"

	"github.com/uythac/uythac/schemas"
)

const (
	emptyProperty = "uythac.empty" // table property: the units without rows
	ownProperty   = "uythac."      // snapshot summary: before the keys of callers
)

// Parts lists the units of a table as they are now, those without rows included, sorted by branch and
// month. A table that was never committed has none. No Parquet file is opened.
func (l *Lake) Parts(ctx context.Context, t *schemas.Table) ([]Part, error) {
	now, err := l.list(ctx, t)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", t.Name, err)
	}
	return now.Parts, nil
}

// Snapshot returns the id of a table's current snapshot; ok is false for a table that was never committed.
func (l *Lake) Snapshot(ctx context.Context, t *schemas.Table) (id int64, ok bool, err error) {
	now, err := l.list(ctx, t)
	if err != nil {
		return 0, false, fmt.Errorf("snapshot of %s: %w", t.Name, err)
	}
	return now.Snapshot, now.Snapshot != 0, nil
}

// Property returns what a commit left under key with the current snapshot; "" if nothing did.
func (l *Lake) Property(ctx context.Context, t *schemas.Table, key string) (string, error) {
	now, err := l.list(ctx, t)
	if err != nil {
		return "", fmt.Errorf("property %s of %s: %w", key, t.Name, err)
	}
	return now.Props[key], nil
}

// properties returns what callers left with the current snapshot.
func properties(tbl *table.Table) map[string]string {
	own := map[string]string{}
	if s := tbl.CurrentSnapshot(); s != nil && s.Summary != nil {
		for k, v := range s.Summary.Properties {
			if key, ok := strings.CutPrefix(k, ownProperty); ok {
				own[key] = v
			}
		}
	}
	return own
}

// Files lists the files of a snapshot, sorted by branch and month; 0 is the current one. Units
// without rows have no file and are left out. Old snapshots stay readable: that is the history
// "as known on".
func (l *Lake) Files(ctx context.Context, t *schemas.Table, snapshot int64) (parts []Part, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("files of %s: %w", t.Name, err)
		}
	}()
	now, err := l.list(ctx, t)
	if err != nil {
		return nil, err
	}
	if snapshot == 0 || snapshot == now.Snapshot {
		return slices.DeleteFunc(now.Parts, func(p Part) bool { return p.Path == "" }), nil
	}
	unknown := fmt.Errorf("the lake has no snapshot %d of it", snapshot)
	if now.Snapshot == 0 {
		return nil, unknown
	}
	tbl, err := l.catalog.LoadTable(ctx, identifier(t))
	if err != nil {
		return nil, err
	}
	s := tbl.SnapshotByID(snapshot)
	if s == nil {
		return nil, unknown
	}
	if parts, err = files(ctx, tbl, s); err != nil {
		return nil, err
	}
	return sortParts(parts), nil
}

// currentParts lists the current snapshot's files and the units without rows.
func currentParts(ctx context.Context, tbl *table.Table) ([]Part, error) {
	var parts []Part
	if s := tbl.CurrentSnapshot(); s != nil {
		var err error
		if parts, err = files(ctx, tbl, s); err != nil {
			return nil, err
		}
	}
	if text := tbl.Properties()[emptyProperty]; text != "" {
		var empty []emptyUnit
		if err := json.Unmarshal([]byte(text), &empty); err != nil {
			return nil, fmt.Errorf("property %s: %w", emptyProperty, err)
		}
		for _, e := range empty {
			parts = append(parts, Part{Unit: e.Unit, Stamp: e.Stamp})
		}
	}
	return sortParts(parts), nil
}

// emptyUnit is how the table property writes a unit without rows.
type emptyUnit struct {
	Unit
	Stamp string
}

// emptyText writes the units without rows among parts, which are sorted; "" without any.
func emptyText(parts []Part) string {
	var empty []emptyUnit
	for _, p := range parts {
		if p.Path == "" {
			empty = append(empty, emptyUnit{p.Unit, p.Stamp})
		}
	}
	if empty == nil {
		return ""
	}
	text, err := json.Marshal(empty)
	if err != nil {
		panic(err) // strings and integers always marshal
	}
	return string(text)
}

// files reads a snapshot's manifests.
func files(ctx context.Context, tbl *table.Table, s *table.Snapshot) ([]Part, error) {
	fs, err := tbl.FS(ctx)
	if err != nil {
		return nil, err
	}
	manifests, err := s.Manifests(fs)
	if err != nil {
		return nil, err
	}
	var parts []Part
	for _, m := range manifests {
		if !m.HasAddedFiles() && !m.HasExistingFiles() {
			continue
		}
		for entry, err := range iceberg.EntriesWithProjection(fs, m, true, iceberg.ManifestEntryProjection{}) {
			if err != nil {
				return nil, err
			}
			f := entry.DataFile()
			path, err := local(f.FilePath())
			if err != nil {
				return nil, err
			}
			unit, stamp, err := parseFile(path)
			if err != nil {
				return nil, err
			}
			parts = append(parts, Part{Unit: unit, Stamp: stamp, Rows: f.Count(), Path: path, Bytes: f.FileSizeBytes()})
		}
	}
	return parts, nil
}
