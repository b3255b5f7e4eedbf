package history

import (
	"os"
	"slices"
)

// fold makes runs of events as they come.
type fold struct {
	runs   []Run
	number map[string]int // of a run in runs, by its id
}

func (r *fold) add(e event) {
	if r.number == nil {
		r.number = map[string]int{}
	}
	i, known := r.number[e.Run.ID]
	if !known {
		i = len(r.runs)
		r.number[e.Run.ID] = i
		r.runs = append(r.runs, Run{ID: e.Run.ID, Start: e.At, Outcome: Running})
	}
	run := &r.runs[i]
	switch e.Event {
	case begins:
		steps := run.Steps
		*run = e.Run
		run.Outcome, run.Steps = Running, steps
	case stepBegins:
		run.At = e.Run.At
	case stepEnds:
		if e.Step != nil {
			run.Steps = append(slices.DeleteFunc(run.Steps, func(s Step) bool { return s.Name == e.Step.Name }), *e.Step)
		}
	case ends:
		run.end(e.Run)
	}
}

// end takes over what is known at the end; of a killed run that is not when it ended.
func (r *Run) end(last Run) {
	r.Outcome, r.End, r.Through, r.File, r.Cause, r.Error, r.At = last.Outcome, last.End, last.Through, last.File, last.Cause, last.Error, last.At
}

// settled lists the runs by their beginning; one without an end whose process is not alive was killed.
func (r *fold) settled(alive func(Run) bool) []Run {
	runs := slices.Clone(r.runs)
	for i := range runs {
		if runs[i].Outcome == Running && alive != nil && !alive(runs[i]) {
			runs[i].Outcome = Killed
		}
	}
	slices.SortStableFunc(runs, func(a, b Run) int { return a.Start.Compare(b.Start) })
	return runs
}

// here tells whether a run of this machine may still be going on. Of another machine's it cannot be told.
func here(r Run) bool {
	host, err := os.Hostname()
	return err != nil || r.Host != host || alive(r.Process)
}
