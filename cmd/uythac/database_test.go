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

// TestDatabases runs the program against real servers: a script's first word of its name is the server.
func TestDatabases(t *testing.T) {
	dir := t.TempDir()
	n, err := simulate.New(simulate.Options{Households: 60, From: calendar.MonthOf(2019, 12), To: calendar.MonthOf(2020, 3), Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := simulate.WriteCSV(context.Background(), n, dir, nil); err != nil {
		t.Fatal(err)
	}
	db := dbtest.NewPostgres(t).CreateContract(t)
	db.Load(t, dir)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "database"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("URL", db.URL)
			return expand(e, db.URL)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"sql":   func(_ *testscript.TestScript, _ bool, args []string) { db.Exec(t, strings.Join(args, " ")) },
		},
	})
}

// expand writes the server's address into a script's configurations.
func expand(e *testscript.Env, url string) error {
	files, err := filepath.Glob(filepath.Join(e.WorkDir, "*.yaml"))
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		if err := os.WriteFile(f, []byte(strings.ReplaceAll(string(text), "${URL}", url)), 0o644); err != nil {
			return err
		}
	}
	return nil
}
