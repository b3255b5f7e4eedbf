package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
)

// RefreshResult tells what each stage of a refresh did.
type RefreshResult struct {
	Extract ExtractResult
	Derive  DeriveResult
	Build   BuildResult
}

// Unchanged tells whether the refresh found nothing to do.
func (r RefreshResult) Unchanged() bool {
	return !r.Extract.Changed && len(r.Derive.Stale) == 0 && !r.Build.Built
}

// RunExtract takes the source's rows into the lake.
func RunExtract(ctx context.Context, c Config, o Options) (ExtractResult, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (ExtractResult, error) { return extract(ctx, c, lk, o) })
}

// RunDerive computes the facts and indicators that are missing or stale.
func RunDerive(ctx context.Context, c Config, o Options) (DeriveResult, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (DeriveResult, error) {
		r, err := derive(ctx, lk, o)
		return r, damaged(c, err)
	})
}

// RunBuild builds a warehouse aside and checks it, and publishes nothing.
func RunBuild(ctx context.Context, c Config, o Options) (BuildResult, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (BuildResult, error) {
		r, err := build(ctx, c, lk, o, false)
		return r, damaged(c, err)
	})
}

// Refresh extracts, derives, builds, checks and publishes. When nothing changed it touches nothing.
// A check that objects gives a *RefusedError and leaves what was published before.
func Refresh(ctx context.Context, c Config, o Options) (RefreshResult, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (r RefreshResult, err error) {
		if r.Extract, err = extract(ctx, c, lk, o); err != nil {
			return r, err
		}
		if r.Derive, err = derive(ctx, lk, o); err != nil {
			return r, damaged(c, err)
		}
		r.Build, err = build(ctx, c, lk, o, true)
		return r, damaged(c, err)
	})
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
