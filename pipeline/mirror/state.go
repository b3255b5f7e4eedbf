package mirror

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// Properties of control_total, the table that a run commits last.
const (
	propThrough = "uythac.mirror.through" // last day of the ledgers
	propNext    = "uythac.mirror.next"    // from which day on the next run compares older days; empty: from the first on
	propLeft    = "uythac.mirror.left"    // in how many runs from the next one on the older days that are left are compared
	propRun     = "uythac.mirror.run"     // the run that came to its end last
)

// resume reads what the last run left.
func (x *run) resume(ctx context.Context) (err error) {
	if x.last, err = dayProperty(ctx, x.lk, propThrough); err != nil {
		return err
	}
	if x.next, err = dayProperty(ctx, x.lk, propNext); err != nil {
		return err
	}
	left, err := x.lk.Property(ctx, &schemas.ControlTotal, propLeft)
	if err != nil || left == "" {
		x.next = noDay
		return err
	}
	if x.left, err = strconv.Atoi(left); err != nil {
		return fmt.Errorf("the lake's property %s: %w", propLeft, err)
	}
	return nil
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

// pickSlice chooses the older days that this run compares: from where the last run stopped, such a share of
// those left that the days up to the window are through within the configured number of runs, however many
// came to be older meanwhile. The first slice reaches back for ever: entries may be booked into days before
// the first, and other tables have days before the ledgers'.
func (x *run) pickSlice(ctx context.Context) error {
	x.slice = source.DayRange{From: 1, To: 0}
	first, err := x.firstMonth(ctx)
	if err != nil || x.last == noDay {
		return err
	}
	recent := x.recent()
	if first == noDay || first >= recent { // the window holds all that there is of the ledgers
		x.slice, x.next = source.DayRange{From: firstDay, To: recent - 1}, noDay
		return nil
	}
	x.slice, x.left = sliceOf(first, recent, x.next, min(x.left, x.o.Nights), x.o.Nights)
	x.next = x.slice.To + 1
	if x.left == 0 {
		x.next = noDay
	}
	return nil
}

// sliceOf is what one run compares of the days from first until recent, and how many runs are left then for the rest.
// It goes on at next, with left runs, or begins anew with all of them where none is left.
func sliceOf(first, recent, next calendar.Day, left, nights int) (source.DayRange, int) {
	from := next
	if from == noDay || left < 1 || from <= first || from >= recent {
		from, left = first, nights
	}
	share := (int(recent-from) + left - 1) / left
	slice := source.DayRange{From: from, To: from + calendar.Day(share) - 1}
	if from == first {
		slice.From = firstDay
	}
	return slice, left - 1
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
	props := map[string]string{propThrough: x.res.Through.String(), propRun: x.o.Run, propNext: "", propLeft: ""}
	if x.next != noDay {
		props[propNext], props[propLeft] = x.next.String(), strconv.Itoa(x.left)
	}
	return x.keepTotals(ctx, props)
}
