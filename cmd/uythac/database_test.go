package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// TestDatabases runs the program against real servers; scripts find the kind in $KIND and the address in $URL.
func TestDatabases(t *testing.T) {
	dir := t.TempDir()
	n, err := simulate.New(simulate.Options{Households: 60, From: calendar.MonthOf(2019, 12), To: calendar.MonthOf(2020, 3), Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := simulate.WriteCSV(context.Background(), n, dir, nil); err != nil {
		t.Fatal(err)
	}
	for kind, server := range map[string]func(testing.TB, ...string) *dbtest.Server{"postgres": dbtest.NewPostgres, "mariadb": dbtest.NewMariaDB} {
		t.Run(kind, func(t *testing.T) {
			db := server(t).CreateContract(t)
			db.Load(t, dir)
			testscript.Run(t, testscript.Params{
				Dir:       filepath.Join("testdata", "database"),
				Condition: func(name string) (bool, error) { return name == kind, nil },
				Setup: func(e *testscript.Env) error {
					e.Setenv("URL", db.URL)
					e.Setenv("KIND", kind)
					return expand(e, kind, db.URL)
				},
				Cmds: map[string]func(*testscript.TestScript, bool, []string){
					"exits": exits,
					"sql":   func(_ *testscript.TestScript, _ bool, args []string) { db.Exec(t, strings.Join(args, " ")) },
				},
			})
		})
	}
}

// expand writes the server's kind and address into a script's configurations.
func expand(e *testscript.Env, kind, url string) error {
	files, err := filepath.Glob(filepath.Join(e.WorkDir, "*.yaml"))
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if err := os.WriteFile(f, []byte(strings.NewReplacer("${KIND}", kind, "${URL}", url).Replace(string(text))), 0o644); err != nil {
			return err
		}
	}
	return nil
}
