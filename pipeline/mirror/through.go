package mirror

import (
	"context"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// Wait is a day that was not taken because a replica has not come up to its closing.
type Wait struct {
	Day    calendar.Day
	Closed time.Time // when its last office was closed; zero: the replica does not show that it was
	Until  time.Time // how far the replica has come
}

func (w Wait) String() string {
	if w.Closed.IsZero() {
		return fmt.Sprintf("%s is not closed as far as the replica has come, %s", w.Day, w.Until.Format(time.RFC3339))
	}
	return fmt.Sprintf("%s was closed at %s, and the replica has come to %s only", w.Day, w.Closed.Format(time.RFC3339), w.Until.Format(time.RFC3339))
}

// closings are the days that business_day offers.
type closings struct {
	rows     int
	last     calendar.Day               // the last day listed
	open     calendar.Day               // the first day that is open somewhere
	closedAt map[calendar.Day]time.Time // the latest closing of a day's offices
}

const farAway = calendar.Day(1<<31 - 1)

// decideThrough settles the last day taken: asked for, or the last one that is closed everywhere and
// that a replica has come up to.
func (x *run) decideThrough(ctx context.Context) error {
	c, err := x.closings(ctx)
	if err != nil {
		return err
	}
	day := c.through()
	switch {
	case x.o.Through != nil:
		day = *x.o.Through
	case c.rows == 0:
		return &DayError{"the source has no business_day rows, so nothing says which days are closed", "name the last day to take with --through"}
	}
	if x.o.Today != 0 && day > x.o.Today {
		return &DayError{fmt.Sprintf("the last day to take is %s, which has not come yet", day), "name a day that is past with --through, or correct the closed days in business_day"}
	}
	if x.o.Through == nil {
		day = x.waitForReplica(x.m.Clock(), c, day)
	}
	if x.last != noDay && day < x.last {
		if x.o.Through == nil && len(x.res.Waits) > 0 {
			day = x.last // the replica was further once; what was taken then stays
		} else {
			return &DayError{fmt.Sprintf("the last day to take is %s, but the lake already holds days through %s", day, x.last),
				fmt.Sprintf("take %s or a later day with --through, or begin a new lake", x.last)}
		}
	}
	x.res.Through = day
	return nil
}

// DayError is a last day that cannot be taken.
type DayError struct{ Problem, Remedy string }

func (e *DayError) Error() string { return e.Problem + "\n  → " + e.Remedy }

func (c *closings) through() calendar.Day {
	if c.open != farAway {
		return c.open - 1
	}
	return c.last
}

// TolerableLag is how late a replica may be when a night begins.
const TolerableLag = 15 * time.Minute

// waitForReplica steps back to the last day whose closing the replica has seen. Of one that is late it also says that the
// first day that it shows open may be closed by now.
func (x *run) waitForReplica(clock source.Clock, c *closings, day calendar.Day) calendar.Day {
	if !clock.Replica || clock.ReplayedTo.IsZero() {
		return day
	}
	if next := day + 1; clock.Late > TolerableLag && over(next, clock.Now) {
		x.res.Waits = append(x.res.Waits, Wait{Day: next, Until: clock.ReplayedTo})
	}
	for d := day; d > x.last; d-- {
		at, ok := c.closedAt[d]
		if ok && at.After(clock.ReplayedTo) {
			x.res.Waits = append(x.res.Waits, Wait{d, at, clock.ReplayedTo})
			day = d - 1
		}
		if d < day-366 { // closings are in order but for corrections of a year at most
			break
		}
	}
	return day
}

// over tells whether a day is over in the zone that is first to see its end.
func over(d calendar.Day, now time.Time) bool {
	return !now.Before(time.Unix(int64(d+1)*86400, 0).Add(-14 * time.Hour))
}

// closings reads the copy of business_day.
func (x *run) closings(ctx context.Context) (*closings, error) {
	c := &closings{last: noDay, open: farAway, closedAt: map[calendar.Day]time.Time{}}
	t := schemas.MirrorOf(&schemas.BusinessDay)
	parts, err := x.lk.Parts(ctx, t)
	if err != nil {
		return nil, err
	}
	for b, err := range x.lk.Read(ctx, t, parts, []string{"day", "closed_at"}) {
		if err != nil {
			return nil, err
		}
		days, ok := b.Column(0).(*array.Date32)
		closed, ok2 := b.Column(1).(*array.Timestamp)
		if !ok || !ok2 {
			return nil, fmt.Errorf("business_day has columns of %s and %s", b.Column(0).DataType(), b.Column(1).DataType())
		}
		for row := range days.Len() {
			if days.IsValid(row) {
				c.add(calendar.Day(days.Value(row)), closed, row)
			}
		}
	}
	return c, nil
}

func (c *closings) add(day calendar.Day, closed *array.Timestamp, row int) {
	c.rows++
	c.last = max(c.last, day)
	if closed.IsNull(row) {
		c.open = min(c.open, day)
		return
	}
	if at := closed.Value(row).ToTime(arrow.Microsecond); at.After(c.closedAt[day]) {
		c.closedAt[day] = at
	}
}
