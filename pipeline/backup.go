package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/pipeline/backup"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// The folders of a backup.
const (
	ofLake      = "lake"
	ofWarehouse = "warehouse"
	ofSettings  = "settings"
)

// Backup copies lake and warehouse into a new folder, or a new file ending in .tar.zst, while no run writes, and the
// settings beside them: files as the configuration, by their names. What a run may make again is left out: refused and
// unfinished warehouses, spilled data.
func Backup(ctx context.Context, c Config, to string, settings map[string]string, o Options) (m backup.Manifest, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("backup: %w", err)
		}
	}()
	if err := apartFrom(c, to); err != nil {
		return m, err
	}
	if !lake.Exists(c.Lake.Path) {
		return m, &UsageError{"there is no lake in " + c.Lake.Path, "run `uythac refresh` first, or correct lake.path"}
	}
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (m backup.Manifest, err error) {
		temp, err := os.MkdirTemp("", "uythac-backup-")
		if err != nil {
			return m, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
		files, err := lk.Copy(ctx, filepath.Join(temp, "catalog.db"))
		if err != nil {
			return m, err
		}
		var sources []backup.Source
		for _, name := range slices.Sorted(maps.Keys(files)) {
			sources = append(sources, backup.Source{Path: ofLake + "/" + name, File: files[name]})
		}
		kept, err := ofFolder(c.Warehouse.Path)
		if err != nil {
			return m, err
		}
		sources = append(sources, kept...)
		for _, name := range slices.Sorted(maps.Keys(settings)) {
			sources = append(sources, backup.Source{Path: ofSettings + "/" + name, File: settings[name]})
		}
		if err := roomFor(to, sources); err != nil {
			return m, err
		}
		host, err := os.Hostname()
		if err != nil {
			host = "unknown"
		}
		m = backup.Manifest{Made: o.Now().UTC(), Version: o.Version, Host: host, Note: nowServed(ctx, c)}
		return backup.Write(ctx, to, m, sources, func(path string, bytes int64) { o.Progress("backup", path, bytes, 0) })
	})
}

// records are the small files of a warehouse folder.
var records = append([]string{history.File, alert.File}, warehouse.Records...)

// ofFolder lists what a backup takes of the warehouse folder: the published files, which of them is, and the history.
func ofFolder(dir string) (sources []backup.Source, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		name := e.Name()
		if wasPublished(name) || slices.Contains(records, name) {
			sources = append(sources, backup.Source{Path: ofWarehouse + "/" + name, File: filepath.Join(dir, name)})
		}
	}
	return sources, err
}

// roomFor refuses a backup that its disk has no room for; how much packing saves is not counted on.
func roomFor(to string, sources []backup.Source) error {
	var need int64
	for _, s := range sources {
		bytes, err := size(s.File)
		if err != nil {
			return err
		}
		need += bytes
	}
	dir := filepath.Dir(filepath.Clean(to))
	if free, err := freeBytes(dir); err == nil && free < uint64(need) {
		return &SpaceError{fmt.Sprintf("the disk of %s has %d MB free, and lake and warehouse have %d MB", dir, free>>20, need>>20), "name a folder on another disk"}
	}
	return nil
}

// apartFrom refuses a place within the folders that are copied.
func apartFrom(c Config, to string) error {
	path, err := filepath.Abs(to)
	if err != nil {
		return err
	}
	for key, dir := range map[string]string{"lake.path": c.Lake.Path, "warehouse.path": c.Warehouse.Path} {
		if dir, err = filepath.Abs(dir); err != nil {
			return err
		}
		if rest, inside := strings.CutPrefix(path, dir); inside && (rest == "" || rest[0] == filepath.Separator) {
			return &UsageError{fmt.Sprintf("%s is within %s", to, key), "name a place outside what is copied, best on another disk"}
		}
	}
	return nil
}

// nowServed says what is published, for people who look into a backup.
func nowServed(ctx context.Context, c Config) string {
	file, err := warehouse.Current(c.Warehouse.Path)
	if err != nil {
		return "nothing is published"
	}
	w, err := warehouse.Open(ctx, file)
	if err != nil {
		return "published: " + filepath.Base(file)
	}
	defer func() { _ = w.Close() }() // it was only read
	run, err := w.Run(ctx)
	if err != nil {
		return "published: " + filepath.Base(file)
	}
	return fmt.Sprintf("published: %s, through %s", filepath.Base(file), run.Through)
}

// Restore brings lake and warehouse of a backup back to the places that the configuration names, and its settings to a
// folder, where one is named. None of them may hold anything. Every file is proved by its hash before anything takes its place; then the lake is opened, which adapts
// its paths to where it is now.
func Restore(ctx context.Context, c Config, from, settings string, o Options) (m backup.Manifest, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("restore: %w", err)
		}
	}()
	o = o.filled()
	if err := c.apart(); err != nil {
		return m, err
	}
	places := map[string]string{ofLake: c.Lake.Path, ofWarehouse: c.Warehouse.Path}
	if settings != "" {
		places[ofSettings] = settings
	}
	m, err = backup.Restore(ctx, from, places,
		func(path string, bytes int64) { o.Progress("restore", path, bytes, 0) })
	if err != nil {
		return m, err
	}
	lk, err := lake.Open(ctx, c.Lake.Path, lake.Options{})
	if err != nil {
		return m, err
	}
	return m, lk.Close()
}
