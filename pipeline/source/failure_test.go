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

// flavour is what tests of a kind of server differ in.
type flavour struct {
	kind        string
	connections []int
	rows        string // fills the ledger
	slow        string // a query of the ledger that takes a millisecond a row
	terminate   func(testing.TB, *dbtest.Database)
}

var flavourPostgres = flavour{
	kind: "postgres", connections: []int{1, 3}, rows: ledgerRows, slow: "SELECT * FROM loan_ledger WHERE pg_sleep(0.001) IS NOT NULL",
	terminate: func(tb testing.TB, d *dbtest.Database) {
		d.Exec(tb, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'uythac'")
	},
}

var flavourMariaDB = flavour{
	kind: "mariadb", connections: []int{1}, rows: mariaLedgerRows, slow: "SELECT * FROM loan_ledger WHERE SLEEP(0.001) = 0",
	terminate: func(tb testing.TB, d *dbtest.Database) {
		for _, row := range d.Query(tb, "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()") {
			d.Exec(tb, "KILL "+row[0])
		}
	},
}

// config reads a database.
func (f flavour) config(d *dbtest.Database, l Limits) Config {
	return Config{Kind: f.kind, URL: d.URL, Limits: l}
}

// ledger makes a database whose ledger has some rows, in which reading takes a while.
func (f flavour) ledger(tb testing.TB, s *dbtest.Server, rows int) *dbtest.Database {
	tb.Helper()
	d := s.CreateContract(tb)
	d.Exec(tb, fmt.Sprintf(f.rows, rows))
	d.Analyze(tb)
	return d
}

var stillLedgers = map[string]*dbtest.Database{} // by kind

// still is a ledger of 300,000 rows that tests share and that nobody changes.
func (f flavour) still(tb testing.TB, s *dbtest.Server) *dbtest.Database {
	tb.Helper()
	if stillLedgers[f.kind] == nil {
		stillLedgers[f.kind] = f.ledger(tb, s, 300_000)
	}
	return stillLedgers[f.kind]
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

// lost: a connection that ends and a server that is killed in the middle of a table give an
// error that says so, and the next moment is as good as new.
func (f flavour) lost(t *testing.T, s *dbtest.Server) {
	d := f.ledger(t, s, 300_000) // more than is gathered ahead
	for _, connections := range f.connections {
		db, err := OpenDatabase(t.Context(), f.config(d, Limits{Connections: connections}))
		if err != nil {
			t.Fatal(err)
		}
		for what, c := range map[string]struct {
			attack func()
			want   string
		}{
			"terminated": {func() { f.terminate(t, d) }, "run again when the server"},
			"killed":     {s.Kill, "run again when the server"},
			"restarted":  {func() { s.Restart(t) }, "run again when the server"},
		} {
			m, err := db.Moment(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			err = readUntil(t.Context(), m, c.attack)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "what was committed stays") || !errors.Is(err, ErrPassing) {
				t.Errorf("%s with %d connections: %v", what, connections, err)
			}
			if _, err := m.Shape(t.Context(), &schemas.Branch); err == nil {
				t.Errorf("%s: the moment lives on", what)
			}
			if err := m.Close(); err != nil {
				t.Error(err)
			}
			if what == "killed" {
				if _, err := db.Moment(t.Context()); err == nil || !strings.Contains(err.Error(), "check host and port") || !errors.Is(err, ErrPassing) {
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

// stopped: a consumer that wants no more, a context that ends and a failing query leave the
// moment as it was, or end it with their reason.
func (f flavour) stopped(t *testing.T, s *dbtest.Server) {
	d := f.still(t, s)
	for _, connections := range f.connections {
		m := moment(t, f.config(d, Limits{Connections: connections}))
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
	c := f.config(d, Limits{})
	c.Tables = map[string]TableConfig{"branch": {Query: "SELECT nothing"}, "customer": {Query: "-"}}
	m := moment(t, c)
	if _, err := m.Shape(t.Context(), &schemas.Branch); err == nil || !strings.Contains(err.Error(), `columns of branch: database test`) || !strings.Contains(err.Error(), "check source.tables") || errors.Is(err, ErrPassing) {
		t.Errorf("failing query: %v", err)
	}
	if _, err := m.Shape(t.Context(), &schemas.Customer); err == nil || m.Present(&schemas.Customer) {
		t.Errorf("not offered: %v", err)
	}
	agree(t, m, &schemas.LoanLedger, Selection{})
}

// limits: the server ends a query that is too long, a moment that is too long ends, and rows
// come no faster than they may.
func (f flavour) limits(t *testing.T, s *dbtest.Server) {
	d := f.still(t, s)
	limited := func(query string, l Limits) *Moment {
		c := f.config(d, l)
		c.Tables = map[string]TableConfig{"loan_ledger": {Query: query}}
		return moment(t, c)
	}
	for _, connections := range f.connections {
		m := limited(f.slow, Limits{Connections: connections, Query: 300 * time.Millisecond})
		if err := readUntil(t.Context(), m, func() {}); err == nil || !strings.Contains(err.Error(), "source.limits.query") || errors.Is(err, ErrPassing) {
			t.Errorf("long query: %v", err)
		}
		m = limited(f.slow, Limits{Connections: connections, Transaction: 500 * time.Millisecond})
		if err := readUntil(t.Context(), m, func() {}); !errors.Is(err, errLimit) || !strings.Contains(err.Error(), "what was committed stays") {
			t.Errorf("long transaction: %v", err)
		}
		m = limited("", Limits{Connections: connections, Transaction: 300 * time.Millisecond})
		time.Sleep(400 * time.Millisecond)
		if err := readUntil(t.Context(), m, func() {}); !errors.Is(err, errLimit) {
			t.Errorf("idle transaction: %v", err)
		}
		m = limited("", Limits{Connections: connections, Transaction: 500 * time.Millisecond, RowsPerSecond: 1000})
		if err := readUntil(t.Context(), m, func() {}); !errors.Is(err, errLimit) || !strings.Contains(err.Error(), "what was committed stays") {
			t.Errorf("long transaction of slow reading: %v", err)
		}
		begun := time.Now()
		m = limited("", Limits{Connections: connections, RowsPerSecond: 300_000})
		if err := readUntil(t.Context(), m, func() {}); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took < 990*time.Millisecond {
			t.Errorf("300,000 rows took %s", took)
		}
	}
}

// TestPostgresValue: what a server quotes of the data in an error is not passed on.
func TestPostgresValue(t *testing.T) {
	d := dbtest.Postgres(t).CreateContract(t)
	d.Exec(t, `INSERT INTO branch VALUES ('000100', 'Trần "Văn" Kín'), ('000200', '{"Trần Văn Kín": }')`)
	for _, cast := range []string{"name::bigint", "name::date", "name::jsonb", "(name || ' 12')::interval", "to_date(name, 'YYYY')", "(power(10, 18 + length(name))::text)::bigint"} {
		m := moment(t, Config{Kind: "postgres", URL: d.URL, Tables: map[string]TableConfig{"branch": {Query: "SELECT branch_code, (" + cast + ")::text AS name FROM branch"}}})
		for _, err := range m.Read(t.Context(), &schemas.Branch, Selection{}) {
			if err == nil || strings.Contains(err.Error(), "Văn") || strings.Contains(err.Error(), "Kín") || !strings.Contains(err.Error(), "run the query by hand") {
				t.Errorf("%s: %v", cast, err)
			}
		}
	}
}

func TestPostgresLost(t *testing.T)    { flavourPostgres.lost(t, dbtest.NewPostgres(t)) }
func TestPostgresStopped(t *testing.T) { flavourPostgres.stopped(t, dbtest.Postgres(t)) }
func TestPostgresLimits(t *testing.T)  { flavourPostgres.limits(t, dbtest.Postgres(t)) }

func TestMariaDBLost(t *testing.T)    { flavourMariaDB.lost(t, dbtest.NewMariaDB(t)) }
func TestMariaDBStopped(t *testing.T) { flavourMariaDB.stopped(t, dbtest.MariaDB(t)) }
func TestMariaDBLimits(t *testing.T)  { flavourMariaDB.limits(t, dbtest.MariaDB(t)) }
