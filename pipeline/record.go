package pipeline

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
)

// record writes down what a refresh does while it does it.
type record struct {
	log *history.Log
	o   Options
	run history.Run
}

// newRecord names a run that is about to begin.
func newRecord(log *history.Log, o Options) *record {
	host, err := os.Hostname()
	if err != nil {
		host = "" // then nobody looks for the process
	}
	start := o.Now().UTC()
	return &record{log: log, o: o, run: history.Run{
		ID: runID(start), Trigger: cmp.Or(o.Trigger, "hand"), Start: start, Version: o.Version, Host: host, Process: os.Getpid(),
	}}
}

// step does one step of the run and writes what it did. A failure that may pass by itself is tried again after a
// while, as often as the options say.
func (r *record) step(ctx context.Context, name string, work func(*history.Step) error) error {
	s, err := r.begin(name)
	if err != nil {
		return err
	}
	for {
		err := work(&s)
		if !Passing(err) || s.Retries >= int64(r.o.Retry.Times) || ctx.Err() != nil {
			return r.end(&s, err)
		}
		wait := r.o.Retry.wait(s.Retries)
		s.Retries++
		s.RetryError = problemOf(err)
		r.o.Log.Warn("a step failed and is tried again", "run", r.run.ID, "step", name, "retry", s.Retries, "after_seconds", wait.Seconds(), "error", s.RetryError)
		if stopped := r.o.Sleep(ctx, wait); stopped != nil {
			return r.end(&s, stopped)
		}
	}
}

func (r *record) begin(name string) (history.Step, error) {
	r.run.At = name
	s := history.Step{Name: name, Start: r.o.Now().UTC()}
	r.o.Log.Info("step begins", "run", r.run.ID, "step", name)
	return s, r.log.StepBegins(r.run.ID, name)
}

// end writes what a step did and hands its error on.
func (r *record) end(s *history.Step, err error) error {
	s.Duration = r.o.Now().Sub(s.Start)
	if err != nil {
		s.Error = err.Error()
	}
	return errors.Join(err, r.wrote(s))
}

// wrote writes what a step did.
func (r *record) wrote(s *history.Step) error {
	if s.Error == "" {
		r.o.Log.Info("step ended", "run", r.run.ID, "step", s.Name, "seconds", s.Duration.Seconds(), "rows", s.Rows, "bytes", s.Bytes, "units", s.Units,
			"heals", s.Heals, "quarantined", s.Quarantined, "checks", s.Checks, "warnings", s.Warnings, "retries", s.Retries)
	}
	r.run.Steps = append(r.run.Steps, *s)
	return r.log.StepEnds(r.run.ID, *s)
}

// finish says how a run ended.
func (r *record) finish(ctx context.Context, res RefreshResult, err error) history.Run {
	r.run.End = r.o.Now().UTC()
	r.run.Cause = Cause(ctx, err)
	if res.Extract.Through != 0 {
		r.run.Through = res.Extract.Through.String()
	}
	if res.Build.Published {
		r.run.File = filepath.Base(res.Build.File)
	}
	switch {
	case err == nil && res.Build.Published:
		r.run.Outcome = history.Published
	case err == nil:
		r.run.Outcome = history.Unchanged
	case r.run.Cause == CauseLocked:
		r.run.Outcome = history.Locked
	case r.run.Cause == CauseInterrupted:
		r.run.Outcome = history.Interrupted
	case strings.HasPrefix(r.run.Cause, CauseChecks):
		r.run.Outcome = history.Refused
	default:
		r.run.Outcome = history.Failed
	}
	if err != nil {
		r.run.Error = err.Error()
	} else {
		r.run.At = ""
	}
	return r.run
}

// The kinds of failure. CauseChecks is followed by the names of the checks that refuse.
const (
	CauseChecks        = "checks"        // a check refuses to publish
	CauseConfiguration = "configuration" // what was asked for cannot be
	CauseConnection    = "connection"    // the source cannot be reached, or is short of something
	CauseSource        = "source"        // the source refuses, or what it gives cannot be taken
	CauseQuiet         = "quiet hours"   // the source is to be left alone now
	CauseLocked        = "locked"        // another run writes
	CauseDisk          = "disk"          // there is no room
	CauseMart          = "mart"          // the mart could not be brought up to date; the warehouse is published
	CauseLake          = "lake"          // a file of the lake cannot be read
	CauseInterrupted   = "interrupted"   // the run was told to end
	CauseOther         = "other"
)

// Cause is a word for the kind of a refresh's failure: two failures with the same word have the same cause, and
// the same thing helps. It is empty without an error.
func Cause(ctx context.Context, err error) string {
	var usage *UsageError
	var refused *RefusedError
	var file *lake.FileError
	var refusal *source.Refusal
	var space *SpaceError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refused):
		return CauseChecks + " " + strings.Join(refused.Checks, " ")
	case errors.Is(err, errQuiet):
		return CauseQuiet
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		return CauseInterrupted
	case errors.Is(err, lake.ErrLocked):
		return CauseLocked
	case errors.As(err, &space), errors.Is(err, syscall.ENOSPC):
		return CauseDisk
	case strings.HasPrefix(err.Error(), "mart: "):
		return CauseMart
	case errors.Is(err, source.ErrPassing):
		return CauseConnection
	case errors.As(err, &usage):
		return CauseConfiguration
	case errors.As(err, &refusal), strings.HasPrefix(err.Error(), "source: "), strings.HasPrefix(err.Error(), "extract: "):
		return CauseSource
	case errors.As(err, &file):
		return CauseLake
	}
	return CauseOther
}

// Passing tells whether the same call later can succeed with nobody having done anything.
func Passing(err error) bool {
	return errors.Is(err, source.ErrPassing) || errors.Is(err, lake.ErrLocked) || errors.Is(err, mart.ErrPassing)
}

// Retry says how often what may pass by itself is tried again. The zero value is never.
type Retry struct {
	Times int           // attempts after the first
	First time.Duration // before the second attempt; each later one waits twice as long
	Most  time.Duration // longest wait; 0: no bound
}

func (r Retry) wait(retries int64) time.Duration {
	wait := r.First << min(retries, 16)
	if r.Most > 0 {
		wait = min(wait, r.Most)
	}
	return wait
}

// sleep waits, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// problemOf is what an error says is wrong, without what to do.
func problemOf(err error) string {
	problem, _, _ := strings.Cut(err.Error(), "\n  → ")
	return problem
}
