package nightly

import (
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/history"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func plan(t *testing.T, schedule, deadline, in string) Plan {
	t.Helper()
	p, err := ParsePlan(schedule, deadline, zone(t, in))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// at is a moment in Hanoi.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", text, zone(t, "Asia/Ho_Chi_Minh"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A night is due after the last run that came to its end, whoever started it; one run catches up all that were missed.
func TestDue(t *testing.T) {
	p := plan(t, "30 1 * * *", "06:00", "Asia/Ho_Chi_Minh")
	run := func(start, outcome string) history.Run { return history.Run{Start: at(t, start), Outcome: outcome} }
	for _, c := range []struct {
		why  string
		runs []history.Run
		want string
	}{
		{"without a run the first night after the service began", nil, "2021-01-11 01:30"},
		{"last night was done", []history.Run{run("2021-01-10 01:30", history.Published)}, "2021-01-11 01:30"},
		{"three nights were missed", []history.Run{run("2021-01-07 01:30", history.Published)}, "2021-01-08 01:30"},
		{"a run by hand this morning caught them up", []history.Run{run("2021-01-07 01:30", history.Published), run("2021-01-10 09:00", history.Unchanged)}, "2021-01-11 01:30"},
		{"last night was killed", []history.Run{run("2021-01-09 01:30", history.Published), run("2021-01-10 01:30", history.Killed)}, "2021-01-10 01:30"},
		{"the first of all was killed", []history.Run{run("2021-01-10 01:30", history.Killed)}, "2021-01-10 01:30"},
		{"last night was told to end", []history.Run{run("2021-01-09 01:30", history.Refused), run("2021-01-10 01:30", history.Interrupted)}, "2021-01-10 01:30"},
		{"last night failed, and somebody was told", []history.Run{run("2021-01-10 01:30", history.Failed)}, "2021-01-11 01:30"},
		{"a run of a clock that was years ahead", []history.Run{run("2021-01-09 01:30", history.Published), run("2031-01-10 01:30", history.Published)}, "2021-01-10 01:30"},
		{"only runs of a clock that was ahead", []history.Run{run("2031-01-10 01:30", history.Killed)}, "2021-01-11 01:30"},
	} {
		if got := p.due(c.runs, at(t, "2021-01-10 10:00"), at(t, "2021-01-10 10:00")); !got.Equal(at(t, c.want)) {
			t.Errorf("%s: due %s, want %s", c.why, got, c.want)
		}
	}
}

// A service whose clock was ahead when it began has its nights when the clock is right again.
func TestClockSetBack(t *testing.T) {
	now := at(t, "2031-01-10 10:00")
	n, _ := quiet(t, &now)
	n.began, n.tried = now, now
	for _, c := range [][2]string{{"2021-01-10 10:00", "2021-01-11 01:30"}, {"2021-01-11 01:29", "2021-01-11 01:30"}, {"2021-01-11 01:31", "2021-01-11 01:30"}} {
		now = at(t, c[0])
		if due, err := n.due(); err != nil || !due.Equal(at(t, c[1])) {
			t.Errorf("at %s: due %s, %v, want %s", c[0], due, err, c[1])
		}
	}
}

// The deadline is the next one on the wall's clock, also over the nights in which summer time begins and ends.
func TestDeadline(t *testing.T) {
	for _, c := range []struct{ zone, deadline, start, want string }{
		{"Asia/Ho_Chi_Minh", "06:00", "2021-01-10T01:30:00+07:00", "2021-01-10T06:00:00+07:00"},
		{"Asia/Ho_Chi_Minh", "06:00", "2021-01-10T06:00:00+07:00", "2021-01-11T06:00:00+07:00"},
		{"Asia/Ho_Chi_Minh", "06:00", "2021-01-31T22:00:00+07:00", "2021-02-01T06:00:00+07:00"},
		{"Europe/Berlin", "06:00", "2021-03-28T01:30:00+01:00", "2021-03-28T06:00:00+02:00"},
		{"Europe/Berlin", "06:00", "2021-10-30T23:00:00+02:00", "2021-10-31T06:00:00+01:00"},
	} {
		p := plan(t, "30 1 * * *", c.deadline, c.zone)
		start, err := time.Parse(time.RFC3339, c.start)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := p.Deadline(start); !ok || got.Format(time.RFC3339) != c.want {
			t.Errorf("%+v: %s, %t", c, got.Format(time.RFC3339), ok)
		}
	}
	if _, ok := plan(t, "@daily", "", "UTC").Deadline(time.Now()); ok {
		t.Error("there is a deadline without one")
	}
}

func TestParsePlanRefuses(t *testing.T) {
	for _, c := range [][2]string{{"", ""}, {"30 1 * *", ""}, {"30 25 * * *", ""}, {"0 0 30 2 *", ""}, {"30 1 * * *", "6"}, {"30 1 * * *", "24:00"}} {
		if _, err := ParsePlan(c[0], c[1], time.UTC); err == nil {
			t.Errorf("%q, %q are taken", c[0], c[1])
		}
	}
}

// steady is a run whose steps take so many minutes.
func steady(start time.Time, minutes ...int) history.Run {
	r := history.Run{Start: start, Outcome: history.Published}
	for i, m := range minutes {
		r.Steps = append(r.Steps, history.Step{Name: steps[i], Start: start, Duration: time.Duration(m) * time.Minute})
		start = start.Add(time.Duration(m) * time.Minute)
	}
	r.End = start
	return r
}

// What is left of a run is estimated from the medians of its steps; runs that published nothing tell nothing.
func TestRemaining(t *testing.T) {
	start := at(t, "2021-01-10 01:30")
	runs := []history.Run{steady(start, 60, 30, 20, 10, 0, 0), steady(start, 60, 30, 20, 10, 0, 0), steady(start, 600, 30, 20, 10, 0, 0), {Outcome: history.Failed, Steps: []history.Step{{Name: "extract", Duration: 99 * time.Hour}}}}
	deriving := steady(start, 50)
	deriving.Outcome, deriving.At = history.Running, "derive"
	for _, c := range []struct {
		why     string
		runs    []history.Run
		current history.Run
		now     string
		want    int
	}{
		{"nothing is known", nil, history.Run{Start: start}, "2021-01-10 01:30", 0},
		{"before it begins", runs, history.Run{Start: start}, "2021-01-10 01:30", 120},
		{"ten minutes of the second step are over", runs, deriving, "2021-01-10 02:30", 50},
		{"the second step takes longer than ever", runs, deriving, "2021-01-10 05:30", 30},
	} {
		if got := remaining(c.runs, c.current, at(t, c.now)); got != time.Duration(c.want)*time.Minute {
			t.Errorf("%s: %s, want %d minutes", c.why, got, c.want)
		}
	}
}
