package nightly

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
)

// Nightly is the schedule and all that a night needs. Log is needed.
type Nightly struct {
	Config  pipeline.Config
	Options pipeline.Options // Trigger is set by the night
	Plan    Plan
	Alerts  *alert.Book // nil: nobody is told
	Log     *slog.Logger
	Now     func() time.Time // nil: time.Now
	Every   time.Duration    // how often the clock is looked at; 0: 15 seconds, for a machine that slept does not tell

	runs  history.Reader
	next  atomic.Int64 // when the next night is due, in nanoseconds
	beat  atomic.Int64 // when the loop was last seen, in nanoseconds
	began time.Time    // of the service
	tried time.Time    // when its last night began: one that cannot write its history is not begun at once again
}

func (n *Nightly) now() time.Time {
	if n.Now == nil {
		return time.Now()
	}
	return n.Now()
}

func (n *Nightly) every() time.Duration { return cmp.Or(n.Every, 15*time.Second) }

// Run runs the nights until ctx ends, which is no error: a night that is under way then is interrupted, what is
// committed of it stays, and the next start goes on from there.
func (n *Nightly) Run(ctx context.Context) error {
	n.began = n.now()
	ticker := time.NewTicker(n.every())
	defer ticker.Stop()
	var announced time.Time
	for ctx.Err() == nil {
		n.beat.Store(n.now().UnixNano())
		due, err := n.due()
		if err != nil {
			return err
		}
		if now := n.now(); !due.After(now) {
			n.Log.Info("a night begins", "due", due, "late_seconds", now.Sub(due).Seconds())
			n.tried = now
			if _, err := n.Night(ctx, "nightly"); err != nil && ctx.Err() == nil {
				n.Log.Error("the night failed", "error", err)
			}
			continue
		}
		if !due.Equal(announced) {
			announced = due
			n.Log.Info("waiting for the next night", "due", due)
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
	n.Log.Info("told to end; what is published stays")
	return nil
}

// history is the run history by now.
func (n *Nightly) history() ([]history.Run, error) {
	return n.runs.Runs(n.Config.Warehouse.Path)
}

// due is when the next night is; a moment that is past is of a night that was missed.
func (n *Nightly) due() (time.Time, error) {
	runs, err := n.history()
	if err != nil {
		return time.Time{}, err
	}
	now := n.now()
	for _, past := range []*time.Time{&n.began, &n.tried} {
		if past.After(now) { // the clock was set back since
			*past = now
		}
	}
	due := n.Plan.due(runs, n.began, now)
	if !n.tried.IsZero() && !due.After(n.tried) {
		due = n.Plan.Next(n.tried)
	}
	n.next.Store(due.UnixNano())
	return due, nil
}

// Night runs one refresh: failures that may pass are tried again, the deadline is watched meanwhile, and people are
// told what went wrong. The error is the refresh's; that somebody could not be told is logged.
func (n *Nightly) Night(ctx context.Context, trigger string) (pipeline.RefreshResult, error) {
	o := n.Options
	o.Trigger = trigger
	start := n.now()
	n.tellKilled(ctx)
	watching, stop := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		n.watch(watching, start)
	}()
	res, err := pipeline.Refresh(ctx, n.Config, o)
	stop()
	<-watched
	n.outcome(ctx, res, err)
	return res, err
}

// outcome logs how a night ended and tells people.
func (n *Nightly) outcome(ctx context.Context, res pipeline.RefreshResult, err error) {
	run := res.Run
	n.Log.Info("the night ended", "run", run.ID, "outcome", run.Outcome, "cause", run.Cause, "through", run.Through, "published", run.File,
		"seconds", run.Duration(n.now()).Seconds())
	switch {
	case run.Outcome == history.Interrupted:
		return // somebody wanted it so
	case err == nil:
		n.settle(ctx, families.run)
		n.settle(ctx, families.killed)
		if deadline, ok := n.Plan.Deadline(run.Start); ok && run.End.Before(deadline) {
			n.settle(ctx, families.deadline)
		}
		n.settle(ctx, families.replica, waiting(run)...)
		n.settle(ctx, families.records, n.damaged(run)...)
	default:
		n.settle(ctx, families.run, failure(run, err))
	}
}

// damaged tells of lines of the records that cannot be read.
func (n *Nightly) damaged(run history.Run) []alert.Alert {
	found, err := pipeline.ReadDamages(n.Config)
	if err != nil || len(found) == 0 {
		return nil // the refresh could not have begun without the files
	}
	for _, d := range found {
		n.Log.Warn("a line of the records cannot be read", "file", d.File, "line", d.Line, "text", d.Text)
	}
	return []alert.Alert{records(run, found)}
}

// settle brings the alerts of a family up to date. A night that is told to end may still say what it knows.
func (n *Nightly) settle(ctx context.Context, family string, active ...alert.Alert) {
	if n.Alerts == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Minute)
	defer cancel()
	if err := n.Alerts.Settle(ctx, family, active...); err != nil {
		n.Log.Error("somebody could not be told; that is tried again", "error", err)
	}
}

// tellKilled tells of a run before this one that ended without a word: nobody was there to do so then.
func (n *Nightly) tellKilled(ctx context.Context) {
	runs, err := n.history()
	if err != nil || len(runs) == 0 {
		return // the refresh says what is wrong with the history
	}
	if last := runs[len(runs)-1]; last.Outcome == history.Killed {
		n.settle(ctx, families.killed, killed(last))
	}
}

// watch warns before the deadline is missed, and says when it is.
func (n *Nightly) watch(ctx context.Context, start time.Time) {
	deadline, some := n.Plan.Deadline(start)
	ticker := time.NewTicker(n.every())
	defer ticker.Stop()
	var told alert.Severity
	for {
		n.beat.Store(n.now().UnixNano())
		if a, late := n.late(start, deadline); some && late && a.Severity != told {
			told = a.Severity
			n.Log.Warn("the deadline", "deadline", deadline, "cause", a.Cause.EN)
			n.settle(ctx, families.deadline, a)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// margin is how long before the deadline a run that is not at its end is worth a warning, whatever is estimated.
const margin = 15 * time.Minute

// late tells whether the run under way misses the deadline, or will.
func (n *Nightly) late(start, deadline time.Time) (alert.Alert, bool) {
	runs, err := n.history()
	if err != nil {
		return alert.Alert{}, false
	}
	current := history.Run{Start: start}
	if len(runs) > 0 && runs[len(runs)-1].Outcome == history.Running {
		current = runs[len(runs)-1]
	}
	now := n.now()
	left := remaining(runs, current, now)
	switch {
	case !now.Before(deadline):
		return missed(current, deadline), true
	case now.Add(left).After(deadline), now.Add(margin).After(deadline):
		return missing(current, deadline, now.Add(left)), true
	}
	return alert.Alert{}, false
}

// ErrNotAlive is of a loop that does not go round any more.
var ErrNotAlive = errors.New("the loop does not go round")

// Alive tells whether the loop goes round.
func (n *Nightly) Alive() error {
	if last := time.Unix(0, n.beat.Load()); n.now().Sub(last) > 4*n.every()+time.Minute {
		return ErrNotAlive
	}
	return nil
}
