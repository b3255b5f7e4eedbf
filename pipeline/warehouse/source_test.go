package warehouse

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/uythac/uythac/schemas"
)

// TestLoadSource: a table in one file, one in several, and one that is left out.
func TestLoadSource(t *testing.T) {
	dir := t.TempDir()
	write := func(table *schemas.Table, path, rows string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755); err != nil {
			t.Fatal(err)
		}
		writeParquet(t, filepath.Join(dir, path), table, table.SourceArrow(), rows)
	}
	write(&schemas.Customer, "customer.parquet", "customer_code,full_name,birth_date,household_kind\n0000000001,Nguyễn Thị Đào,1970-01-02,poor\n")
	write(&schemas.LoanProgramme, "loan_programme.parquet", "programme_code,short_name,annual_rate,interest_grace\n01,HN,6.6000,true\n")
	write(&schemas.LoanLedger, "loan_ledger/part-000.parquet", "entry_id,posted_on,booked_at,amount\n1,2020-01-10,2020-01-10 09:30:00.5,5\n")
	write(&schemas.LoanLedger, "loan_ledger/part-001.parquet", "entry_id,posted_on,to_class,amount\n2,2020-01-11,in_term,7\n")
	file := filepath.Join(t.TempDir(), "core.duckdb")
	if err := LoadSource(t.Context(), file, dir); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // only read
	for query, want := range map[string]string{
		"SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM duckdb_tables()":                                     "customer loan_ledger loan_programme",
		"SELECT full_name || birth_date FROM customer":                                                                    "Nguyễn Thị Đào1970-01-02",
		"SELECT annual_rate::VARCHAR FROM loan_programme":                                                                 "6.6000",
		"SELECT sum(amount)::VARCHAR || max(posted_on) FROM loan_ledger":                                                  "122020-01-11",
		"SELECT booked_at::VARCHAR || ' ' || coalesce(to_class, 'NULL') FROM loan_ledger WHERE entry_id = 1":              "2020-01-10 09:30:00.5 NULL",
		"SELECT count(*)::VARCHAR FROM duckdb_columns() WHERE table_name = 'loan_ledger' AND column_name LIKE '%branch%'": "0",
	} {
		var got string
		if err := db.QueryRowContext(t.Context(), query).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", query, got, err, want)
		}
	}
	if err := LoadSource(t.Context(), file, dir); err == nil {
		t.Error("an existing file was loaded again")
	}
}
