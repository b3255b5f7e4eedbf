package nightly

import (
	"slices"
	"time"

	"github.com/uythac/uythac/pipeline/history"
)

// remembered is how many runs an estimate looks at.
const remembered = 7

// steps of a run, in order.
var steps = []string{"extract", "derive", "build", "check", "mart", "publish", "swap", "retain"}

// remaining estimates how long a run still takes, by the medians of its steps in the last runs that published; 0 where
// there is no such run. A zero run is one that is about to begin.
func remaining(runs []history.Run, current history.Run, now time.Time) (left time.Duration) {
	var good []history.Run
	for _, r := range runs {
		if r.Outcome == history.Published {
			good = append(good, r)
		}
	}
	good = good[max(0, len(good)-remembered):]
	at := slices.Index(steps, current.At)
	for i, name := range steps {
		switch usual := median(good, name); {
		case i > at:
			left += usual
		case i == at:
			begun := current.Start
			for _, s := range current.Steps {
				if end := s.Start.Add(s.Duration); s.Name != name && end.After(begun) {
					begun = end
				}
			}
			left += max(0, usual-now.Sub(begun))
		}
	}
	return left
}

// median is how long a step usually takes.
func median(runs []history.Run, step string) time.Duration {
	var all []time.Duration
	for _, r := range runs {
		if s, ok := r.Step(step); ok {
			all = append(all, s.Duration)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}
