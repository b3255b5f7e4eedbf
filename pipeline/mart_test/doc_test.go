// Package mart_test publishes small branches into a real PostgreSQL server and looks at what readers see, with clients
// that others wrote.
package mart_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/pipeline/warehouse"
)

func TestMain(m *testing.M) { dbtest.Main(m, func() { _ = os.RemoveAll(versionsDir) }) }

var versionsDir string

// versions are two published files of one branch: through November, and through December.
var versions = sync.OnceValues(func() (files [2]string, err error) {
	if versionsDir, err = os.MkdirTemp("", "mart-test-"); err != nil {
		return files, err
	}
	c := configuration(versionsDir)
	ctx := context.Background()
	_, err = pipeline.Simulate(ctx, pipeline.SimulateOptions{Options: simulate.Options{
		Seed: 21, Households: 40, From: calendar.MonthOf(2020, 11), To: calendar.MonthOf(2020, 12)}, Format: "parquet", Out: c.Source.Path}, pipeline.Options{})
	if err != nil {
		return files, err
	}
	for i, through := range []calendar.Day{calendar.Date(2020, 11, 30), calendar.Date(2020, 12, 31)} {
		if _, err := pipeline.Refresh(ctx, c, pipeline.Options{Through: &through}); err != nil {
			return files, err
		}
		if files[i], err = warehouse.Current(c.Warehouse.Path); err != nil {
			return files, err
		}
	}
	return files, nil
})

func configuration(dir string) pipeline.Config {
	return pipeline.Config{Source: pipeline.Source{Kind: "files", Path: filepath.Join(dir, "core")}, Lake: pipeline.Place{Path: filepath.Join(dir, "lake")},
		Warehouse: pipeline.Warehouse{Path: filepath.Join(dir, "warehouse")}}
}

// published gives the two files.
func published(t *testing.T) (november, december string) {
	t.Helper()
	files, err := versions()
	if err != nil {
		t.Fatal(err)
	}
	return files[0], files[1]
}

// target is a database that gets a mart.
type target struct {
	*dbtest.Database
	config mart.Config
}

// owner is a user that owns its database and may make roles, and no more.
func newTarget(t *testing.T, roles access.Roles) *target {
	t.Helper()
	s := dbtest.Postgres(t)
	d := s.Create(t)
	owner := "owner_of_" + d.Name
	s.Exec(t, "postgres", "CREATE ROLE "+owner+" LOGIN CREATEROLE")
	s.Exec(t, "postgres", "ALTER DATABASE "+d.Name+" OWNER TO "+owner)
	return &target{d, mart.Config{URL: as(d, owner), Roles: roles}}
}

// as is the address of a database for another user.
func as(d *dbtest.Database, user string) string {
	return strings.Replace(d.URL, "//postgres@", "//"+user+"@", 1)
}

func (d *target) publish(t *testing.T, file string) mart.Result {
	t.Helper()
	r, err := mart.Publish(t.Context(), d.config, file, mart.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// one is the only cell of a query's answer.
func (d *target) one(t *testing.T, query string) string {
	t.Helper()
	rows := d.Query(t, query)
	if len(rows) != 1 || len(rows[0]) != 1 {
		t.Fatalf("%s gives %v", query, rows)
	}
	return rows[0][0]
}
