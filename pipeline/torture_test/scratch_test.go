package torture_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/schemas"
)

// fromScratch holds what the program made of the source, after all that happened, against what it makes of
// the same source in a new lake: every table of the warehouse, and every report as it is printed.
func (s *stand) fromScratch(where string) {
	s.t.Helper()
	fresh := *s
	fresh.dir = scratch(s.t)
	fresh.write("uythac.yaml", s.read("uythac.yaml"))
	o := fresh.must(published, "refresh")
	want, got := fresh.content(fresh.newest(o.code)), s.content(s.newest(o.code))
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Fatalf("%s: -a new lake's +this one's\n%s", where, diff)
	}
	if o.code == 0 {
		if diff := cmp.Diff(fresh.reports(), s.reports()); diff != "" {
			s.t.Fatalf("%s: reports: -a new lake's +this one's\n%s", where, diff)
		}
	}
}

// newest is the file that the last run published, or that it refused to.
func (s *stand) newest(code int) string {
	s.t.Helper()
	if code == 0 {
		return s.current()
	}
	files, err := filepath.Glob(s.path("warehouse", "refused-*.duckdb"))
	if err != nil || len(files) == 0 {
		s.t.Fatalf("no refused file in %s: %v", s.path("warehouse"), err)
	}
	return slices.Max(files)
}

// current is the file that CURRENT names; empty: nothing was published yet.
func (s *stand) current() string {
	s.t.Helper()
	name, err := os.ReadFile(s.path("warehouse", "CURRENT"))
	if os.IsNotExist(err) {
		return ""
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return s.path("warehouse", strings.TrimSpace(string(name)))
}

// content is every table of a warehouse but for what tells of runs, a text per table.
func (s *stand) content(file string) map[string]string {
	s.t.Helper()
	db, err := sql.Open("duckdb", file+"?access_mode=READ_ONLY")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	all := map[string]string{}
	for _, t := range s.ask(db, "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT IN ('meta', 'main', 'check')") {
		name := t[0] + "." + t[1]
		rows := s.ask(db, fmt.Sprintf("SELECT coalesce(CAST(COLUMNS(*) AS VARCHAR), '') FROM %s ORDER BY ALL", name))
		lines := make([]string, len(rows))
		for i, r := range rows {
			for j, cell := range r {
				if cell == "-0.0" { // 0 of a negative amount; DuckDB keeps one of 0.0 and -0.0 for both where they stand side by side
					r[j] = "0.0"
				}
			}
			lines[i] = strings.Join(r, "|")
		}
		slices.Sort(lines)
		all[name] = strings.Join(lines, "\n")
	}
	return all
}

// reports are all reports as the program prints them.
func (s *stand) reports() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	for _, r := range schemas.Reports() {
		all[r.Name] = s.must(fine, "report", r.Name, "--format", "csv").out
	}
	return all
}
