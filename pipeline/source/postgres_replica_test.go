package source

import (
	"strconv"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// TestPostgresReplica: a replica is known as one, and what it says to have it has.
func TestPostgresReplica(t *testing.T) {
	s := dbtest.NewPostgres(t)
	d := flavourPostgres.ledger(t, s, 150_000)
	replica := s.Replica(t)
	db, err := OpenDatabase(t.Context(), Config{Kind: "postgres", URL: replica.URL(d.Name), Limits: Limits{Connections: 2}})
	if err != nil {
		t.Fatal(err)
	}
	commit := func() time.Time {
		micros, err := strconv.ParseInt(d.Query(t, "INSERT INTO branch VALUES ((SELECT count(*) FROM branch), 'x'); SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")[0][0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return time.UnixMicro(micros)
	}
	for range 5 {
		committing := commit() // the commit comes a little later
		deadline := time.Now().Add(20 * time.Second)
		for {
			m, err := db.Moment(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			clock := m.Clock()
			if !clock.Replica || time.Until(clock.Now).Abs() > time.Second {
				t.Fatalf("clock %+v", clock)
			}
			branches := 0
			for b, err := range m.Read(t.Context(), &schemas.Branch, Selection{}) {
				if err != nil {
					t.Fatal(err)
				}
				branches += int(b.Record.NumRows())
			}
			agree(t, m, &schemas.Branch, Selection{})
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
			if clock.ReplayedTo.After(committing) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s is not replayed: %+v", committing, clock)
			}
		}
	}
	m, err := db.Moment(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	agree(t, m, &schemas.LoanLedger, Selection{})
	if c := m.Cost(); c.Connections != 2 {
		t.Errorf("the replica was read by %d connections", c.Connections)
	}
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	if s, err := db.Survey(t.Context()); err != nil || !s.Clock.Replica || s.Clock.Late > time.Minute {
		t.Errorf("late %s: %v", s.Clock.Late, err)
	}
	// One that has more than it shows is late since the last commit that it shows.
	replica.Exec(t, d.Name, "SELECT pg_wal_replay_pause()")
	commit()
	for deadline := time.Now().Add(20 * time.Second); ; {
		m, err := db.Moment(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		clock := m.Clock()
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		if clock.Late > 0 && clock.Late == clock.Now.Sub(clock.ReplayedTo) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("replay is paused, and the replica is not late: %+v", clock)
		}
	}
}
