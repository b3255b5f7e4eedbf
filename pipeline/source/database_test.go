package source

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

func TestMain(m *testing.M) { dbtest.Main(m, func() { _ = os.RemoveAll(branchDir) }) }

var branchDir string

// simulated writes a small branch as CSV files, once.
var simulated = sync.OnceValues(func() (string, error) {
	n, err := simulate.New(simulate.Options{Households: 400, From: calendar.MonthOf(2019, 11), To: calendar.MonthOf(2020, 3), Seed: 7})
	if err != nil {
		return "", err
	}
	if branchDir, err = os.MkdirTemp("", "uythac-branch-"); err != nil {
		return "", err
	}
	_, err = simulate.WriteCSV(context.Background(), n, branchDir, nil)
	return branchDir, err
})

func branchFiles(tb testing.TB) string {
	tb.Helper()
	dir, err := simulated()
	if err != nil {
		tb.Fatal(err)
	}
	return dir
}

// moment opens a database and a read view of it.
func moment(tb testing.TB, c Config) *Moment {
	tb.Helper()
	db, err := OpenDatabase(tb.Context(), c)
	if err != nil {
		tb.Fatal(err)
	}
	m, err := db.Moment(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := m.Close(); err != nil {
			tb.Error(err)
		}
	})
	return m
}

// readTotals computes from what Read gives what Totals should say.
func readBack(tb testing.TB, m *Moment, t *schemas.Table, sel Selection) map[control.Unit]control.Totals {
	tb.Helper()
	if _, err := m.Shape(tb.Context(), t); err != nil {
		tb.Fatal(err)
	}
	a := control.NewAccumulator(t, m.Dialect(), m.Options(t))
	for b, err := range m.Read(tb.Context(), t, sel) {
		if err != nil {
			tb.Fatal(err)
		}
		r := withBad(tb, b)
		if err := a.Add(r); err != nil {
			tb.Fatal(err)
		}
		r.Release()
	}
	return a.Totals()
}

// withBad adds the column of cells that do not fit, as the mirror has it.
func withBad(tb testing.TB, b Batch) arrow.RecordBatch {
	tb.Helper()
	rows := map[int]map[string]string{}
	for _, cell := range b.Bad {
		if rows[cell.Row] == nil {
			rows[cell.Row] = map[string]string{}
		}
		rows[cell.Row][b.Record.ColumnName(cell.Column)] = cell.Text
	}
	build := array.NewStringBuilder(memory.DefaultAllocator)
	defer build.Release()
	for row := range int(b.Record.NumRows()) {
		if rows[row] == nil {
			build.AppendNull()
			continue
		}
		text, err := json.Marshal(rows[row])
		if err != nil {
			tb.Fatal(err)
		}
		build.Append(string(text))
	}
	bad := build.NewArray()
	defer bad.Release()
	fields := append(slices.Clone(b.Record.Schema().Fields()), arrow.Field{Name: schemas.BadCells, Type: arrow.BinaryTypes.String, Nullable: true})
	return array.NewRecordBatch(arrow.NewSchema(fields, nil), append(slices.Clone(b.Record.Columns()), bad), b.Record.NumRows())
}

// sourceTotals collects what the source says.
func sourceTotals(tb testing.TB, m *Moment, t *schemas.Table, sel Selection, deep bool) map[control.Unit]control.Totals {
	tb.Helper()
	all := map[control.Unit]control.Totals{}
	for u, err := range m.Totals(tb.Context(), t, sel, deep) {
		if err != nil {
			tb.Fatal(err)
		}
		if _, twice := all[u.Unit]; twice {
			tb.Errorf("%s: unit %s twice", t.Name, u.Unit)
		}
		all[u.Unit] = u.Totals
	}
	return all
}

// agree holds what the source says of rows against what is computed from reading them.
func agree(tb testing.TB, m *Moment, t *schemas.Table, sel Selection) map[control.Unit]control.Totals {
	tb.Helper()
	read, said := readBack(tb, m, t, sel), sourceTotals(tb, m, t, sel, true)
	if !maps.EqualFunc(read, said, control.Totals.Equal) {
		tb.Errorf("%s: read and said differ: %s", t.Name, strings.Join(differences(read, said), "\n"))
	}
	return said
}

func differences(read, said map[control.Unit]control.Totals) (list []string) {
	for u := range said {
		if _, ok := read[u]; !ok {
			list = append(list, u.String()+": not read")
		}
	}
	for u, r := range read {
		if s, ok := said[u]; !ok {
			list = append(list, u.String()+": not said")
		} else if !r.Equal(s) {
			list = append(list, u.String()+": "+describe(r)+" and "+describe(s))
		}
	}
	return list[:min(len(list), 10)]
}

func describe(t control.Totals) string {
	words := []string{"rows", strconv.FormatInt(t.Rows, 10)}
	for _, s := range t.Sums {
		words = append(words, s.String())
	}
	if t.IDs != nil {
		words = append(words, "ids", t.IDs.String())
	}
	if t.Checksum != nil {
		words = append(words, "checksum", t.Checksum.String())
	}
	return strings.Join(words, " ")
}

// branchAgrees: of every table of a simulated branch, what the source says equals what was read; no row of
// any unit is lost between the selections.
func branchAgrees(t *testing.T, kind string, s *dbtest.Server) {
	t.Helper()
	d := s.CreateContract(t)
	d.Load(t, branchFiles(t))
	m := moment(t, Config{Kind: kind, URL: d.URL})
	for _, table := range schemas.Contract() {
		if !m.Present(table) {
			t.Fatalf("%s is not present", table.Name)
		}
		all := agree(t, m, table, Selection{})
		var units []control.Unit
		for u := range all {
			units = append(units, u)
		}
		some := units[:len(units)/2]
		if got := agree(t, m, table, Selection{Units: some}); len(got) != len(some) {
			t.Errorf("%s: %d units asked for, %d given", table.Name, len(some), len(got))
		}
		t.Log(table.Name, len(all), "units")
	}
}
