package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// RefreshResult tells what each stage of a refresh did.
type RefreshResult struct {
	Run     history.Run // as it stands in the history
	Extract ExtractResult
	Derive  DeriveResult
	Build   BuildResult
	Retain  RetainResult
	Mart    mart.Result
}

// Unchanged tells whether the refresh found nothing to do.
func (r RefreshResult) Unchanged() bool {
	return !r.Extract.Changed && len(r.Derive.Stale) == 0 && !r.Build.Built && !r.Mart.Changed
}

// RunExtract takes the source's rows into the lake.
func RunExtract(ctx context.Context, c Config, o Options) (ExtractResult, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (ExtractResult, error) { return extract(ctx, c, lk, o) })
}

// RunDerive computes the facts and indicators that are missing or stale.
func RunDerive(ctx context.Context, c Config, o Options) (DeriveResult, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (DeriveResult, error) {
		r, err := derive(ctx, lk, c.Rules, o)
		return r, damaged(c, err)
	})
}

// RunBuild builds a warehouse aside and checks it, and publishes nothing.
func RunBuild(ctx context.Context, c Config, o Options) (BuildResult, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (BuildResult, error) {
		r, err := build(ctx, c, lk, o, history.Run{}, true, nil)
		return r, damaged(c, err)
	})
}

// Refresh extracts, derives, builds, checks and publishes, and removes what need not be kept. When nothing changed
// it touches nothing but the run history, in which it writes down what it does, however it ends.
// A check that objects gives a *RefusedError and leaves what was published before.
func Refresh(ctx context.Context, c Config, o Options) (res RefreshResult, err error) {
	o = o.filled()
	if err := c.apart(); err != nil {
		return res, err
	}
	log, err := history.Open(c.Warehouse.Path, o.Now)
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	rec := newRecord(log, o)
	began := false
	work := func(lk *lake.Lake, o Options) (RefreshResult, error) {
		if began = true; ctx.Err() != nil {
			return res, ctx.Err()
		}
		if err := log.Begin(rec.run); err != nil {
			return res, err
		}
		return refresh(ctx, c, lk, o, rec)
	}
	for try := int64(0); ; try++ {
		if res, err = locked(ctx, c, o, work); began || !errors.Is(err, lake.ErrLocked) || try >= int64(o.Retry.Times) {
			break
		}
		wait := o.Retry.wait(try)
		o.Log.Warn("another run writes to the lake; this one waits", "for_seconds", wait.Seconds(), "error", problemOf(err))
		if stopped := o.Sleep(ctx, wait); stopped != nil {
			err = stopped
			break
		}
	}
	res.Run = rec.finish(ctx, res, err)
	if !began {
		return res, errors.Join(err, log.Whole(res.Run))
	}
	return res, errors.Join(err, log.End(res.Run))
}

// refresh does the steps under the lake's lock.
func refresh(ctx context.Context, c Config, lk *lake.Lake, o Options, rec *record) (r RefreshResult, err error) {
	if err := room(c, o); err != nil {
		return r, err
	}
	err = rec.step(ctx, "extract", func(s *history.Step) (err error) {
		r.Extract, err = extract(ctx, c, lk, o)
		r.Extract.note(s)
		if err == nil && s.Warnings > 0 && s.Retries < int64(o.Retry.Times) {
			return behind(s.Waits)
		}
		return err
	})
	if err != nil {
		return r, err
	}
	err = rec.step(ctx, "derive", func(s *history.Step) (err error) {
		r.Derive, err = derive(ctx, lk, c.Rules, o)
		s.Rows, s.Bytes, s.Units = r.Derive.Rows, r.Derive.Bytes, int64(len(r.Derive.Stale))
		return damaged(c, err)
	})
	if err != nil {
		return r, err
	}
	if r.Build, err = buildRecorded(ctx, c, lk, o, rec); err != nil {
		return r, err
	}
	if !r.Build.Built {
		r.Mart, err = martFollows(ctx, c, o, rec, nil)
		return r, err
	}
	err = publishBuilt(ctx, c, lk, o, rec, &r)
	return r, err
}

// publishBuilt makes what was built the published version, in the mart too, and removes what need not be kept.
func publishBuilt(ctx context.Context, c Config, lk *lake.Lake, o Options, rec *record, r *RefreshResult) error {
	ahead, err := martAhead(ctx, c, r.Build.File, o, rec)
	if err != nil {
		return err
	}
	if ahead != nil {
		defer ahead.Close()
	}
	if err := rolesAhead(ctx, c, r.Build.File, o, rec); err != nil {
		return err
	}
	err = rec.step(ctx, "publish", func(*history.Step) (err error) {
		r.Build.Published, err = publish(c, r.Build.File, o.Now())
		return err
	})
	if err != nil {
		return err
	}
	if r.Mart, err = martFollows(ctx, c, o, rec, ahead); ctx.Err() != nil {
		return err
	}
	return errors.Join(err, rec.step(ctx, "retain", func(s *history.Step) (err error) { // whatever became of the mart: the disk must not fill
		r.Retain, err = retain(ctx, c, lk, o)
		s.Units, s.Bytes = int64(len(r.Retain.Warehouses)+r.Retain.Files), r.Retain.Bytes
		return err
	}))
}

// behind says which days wait for a replica: it may have them a while later. The last attempt goes on without them.
func behind(waits []string) error {
	return fmt.Errorf("%s: %w", strings.Join(waits, "; "), source.ErrPassing)
}

// note writes what an extraction did into a step.
func (r ExtractResult) note(s *history.Step) {
	s.Rows, s.Quarantined, s.Bytes, s.Units = 0, 0, r.Bytes, int64(r.Units)
	for _, t := range r.Tables {
		if s.Quarantined += t.Quarantined; r.Changed {
			s.Rows += t.Kept
		}
	}
	if r.Copy == nil {
		return
	}
	s.Heals += int64(len(r.Copy.Heals)) // of every attempt: what was mended stays mended
	s.Warnings, s.Waits = int64(len(r.Copy.Waits)), nil
	for _, w := range r.Copy.Waits {
		s.Waits = append(s.Waits, w.String())
	}
	cost := r.Copy.Cost
	s.Cost.Connections += int64(cost.Connections)
	s.Cost.Queries += int64(cost.Queries)
	s.Cost.Bytes += cost.Bytes
	s.Cost.LongestQuery = max(s.Cost.LongestQuery, cost.LongestQuery)
}

// buildRecorded builds and checks as two steps of the run: the checks are a build's last work.
func buildRecorded(ctx context.Context, c Config, lk *lake.Lake, o Options, rec *record) (res BuildResult, err error) {
	building, err := rec.begin("build")
	if err != nil {
		return res, err
	}
	var checking *history.Step
	res, err = build(ctx, c, lk, o, rec.run, false, func() error {
		s, err := rec.begin("check")
		building.Duration = s.Start.Sub(building.Start)
		checking = &s
		return err
	})
	err = damaged(c, err)
	building.Rows, building.Bytes = res.Rows, res.Bytes
	if checking == nil {
		return res, rec.end(&building, err)
	}
	if err := rec.wrote(&building); err != nil {
		return res, err
	}
	judge(checking, res.Checks)
	return res, rec.end(checking, err)
}

// judge counts checks by what they came to.
func judge(s *history.Step, checks []warehouse.CheckOutcome) {
	s.Checks = int64(len(checks))
	failed, warned := warehouse.Tally(checks)
	s.Objections, s.Warnings = int64(failed), int64(warned)
}

// locked opens the lake as its only writer, does the work and lets go.
func locked[T any](ctx context.Context, c Config, o Options, work func(*lake.Lake, Options) (T, error)) (res T, err error) {
	o = o.filled()
	if err := c.apart(); err != nil {
		return res, err
	}
	if err := os.MkdirAll(c.Lake.Path, 0o755); err != nil {
		return res, fmt.Errorf("lake: %w", err)
	}
	lk, err := lake.Open(ctx, c.Lake.Path, lake.Options{})
	if err != nil {
		return res, damaged(c, err)
	}
	defer func() {
		if e := lk.Close(); err == nil && e != nil {
			err = fmt.Errorf("close lake: %w", e)
		}
	}()
	unlock, err := lk.Lock(ctx, "uythac")
	if err != nil {
		return res, err
	}
	defer func() {
		if e := unlock(); err == nil && e != nil {
			err = fmt.Errorf("unlock lake: %w", e)
		}
	}()
	if who := lk.Interrupted(); who != "" {
		o.Log.Warn("the run before did not come to its end; this one goes on from what is finished", "was", who)
	}
	res, err = work(lk, o)
	return res, spoilt(c, err)
}

// extract opens the source and runs the extraction; a database is copied first.
func extract(ctx context.Context, c Config, lk *lake.Lake, o Options) (_ ExtractResult, err error) {
	if c.Source.OfDatabase() {
		return extractDatabase(ctx, c, lk, o)
	}
	src, err := source.Open(c.Source.Kind, c.Source.Path)
	if err != nil {
		return ExtractResult{}, fmt.Errorf("source: %w", err)
	}
	return Extract(ctx, src, lk, ExtractOptions{
		Through: o.Through, Today: tomorrow(o), Run: runID(o.Now()), Log: o.Log, Temp: filepath.Join(c.Lake.Path, "spill"),
		Progress: func(table string, rows int64) { o.Progress("extract", table, rows, 0) },
	})
}

// tomorrow is the last day that may be closed by now anywhere: the source's clock may be ahead of ours.
func tomorrow(o Options) calendar.Day {
	return calendar.Day(o.Now().UTC().Unix()/86400) + 1
}
