package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

func sound(t *testing.T) *fixture { return fixtures(t, "sound.txtar")[0] }

// TestRun: what Build is told about the run is what a reader of the file gets, in any folder.
func TestRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "năm [2020]*'")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	in := sound(t).input(t)
	for i, f := range in.Files["union_month"] { // files whose path looks like a pattern
		moved := filepath.Join(dir, filepath.Base(f))
		if err := os.Rename(f, moved); err != nil {
			t.Fatal(err)
		}
		in.Files["union_month"][i] = moved
	}
	in.AsOf = []calendar.Day{calendar.Date(2020, 1, 31), calendar.Date(2020, 2, 29)}
	path := filepath.Join(dir, "dim.duckdb") // a name that is also a schema's
	var steps int
	_, err := Build(t.Context(), path, in, Options{Progress: func(step string, done, total int) {
		if step == "" || done != steps || done >= total {
			t.Errorf("step %q %d of %d after %d steps", step, done, total, steps)
		}
		steps++
	}})
	if err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*", "dim.duckdb.*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	w := open(t, path)
	run, err := w.Run(t.Context())
	if err != nil || run != in.Run {
		t.Errorf("Run() = %+v, %v; want %+v", run, err, in.Run)
	}
	days, err := w.AsOfDays(t.Context())
	if err != nil || len(days) != 2 || days[1] != in.AsOf[1] {
		t.Errorf("AsOfDays() = %v, %v", days, err)
	}
	if _, err := w.Report(t.Context(), &schemas.Headline, days[1], "fr"); err == nil || !strings.Contains(err.Error(), "vi or en") {
		t.Errorf("a report in French: %v", err)
	}
	if _, err := w.Report(t.Context(), &schemas.Branch, days[1], "vi"); err == nil {
		t.Error("a dimension was read as a report")
	}
	if rows, err := w.Report(t.Context(), &schemas.Headline, days[1]+1, "vi"); err != nil || len(rows) != 0 {
		t.Errorf("a day without rows gives %v, %v", rows, err)
	}
}

// TestDictionary: every table is there under its schema, with a comment and a definition for
// every column, and nothing personal; any program can open the file under any name.
func TestDictionary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "warehouse-1.duckdb")
	if _, err := Build(t.Context(), path, sound(t).input(t), Options{}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", path+"?access_mode=READ_ONLY")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // only read
	var names []string
	for _, v := range queries.Views() {
		names = append(names, quote(v.Name))
	}
	views := strings.Join(names, ", ")
	names = nil
	for _, d := range onDemand() {
		names = append(names, quote(d.Name))
	}
	demands := strings.Join(names, ", ")
	for query, want := range map[string]int{
		"SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal AND schema_name <> 'main' AND table_name NOT IN (" + views + ")": 0,
		"SELECT count(*) FROM duckdb_tables() WHERE comment IS NULL":                                                                                   0,
		"SELECT count(*) FROM duckdb_views() WHERE comment IS NULL AND NOT internal":                                                                   0,
		`SELECT count(*) FROM duckdb_columns() c FULL JOIN meta.definition d ON d.table_name = c.schema_name || '.' || c.table_name
			AND d.column_name = c.column_name AND d.type = c.data_type AND (d.nullable = c.is_nullable OR c.table_name IN (` + demands + `))
			WHERE coalesce(NOT c.internal AND c.schema_name <> 'scoped' AND c.table_name NOT IN (` + views + `), true) AND (d.table_name IS NULL OR c.table_name IS NULL)`: 0,
		"SELECT count(*) FROM duckdb_columns() WHERE column_name IN ('full_name', 'national_id', 'phone', 'address', 'birth_date', 'gender', 'leader_name')": 0,
		"SELECT count(DISTINCT schema_name) FROM duckdb_tables()":                                                     7,
		"SELECT count(*) FROM duckdb_tables() WHERE table_name IN ('loan_ledger', 'contract_state', 'account_state')": 0,
		"SELECT count(*) FROM meta.as_of":                                                                             2,
		"SELECT count(*) FROM report.headline":                                                                        98,
		"SELECT outstanding FROM fact.loan_month ORDER BY as_of DESC":                                                 700000,
		"SELECT count(*) FROM meta.snapshot":                                                                          1,
	} {
		var got int
		if err := db.QueryRowContext(t.Context(), query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", query, got, err, want)
		}
	}
}

// TestBuildFails: whatever goes wrong, the message says where, and no file stays.
func TestBuildFails(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*testing.T, *Input)
		want  string
	}{
		"a file that is missing": {func(t *testing.T, in *Input) {
			in.Files["union_month"] = append(in.Files["union_month"], filepath.Join(t.TempDir(), "gone.parquet"))
		}, "table union_month: "},
		"a file cut short": {func(t *testing.T, in *Input) {
			if err := os.Truncate(in.Files["customer"][0], 50); err != nil {
				t.Fatal(err)
			}
		}, "table customer: "},
		"a column missing": {func(t *testing.T, in *Input) {
			in.Files["branch"] = in.Files["customer"]
		}, "table branch: "},
		"as-of days that the run does not give": {func(t *testing.T, in *Input) {
			in.AsOf = []calendar.Day{calendar.Date(2020, 2, 29)}
		}, "as-of days should be [2020-02-29]"},
		"a ledger that is missing": {func(t *testing.T, in *Input) {
			in.Files["loan_ledger"] = []string{filepath.Join(t.TempDir(), "gone.parquet")}
		}, "table loan_ledger: "},
		"a total beyond 64 bits": {func(t *testing.T, in *Input) {
			path := filepath.Join(t.TempDir(), "union_month.parquet")
			writeParquet(t, path, &schemas.UnionMonth, schemas.UnionMonth.Arrow(), `as_of,branch_code,union_code,outstanding
2020-02-29,003700,98,9000000000000000000
2020-02-29,004200,98,9000000000000000000
`)
			in.Files["union_month"] = []string{path}
		}, "indicator nation_month: "},
		"a total of all unions beyond 64 bits": {func(t *testing.T, in *Input) {
			path := filepath.Join(t.TempDir(), "union_month.parquet")
			writeParquet(t, path, &schemas.UnionMonth, schemas.UnionMonth.Arrow(), `as_of,branch_code,union_code,outstanding
2020-02-29,003700,11,9000000000000000000
2020-02-29,003700,98,9000000000000000000
`)
			in.Files["union_month"] = []string{path}
		}, "report outstanding_by_union: "},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			in := sound(t).input(t)
			c.spoil(t, &in)
			_, err := Build(t.Context(), filepath.Join(dir, "w.duckdb"), in, Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q in it", err, c.want)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
		})
	}
}

// TestBuildCancelled: a cancelled build leaves nothing.
func TestBuildCancelled(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Build(ctx, filepath.Join(dir, "w.duckdb"), sound(t).input(t), Options{Progress: func(step string, _, _ int) {
		if step == "report headline" {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestBuildOnce: a file that is there is left as it is.
func TestBuildOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	if err := os.WriteFile(path, []byte("yesterday"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Build(t.Context(), path, sound(t).input(t), Options{})
	if text, _ := os.ReadFile(path); err == nil || string(text) != "yesterday" {
		t.Errorf("error %v, the file says %q", err, text)
	}
}

// TestOpenRefuses: what is no warehouse is an error that names the file.
func TestOpenRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.WriteFile(path, []byte("not a database"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a text file: %v", err)
	}
	odd := filepath.Join(t.TempDir(), "why?.duckdb")
	if _, err := Build(t.Context(), odd, sound(t).input(t), Options{}); err == nil || !strings.Contains(err.Error(), "question mark") {
		t.Errorf("a question mark in the path: %v", err)
	}
}
