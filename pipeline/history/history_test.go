package history_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/pipeline/history"
)

var night = time.Date(2021, 1, 4, 18, 30, 0, 0, time.UTC)

// clock goes on by a minute with every look.
func clock() func() time.Time {
	now := night
	return func() time.Time { now = now.Add(time.Minute); return now }
}

func opened(t *testing.T, dir string) *history.Log {
	t.Helper()
	l, err := history.Open(dir, clock())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func runsOf(t *testing.T, dir string) []history.Run {
	t.Helper()
	runs, err := history.Read(dir)
	must(t, err)
	return runs
}

// whole is a run that ended well, with two steps.
func whole(id string) history.Run {
	return history.Run{ID: id, Trigger: "nightly", Start: night, End: night.Add(time.Hour), Outcome: history.Published, Through: "2021-01-04", File: "warehouse-" + id + ".duckdb",
		Host: "somewhere else", Process: 1, Steps: []history.Step{
			{Name: "extract", Start: night, Duration: 20 * time.Minute, Rows: 5, Heals: 1, Retries: 2, RetryError: "no connection", Cost: history.Cost{Queries: 7}},
			{Name: "derive", Start: night.Add(20 * time.Minute), Duration: 40 * time.Minute, Units: 3},
		}}
}

func write(t *testing.T, l *history.Log, r history.Run) {
	t.Helper()
	must(t, l.Begin(r))
	for _, s := range r.Steps {
		must(t, l.StepBegins(r.ID, s.Name), l.StepEnds(r.ID, s))
	}
	must(t, l.End(r))
}

// What was written is read, run by run.
func TestThereAndBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "warehouse")
	l := opened(t, dir)
	first, second := whole("a"), whole("b")
	second.Start, second.Outcome, second.Cause, second.Error, second.At = night.Add(24*time.Hour), history.Failed, "disk", "no room\n  → make room", "derive"
	write(t, l, first)
	write(t, l, second)
	if d := cmp.Diff([]history.Run{first, second}, runsOf(t, dir)); d != "" {
		t.Error(d)
	}
}

// A history cut off at any byte, as a crash leaves it, tells of all that was whole; what is added then is not lost.
func TestCutAnywhere(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	write(t, l, whole("a"))
	write(t, l, whole("b"))
	path := filepath.Join(dir, history.File)
	text, err := os.ReadFile(path)
	must(t, err)
	ended := strings.LastIndex(string(text[:strings.Index(string(text), `"run":"b"`)]), "\n") + 1
	for cut := range len(text) {
		must(t, os.WriteFile(path, text[:cut], 0o644))
		runs := runsOf(t, dir)
		if cut >= ended && !runs[0].Good() {
			t.Fatalf("cut at %d: the first run is %+v", cut, runs[0])
		}
		if cut%151 != 0 { // the file is synced with every line
			continue
		}
		again := opened(t, dir)
		write(t, again, whole("c"))
		runs = runsOf(t, dir)
		if last := runs[len(runs)-1]; last.ID != "c" || !last.Good() || len(last.Steps) != 2 {
			t.Fatalf("cut at %d: the run after it is %+v", cut, last)
		}
		for _, r := range runs[:len(runs)-1] {
			if r.Outcome == history.Running {
				t.Fatalf("cut at %d: run %s is not seen as killed", cut, r.ID)
			}
		}
	}
}

// A line that is damaged is named, by file and place, and costs no other; one that a crash tore is not, before and after the
// next writer closed it; one that lacks nothing but its end is kept.
func TestDamages(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	write(t, l, whole("a"))
	path := filepath.Join(dir, history.File)
	text, err := os.ReadFile(path)
	must(t, err)
	lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
	for _, c := range []struct {
		why, before string
		want        []int
		good        bool
	}{
		{"whole", string(text), nil, true},
		{"torn", string(text) + `{"event":"beg`, nil, true},
		{"the last line lacks its end", strings.TrimSuffix(string(text), "\n"), nil, true},
		{"zeroes", string(text) + strings.Repeat("\x00", 5000) + "\n", []int{len(lines) + 1}, true},
		{"no object of ours", "[]\n{}\n\n" + string(text), []int{1, 2}, true},
		{"a line in the middle", strings.Replace(string(text), `"step ends"`, `"step`+"\xff", 1), []int{3}, true},
		{"the end", strings.Replace(string(text), `{"event":"ends"`, `{"event:"ends"`, 1), []int{len(lines)}, false},
	} {
		must(t, os.WriteFile(path, []byte(c.before), 0o644))
		for range 2 {
			found, err := history.Damages(dir)
			must(t, err)
			var got []int
			for _, d := range found {
				if got = append(got, d.Line); d.File != path || len(d.Text) > 400 || strings.ContainsRune(d.Text, 0) {
					t.Errorf("%s: %+v", c.why, d)
				}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("%s: %s", c.why, d)
			}
			if r := runsOf(t, dir)[0]; c.why != "the last line lacks its end" && r.Good() != c.good {
				t.Errorf("%s: the run is %s", c.why, r.Outcome)
			}
			again := opened(t, dir) // the next writer
			write(t, again, whole("b"))
			if runs := runsOf(t, dir); len(runs) != 2 || !runs[1].Good() || runs[0].Good() != c.good {
				t.Errorf("%s: after the next run %+v", c.why, runs)
			}
		}
	}
}

// A run without an end runs while its process lives, and was killed when it does not; the next run writes that down.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	host, err := os.Hostname()
	must(t, err)
	must(t, l.Begin(history.Run{ID: "a", Start: night, Host: host, Process: os.Getpid()}), l.StepBegins("a", "derive"))
	if r := runsOf(t, dir)[0]; r.Outcome != history.Running || r.At != "derive" || r.Ended() {
		t.Errorf("a run that goes on: %+v", r)
	}
	must(t, l.Begin(history.Run{ID: "b", Start: night.Add(time.Hour), Host: host, Process: 1 << 30}))
	runs := runsOf(t, dir)
	if runs[0].Outcome != history.Killed || runs[0].At != "derive" {
		t.Errorf("after the next run began: %+v", runs[0])
	}
	if runs[1].Outcome != history.Killed {
		t.Errorf("a run without a process: %+v", runs[1])
	}
}

// A reader that is asked again and again reads what was added, and begins anew with another file.
func TestReaderFollows(t *testing.T) {
	dir := t.TempDir()
	var r history.Reader
	count := func(want int) {
		t.Helper()
		runs, err := r.Runs(dir)
		must(t, err)
		if len(runs) != want {
			t.Fatalf("%d runs, want %d", len(runs), want)
		}
	}
	count(0)
	l := opened(t, dir)
	for i := range 3 {
		write(t, l, whole(string(rune('a'+i))))
		count(i + 1)
	}
	must(t, os.Truncate(filepath.Join(dir, history.File), 0))
	count(0)
}
