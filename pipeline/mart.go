package pipeline

import (
	"context"
	"os"
	"strings"

	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// PublishMart copies the published warehouse into the configured mart; nothing when the mart has it.
func PublishMart(ctx context.Context, c Config, o Options) (res mart.Result, err error) {
	if c.Mart.URL == "" {
		return res, &UsageError{"no mart is configured", "set mart.url, as postgres://uythac@host:5432/mart"}
	}
	file, err := published(c)
	if err != nil {
		return res, err
	}
	o = o.filled()
	p, err := loadMart(ctx, c, file, o)
	if err != nil {
		return res, err
	}
	defer p.Close()
	return swapMart(ctx, c, p, o)
}

// swapMart lets the mart's readers see what was loaded, and writes down that they do.
func swapMart(ctx context.Context, c Config, p *mart.Publication, o Options) (mart.Result, error) {
	res, err := p.Swap(ctx)
	if err != nil {
		return res, err
	}
	return res, noteMart(c, res, o.Now())
}

// martMemory is DuckDB's memory_limit while the mart is filled: it reads tables, and computes the reports on demand of one day.
const martMemory = "300MB"

// loadMart copies a file into the mart where no reader sees it yet.
func loadMart(ctx context.Context, c Config, file string, o Options) (*mart.Publication, error) {
	temp, err := os.MkdirTemp("", "uythac-mart-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(temp) }() // it holds what DuckDB spilled, if anything
	return mart.Load(ctx, c.Mart, file, mart.Options{
		Limits:   warehouse.AdHocLimits{Memory: martMemory, Threads: c.Warehouse.Threads, Temp: temp},
		Progress: func(table string, rows int64) { o.Progress("mart", table, rows, 0) },
		Suppressed: func(ctx context.Context, below int64) (string, error) {
			return suppressedFile(ctx, file, c.Mart.Roles, below, c.Warehouse)
		},
	})
}

// martAhead loads a file into the mart before it is published, so that the mart follows at once. It fails without harm: what
// does not come in then does after the publication.
func martAhead(ctx context.Context, c Config, file string, o Options, rec *record) (p *mart.Publication, err error) {
	if c.Mart.URL == "" {
		return nil, nil
	}
	err = rec.step(ctx, "mart", func(s *history.Step) (err error) {
		if p, err = loadMart(ctx, c, file, o); err == nil {
			s.Rows, s.Bytes = p.Loaded()
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		o.Log.Warn("the mart is not loaded; it is tried again when the figures are published", "run", rec.run.ID, "error", problemOf(err))
		err = nil
	}
	return p, err
}

// martFollows lets the mart's readers see what is published: what was loaded ahead, or else what is loaded now.
func martFollows(ctx context.Context, c Config, o Options, rec *record, ahead *mart.Publication) (res mart.Result, err error) {
	if c.Mart.URL == "" {
		return res, nil
	}
	err = rec.step(ctx, "swap", func(s *history.Step) (err error) {
		if ahead != nil {
			res, err = swapMart(ctx, c, ahead, o)
			ahead = nil // after a failure all of it is done again
			return err
		}
		res, err = PublishMart(ctx, c, o)
		s.Rows, s.Bytes = res.Rows, res.Bytes
		return err
	})
	return res, err
}

// examineMart looks whether a publication would come in.
func examineMart(ctx context.Context, c mart.Config) Finding {
	run, err := mart.Look(ctx, c)
	switch {
	case err != nil:
		f := trouble(Bad, "mart", err)
		f.Text = strings.TrimPrefix(f.Text, "mart: ")
		return f
	case run == "":
		return Finding{Good, "mart", "nothing is published there yet", ""}
	}
	return Finding{Good, "mart", "it has run " + run, ""}
}
