package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/uythac/uythac/schemas"
)

var update = flag.Bool("update", false, "write docs/dictionary.md instead of comparing with it")

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"uythac": main}) }

// TestScripts runs the program as users do: adding a case means adding a file to testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs uythac and holds its exit code: exits 2 report no_such_report.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARGUMENTS...")
	}
	err := ts.Exec("uythac", args[1:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("uythac %s: exit code %s, want %s", strings.Join(args[1:], " "), code, args[0])
	}
}

// TestDictionary holds docs/dictionary.md, the data dictionary for those who do not run the program.
// After an intended change: go test ./cmd/uythac -run Dictionary -update
func TestDictionary(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Data dictionary\n\nEvery table and column, as `uythac schema --format markdown` prints it.\n\n")
	if err := dictionary(&b, "markdown", schemas.All(), false); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "docs", "dictionary.md")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// TestInterrupted: what was asked for is not done, so the exit code is not 0, and no cause is invented.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	config := filepath.Join(dir, configFile)
	if err := os.WriteFile(config, []byte("source: {kind: files, path: core}\nlake: {path: lake}\nwarehouse: {path: warehouse}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	if code := run(ctx, []string{"refresh", "--config", config}, nil, &out, &errs); code != failed || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("exit code %d\n%s", code, &errs)
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		name, want string
		near       bool
	}{
		{"reprot", "report", true}, {"report", "report", true}, {"wharehouse.path", "warehouse.path", true}, {"đ", "", false}, {"something else", "", false},
	} {
		best, near := nearest(c.name, append(keyNames(), "report", "reports"))
		if near != c.near || near && best != c.want {
			t.Errorf("nearest(%q) = %q, %t", c.name, best, near)
		}
	}
}
