package nightly

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
)

// board keeps what was told.
type board struct{ said []string }

func (b *board) Name() string { return "board" }

func (b *board) Send(_ context.Context, m alert.Message) error {
	b.said = append(b.said, fmt.Sprintf("%s %s %s", m.Status, m.Severity, m.Key))
	return nil
}

// quiet is a service that looks at nothing by itself.
func quiet(t *testing.T, now *time.Time) (*Nightly, *board) {
	t.Helper()
	told := &board{}
	n := &Nightly{Plan: plan(t, "30 1 * * *", "06:00", "Asia/Ho_Chi_Minh"), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return *now }}
	n.Config.Warehouse.Path = t.TempDir()
	n.Alerts = &alert.Book{Dir: t.TempDir(), Now: n.Now, Channels: []alert.Channel{told}}
	return n, told
}

// under puts a run that is under way into the history, after runs of three hours.
func under(t *testing.T, n *Nightly, start time.Time, step string) *history.Log {
	t.Helper()
	l, err := history.Open(n.Config.Warehouse.Path, n.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	for i := range 3 {
		r := steady(start.Add(time.Duration(i-5)*24*time.Hour), 100, 60, 15, 5, 0, 0)
		r.ID = fmt.Sprint("before-", i)
		steps := r.Steps
		if err := l.Begin(r); err != nil {
			t.Fatal(err)
		}
		for _, s := range steps {
			if err := l.StepEnds(r.ID, s); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.End(r); err != nil {
			t.Fatal(err)
		}
	}
	host, _ := os.Hostname()
	if err := l.Begin(history.Run{ID: "now", Start: start, Host: host, Process: os.Getpid()}); err != nil {
		t.Fatal(err)
	}
	if err := l.StepBegins("now", step); err != nil {
		t.Fatal(err)
	}
	return l
}

// The warning goes out as soon as the usual rest of the run does not fit before the deadline, and once more when it is
// over; a run that is in time is none.
func TestDeadlineIsWatched(t *testing.T) {
	now := at(t, "2021-01-10 01:30")
	n, _ := quiet(t, &now)
	start := now
	l := under(t, n, start, "extract")
	deadline, _ := n.Plan.Deadline(start)
	for _, c := range []struct {
		now, step string
		want      alert.Severity
	}{
		{"2021-01-10 02:00", "extract", ""}, {"2021-01-10 04:35", "extract", ""}, {"2021-01-10 04:45", "extract", alert.Warning},
		{"2021-01-10 05:30", "check", ""}, {"2021-01-10 05:50", "check", alert.Warning}, {"2021-01-10 06:00", "check", alert.Error},
	} {
		if err := l.StepBegins("now", c.step); err != nil {
			t.Fatal(err)
		}
		now = at(t, c.now)
		a, late := n.late(start, deadline)
		if late != (c.want != "") || a.Severity != c.want {
			t.Errorf("%s at %s: %t, %+v", c.now, c.step, late, a)
		}
		if late && (!strings.Contains(a.Title.VI, "06:00") || !strings.Contains(a.Cause.EN, c.step)) {
			t.Errorf("%+v", a)
		}
	}
}

// A failure is told once a cause, and resolved by the next run that is good; a run that was told to end is nobody's news.
func TestOutcomesAreTold(t *testing.T) {
	now := at(t, "2021-01-10 01:30")
	n, told := quiet(t, &now)
	outcome := func(run history.Run, err error) {
		run.Start, run.End = now, now.Add(time.Hour)
		n.outcome(t.Context(), pipeline.RefreshResult{Run: run}, err)
		now = now.Add(24 * time.Hour)
	}
	refused := &pipeline.RefusedError{Problem: "the checks refuse to publish these figures:\n  gl_difference: 2 found: differs\n    2020-12-31 Nguyễn Văn A", Remedy: "ask accounting", Checks: []string{"gl_difference"}}
	outcome(history.Run{ID: "1", Outcome: history.Refused, Cause: "checks gl_difference"}, refused)
	outcome(history.Run{ID: "2", Outcome: history.Refused, Cause: "checks gl_difference"}, refused)
	open, err := n.Alerts.Open()
	if err != nil || len(open) != 1 || strings.Contains(open[0].Cause.EN, "Nguyễn Văn A") || !strings.Contains(open[0].Cause.VI, "gl_difference") || !strings.Contains(open[0].Next.EN, "ask accounting") {
		t.Errorf("%+v, %v", open, err)
	}
	outcome(history.Run{ID: "3", Outcome: history.Interrupted, Cause: pipeline.CauseInterrupted}, context.Canceled)
	outcome(history.Run{ID: "4", Outcome: history.Failed, Cause: pipeline.CauseDisk}, &pipeline.SpaceError{Problem: "no room"})
	outcome(history.Run{ID: "5", Outcome: history.Published, Steps: []history.Step{{Name: "extract", Warnings: 1}}}, nil)
	outcome(history.Run{ID: "6", Outcome: history.Unchanged}, nil)
	records := filepath.Join(n.Config.Warehouse.Path, "PUBLISHED")
	if err := os.WriteFile(records, []byte("2021-01-10T00:00:00Z warehouse-1.duckdb\n\x00\x00\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	outcome(history.Run{ID: "7", Outcome: history.Unchanged}, nil)
	if open, err := n.Alerts.Open(); err != nil || len(open) != 1 || !strings.Contains(open[0].Cause.EN, "line 2 of "+records) {
		t.Errorf("%+v, %v", open, err)
	}
	want := []string{"firing warning records", "firing error refresh: checks gl_difference", "resolved error refresh: checks gl_difference", "firing error refresh: disk", "resolved error refresh: disk", "firing warning replica", "resolved warning replica"}
	got := told.said
	if len(got) != len(want) {
		t.Errorf("told %q, want %q", got, want)
	}
	for _, w := range want {
		if !strings.Contains(strings.Join(got, "\n"), w) {
			t.Errorf("not told: %s", w)
		}
	}
}

// Metrics, health and readiness are answered by a server on a port, and lint as Prometheus wants it.
func TestServe(t *testing.T) {
	now := at(t, "2021-01-10 02:00")
	n, _ := quiet(t, &now)
	under(t, n, now, "derive")
	n.beat.Store(now.UnixNano())
	problems, err := testutil.GatherAndLint(newRegistry(n))
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- n.Serve(ctx, l) }()
	get := func(path string) (int, string) {
		t.Helper()
		r, err := http.Get("http://" + l.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(body)
	}
	if code, body := get("/healthz"); code != 200 {
		t.Errorf("healthz: %d %s", code, body)
	}
	if code, body := get("/readyz"); code != 503 || !strings.Contains(body, "nothing is published") {
		t.Errorf("readyz: %d %s", code, body)
	}
	_, body := get("/metrics")
	for _, want := range []string{`uythac_runs_total{outcome="published",trigger=""} 3`, "uythac_run_in_progress 1", `uythac_step_duration_seconds{step="derive"} 3600`, "uythac_last_run_success 1"} {
		if !strings.Contains(body, want+"\n") {
			t.Errorf("metrics lack %s", want)
		}
	}
	now = now.Add(time.Hour) // and the loop is not seen
	if code, _ := get("/healthz"); code != 503 {
		t.Errorf("healthz of a loop that stands: %d", code)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
