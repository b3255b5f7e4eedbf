package lake

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Iceberg names every file by its absolute path: the catalogue the metadata file, that the manifest
// lists, those the manifests, those the data files. The catalogue's database remembers the folder that
// all these paths are in. When the lake is opened in another one, it was moved, copied or restored, and
// repair rewrites the paths, bottom up: manifests, lists, metadata, at last the catalogue.
//
// Every file is replaced by a rename and every path keeps its place below the lake's folder, so a
// repair that was killed is simply done again; the folders of interrupted repairs are remembered too.
// Nothing outside the opened folder is read or written: the lake that this one was copied from stays
// as it is.
const createRoots = `CREATE TABLE IF NOT EXISTS uythac_root (path TEXT PRIMARY KEY, present INTEGER NOT NULL)`

func (l *Lake) repair(ctx context.Context) error {
	if _, err := l.db.ExecContext(ctx, createRoots); err != nil {
		return err
	}
	switch at, _, err := l.roots(ctx); {
	case err != nil:
		return err
	case at == l.dir:
		return nil
	case at == "":
		_, err := l.db.ExecContext(ctx, `INSERT OR REPLACE INTO uythac_root VALUES (?, 1)`, l.dir)
		return err
	}
	unlock, err := l.Lock(ctx, "uythac, adapting a moved lake's paths")
	if err != nil {
		return err
	}
	return errors.Join(l.relocate(ctx), unlock())
}

// roots returns the folder that the paths are in, "" for a new lake, and all folders they may be in.
func (l *Lake) roots(ctx context.Context) (at string, all []string, err error) {
	rows, err := l.db.QueryContext(ctx, `SELECT path, present FROM uythac_root`)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	for rows.Next() {
		var path string
		var present bool
		if err := rows.Scan(&path, &present); err != nil {
			return "", nil, err
		}
		if all = append(all, path); present {
			at = path
		}
	}
	return at, all, rows.Err()
}

// relocate rewrites all paths. The caller has the lock.
func (l *Lake) relocate(ctx context.Context) error {
	// Remembered first: if this repair is killed and the folder moved once more, some paths are in l.dir.
	if _, err := l.db.ExecContext(ctx, `INSERT OR IGNORE INTO uythac_root VALUES (?, 0)`, l.dir); err != nil {
		return err
	}
	at, all, err := l.roots(ctx)
	if err != nil || at == l.dir { // another process was quicker
		return err
	}
	m := mover{to: l.dir, from: slices.DeleteFunc(all, func(r string) bool { return r == l.dir })}
	tables, err := filepath.Glob(filepath.Join(escapeGlob(l.dir), "*", "*", "metadata"))
	if err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(8) // the disk's syncs are what takes time
	for _, folder := range tables {
		g.Go(func() error { return m.folder(ctx, folder) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return l.relocateCatalog(ctx, m)
}

// locationsOf lists the paths in a column of the catalogue.
func locationsOf(ctx context.Context, tx *sql.Tx, column string) (locations []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT `+column+` FROM iceberg_tables WHERE `+column+` IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var location string
		if err := rows.Scan(&location); err != nil {
			return nil, err
		}
		locations = append(locations, location)
	}
	return locations, rows.Err()
}

// relocateCatalog moves the catalogue's own paths, in one transaction: with it the repair is done.
func (l *Lake) relocateCatalog(ctx context.Context, m mover) (err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after Commit
	for _, column := range []string{"metadata_location", "previous_metadata_location"} {
		locations, err := locationsOf(ctx, tx, column)
		if err != nil {
			return err
		}
		for _, location := range locations {
			if _, err := tx.ExecContext(ctx, `UPDATE iceberg_tables SET `+column+` = ? WHERE `+column+` = ?`, m.move(location), location); err != nil {
				return err
			}
		}
	}
	for _, statement := range []string{`DELETE FROM uythac_listing`, `DELETE FROM uythac_root`} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO uythac_root VALUES (?, 1)`, l.dir); err != nil {
		return err
	}
	return tx.Commit()
}

// mover gives paths in old folders of the lake their place in the present one.
type mover struct {
	to   string
	from []string
}

// move returns a location in the present folder; other texts stay as they are.
func (m mover) move(location string) string {
	path, err := local(location)
	if err != nil || !filepath.IsAbs(path) || inside(path, m.to) {
		return location
	}
	for _, root := range m.from {
		if inside(path, root) {
			moved := m.to + strings.TrimPrefix(path, root)
			if path == location {
				return moved
			}
			return uri(moved)
		}
	}
	return location
}

func inside(path, root string) bool {
	rest, ok := strings.CutPrefix(path, root)
	return ok && (rest == "" || rest[0] == filepath.Separator)
}

// folder rewrites a table's metadata folder: manifests, then lists, whose records tell the manifests'
// lengths, then metadata.
func (m mover) folder(ctx context.Context, folder string) error {
	names, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	passes := []func(name string) bool{
		func(name string) bool { return strings.HasSuffix(name, ".avro") && !strings.HasPrefix(name, "snap-") },
		func(name string) bool { return strings.HasSuffix(name, ".avro") && strings.HasPrefix(name, "snap-") },
		func(name string) bool { return strings.HasSuffix(name, ".metadata.json") },
	}
	for _, belongs := range passes {
		for _, d := range names {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !belongs(d.Name()) {
				continue
			}
			if err := m.file(filepath.Join(folder, d.Name())); err != nil {
				return fmt.Errorf("%s: %w", d.Name(), err)
			}
		}
	}
	return syncFile(folder)
}

func (m mover) file(path string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var text []byte
	if strings.HasSuffix(path, ".avro") {
		text, err = rewriteAvro(old, m.move, fileLength)
	} else {
		text, err = rewriteJSON(old, m.move)
	}
	if err != nil || text == nil {
		return err
	}
	temp := path + tempSuffix
	if err := os.WriteFile(temp, text, 0o644); err != nil {
		return err
	}
	if err := syncFile(temp); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// fileLength is the length of the file at a location; a manifest of a crashed commit may be missing.
func fileLength(location string) (int64, bool, error) {
	path, err := local(location)
	if err != nil {
		return 0, false, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return info.Size(), true, nil
}

// rewriteJSON moves every text of a JSON value that is a location; nil when none is.
func rewriteJSON(old []byte, move func(string) string) ([]byte, error) {
	decoder := json.NewDecoder(strings.NewReader(string(old)))
	decoder.UseNumber() // snapshot ids need all their digits
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	changed := false
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case string:
			moved := move(v)
			changed = changed || moved != v
			return moved
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		case map[string]any:
			for k := range v {
				v[k] = walk(v[k])
			}
		}
		return v
	}
	if value = walk(value); !changed {
		return nil, nil
	}
	return json.Marshal(value)
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
