package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/mirror"
	"github.com/uythac/uythac/pipeline/source"
)

// Heal says how much of a database every extraction compares.
type Heal struct {
	WindowDays int // days before the last one, every time; 0: 35
	Nights     int // extractions within which all older days are compared; 0: 30
}

// OfDatabase tells whether the source is a database, which is copied into the lake before it is cleaned.
func (s Source) OfDatabase() bool { return s.Database.Kind != "" }

// extractDatabase makes the lake's copy of a database equal to it and cleans the copy. What it cost the
// source is in the result, also when it fails.
func extractDatabase(ctx context.Context, c Config, lk *lake.Lake, o Options) (res ExtractResult, err error) {
	run := runID(o.Now())
	copied, err := readMoment(ctx, c, o, func(ctx context.Context, m *source.Moment) (mirror.Result, error) {
		return mirror.Sync(ctx, m, lk, copyOptions(c, o, run))
	})
	res.Copy = &copied
	if err != nil {
		return res, err
	}
	return cleanCopy(ctx, c, lk, o, run, &copied)
}

func copyOptions(c Config, o Options, run string) mirror.Options {
	return mirror.Options{
		Through: o.Through, Today: tomorrow(o), Window: c.Heal.WindowDays, Nights: c.Heal.Nights, Run: run, Now: o.Now(), Log: o.Log,
		Progress: func(table string, rows int64) { o.Progress("extract", table, rows, 0) },
	}
}

// readMoment opens the database, gives a moment of it to work and lets go of both. It keeps out of the
// hours in which the source is to be left alone: it begins before them or not at all, and ends with them.
func readMoment(ctx context.Context, c Config, o Options, work func(context.Context, *source.Moment) (mirror.Result, error)) (res mirror.Result, err error) {
	ctx, cancel, err := c.Source.Quiet.bound(ctx, o.Now())
	if err != nil {
		return res, err
	}
	defer cancel()
	defer func() {
		if errors.Is(context.Cause(ctx), errQuiet) { // whatever was cut short says less
			err = context.Cause(ctx)
		}
	}()
	db, err := source.OpenDatabase(ctx, c.Source.Database)
	if err != nil {
		return res, fmt.Errorf("source: %w", err)
	}
	res, err = workOnce(ctx, db, work)
	if errors.Is(err, source.ErrMoved) && ctx.Err() == nil {
		o.Log.Warn("a table of the source was emptied or altered while the run began; it begins anew, once", "error", err)
		res, err = workOnce(ctx, db, work)
	}
	var day *mirror.DayError
	if errors.As(err, &day) {
		err = &UsageError{day.Problem, day.Remedy}
	}
	return res, err
}

// workOnce gives one moment to work.
func workOnce(ctx context.Context, db *source.DB, work func(context.Context, *source.Moment) (mirror.Result, error)) (res mirror.Result, err error) {
	m, err := db.Moment(ctx)
	if err != nil {
		return res, fmt.Errorf("source: %w", err)
	}
	res, err = work(ctx, m)
	err = errors.Join(err, m.Close())
	res.Cost = m.Cost() // with its end
	return res, err
}

// cleanCopy takes the copy's rows, cleaned, into the lake.
func cleanCopy(ctx context.Context, c Config, lk *lake.Lake, o Options, run string, copied *mirror.Result) (res ExtractResult, err error) {
	defer func() { res.Copy = copied }()
	src, err := mirror.Open(ctx, lk)
	if err != nil {
		return res, err
	}
	return Extract(ctx, src, lk, ExtractOptions{
		Through: &copied.Through, Waiting: copied.Waiting, Today: tomorrow(o), Run: run, Log: o.Log, Temp: filepath.Join(c.Lake.Path, "spill"),
		Progress: func(table string, rows int64) { o.Progress("extract", table+" (cleaning)", rows, 0) },
	})
}

// Quiet is the hours of the day in which the source is to be left alone, on this machine's clock. The zero
// value is none; they may go over midnight.
type Quiet struct{ From, To time.Duration }

// ParseQuiet reads hours as 07:30-17:30.
func ParseQuiet(text string) (q Quiet, err error) {
	var from, to struct{ h, m int }
	if n, err := fmt.Sscanf(text+"\n", "%2d:%2d-%2d:%2d\n", &from.h, &from.m, &to.h, &to.m); err != nil || n != 4 ||
		from.h > 23 || to.h > 24 || from.m > 59 || to.m > 59 || from.h < 0 || to.h < 0 || from.m < 0 || to.m < 0 || to.h == 24 && to.m > 0 {
		return q, fmt.Errorf("%q is no span of hours", text)
	}
	q.From = time.Duration(from.h)*time.Hour + time.Duration(from.m)*time.Minute
	q.To = time.Duration(to.h)*time.Hour + time.Duration(to.m)*time.Minute
	return q, nil
}

func (q Quiet) String() string {
	clock := func(d time.Duration) string { return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60) }
	return clock(q.From) + " to " + clock(q.To)
}

// errQuiet is of a run that would reach into the quiet hours.
var errQuiet = errors.New("it is to be left alone")

// bound ends a context when the quiet hours begin, with an error that says so; within them it gives only an error.
func (q Quiet) bound(ctx context.Context, now time.Time) (context.Context, context.CancelFunc, error) {
	left, ok := q.left(now)
	switch {
	case !ok:
		return ctx, nil, fmt.Errorf("source: %w from %s, and now it is %s\n  → run this outside these hours, or change source.limits.quiet (00:00-00:00 is none)", errQuiet, q, now.Format("15:04"))
	case left == 0:
		return ctx, func() {}, nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, left, fmt.Errorf("source: %w from %s, and the run is not done\n  → what was committed stays: run again after these hours, and begin earlier", errQuiet, q))
	return ctx, cancel, nil
}

// left tells how long it is until the quiet hours begin, 0 when there are none; ok is false within them.
func (q Quiet) left(now time.Time) (left time.Duration, ok bool) {
	if q.From == q.To {
		return 0, true
	}
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	at := now.Sub(midnight)
	inside := q.From <= at && at < q.To
	if q.From > q.To {
		inside = at >= q.From || at < q.To
	}
	if inside {
		return 0, false
	}
	if left = q.From - at; left < 0 {
		left += 24 * time.Hour
	}
	return left, true
}
