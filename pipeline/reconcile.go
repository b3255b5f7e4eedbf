package pipeline

import (
	"context"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/mirror"
	"github.com/uythac/uythac/pipeline/source"
)

// ReconcileOptions choose what is compared. The zero value compares everything and changes nothing.
type ReconcileOptions struct {
	From, To *calendar.Day // of ledgers and operations; nil: no bound. Dimensions are compared whole
	Heal     bool          // mend what differs
}

// RunReconcile compares the lake's copy of a database with it, unit by unit, through the last day that the
// lake holds, and mends it when asked to. The copy that was mended is cleaned into the lake as by RunExtract.
func RunReconcile(ctx context.Context, c Config, r ReconcileOptions, o Options) (ExtractResult, error) {
	if !c.Source.OfDatabase() {
		return ExtractResult{}, &UsageError{"reconcile compares a database, and source.kind is " + c.Source.Kind, "files are read whole by every run: `uythac refresh` is enough"}
	}
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (ExtractResult, error) {
		days := source.DayRange{From: -1 << 30, To: 1<<31 - 1}
		if r.From != nil {
			days.From = *r.From
		}
		if r.To != nil {
			days.To = *r.To
		}
		run := runID(o.Now())
		copied, err := readMoment(ctx, c, o, func(ctx context.Context, m *source.Moment) (mirror.Result, error) {
			opts := copyOptions(c, o, run)
			opts.Days, opts.Look = &days, !r.Heal
			return mirror.Sync(ctx, m, lk, opts)
		})
		if err != nil || !r.Heal {
			return ExtractResult{Copy: &copied}, err
		}
		return cleanCopy(ctx, c, lk, o, run, &copied)
	})
}
