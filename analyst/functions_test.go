package analyst_test

import (
	"flag"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/uythac/uythac/analyst"
)

var update = flag.Bool("update", false, "write what is found into the files that say what is expected")

// TestFunctions holds testdata/functions.txt: every function and view of this DuckDB, and whether a statement may use it. A new
// version of DuckDB changes the file, and what is new is judged by whoever looks at the difference.
// After that: go test ./analyst -run Functions -update
func TestFunctions(t *testing.T) {
	p := newPool(t, analyst.Limits{Concurrency: 1})
	var lines []string
	for kind, sql := range map[string]string{
		"table":  "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro') AND database_name = 'system'",
		"value":  "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('scalar', 'macro', 'aggregate') AND database_name = 'system' AND regexp_matches(function_name, '^[A-Za-z_0-9]+$')",
		"pragma": "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'pragma'",
		"view":   "SELECT DISTINCT view_name FROM duckdb_views() WHERE internal AND schema_name <> 'information_schema'",
	} {
		for _, name := range column(t, p, sql) {
			probe := map[string]string{"table": "FROM " + name + "()", "value": "SELECT " + name + "()", "pragma": "PRAGMA " + name, "view": "FROM " + name}[kind]
			if kind == "value" && strings.HasPrefix(name, "icu_collate_") {
				continue // an order of letters each
			}
			verdict := "may be used"
			if _, err := rows(t.Context(), p, file(t), "SELECT 1 WHERE EXISTS ("+probe+" LIMIT 0)", nil); reason(err) == analyst.Refused || kind == "pragma" {
				verdict = "refused"
			}
			lines = append(lines, kind+" "+name+": "+verdict)
		}
	}
	sort.Strings(lines)
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile("testdata/functions.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile("testdata/functions.txt")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("testdata/functions.txt differs: judge what is new, then run with -update\n%s", got)
	}
}

// column returns a column of text.
func column(t *testing.T, p *analyst.Pool, sql string) (all []string) {
	t.Helper()
	r, err := p.Query(t.Context(), file(t), sql, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	for b, err := range r.Batches() {
		if err != nil {
			t.Fatal(err)
		}
		for i := range int(b.NumRows()) {
			all = append(all, strings.Clone(b.Column(0).ValueStr(i)))
		}
	}
	return all
}
