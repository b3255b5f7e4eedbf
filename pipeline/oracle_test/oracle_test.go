// Package oracle_test is the second, independent way of computing everything: indicators and
// reports written straight from their definitions as plain DuckDB SQL over the source files, held
// against the pipeline to the đồng for every as-of day of many odd small branches.
//
// It refuses to share a line with the transforms or the queries: what agrees here agrees because
// both read the definitions alike. The SQL prefers the obvious over the fast.
package oracle_test

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/uythac/uythac/calendar"
)

//go:embed oracle/*.sql oracle/demand/*.sql oracle/library/*.sql oracle/placed/*.sql oracle/trend/*.sql
var scripts embed.FS

// oracle holds the source tables of one folder in schema src and everything computed from them, a
// table per script, in schema main.
type oracle struct{ db *sql.DB }

// newOracle loads a folder of source files.
func newOracle(t testing.TB, dir string) *oracle {
	t.Helper()
	o := openOracle(t, dir)
	t.Cleanup(func() { _ = o.db.Close() })
	return o
}

// openOracle is newOracle for an oracle that outlives its test: who opens it closes it.
func openOracle(t testing.TB, dir string) *oracle {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // an in-memory database belongs to its connection
	o := &oracle{db}
	o.exec(t, "SET threads = 2")
	o.exec(t, o.script(t, "oracle/00_source.sql"))
	for _, table := range o.sourceTables(t) {
		if from := scan(t, dir, table); from != "" {
			o.exec(t, fmt.Sprintf("INSERT INTO src.%s BY NAME SELECT * FROM %s", table, from))
		}
	}
	return o
}

// scan is the table function that reads a source table of a folder, or nothing when it is absent.
func scan(t testing.TB, dir, table string) string {
	t.Helper()
	for pattern, reader := range map[string]string{
		"%s.csv*":      "read_csv([%s], header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = false)",
		"%s/*.csv*":    "read_csv([%s], header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = false)",
		"%s.parquet":   "read_parquet([%s])",
		"%s/*.parquet": "read_parquet([%s])",
	} {
		files, err := filepath.Glob(filepath.Join(dir, fmt.Sprintf(pattern, table)))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) > 0 {
			return fmt.Sprintf(reader, "'"+strings.Join(files, "', '")+"'")
		}
	}
	return ""
}

// compute runs every script in the order of their numbers: the table's name is the file's, its
// rows are those of the one SELECT in it.
func (o *oracle) compute(t testing.TB, through calendar.Day) {
	t.Helper()
	o.exec(t, fmt.Sprintf("CREATE OR REPLACE TABLE run AS SELECT DATE '%s' AS through", through))
	entries, err := scripts.ReadDir("oracle")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries[1:] {
		if e.IsDir() {
			continue
		}
		_, name, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), "_")
		o.exec(t, "CREATE OR REPLACE TABLE "+name+" AS\n"+o.script(t, "oracle/"+e.Name()))
	}
}

func (o *oracle) script(t testing.TB, name string) string {
	t.Helper()
	text, err := scripts.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (o *oracle) exec(t testing.TB, query string) {
	t.Helper()
	if _, err := o.db.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
}

// sourceTables lists the contract's tables.
func (o *oracle) sourceTables(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, row := range rows(t, o.db, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'src' ORDER BY 1") {
		names = append(names, row[0])
	}
	return names
}

// days lists the as-of days.
func (o *oracle) days(t testing.TB) []calendar.Day {
	t.Helper()
	var days []calendar.Day
	for _, row := range rows(t, o.db, "SELECT as_of FROM day ORDER BY 1") {
		d, err := calendar.Parse(row[0])
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, d)
	}
	return days
}

// rows reads a query's result as text, the way the reports write it: empty for NULL, dates as
// 2006-01-02, fractions in the shortest text that reads back the same.
func rows(t testing.TB, db *sql.DB, query string) [][]string {
	t.Helper()
	_, all := table(t, db, query)
	return all
}

// table is rows with the names of the columns.
func table(t testing.TB, db *sql.DB, query string) (columns []string, all [][]string) {
	t.Helper()
	res, err := db.QueryContext(context.Background(), query)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer func() { _ = res.Close() }()
	if columns, err = res.Columns(); err != nil {
		t.Fatal(err)
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for res.Next() {
		if err := res.Scan(into...); err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(columns))
		for i, v := range values {
			row[i] = text(t, v)
		}
		all = append(all, row)
	}
	if err := res.Err(); err != nil {
		t.Fatal(err)
	}
	return columns, slices.Clip(all)
}
