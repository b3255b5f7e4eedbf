package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// SimulateOptions say what to make up and in which form to write it.
type SimulateOptions struct {
	simulate.Options
	Format string // csv (zstd-compressed), parquet or duckdb
	Out    string // a folder; for duckdb a file
}

// Formats lists the forms that Simulate writes.
func Formats() []string { return []string{"csv", "parquet", "duckdb"} }

// Simulate writes a made-up branch, or a nation of them, in the tables of the source contract.
// It refuses to write into a folder that holds files, or over a file.
func Simulate(ctx context.Context, s SimulateOptions, o Options) (sum simulate.Summary, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("simulate: %w", err)
		}
	}()
	o = o.filled()
	if err := vacant(s.Out); err != nil {
		return sum, err
	}
	nation, err := simulate.New(s.Options)
	if err != nil {
		problem, remedy, _ := strings.Cut(err.Error(), "\n")
		return sum, &UsageError{problem, strings.TrimLeft(remedy, " →")}
	}
	progress := counted(o)
	switch s.Format {
	case "csv":
		return marked(s.Out, func() (simulate.Summary, error) { return simulate.WriteCSV(ctx, nation, s.Out, progress) })
	case "parquet":
		return marked(s.Out, func() (simulate.Summary, error) { return simulate.WriteParquet(ctx, nation, s.Out, progress) })
	case "duckdb":
		return simulateDuckDB(ctx, nation, s.Out, progress)
	}
	return sum, &UsageError{fmt.Sprintf("there is no format %q", s.Format), "take csv, parquet or duckdb"}
}

// marked keeps a mark in the folder for as long as not all of its files are there: a source that an
// interrupted run left is refused, and the same run again takes up the folder.
func marked(dir string, write func() (simulate.Summary, error)) (sum simulate.Summary, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return sum, err
	}
	mark := filepath.Join(dir, source.Unfinished)
	if err := os.WriteFile(mark, nil, 0o644); err != nil {
		return sum, err
	}
	if sum, err = write(); err != nil {
		return sum, err
	}
	return sum, os.Remove(mark)
}

// counted adds up the rows that a simulation reports, table by table: it reports them from several
// goroutines, as they come.
func counted(o Options) simulate.Progress {
	var mu sync.Mutex
	rows := map[string]int64{}
	return func(table string, more int64) {
		mu.Lock()
		defer mu.Unlock()
		rows[table] += more
		o.Progress("simulate", table, rows[table], 0)
	}
}

// simulateDuckDB writes Parquet files aside and has DuckDB load them: Parquet is the only door to it.
func simulateDuckDB(ctx context.Context, nation *simulate.Nation, file string, progress simulate.Progress) (sum simulate.Summary, err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return sum, err
	}
	aside := filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".simulate")
	if err := os.RemoveAll(aside); err != nil { // of a run that was killed
		return sum, err
	}
	if err := os.Mkdir(aside, 0o755); err != nil {
		return sum, err
	}
	defer func() {
		if e := os.RemoveAll(aside); err == nil {
			err = e
		}
	}()
	if sum, err = simulate.WriteParquet(ctx, nation, aside, progress); err != nil {
		return sum, err
	}
	debug.FreeOSMemory() // what the simulation used is DuckDB's now: it counts outside Go's limit
	temp := filepath.Join(aside, "source.duckdb")
	if err := warehouse.LoadSource(ctx, temp, aside); err != nil {
		return sum, err
	}
	return sum, os.Rename(temp, file)
}

// vacant refuses a target that holds something, unless an interrupted run left it.
func vacant(out string) error {
	if out == "" {
		return &UsageError{"there is no place to write to", "name one with --out"}
	}
	info, err := os.Stat(out)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		names, err := os.ReadDir(out)
		if err != nil || len(names) == 0 || slices.ContainsFunc(names, func(e os.DirEntry) bool { return e.Name() == source.Unfinished }) {
			return err
		}
	}
	return &UsageError{out + " is there already and is not empty", "remove it, or name another place with --out"}
}
