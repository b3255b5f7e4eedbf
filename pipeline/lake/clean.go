package lake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/iceberg-go/catalog"
	"github.com/apache/iceberg-go/table"
)

// Clean removes the files that no snapshot of a table refers to: what runs that crashed between Write
// and Commit, or within Commit, left behind. It looks only at tables where that happened. Files that
// this Lake has written and not yet committed stay. Call it under [Lake.Lock]: to Clean the files of
// another process that is writing are left-overs. It returns the number of files removed.
func (l *Lake) Clean(ctx context.Context) (removed int, err error) {
	e, err := l.clean(ctx)
	return e.Files, err
}

func (l *Lake) clean(ctx context.Context) (removed Expired, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("cleaning the lake: %w", err)
		}
	}()
	markers, err := os.ReadDir(filepath.Join(l.dir, pendingFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return removed, nil
	}
	if err != nil {
		return removed, err
	}
	for _, m := range markers {
		if err := l.cleanTable(ctx, m.Name(), &removed); err != nil {
			return removed, err
		}
	}
	return removed, nil
}

func (l *Lake) cleanTable(ctx context.Context, name string, removed *Expired) error {
	namespace, tbl, ok := strings.Cut(name, ".")
	if !ok {
		return fmt.Errorf("%s is not a table's marker\nremove it", l.marker(name))
	}
	h := l.handle(name)
	h.commit.Lock()
	defer h.commit.Unlock()
	keep, err := l.referenced(ctx, namespace, tbl)
	if err != nil {
		return err
	}
	l.mu.Lock()
	for p := range h.pending {
		keep[p], keep[p+tempSuffix] = true, true
	}
	l.mu.Unlock()
	err = filepath.WalkDir(filepath.Join(l.dir, namespace, tbl), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the crash came before the table had a folder
		}
		if err != nil || d.IsDir() || keep[path] {
			return err
		}
		if info, err := d.Info(); err == nil {
			removed.Bytes += info.Size()
		}
		removed.Files++
		return os.Remove(path)
	})
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if h.crashed = false; len(h.pending) > 0 {
		return nil
	}
	return l.unmark(name)
}

// referenced returns the paths of all files that any snapshot of a table needs.
func (l *Lake) referenced(ctx context.Context, namespace, name string) (map[string]bool, error) {
	keep := map[string]bool{}
	tbl, err := l.catalog.LoadTable(ctx, table.Identifier{namespace, name})
	if errors.Is(err, catalog.ErrNoSuchTable) {
		return keep, nil
	}
	if err != nil {
		return nil, err
	}
	return keep, walk(ctx, tbl, func(path string) { keep[path] = true })
}
