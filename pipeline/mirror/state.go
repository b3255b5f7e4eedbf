package mirror

import (
	"context"
	"fmt"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// Properties of control_total, the table that a run commits last.
const (
	propThrough = "uythac.mirror.through" // last day of the ledgers
	propNext    = "uythac.mirror.next"    // from which day on the next run compares older days
	propRun     = "uythac.mirror.run"     // the run that came to its end last
)

// resume reads what the last run left.
func (x *run) resume(ctx context.Context) (err error) {
	if x.last, err = dayProperty(ctx, x.lk, propThrough); err != nil {
		return err
	}
	x.next, err = dayProperty(ctx, x.lk, propNext)
	return err
}

func dayProperty(ctx context.Context, lk *lake.Lake, key string) (calendar.Day, error) {
	text, err := lk.Property(ctx, &schemas.ControlTotal, key)
	if err != nil || text == "" {
		return noDay, err
	}
	day, err := calendar.Parse(text)
	if err != nil {
		return noDay, fmt.Errorf("the lake's property %s: %w", key, err)
	}
	return day, nil
}

// pickSlice chooses the older days that this run compares: from where the last run stopped, so many that
// all of them are compared within the configured number of runs. The first slice reaches back for
// ever: entries may be booked into days before the first, and other tables have days before the ledgers'.
func (x *run) pickSlice(ctx context.Context) error {
	x.slice = source.DayRange{From: 1, To: 0}
	first, err := x.firstMonth(ctx)
	if err != nil || x.last == noDay {
		return err
	}
	recent := x.recent()
	if first == noDay || first >= recent { // the window holds all that there is of the ledgers
		x.slice = source.DayRange{From: firstDay, To: recent - 1}
		return nil
	}
	older := int(recent - first)
	from := x.next
	if from == noDay || from <= first || from >= recent {
		from = first
	}
	to := min(from+calendar.Day((older+x.o.Nights-1)/x.o.Nights), recent) - 1
	x.next = to + 1
	if from == first {
		from = firstDay
	}
	x.slice = source.DayRange{From: from, To: to}
	return nil
}

// firstMonth is the first day of the oldest month that the copy of a ledger holds.
func (x *run) firstMonth(ctx context.Context) (calendar.Day, error) {
	first := noDay
	for _, t := range []*schemas.Table{&schemas.LoanLedger, &schemas.DepositLedger} {
		parts, err := x.lk.Parts(ctx, schemas.MirrorOf(t))
		if err != nil {
			return noDay, err
		}
		for _, p := range parts {
			if day := p.Unit.Month.First(); p.Unit.Month != undated && (first == noDay || day < first) {
				first = day
			}
		}
	}
	return first, nil
}

// finish counts what waits at the source and commits what the run proved, with where the next one
// begins: from then on the copy is whole.
func (x *run) finish(ctx context.Context) error {
	for _, t := range []*schemas.Table{&schemas.LoanLedger, &schemas.DepositLedger} {
		if !x.m.Present(t) {
			continue
		}
		x.res.Waiting[t.Name] = 0
		later := source.Selection{Days: []source.DayRange{{From: x.res.Through + 1, To: farAway}}}
		for unit, err := range x.m.Totals(ctx, t, later, false) {
			if err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
			x.res.Waiting[t.Name] += unit.Totals.Rows
		}
	}
	props := map[string]string{propThrough: x.res.Through.String(), propRun: x.o.Run, propNext: ""}
	if x.next != noDay {
		props[propNext] = x.next.String()
	}
	return x.keepTotals(ctx, props)
}
