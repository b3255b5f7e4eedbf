package history

import (
	"slices"
	"time"
)

// The outcomes of a run.
const (
	Published   = "published"   // new figures are served
	Unchanged   = "unchanged"   // nothing was to be done
	Refused     = "refused"     // a check refused to publish
	Failed      = "failed"      // a step failed
	Locked      = "locked"      // another run was writing: this one did nothing
	Interrupted = "interrupted" // it was asked to end
	Killed      = "killed"      // its process ended without a word
	Running     = "running"     // it is not at its end
)

// Run is what one refresh did.
type Run struct {
	ID      string    `json:"run"`
	Trigger string    `json:"trigger,omitempty"` // hand, cron, systemd, nightly
	Start   time.Time `json:"start,omitzero"`
	End     time.Time `json:"end,omitzero"` // zero while it runs, and of one that was killed
	Outcome string    `json:"outcome,omitempty"`
	Through string    `json:"through,omitempty"` // last day taken, as 2020-12-31
	File    string    `json:"file,omitempty"`    // name of the published file, where the run published
	Cause   string    `json:"cause,omitempty"`   // a word for the kind of failure; two runs with the same cause failed alike
	Error   string    `json:"error,omitempty"`   // what was wrong and, behind an arrow on its own line, what to do
	At      string    `json:"at,omitempty"`      // step that it is at, or was at when it failed or was killed
	Version string    `json:"version,omitempty"` // of the program
	Host    string    `json:"host,omitempty"`
	Process int       `json:"process,omitempty"`
	Steps   []Step    `json:"steps,omitempty"`
}

// Step is what one stage of a run did. Counts that a step does not have are 0.
type Step struct {
	Name        string        `json:"step"` // extract, derive, build, check, mart, publish, swap, retain
	Start       time.Time     `json:"start"`
	Duration    time.Duration `json:"duration_ns"`
	Rows        int64         `json:"rows"`                  // extract: kept rows; derive: months computed have their rows in the lake; build: rows read from the lake
	Bytes       int64         `json:"bytes"`                 // written to lake or warehouse; retain: freed
	Units       int64         `json:"units"`                 // units of the lake rewritten or computed; retain: files removed
	Heals       int64         `json:"heals"`                 // units in which lake and source differed
	Quarantined int64         `json:"quarantined"`           // rows that cleaning refused
	Checks      int64         `json:"checks"`                // checks made
	Objections  int64         `json:"objections"`            // of them those that refuse to publish
	Warnings    int64         `json:"warnings"`              // of them those that warn; extract: days that wait for a replica
	Retries     int64         `json:"retries"`               // attempts after the first
	Cost        Cost          `json:"cost,omitzero"`         // what a database had to do
	Error       string        `json:"error,omitempty"`       // of the last attempt; empty: the step held
	Waits       []string      `json:"waits,omitempty"`       // extract: which days wait for what
	RetryError  string        `json:"retry_error,omitempty"` // of the attempt before the last, where there was one
}

// Cost is what a step cost the source.
type Cost struct {
	Connections  int64         `json:"connections"`
	Queries      int64         `json:"queries"`
	Bytes        int64         `json:"bytes"`
	LongestQuery time.Duration `json:"longest_query_ns"`
}

// Duration is how long a run took, or has taken by now; that of a killed run is as long as is known of.
func (r Run) Duration(now time.Time) time.Duration {
	switch {
	case !r.End.IsZero():
		return r.End.Sub(r.Start)
	case r.Outcome == Running:
		return now.Sub(r.Start)
	}
	last := r.Start
	for _, s := range r.Steps {
		if end := s.Start.Add(s.Duration); end.After(last) {
			last = end
		}
	}
	return last.Sub(r.Start)
}

// Step finds a step by name; ok is false for one that the run did not begin.
func (r Run) Step(name string) (s Step, ok bool) {
	i := slices.IndexFunc(r.Steps, func(s Step) bool { return s.Name == name })
	if i < 0 {
		return Step{Name: name}, false
	}
	return r.Steps[i], true
}

// Good tells whether readers have all that the source had when the run began.
func (r Run) Good() bool { return r.Outcome == Published || r.Outcome == Unchanged }

// Ended tells whether a run came to its own end, good or bad: one that was killed, was told to end or still
// runs did not.
func (r Run) Ended() bool {
	return r.Outcome != Running && r.Outcome != Killed && r.Outcome != Interrupted
}
