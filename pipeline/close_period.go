package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/closing"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// ClosePeriod freezes the figures that all published reports have of a month's last day, with who closed it
// (by) and why (reason, may be empty). A month whose last day is not published, or that is closed already,
// gives a *UsageError.
func ClosePeriod(ctx context.Context, c Config, o Options, period calendar.Month, by, reason string) (closing.Act, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (act closing.Act, err error) {
		w, err := openPublished(ctx, c)
		if err != nil {
			return act, err
		}
		defer func() { err = errors.Join(err, w.Close()) }()
		act = closing.Act{Period: period, At: o.Now(), By: by, Reason: reason}
		if act.Lake, err = w.Snapshots(ctx); err != nil {
			return act, err
		}
		run, err := w.Run(ctx)
		if err != nil {
			return act, err
		}
		act.Run = run.ID
		figures, err := figuresOf(ctx, w, period.Last(), AllReports())
		if err != nil {
			return act, err
		}
		act, err = closing.Close(ctx, lk, act, figures)
		return act, misused(err)
	})
}

// ReopenPeriod notes that a closed month is open again. One that is not closed gives a *UsageError.
func ReopenPeriod(ctx context.Context, c Config, o Options, period calendar.Month, by, reason string) (closing.Act, error) {
	return locked(ctx, c, o, func(lk *lake.Lake, o Options) (closing.Act, error) {
		act, err := closing.Reopen(ctx, lk, closing.Act{Period: period, At: o.Now(), By: by, Reason: reason})
		return act, misused(err)
	})
}

// misused turns an act that the state of a period does not allow into wrong usage.
func misused(err error) error {
	var state *closing.StateError
	if errors.As(err, &state) {
		return &UsageError{state.Problem, state.Remedy}
	}
	return err
}

// figuresOf lists the figures of reports on a day. Reports on demand are left out where their facts are not
// in the file any more.
func figuresOf(ctx context.Context, w *warehouse.Warehouse, asOf calendar.Day, reports []*schemas.Table) ([]closing.Figure, error) {
	kept, err := w.AsOfDays(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(kept, asOf) {
		return nil, &UsageError{fmt.Sprintf("there are no figures as of %s", asOf), "take a month that is over: figures are published as of " + joinDays(kept)}
	}
	facts, err := w.FactDays(ctx)
	if err != nil {
		return nil, err
	}
	var all []closing.Figure
	for _, t := range reports {
		if t.Demand && !slices.Contains(facts, asOf) {
			continue
		}
		rows, err := reportRows(ctx, w, t, asOf, warehouse.Scope{}, "vi")
		if err != nil {
			return nil, err
		}
		figures, err := closing.FiguresOf(t, rows)
		if err != nil {
			return nil, err
		}
		all = append(all, figures...)
	}
	return all, nil
}

// PeriodAct is ClosePeriod or ReopenPeriod.
type PeriodAct func(ctx context.Context, c Config, o Options, period calendar.Month, by, reason string) (closing.Act, error)

// ClosedReport is what a report has become since its period was closed.
type ClosedReport struct {
	Act         closing.Act
	Differences []closing.Difference
}

// closedReport compares a report's present rows with those frozen when the period of its day was closed; nil
// where that day is no closed period's, and where the lake is not at hand, which knows what is closed.
func closedReport(ctx context.Context, c Config, r ReportRows) (_ *ClosedReport, err error) {
	if !r.AsOf.IsMonthEnd() || r.Scope != (warehouse.Scope{}) || !lake.Exists(c.Lake.Path) {
		return nil, nil
	}
	lk, err := lake.Open(ctx, c.Lake.Path, lake.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lk.Close()) }()
	acts, err := closing.Acts(ctx, lk)
	if err != nil {
		return nil, err
	}
	act, ok := closing.Of(acts, r.AsOf.Month())
	if !ok {
		return nil, nil
	}
	frozen, err := closing.Frozen(ctx, lk, act, r.Table.Name)
	if err != nil {
		return nil, err
	}
	present, err := closing.FiguresOf(r.Table, r.Rows)
	return &ClosedReport{act, closing.Differences(frozen, present)}, err
}
