package mirror

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

func TestMain(m *testing.M) {
	dbtest.Main(m, func() {
		_ = os.RemoveAll(branchDir)
		_ = os.RemoveAll(publishedDir)
	})
}

var branchDir string

// simulated writes a small branch as CSV files, once.
var simulated = sync.OnceValues(func() (string, error) {
	n, err := simulate.New(simulate.Options{Households: 150, From: calendar.MonthOf(2019, 7), To: calendar.MonthOf(2020, 6), Seed: 11})
	if err != nil {
		return "", err
	}
	if branchDir, err = os.MkdirTemp("", "uythac-branch-"); err != nil {
		return "", err
	}
	_, err = simulate.WriteCSV(context.Background(), n, branchDir, nil)
	return branchDir, err
})

// template is a database with the branch, from which those of the tests are copied.
var template *dbtest.Database

// lastDay is the simulated branch's.
var lastDay = calendar.Date(2020, 6, 30)

// world is a database with a simulated branch, and a lake for its copy.
type world struct {
	t  *testing.T
	db *dbtest.Database
	lk *lake.Lake
	c  source.Config
	n  int // runs
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir, err := simulated()
	if err != nil {
		t.Fatal(err)
	}
	server := dbtest.Postgres(t)
	if template == nil {
		template = server.CreateContract(t)
		template.Load(t, dir)
	}
	return worldOf(t, "postgres", server.Create(t, "TEMPLATE "+template.Name))
}

// worldOf is a database of a kind of server, and a lake that has nothing of it yet.
func worldOf(t *testing.T, kind string, db *dbtest.Database) *world {
	t.Helper()
	lk, err := lake.Open(t.Context(), t.TempDir(), lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lk.Close() })
	return &world{t: t, db: db, c: source.Config{Kind: kind, URL: db.URL}, lk: lk}
}

func (w *world) exec(sql string) { w.t.Helper(); w.db.Exec(w.t, sql) }

// one answers a query of one cell.
func (w *world) one(sql string) string { w.t.Helper(); return w.db.Query(w.t, sql)[0][0] }

// try runs Sync over a new moment of the database.
func (w *world) try(ctx context.Context, o Options) (Result, error) {
	w.t.Helper()
	db, err := source.OpenDatabase(ctx, w.c)
	if err != nil {
		w.t.Fatal(err)
	}
	m, err := db.Moment(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	w.n++
	o.Run, o.Now = "run-"+string(rune('a'+w.n)), time.Date(2020, 7, w.n, 1, 2, 3, 0, time.UTC)
	return Sync(ctx, m, w.lk, o)
}

func (w *world) sync(o Options) Result {
	w.t.Helper()
	r, err := w.try(w.t.Context(), o)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// rows counts the rows of the copy of a table.
func (w *world) rows(t *schemas.Table) int64 {
	w.t.Helper()
	return w.kept(schemas.MirrorOf(t))
}

// kept counts the rows of a table of the lake.
func (w *world) kept(t *schemas.Table) (n int64) {
	w.t.Helper()
	parts, err := w.lk.Parts(w.t.Context(), t)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range parts {
		n += p.Rows
	}
	return n
}
