package pipeline_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/source/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestDatabasesAgree: whatever holds a branch, files or a database of any kind, the cleaned rows in the lake
// are the same.
func TestDatabasesAgree(t *testing.T) {
	options := simulate.Options{Branches: 2, From: calendar.MonthOf(2019, 11), To: calendar.MonthOf(2020, 2), Seed: 7, Households: 60}
	files := filepath.Join(t.TempDir(), "core")
	if _, err := pipeline.Simulate(t.Context(), pipeline.SimulateOptions{Options: options, Format: "csv", Out: files}, pipeline.Options{}); err != nil {
		t.Fatal(err)
	}
	dir := newLake(t)
	mustExtract(t, dir, "files", files)
	want := stamps(t, dir)
	for kind, server := range map[string]func(testing.TB) *dbtest.Server{"postgres": dbtest.Postgres, "mariadb": dbtest.MariaDB} {
		t.Run(kind, func(t *testing.T) {
			d := server(t).CreateContract(t)
			d.Load(t, files)
			c := pipeline.Config{Lake: pipeline.Place{Path: newLake(t)}, Source: pipeline.Source{Kind: kind, Database: source.Config{Kind: kind, URL: d.URL}}}
			for range 2 { // the second time nothing is read
				res, err := pipeline.RunExtract(t.Context(), c, pipeline.Options{})
				if err != nil {
					t.Fatal(err)
				}
				for _, count := range res.Tables {
					if count.Quarantined > 0 {
						t.Errorf("%+v", count)
					}
				}
				if diff := cmp.Diff(want, stamps(t, c.Lake.Path)); diff != "" {
					t.Errorf("other rows than from files:\n%s", diff)
				}
			}
		})
	}
}
