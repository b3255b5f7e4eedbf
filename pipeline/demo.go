package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/uythac/uythac/pipeline/simulate"
)

// DemoConfig is the configuration file of the demonstration: complete, and with relative paths,
// so that a copied or moved folder still works.
const DemoConfig = `# The demonstration: a made-up branch whose 2020 report is the published one.
# Paths are relative to this file.
source: {kind: files, path: core}
lake: {path: lake}
warehouse: {path: warehouse}
# uythac serve answers a browser of this machine alone, without a name: the figures are made up.
access: {roles: {everybody: all}}
serve: {http: "127.0.0.1:8080", anonymous: everybody}
`

// DemoResult tells what the demonstration made.
type DemoResult struct {
	Config  Config
	Source  simulate.Summary
	Refresh RefreshResult
	Reused  bool // the folder held the demonstration's source already
}

// Demo makes a demonstration in dir: the source as Parquet files, the configuration, the lake and
// the published warehouse. In a folder that holds a demonstration it only refreshes.
func Demo(ctx context.Context, dir string, o Options) (res DemoResult, err error) {
	o = o.filled()
	if dir, err = filepath.Abs(dir); err != nil {
		return res, err
	}
	config := filepath.Join(dir, "uythac.yaml")
	res.Config = Config{
		Source: Source{Kind: "files", Path: filepath.Join(dir, "core")},
		Lake:   Place{filepath.Join(dir, "lake")}, Warehouse: Warehouse{Path: filepath.Join(dir, "warehouse")},
	}
	_, err = os.Stat(config)
	switch {
	case err == nil:
		res.Reused = true
	case errors.Is(err, fs.ErrNotExist):
		if err := demoSource(ctx, dir, config, res.Config.Source.Path, &res.Source, o); err != nil {
			return res, fmt.Errorf("demo: %w", err)
		}
	default:
		return res, fmt.Errorf("demo: %w", err)
	}
	res.Refresh, err = Refresh(ctx, res.Config, o)
	return res, err
}

// demoSource makes the source, and the configuration last: a run killed before that begins anew.
func demoSource(ctx context.Context, dir, config, core string, sum *simulate.Summary, o Options) error {
	names, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, n := range names {
		if n.Name() != filepath.Base(core) {
			return &UsageError{dir + " holds other files", "name an empty or new folder with --dir"}
		}
	}
	if err := os.RemoveAll(core); err != nil {
		return err
	}
	preset := SimulateOptions{Options: simulate.Options{Preset: "published-2020", Seed: 1}, Format: "parquet", Out: core}
	if *sum, err = Simulate(ctx, preset, o); err != nil {
		return err
	}
	return renew(config, []byte(DemoConfig))
}

// renew writes a file whole: until then the former one is there, or none.
func renew(path string, text []byte) error {
	temp := path + ".new"
	if err := os.WriteFile(temp, text, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
