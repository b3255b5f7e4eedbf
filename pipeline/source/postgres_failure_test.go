package source

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// ledger makes a database whose ledger has some rows, in which reading takes a while.
func ledger(tb testing.TB, s *dbtest.Server, rows int) *dbtest.Database {
	tb.Helper()
	d := s.CreateContract(tb)
	d.Exec(tb, fmt.Sprintf(ledgerRows, rows))
	d.Analyze(tb)
	return d
}

var stillLedger *dbtest.Database

// still is a ledger of 300,000 rows that tests share and that nobody changes.
func still(tb testing.TB) *dbtest.Database {
	tb.Helper()
	if s := dbtest.Postgres(tb); stillLedger == nil {
		stillLedger = ledger(tb, s, 300_000)
	}
	return stillLedger
}

// readUntil reads the ledger, does something after the first batch, and gives the error that follows.
func readUntil(ctx context.Context, m *Moment, first func()) error {
	batches := 0
	for _, err := range m.Read(ctx, &schemas.LoanLedger, Selection{}) {
		if err != nil {
			return err
		}
		if batches++; batches == 1 {
			first()
		}
	}
	return nil
}

// TestPostgresLost: a connection that ends and a server that is killed in the middle of a table give an
// error that says so, and the next moment is as good as new.
func TestPostgresLost(t *testing.T) {
	s := dbtest.NewPostgres(t)
	d := ledger(t, s, 150_000)
	for _, connections := range []int{1, 3} {
		db, err := OpenDatabase(t.Context(), Config{Kind: "postgres", URL: d.URL, Limits: Limits{Connections: connections}})
		if err != nil {
			t.Fatal(err)
		}
		for what, c := range map[string]struct {
			attack func()
			want   string
		}{
			"terminated": {func() {
				d.Exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'uythac'")
			}, "run again when the server"},
			"killed":    {s.Kill, "the connection was lost"},
			"restarted": {func() { s.Restart(t) }, "run again when the server"},
		} {
			m, err := db.Moment(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			err = readUntil(t.Context(), m, c.attack)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "what was committed stays") {
				t.Errorf("%s with %d connections: %v", what, connections, err)
			}
			if _, err := m.Shape(t.Context(), &schemas.Branch); err == nil {
				t.Errorf("%s: the moment lives on", what)
			}
			if err := m.Close(); err != nil {
				t.Error(err)
			}
			if what == "killed" {
				if _, err := db.Moment(t.Context()); err == nil || !strings.Contains(err.Error(), "check host and port") {
					t.Errorf("without a server: %v", err)
				}
				s.Restart(t)
			}
		}
		m, err := db.Moment(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		agree(t, m, &schemas.LoanLedger, Selection{})
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestPostgresStopped: a consumer that wants no more, a context that ends and a failing query leave the
// moment as it was, or end it with their reason.
func TestPostgresStopped(t *testing.T) {
	d := still(t)
	for _, connections := range []int{1, 3} {
		m := moment(t, Config{Kind: "postgres", URL: d.URL, Limits: Limits{Connections: connections}})
		for range 3 {
			for _, err := range m.Read(t.Context(), &schemas.LoanLedger, Selection{}) {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			for _, err := range m.Totals(t.Context(), &schemas.LoanLedger, Selection{}, false) {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
		}
		agree(t, m, &schemas.LoanLedger, Selection{})
		ctx, cancel := context.WithCancel(t.Context())
		if err := readUntil(ctx, m, cancel); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	}
	m := moment(t, Config{Kind: "postgres", URL: d.URL, Tables: map[string]TableConfig{"branch": {Query: "SELECT nothing"}, "customer": {Query: "-"}}})
	if _, err := m.Shape(t.Context(), &schemas.Branch); err == nil || !strings.Contains(err.Error(), `columns of branch: database test`) || !strings.Contains(err.Error(), "check source.tables") {
		t.Errorf("failing query: %v", err)
	}
	if _, err := m.Shape(t.Context(), &schemas.Customer); err == nil || m.Present(&schemas.Customer) {
		t.Errorf("not offered: %v", err)
	}
	agree(t, m, &schemas.LoanLedger, Selection{})
}

// TestPostgresLimits: the server ends a query that is too long, a moment that is too long ends, and rows
// come no faster than they may.
func TestPostgresLimits(t *testing.T) {
	d := still(t)
	slow := map[string]TableConfig{"loan_ledger": {Query: "SELECT * FROM loan_ledger WHERE pg_sleep(0.001) IS NOT NULL"}}
	for _, connections := range []int{1, 2} {
		m := moment(t, Config{Kind: "postgres", URL: d.URL, Tables: slow, Limits: Limits{Connections: connections, Query: 300 * time.Millisecond}})
		if err := readUntil(t.Context(), m, func() {}); err == nil || !strings.Contains(err.Error(), "source.limits.query") {
			t.Errorf("long query: %v", err)
		}
		m = moment(t, Config{Kind: "postgres", URL: d.URL, Tables: slow, Limits: Limits{Connections: connections, Transaction: 500 * time.Millisecond}})
		if err := readUntil(t.Context(), m, func() {}); !errors.Is(err, errLimit) || !strings.Contains(err.Error(), "what was committed stays") {
			t.Errorf("long transaction: %v", err)
		}
		m = moment(t, Config{Kind: "postgres", URL: d.URL, Limits: Limits{Connections: connections, Transaction: 300 * time.Millisecond}})
		time.Sleep(400 * time.Millisecond)
		if err := readUntil(t.Context(), m, func() {}); !errors.Is(err, errLimit) {
			t.Errorf("idle transaction: %v", err)
		}
		begun := time.Now()
		m = moment(t, Config{Kind: "postgres", URL: d.URL, Limits: Limits{Connections: connections, RowsPerSecond: 300_000}})
		if err := readUntil(t.Context(), m, func() {}); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took < 990*time.Millisecond {
			t.Errorf("300,000 rows took %s", took)
		}
	}
}
