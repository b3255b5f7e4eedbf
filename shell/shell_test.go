package shell_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/shell"
)

// TestMain is also the worker of the tests, as main is of the program.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "work" {
		if err := analyst.Work(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// typed is what somebody types.
type typed struct {
	lines      []string
	remembered []string
}

func (l *typed) Prompt(string) (string, error) {
	if len(l.lines) == 0 {
		return "", io.EOF
	}
	line := l.lines[0]
	l.lines = l.lines[1:]
	if line == "^C" {
		return "", shell.ErrAborted
	}
	return line, nil
}

func (l *typed) Remember(statement string) { l.remembered = append(l.remembered, statement) }

// paper is a pager that keeps what it shows.
type paper struct{ strings.Builder }

func (p *paper) Close() error { return nil }

var published = time.Date(2021, 1, 1, 18, 30, 0, 0, time.UTC)

func newShell(t *testing.T) (*shell.Shell, *strings.Builder) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "warehouse-1.duckdb")
	run := warehouse.Run{ID: "run-1", Version: "test", StartedAt: published}
	if _, err := warehouse.Build(context.Background(), file, warehouse.Input{Run: run}, warehouse.Options{}); err != nil {
		t.Fatal(err)
	}
	pool := analyst.New(analyst.Limits{Timeout: 30 * time.Second}, os.Args[0], "work")
	t.Cleanup(pool.Close)
	out := &strings.Builder{}
	v := shell.Version{File: file, At: published}
	return &shell.Shell{
		Pool: pool, Version: v, Current: func() (shell.Version, error) { return v, nil }, Out: out, Lang: "en", Moment: func(t time.Time) string { return t.Format(time.DateOnly) },
	}, out
}

// TestSession: statements over several lines and several on a line, commands amid a statement, a line given up, errors with
// their place, formats, and a newer version that is told once and taken on demand.
func TestSession(t *testing.T) {
	s, out := newShell(t)
	lines := &typed{lines: []string{
		"SELECT run,", `\format`, "  'a;b' AS t", "FROM meta.run;", "SELECT 1 AS a; SELECT 2 AS b;", "SELECT 'half", "^C", "SELECT 'Hội', nothing;",
		`\format csv`, "SELECT 3 AS c;", `\format xlsx`, `\format table`, `\d dim.branch`, `\d+ branch`, `\d nothing`, `\nonsense`, `\format csv`, `\dt Trend.p*`, `\dt no*`, `\dt migration`, `\format table`, `\refresh`, `\version`,
	}}
	s.Lines = lines
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"published 2021-01-01", "run    t\n──────────\nrun-1  a;b\n(1 row)\n", "b\n─\n2\n(1 row)\n",
		"  SELECT 'Hội', nothing\n                ^\nReferenced column \"nothing\"", "c\n3\n", "there is no format \"xlsx\"\n  → take one of: table, ",
		"dim.branch\ncolumn       type     NULL\nbranch_code  VARCHAR", "Provincial branches", "Name of the branch.", "there is no table nothing\n  → \\dt", "no command \\nonsense\n  → \\help",
		"trend   par ", "trend   migration ", "there is no table no*\n", "This is the version that is published now", "A statement may take 30s, 512 MB",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out.String(), "half") {
		t.Errorf("a line given up was run:\n%s", out)
	}
	if !slices.Contains(lines.remembered, "SELECT run,\n  'a;b' AS t\nFROM meta.run;") {
		t.Errorf("remembered %q", lines.remembered)
	}
}

// TestVersions: a session stays on its version; a newer one is told of once, and taken by \refresh.
func TestVersions(t *testing.T) {
	s, out := newShell(t)
	text, err := os.ReadFile(s.Version.File)
	if err != nil {
		t.Fatal(err)
	}
	newer := shell.Version{File: filepath.Join(t.TempDir(), "warehouse-2.duckdb"), At: published.AddDate(0, 0, 1)}
	if err := os.WriteFile(newer.File, text, 0o600); err != nil {
		t.Fatal(err)
	}
	older := s.Version
	s.Current = func() (shell.Version, error) { return newer, nil }
	s.Lines = &typed{lines: []string{"SELECT 1;", "SELECT 1;", `\version`, `\refresh`, `\version`, "SELECT 4 AS d;"}}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "A newer version was published 2021-01-02"); n != 1 {
		t.Errorf("told %d times of a newer version:\n%s", n, out)
	}
	for _, want := range []string{"Version published 2021-01-01", "From now on the version published 2021-01-02", "Version published 2021-01-02", "d\n─\n4\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if s.Version != newer || s.Version == older {
		t.Errorf("the session is on %+v", s.Version)
	}
}

// TestPaging: what fits the screen is printed, what is longer or wider goes to the pager, whole.
func TestPaging(t *testing.T) {
	s, out := newShell(t)
	shown := &paper{}
	s.Screen = func() (int, int) { return 40, 10 }
	s.Pager = func() (io.WriteCloser, error) { return shown, nil }
	s.Lines = &typed{lines: []string{"FROM range(3);", "FROM range(100);", "SELECT repeat('x', 50) AS wide;"}}
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "\n    2\n(3 rows)") || strings.Contains(out.String(), "\n   99\n") || !strings.Contains(out.String(), "(100 rows)") {
		t.Errorf("printed\n%s", out)
	}
	if !strings.Contains(shown.String(), "range\n─────\n    0\n") || !strings.Contains(shown.String(), "   99\n") || !strings.Contains(shown.String(), strings.Repeat("x", 50)) {
		t.Errorf("paged\n%s", shown)
	}
}

// TestInterrupt: Ctrl-C stops the statement, and the session goes on.
func TestInterrupt(t *testing.T) {
	s, out := newShell(t)
	interrupts := make(chan os.Signal, 1)
	s.Interrupts = interrupts
	s.Lines = &typed{lines: []string{"SELECT count(*) FROM range(1000000) a, range(1000000) b;", "SELECT 5 AS e;"}}
	time.AfterFunc(time.Second, func() { interrupts <- os.Interrupt }) // what comes before the statement is not meant for it
	if err := s.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "the query was stopped") || !strings.Contains(out.String(), "e\n─\n5\n") {
		t.Errorf("printed\n%s", out)
	}
}

// TestComplete: schemas, tables, columns of the tables named, of aliases, functions, keywords and commands.
func TestComplete(t *testing.T) {
	s, _ := newShell(t)
	for line, want := range map[string]string{
		"SELECT * FROM repor|":                           "report.",
		"SELECT * FROM dim.bra|":                         "dim.branch",
		"SELECT days_p| FROM fact.loan_month":            "days_past_due",
		"SELECT m.days_p| FROM fact.loan_month AS m":     "m.days_past_due",
		"SELECT loan_month.days_p| FROM fact.loan_month": "loan_month.days_past_due",
		"SELECT date_tr|":                                "date_trunc(",
		"SELECT * FROM dim.branch GRO|":                  "GROUP BY",
		`\ref|`:                                          `\refresh`,
		`\format js|`:                                    "json",
		`\d dim.comm|`:                                   "dim.commune",
	} {
		before, after, _ := strings.Cut(line, "|")
		head, offers, tail := s.Complete(before+after, len([]rune(before)))
		for range 10 { // a slow machine: the names did not come in time
			if slices.Contains(offers, want) {
				break
			}
			head, offers, tail = s.Complete(before+after, len([]rune(before)))
		}
		if !slices.Contains(offers, want) || tail != after || !strings.HasPrefix(before, head) {
			t.Errorf("%s: %q %q %q, want %q", line, head, offers, tail, want)
		}
	}
}
