package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/closing"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// keptTables are those whose older snapshots are their history: closed periods as they were frozen before.
var keptTables = []string{schemas.PeriodAct.String(), schemas.ClosedFigure.String()}

// keptRuns is how many published files are kept whatever they hold, the current one included: two weeks of nights.
const keptRuns = 14

// RetainResult tells what was removed because nothing needs it any more.
type RetainResult struct {
	Warehouses []string // names of published files
	Roles      int      // files of roles
	Snapshots  int      // of the lake's tables
	Files      int      // of the lake
	Bytes      int64    // of all these files
}

// kept is a warehouse file and what decides whether it stays.
type kept struct {
	path    string
	through calendar.Day
	pins    []int64 // lake snapshots that it was built from
	unread  error   // why the file cannot be read; nil: it can
}

// retain removes published files that are neither of the last runs nor of a month's end, then the lake's snapshots that
// no remaining file was built from, and the lake's files that no snapshot needs. The order is what makes a crash
// harmless: whatever is left is found again by the next run, and nothing goes that something still names.
func retain(ctx context.Context, c Config, lk *lake.Lake, o Options) (res RetainResult, err error) {
	files, err := keptFiles(ctx, c.Warehouse.Path)
	if err != nil {
		return res, err
	}
	current, err := warehouse.Current(c.Warehouse.Path)
	if err != nil {
		return res, err
	}
	pinned, known := map[int64]bool{}, true
	old := superseded(files)
	for _, f := range files {
		if f.path != current && slices.Contains(old, f.path) {
			continue
		}
		if f.unread != nil {
			known = false
			o.Log.Warn("a warehouse file cannot be read; nothing of the lake is removed while it is not known what it needs", "file", f.path, "error", f.unread)
		}
		for _, id := range f.pins {
			pinned[id] = true
		}
	}
	acts, err := closing.Acts(ctx, lk)
	if err != nil {
		return res, err
	}
	for _, act := range acts { // restatements compare with what was frozen
		for _, id := range act.Lake {
			pinned[id] = true
		}
	}
	for _, path := range old {
		if path == current {
			continue
		}
		o.Progress("retain", filepath.Base(path), int64(len(res.Warehouses)), 0)
		bytes, err := size(path)
		if err == nil {
			err = os.Remove(path) // a reader that has it open keeps it
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return res, fmt.Errorf("warehouse: %w", err)
		}
		res.Warehouses, res.Bytes = append(res.Warehouses, filepath.Base(path)), res.Bytes+bytes
	}
	swept, err := SweepRoles(c, o.Now())
	res.Roles, res.Bytes = swept.Roles, res.Bytes+swept.Bytes
	if err != nil || !known {
		return res, err
	}
	gone, err := lk.Expire(ctx, func(table string, id int64) bool { return pinned[id] || slices.Contains(keptTables, table) }, func(table string) { o.Progress("retain", table, 0, 0) })
	res.Snapshots, res.Files, res.Bytes = gone.Snapshots, gone.Files, res.Bytes+gone.Bytes
	return res, err
}

// keptFiles reads what all warehouse files of a folder were built from, the oldest run first.
func keptFiles(ctx context.Context, dir string) (files []kept, err error) {
	for _, pattern := range []string{"warehouse-*.duckdb", "refused-*.duckdb"} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		slices.Sort(paths) // names begin with the moment of the run
		for _, path := range paths {
			f := readKept(ctx, path)
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
}

// readKept reads what a file was built from; one that cannot be read says why.
func readKept(ctx context.Context, path string) kept {
	f := kept{path: path}
	w, err := warehouse.Open(ctx, path)
	if err != nil {
		f.unread = err
		return f
	}
	run, err := w.Run(ctx)
	f.through = run.Through
	snapshots, unpinned := w.Snapshots(ctx)
	f.pins = slices.Collect(maps.Values(snapshots))
	f.unread = errors.Join(err, unpinned, w.Close())
	return f
}

// superseded lists the published files that go. The last ones stay, and of every month that there are figures of the
// one that goes furthest into it: of two that go equally far the later. One that cannot be read is none of a month. Refused files are not looked at: a build sweeps them.
func superseded(files []kept) (old []string) {
	files = slices.DeleteFunc(slices.Clone(files), func(f kept) bool { return !wasPublished(f.path) })
	best := map[calendar.Month]kept{}
	for _, f := range files {
		if b, ok := best[f.through.Month()]; f.unread == nil && (!ok || f.through >= b.through) {
			best[f.through.Month()] = f
		}
	}
	for _, f := range files[:max(0, len(files)-keptRuns)] {
		if best[f.through.Month()].path != f.path {
			old = append(old, f.path)
		}
	}
	return old
}

func wasPublished(path string) bool {
	ok, err := filepath.Match("warehouse-*.duckdb", filepath.Base(path))
	return ok && err == nil
}
