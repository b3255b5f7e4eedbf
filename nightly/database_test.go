package nightly

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/alert"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// bank is a small branch in a PostgreSQL server, and the nights that read it.
type bank struct {
	*testing.T
	server *dbtest.Server
	core   *dbtest.Database
	night  *Nightly
	told   *board
	waits  []time.Duration // between the attempts of a night
	during func()          // what happens meanwhile
}

func newBank(t *testing.T) *bank {
	t.Helper()
	made := filepath.Join(t.TempDir(), "made")
	_, err := pipeline.Simulate(t.Context(), pipeline.SimulateOptions{Options: simulate.Options{
		Seed: 3, Households: 20, From: calendar.MonthOf(2020, 1), To: calendar.MonthOf(2020, 1)}, Format: "csv", Out: made}, pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &bank{T: t, server: dbtest.NewPostgres(t), told: &board{}}
	b.core = b.server.CreateContract(t)
	b.core.Load(t, made)
	b.core.Exec(t, "UPDATE business_day SET closed_at = NULL WHERE day > '2020-01-27'")
	dir := t.TempDir()
	b.night = &Nightly{Log: slog.New(slog.DiscardHandler), Plan: plan(t, "30 1 * * *", "06:00", "Asia/Ho_Chi_Minh")}
	b.night.Config = pipeline.Config{Lake: pipeline.Place{Path: filepath.Join(dir, "lake")}, Warehouse: pipeline.Warehouse{Path: filepath.Join(dir, "warehouse")}, Disk: pipeline.Disk{Reserve: 1}}
	b.read(b.server)
	b.night.Alerts = &alert.Book{Dir: dir, Now: time.Now, Channels: []alert.Channel{b.told}}
	b.night.Options = pipeline.Options{Retry: pipeline.Retry{Times: 3, First: time.Minute, Most: 3 * time.Minute}, Sleep: func(_ context.Context, d time.Duration) error {
		b.waits = append(b.waits, d)
		b.during()
		return nil
	}}
	return b
}

// read makes the nights read a server.
func (b *bank) read(s *dbtest.Server) {
	b.night.Config.Source = pipeline.Source{Kind: "postgres", Database: source.Config{Kind: "postgres", URL: s.URL(b.core.Name)}}
}

// closes closes a day of January 2020 everywhere, by a clock of the bank that may be ahead.
func (b *bank) closes(day string, ahead string) {
	b.Helper()
	b.core.Exec(b.T, "UPDATE business_day SET closed_at = clock_timestamp() AT TIME ZONE 'UTC' + interval '"+ahead+"' WHERE day = '2020-01-"+day+"'")
}

// live runs a night and fails unless it ends so: outcome, last day, waits between attempts, and what people are told.
func (b *bank) live(outcome, day string, waits int, told ...string) history.Run {
	b.Helper()
	b.waits, b.told.said = nil, nil
	res, err := b.night.Night(b.Context(), "nightly")
	run := res.Run
	want := []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute}[:waits]
	if (err != nil) != (outcome == history.Failed) || run.Outcome != outcome || !slices.Equal(b.waits, want) || !slices.Equal(b.told.said, told) {
		b.Fatalf("%s, waits %v, told %q; want %s, %v, %q: %v", run.Outcome, b.waits, b.told.said, outcome, want, told, err)
	}
	status, err := pipeline.ReadStatus(b.Context(), b.night.Config)
	if err != nil {
		b.Fatal(err)
	}
	if got := status.Published.Run.Through.String(); got != "2020-01-"+day {
		b.Fatalf("readers see figures through %s", got)
	}
	return run
}

func (b *bank) current() string {
	b.Helper()
	name, err := os.ReadFile(filepath.Join(b.night.Config.Warehouse.Path, "CURRENT"))
	if err != nil {
		b.Fatal(err)
	}
	return string(name)
}

// Nights of a database that is not there, and of a replica that has not all: both are waited for, people are told when
// that is in vain, what was published stays, and a later night brings what is missing.
func TestNightsOfDatabase(t *testing.T) {
	b := newBank(t)
	b.serverIsDown()
	replica := b.replicaIsBehind()
	b.replicaIsHoursBehind(replica)
	b.replicaFallsBehind(replica)
}

// serverIsDown: a server that is down when the night begins is asked again until it is back; one that stays down is told, once.
func (b *bank) serverIsDown() {
	b.Helper()
	b.server.Kill()
	b.during = func() {
		if len(b.waits) == 3 {
			b.server.Restart(b.T)
		}
	}
	run := b.live(history.Published, "27", 3)
	if s, _ := run.Step("extract"); s.Retries != 3 || s.Error != "" || !strings.Contains(s.RetryError, "no connection") {
		b.Errorf("%+v", s)
	}
	b.closes("28", "0s")
	b.server.Kill()
	b.during = func() {}
	before := b.current()
	run = b.live(history.Failed, "27", 3, "firing error refresh: connection")
	if run.Cause != pipeline.CauseConnection || run.At != "extract" || b.current() != before {
		b.Errorf("%+v; serves %s instead of %s", run, b.current(), before)
	}
	b.live(history.Failed, "27", 3) // people know
	b.server.Restart(b.T)
}

// replicaIsBehind: a night that waits in vain for a replica to come up to the closing of a day says which day waits for
// what and goes on without it.
func (b *bank) replicaIsBehind() *dbtest.Server {
	b.Helper()
	replica := b.server.Replica(b.T)
	b.read(replica)
	b.closes("28", "1 hour")
	b.shows(replica)
	run := b.live(history.Published, "27", 3, "resolved error refresh: connection", "firing warning replica")
	open, err := b.night.Alerts.Open()
	s, _ := run.Step("extract")
	if err != nil || len(open) != 1 || len(s.Waits) != 1 || !strings.HasPrefix(s.Waits[0], "2020-01-28 was closed at ") || !strings.Contains(open[0].Cause.VI, s.Waits[0]) {
		b.Errorf("%+v, %q, %v", open, s.Waits, err)
	}
	b.during = func() {
		b.closes("28", "0s")
		b.shows(replica)
	}
	run = b.live(history.Published, "28", 1, "resolved warning replica")
	if s, _ := run.Step("extract"); len(s.Waits) != 0 || !strings.Contains(s.RetryError, "2020-01-28 was closed at ") {
		b.Errorf("%+v", s)
	}
	return replica
}

// replicaIsHoursBehind: what a replica shows is three hours old, and there is more: the day that it shows open may be closed
// by now. A night that waits for it in vain publishes what there is and says so, the doctor too; one in which it comes
// up takes the day.
func (b *bank) replicaIsHoursBehind(replica *dbtest.Server) {
	b.Helper()
	replica.Ahead(b.T, 3*time.Hour)
	b.closes("29", "0s")
	b.shows(replica)
	b.stops(replica)
	b.closes("30", "0s")
	b.knows(replica)
	b.during = func() {}
	run := b.live(history.Published, "29", 3, "firing warning replica")
	if s, _ := run.Step("extract"); len(s.Waits) != 1 || !strings.HasPrefix(s.Waits[0], "2020-01-30 ") {
		b.Errorf("waits %q", s.Waits)
	}
	b.diagnosed("the replica is 3h0m")
	b.during = func() { b.goesOn(replica) }
	b.live(history.Published, "30", 1, "resolved warning replica")
}

// replicaFallsBehind: a replica stops to follow while a night waits for it; the night ends with what there was when it
// began, and the next one has the day.
func (b *bank) replicaFallsBehind(replica *dbtest.Server) {
	b.Helper()
	b.closes("31", "4 hours")
	b.shows(replica)
	b.during = func() {
		if len(b.waits) == 1 {
			b.stops(replica)
			b.closes("31", "0s")
			b.knows(replica)
		}
	}
	run := b.live(history.Published, "30", 3, "firing warning replica")
	if s, _ := run.Step("extract"); !slices.ContainsFunc(s.Waits, func(w string) bool { return strings.HasPrefix(w, "2020-01-31 ") }) {
		b.Errorf("waits %q", s.Waits)
	}
	b.goesOn(replica)
	b.live(history.Published, "31", 0, "resolved warning replica")
}

func (b *bank) stops(replica *dbtest.Server) {
	replica.Exec(b.T, b.core.Name, "SELECT pg_wal_replay_pause()")
}

func (b *bank) goesOn(replica *dbtest.Server) {
	replica.Exec(b.T, b.core.Name, "SELECT pg_wal_replay_resume()")
	b.shows(replica)
}

// knows waits until a replica has received more than it shows.
func (b *bank) knows(replica *dbtest.Server) {
	b.Helper()
	b.until(replica, "SELECT pg_last_wal_replay_lsn() < pg_last_wal_receive_lsn() AND pg_get_wal_replay_pause_state() = 'paused'")
}

// diagnosed fails unless the doctor warns of the replica so.
func (b *bank) diagnosed(text string) {
	b.Helper()
	findings, err := pipeline.Doctor(b.Context(), b.night.Config, pipeline.Options{})
	i := slices.IndexFunc(findings, func(f pipeline.Finding) bool { return f.What == "replica" })
	if err != nil || i < 0 || findings[i].Level != pipeline.Warning || !strings.HasPrefix(findings[i].Text, text) {
		b.Errorf("%+v, %v", findings, err)
	}
}

// shows waits until a replica has what its server has by now, and a commit after that.
func (b *bank) shows(replica *dbtest.Server) {
	b.Helper()
	b.core.Exec(b.T, "COMMENT ON TABLE branch IS 'x'")
	at := b.core.Query(b.T, "SELECT pg_current_wal_flush_lsn()")[0][0]
	b.until(replica, "SELECT pg_last_wal_replay_lsn() >= '"+at+"'")
}

func (b *bank) until(replica *dbtest.Server, holds string) {
	b.Helper()
	for range 1000 {
		if replica.Query(b.T, b.core.Name, holds)[0][0] == "t" {
			return
		}
		time.Sleep(10 * time.Millisecond) // the replica is told within some milliseconds
	}
	b.Fatal("the replica does not follow")
}
