package nightly

import (
	"fmt"
	"slices"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/uythac/uythac/pipeline/history"
)

// Plan says when nights are and when readers expect their figures.
type Plan struct {
	Zone     *time.Location
	schedule cron.Schedule
	deadline time.Duration // since midnight; negative: none
}

// ParsePlan reads a cron expression of five fields, as "30 1 * * *", and a time of day, as "06:00"; an empty deadline is
// none. Both are in the zone.
func ParsePlan(schedule, deadline string, zone *time.Location) (p Plan, err error) {
	p = Plan{Zone: zone, deadline: -1}
	if p.schedule, err = cron.ParseStandard(schedule); err != nil {
		return p, fmt.Errorf("%q is no cron expression: %w", schedule, err)
	}
	if p.schedule.Next(time.Date(2020, 1, 1, 0, 0, 0, 0, zone)).IsZero() {
		return p, fmt.Errorf("%q never comes", schedule)
	}
	if deadline == "" {
		return p, nil
	}
	at, err := time.Parse("15:04", deadline)
	if err != nil {
		return p, fmt.Errorf("%q is no time of day", deadline)
	}
	p.deadline = time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	return p, nil
}

// Next is the first night after a moment.
func (p Plan) Next(after time.Time) time.Time { return p.schedule.Next(after.In(p.Zone)) }

// Deadline is when the figures of a run that began at start are expected: the first deadline after that; ok is false
// where there is none.
func (p Plan) Deadline(start time.Time) (at time.Time, ok bool) {
	if p.deadline < 0 {
		return at, false
	}
	start = start.In(p.Zone)
	y, m, d := start.Date()
	for at = p.clock(y, m, d); !at.After(start); d++ {
		at = p.clock(y, m, d+1)
	}
	return at, true
}

// clock is the deadline of a day, on the clock of the wall also where summer time begins or ends.
func (p Plan) clock(y int, m time.Month, d int) time.Time {
	return time.Date(y, m, d, int(p.deadline.Hours()), int(p.deadline.Minutes())%60, 0, 0, p.Zone)
}

// due is when the next night is, or was: the first after the last run that came to its own end. A run that was killed or
// told to end does not count: its night is still to come, at once where it was the first of all. Neither does one that began
// later than it is now: the clock went wrong, and nights would not come until it is as late again. Without any run it is
// the first night after the service began.
func (p Plan) due(runs []history.Run, began, now time.Time) time.Time {
	runs = slices.DeleteFunc(slices.Clone(runs), func(r history.Run) bool { return r.Start.After(now) })
	for _, r := range slices.Backward(runs) {
		if r.Ended() {
			return p.Next(r.Start)
		}
	}
	if len(runs) > 0 {
		return runs[0].Start
	}
	return p.Next(began)
}
