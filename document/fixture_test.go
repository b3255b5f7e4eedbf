package document_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/document"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// branch is a small made-up branch, published once for all tests.
var branch = sync.OnceValues(func() (c pipeline.Config, err error) {
	dir, err := os.MkdirTemp("", "document")
	if err != nil {
		return c, err
	}
	c = pipeline.Config{
		Source: pipeline.Source{Kind: "files", Path: filepath.Join(dir, "core")},
		Lake:   pipeline.Place{Path: filepath.Join(dir, "lake")}, Warehouse: pipeline.Warehouse{Path: filepath.Join(dir, "warehouse")},
	}
	clock := pipeline.Options{Version: "test", Now: func() time.Time { return time.Date(2021, 1, 5, 3, 4, 5, 0, time.UTC) }}
	made := simulate.Options{Households: 400, From: calendar.MonthOf(2019, 1), To: calendar.MonthOf(2020, 12), Seed: 5}
	if _, err := pipeline.Simulate(context.Background(), pipeline.SimulateOptions{Options: made, Format: "parquet", Out: c.Source.Path}, clock); err != nil {
		return c, err
	}
	_, err = pipeline.Refresh(context.Background(), c, clock)
	return c, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if c, err := branch(); err == nil {
		_ = os.RemoveAll(filepath.Dir(c.Lake.Path)) // what is left in the temporary folder harms nobody
	}
	os.Exit(code)
}

// input reads what a document of the small branch is made of. The run's name is made of the time and
// chance: here it is fixed.
func input(t testing.TB, day calendar.Day, lang, format string) document.Input {
	t.Helper()
	return scopedInput(t, day, lang, format, warehouse.Scope{})
}

// scopedInput is input of a scope.
func scopedInput(t testing.TB, day calendar.Day, lang, format string, scope warehouse.Scope) document.Input {
	t.Helper()
	c, err := branch()
	if err != nil {
		t.Fatal(err)
	}
	in := document.Input{Lang: lang, Period: document.PeriodOf(day)}
	r, err := pipeline.ReadReports(t.Context(), c, pipeline.Wish{
		AsOf: &day, Scope: scope, Lang: lang, Reports: func(t *schemas.Table) bool { return document.Holds(format, t) }, Earlier: document.Again, Before: in.Period.Before, Trends: document.Charted,
	})
	if err != nil {
		t.Fatal(err)
	}
	in.AsOf, in.Scope, in.Branches, in.Reports, in.Earlier = r.AsOf, r.Scope, r.Branches, reports(r.Reports), reports(r.Earlier)
	in.Trends, in.Small = reports(r.Trends), r.SmallBase.Amount
	in.Origin = document.Origin{Run: "20210105T030405Z-abcdef", Version: r.Run.Version, Built: r.Run.StartedAt, Through: r.Run.Through}
	for _, k := range r.Checks {
		title := k.TitleVI
		if lang == "en" {
			title = k.TitleEN
		}
		in.Origin.Checks = append(in.Origin.Checks, document.Check{Name: k.Name, Title: title, Blocking: k.Severity == "error", Failures: k.Failures})
	}
	return in
}

func reports(rows []pipeline.ReportRows) (all []document.Report) {
	for _, r := range rows {
		all = append(all, document.Report{Table: r.Table, Columns: r.Columns, Rows: r.Rows})
	}
	return all
}

func build(t testing.TB, in document.Input) *document.Document {
	t.Helper()
	d, err := document.Build("entrustment-report", in, document.Templates{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// golden holds a text against a file of testdata.
func golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s\nafter an intended change: go test ./document -update, and read the diff", path, diff)
	}
}
