package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// factMonths is how many months of loan_month and deposit_month are in the warehouse: a year-end, the year before it,
// its base and a month before that, for January looks back three months.
const factMonths = 26

// BuildResult tells what a build made.
type BuildResult struct {
	File      string // the built, published or already current file
	Built     bool   // false: the current file already holds these figures
	Published bool   // CURRENT moved to File
	Checks    []warehouse.CheckOutcome
	Rows      int64 // of the lake that the file was built from
	Bytes     int64 // of the file
}

// build makes a warehouse file beside the published one and checks it, also when the published one holds the same
// if it shall be made anew. Checking is called before the checks, nil: nobody. A check that objects gives a *RefusedError, and the file stays for inspection.
func build(ctx context.Context, c Config, lk *lake.Lake, o Options, of history.Run, anew bool, checking func() error) (res BuildResult, err error) {
	span, err := takenDays(ctx, lk)
	if err != nil {
		return res, err
	}
	inputs, err := buildInputs(ctx, lk, c)
	if err != nil {
		return res, err
	}
	dir := c.Warehouse.Path
	if file, same := isCurrent(ctx, dir, inputs); same && !anew {
		return BuildResult{File: file}, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return res, fmt.Errorf("warehouse: %w", err)
	}
	if err := sweep(dir); err != nil {
		return res, err
	}
	run := warehouse.Run{ID: cmp.Or(of.ID, runID(o.Now())), Version: o.Version, StartedAt: o.Now().UTC(), Through: span.through, FirstPosted: span.first, Inputs: inputs}
	if span.empty {
		run.FirstPosted = 0
	}
	in, err := warehouseInput(ctx, lk, span, run, c.Quality.MaxQuarantined)
	if err != nil {
		return res, err
	}
	in.Rules = c.Rules
	if in.History, err = runsSoFar(dir, of); err != nil {
		return res, err
	}
	debug.FreeOSMemory() // what the stages before used is DuckDB's now: it counts outside Go's limit
	temp := filepath.Join(dir, "building-"+run.ID+".duckdb")
	res.Checks, err = warehouse.Build(ctx, temp, in, warehouse.Options{
		MemoryLimit: c.Warehouse.MemoryLimit, Threads: c.Warehouse.Threads, Temp: filepath.Join(dir, "building-"+run.ID+".tmp"),
		Progress: func(step string, done, total int) { o.Progress("build", step, int64(done), int64(total)) },
		Checking: checking,
	})
	if err != nil {
		return res, err
	}
	res.Built = true
	if res.Bytes, err = size(temp); err != nil {
		return res, err
	}
	for _, rows := range in.Rows {
		res.Rows += rows
	}
	if refused := refusal(res.Checks); refused != nil {
		refused.File = filepath.Join(dir, "refused-"+run.ID+".duckdb")
		refused.Remedy += "\n  → the refused figures are in " + refused.File + "; what was published before stays"
		return res, errors.Join(os.Rename(temp, refused.File), refused)
	}
	res.File = filepath.Join(dir, "warehouse-"+run.ID+".duckdb")
	if err := os.Rename(temp, res.File); err != nil {
		return res, fmt.Errorf("warehouse: %w", err)
	}
	return res, nil
}

// publish moves CURRENT to a built file.
func publish(c Config, file string, now time.Time) (bool, error) {
	err := warehouse.Publish(c.Warehouse.Path, filepath.Base(file), now)
	return err == nil, err
}

// isCurrent tells whether the published file was built from the same inputs. A published file
// that cannot be read is built again.
func isCurrent(ctx context.Context, dir, inputs string) (file string, same bool) {
	file, err := warehouse.Current(dir)
	if err != nil {
		return "", false
	}
	w, err := warehouse.Open(ctx, file)
	if err != nil {
		return "", false
	}
	defer func() { _ = w.Close() }() // it was only read
	run, err := w.Run(ctx)
	return file, err == nil && run.Inputs == inputs
}

// warehouseInput pins the lake's present snapshots and lists the files behind them.
func warehouseInput(ctx context.Context, lk *lake.Lake, span days, run warehouse.Run, maxQuarantined int64) (warehouse.Input, error) {
	in := warehouse.Input{
		Run: run, AsOf: span.asOf(), MaxQuarantined: maxQuarantined,
		Files: map[string][]string{}, Older: map[string][]string{}, Rows: map[string]int64{}, Snapshots: map[string]int64{},
	}
	oldest := span.through.Month() - factMonths + 1
	for _, t := range schemas.Lake() {
		parts, err := lk.Parts(ctx, t)
		if err != nil {
			return in, err
		}
		if id, ok, err := lk.Snapshot(ctx, t); err != nil {
			return in, err
		} else if ok {
			in.Snapshots[t.Name] = id
		}
		recentOnly := t == &schemas.LoanMonth || t == &schemas.DepositMonth
		for _, p := range parts {
			in.Rows[t.Name] += p.Rows
			switch {
			case p.Path == "":
			case recentOnly && p.Unit.Month < oldest:
				in.Older[t.Name] = append(in.Older[t.Name], p.Path)
			default:
				in.Files[t.Name] = append(in.Files[t.Name], p.Path)
			}
		}
	}
	return in, nil
}

// refusal turns failed error checks into one error that names rows and remedy.
func refusal(checks []warehouse.CheckOutcome) *RefusedError {
	const shown = 5 // rows named per check; all are in the refused file
	var b strings.Builder
	var remedies, names []string
	for _, c := range checks {
		if !c.Failed() {
			continue
		}
		names = append(names, c.Name)
		fmt.Fprintf(&b, "\n  %s: %d found: %s", c.Name, c.Failures, c.TitleEN)
		for _, f := range c.Findings[:min(shown, len(c.Findings))] {
			fmt.Fprintf(&b, "\n    %s", f)
		}
		if !slices.Contains(remedies, c.RemedyEN) {
			remedies = append(remedies, c.RemedyEN)
		}
	}
	if b.Len() == 0 {
		return nil
	}
	return &RefusedError{Problem: "the checks refuse to publish these figures:" + b.String(), Remedy: strings.Join(remedies, "\n  → "), Checks: names}
}

// sweep removes what killed builds left behind, and all refused files but the newest.
func sweep(dir string) error {
	old, err := filepath.Glob(filepath.Join(dir, "building-*"))
	if err != nil {
		return err
	}
	refused, err := filepath.Glob(filepath.Join(dir, "refused-*"))
	if err != nil {
		return err
	}
	slices.Sort(refused)
	for _, p := range append(old, refused[:max(0, len(refused)-1)]...) {
		if err := os.RemoveAll(p); err != nil {
			return fmt.Errorf("warehouse: %w", err)
		}
	}
	return nil
}
