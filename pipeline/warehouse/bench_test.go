package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

const (
	benchContracts = 110_000
	benchMonths    = 24
	benchEntries   = 3_800_000
)

// BenchmarkBuild builds the warehouse of a whole branch: two years of 110,000 contracts, 3,300
// groups, and 3.8 million ledger entries to reconcile. Every check passes, as it does at night.
func BenchmarkBuild(b *testing.B) {
	in := benchInput(b)
	b.ResetTimer()
	for i := range b.N {
		outcomes, err := Build(b.Context(), filepath.Join(b.TempDir(), fmt.Sprint("w", i, ".duckdb")), in, Options{Threads: 2})
		if err != nil {
			b.Fatal(err)
		}
		for _, o := range outcomes {
			if o.Failed() {
				b.Fatalf("%s: %d failures, first %v", o.Name, o.Failures, o.Findings[0])
			}
		}
	}
	b.ReportMetric(float64(b.N*benchContracts*benchMonths)/b.Elapsed().Seconds(), "loan_month_rows/s")
}

// BenchmarkTables fills all report and trend tables of a whole branch: two years of 110,000 contracts. It has to
// stay under three seconds.
func BenchmarkTables(b *testing.B) {
	in := benchInput(b)
	err := create(b.Context(), filepath.Join(b.TempDir(), "w.duckdb"), settings{threads: 2}, func(s *session) error {
		w := builder{session: s, in: in}
		for _, stage := range []func(context.Context) error{w.declare, w.describe, w.load, w.views, w.indicators} {
			if err := stage(b.Context()); err != nil {
				return err
			}
		}
		spent := map[string]time.Duration{}
		for b.Loop() {
			b.StopTimer()
			for _, t := range append(schemas.Reports(), schemas.Trends()...) {
				drop := "DELETE FROM " + inSchema(t)
				if t.Demand {
					drop = "DROP VIEW IF EXISTS " + inSchema(t)
				}
				if err := s.exec(b.Context(), drop); err != nil {
					return err
				}
			}
			last, began := "", time.Now()
			w.progress = func(step string, _, _ int) {
				spent[last] += time.Since(began)
				last, began = step, time.Now()
			}
			b.StartTimer()
			if err := w.reports(b.Context()); err != nil {
				return err
			}
			if err := w.trends(b.Context()); err != nil {
				return err
			}
			w.step("")
		}
		for _, step := range slices.SortedFunc(maps.Keys(spent), func(x, y string) int { return int(spent[y] - spent[x]) })[:5] {
			b.Logf("%s: %v", step, spent[step]/time.Duration(b.N))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/branch")
}

// BenchmarkOpen opens a published file and reads its run: what a refresh with nothing new does.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "w.duckdb")
	if _, err := Build(b.Context(), path, Input{Run: Run{Through: calendar.Date(2020, 12, 31)}}, Options{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w, err := Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := w.Run(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// benchInput has DuckDB write the branch's Parquet files: each loan repays 1,000 đồng a month.
func benchInput(b *testing.B) Input {
	b.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	in := Input{
		Run:   Run{ID: "bench", Through: calendar.Date(2020, 12, 31), FirstPosted: calendar.Date(2019, 1, 1)},
		Files: map[string][]string{}, Rows: map[string]int64{}, Snapshots: map[string]int64{},
	}
	dir := b.TempDir()
	write := func(t *schemas.Table, name, from string, values map[string]string) {
		path := filepath.Join(dir, name+".parquet")
		if _, err := db.ExecContext(b.Context(), "COPY (SELECT "+benchColumns(t, values)+" FROM "+from+") TO '"+path+"' (COMPRESSION zstd)"); err != nil {
			b.Fatalf("%s: %v", name, err)
		}
		in.Files[t.Name] = append(in.Files[t.Name], path)
	}
	write(&schemas.MassOrganisation, "union", "range(11, 15) u(u)", map[string]string{"union_code": "u::VARCHAR", "name_vi": "'Hội ' || u"})
	for m := range benchMonths {
		balance := fmt.Sprintf("(60000 + k %% 997 - %d) * 1000", m)
		asOf := fmt.Sprintf("last_day(DATE '2019-01-01' + INTERVAL %d MONTH)", m)
		loans := map[string]string{
			"as_of": asOf, "branch_code": "'003700'", "contract_no": "printf('0037%012d', k)", "customer_code": "printf('%010d', k)",
			"group_code": "printf('%07d', k // 34)", "union_code": "(11 + (k // 34) % 4)::VARCHAR", "commune_code": "printf('%06d', k // 800)",
			"office_code": "printf('%06d', k // 11000)", "programme_code": "printf('%02d', k % 20)", "fund_source": "'1'", "lending_method": "'2'",
			"maturity_on": "DATE '2025-01-01' + (k % 900)::INTEGER", "last_activity_on": asOf, "opening_in_term": balance + " + 1000", "in_term": balance, "outstanding": balance,
			"collected_in_term": "1000", "interest_due_in_term": "k % 300 * 100", "interest_paid_in_term": "k % 300 * 100",
		}
		if m == 0 {
			loans["opening_in_term"], loans["brought_forward_in_term"] = "0", balance+" + 1000"
		}
		write(&schemas.LoanMonth, fmt.Sprint("loan_month", m), fmt.Sprintf("range(%d) k(k)", benchContracts), loans)
		write(&schemas.ContractState, fmt.Sprint("contract_state", m), fmt.Sprintf("range(%d) k(k)", benchContracts), map[string]string{
			"as_of": asOf, "branch_code": "'003700'", "contract_no": "printf('0037%012d', k)", "union_code": loans["union_code"],
			"in_term": balance, "opened": balance + " + 1000", "openings": "1", "paid": "1000",
		})
	}
	write(&schemas.LoanContract, "loan_contract", fmt.Sprintf("range(%d) k(k)", benchContracts), map[string]string{
		"contract_no": "printf('0037%012d', k)", "lending_method": "'2'", "approved_amount": "61000000",
		"signed_on": "DATE '2015-01-01' + (k % 1400)::INTEGER", "session_maturity_on": "DATE '2025-01-01' + (k % 900)::INTEGER",
	})
	write(&schemas.PrincipalSchedule, "principal_schedule", fmt.Sprintf("range(%d) k(k)", 2*benchContracts), map[string]string{
		"contract_no": "printf('0037%012d', k // 2)", "due_on": "DATE '2020-01-01' + (k % 1700)::INTEGER", "amount": "30000000",
	})
	group := map[string]string{"groups_with_debt": "1", "rating_good": "1"}
	union := map[string]string{}
	for _, c := range schemas.LoanMeasures() {
		if _, both := schemas.LoanMonth.Column(c.Name); both {
			group[c.Name] = "sum(l." + c.Name + ")"
		}
		union[c.Name] = "sum(g." + c.Name + ")"
	}
	for _, c := range schemas.GroupMeasures() {
		union[c.Name] = "sum(g." + c.Name + ")"
	}
	group["loans"], group["households_with_debt"] = "count(*)", "count(*)"
	for _, key := range []string{"as_of", "branch_code", "group_code", "union_code", "commune_code", "office_code"} {
		group[key] = "any_value(l." + key + ")"
	}
	write(&schemas.GroupMonth, "group_month", "read_parquet('"+dir+"/loan_month*.parquet') l GROUP BY l.as_of, l.group_code", group)
	for _, c := range []struct {
		table *schemas.Table
		key   string
	}{{&schemas.UnionMonth, "union_code"}, {&schemas.CommuneMonth, "commune_code"}, {&schemas.OfficeMonth, "office_code"}} {
		keys := map[string]string{}
		for name, sum := range union {
			keys[name] = sum
		}
		for _, key := range []string{"as_of", "branch_code", "union_code", c.key} {
			keys[key] = "any_value(g." + key + ")"
		}
		write(c.table, c.table.Name, "read_parquet('"+dir+"/group_month.parquet') g GROUP BY g.as_of, g.union_code, g."+c.key, keys)
	}
	for _, c := range []*schemas.Table{&schemas.ProgrammeMonth, &schemas.FundSourceMonth} {
		key := c.Key[2]
		keys := map[string]string{key: "any_value(l." + key + ")", "loans": "count(*)", "households_with_debt": "count(*)"}
		for _, name := range []string{"as_of", "branch_code", "union_code"} {
			keys[name] = "any_value(l." + name + ")"
		}
		for _, m := range schemas.LoanMeasures() {
			if _, both := schemas.LoanMonth.Column(m.Name); both {
				keys[m.Name] = "sum(l." + m.Name + ")"
			}
		}
		write(c, c.Name, "read_parquet('"+dir+"/loan_month*.parquet') l GROUP BY l.as_of, l.union_code, l."+key, keys)
	}
	write(&schemas.LoanLedger, "loan_ledger", fmt.Sprintf("range(%d) k(k)", benchEntries), map[string]string{
		"entry_id": "k", "posted_on": "DATE '2019-01-01' + (k % 730)::INTEGER", "office_code": "printf('%06d', k // 7 % 10)", "contract_no": "printf('0037%012d', k // 35)",
		"entry_type": "CASE WHEN k % 7 < 3 THEN 'interest_paid' WHEN k % 7 = 3 THEN 'disbursement' ELSE 'interest_due' END", "to_class": "'in_term'", "amount": "1000",
		"branch_code": "'003700'",
	})
	write(&schemas.GLBalance, "gl_balance", fmt.Sprintf("(SELECT posted_on, office_code, sum(CASE WHEN entry_type = 'disbursement' THEN amount ELSE 0 END) AS day FROM read_parquet('%s/loan_ledger.parquet') GROUP BY ALL)", dir), map[string]string{
		"as_of": "posted_on", "office_code": "office_code", "account": "'loan_in_term'", "amount": "sum(day) OVER (PARTITION BY office_code ORDER BY posted_on)",
	})
	return in
}

// benchColumns selects a table's columns: given ones, else zero, false, a day, "" or NULL.
func benchColumns(t *schemas.Table, values map[string]string) string {
	zero := map[schemas.Type]string{schemas.Date: "DATE '2019-01-01'", schemas.Timestamp: "TIMESTAMP '2019-01-01'", schemas.Bool: "false", schemas.Code: "''", schemas.Text: "''"}
	var cols []string
	for _, f := range t.Arrow().Fields() {
		c, _ := t.Column(f.Name)
		v := values[c.Name]
		switch {
		case v == "" && c.Null:
			v = "NULL"
		case v == "" && zero[c.Type] != "":
			v = zero[c.Type]
		case v == "":
			v = "0"
		}
		cols = append(cols, "("+v+")::"+c.Type.DuckDB()+" AS "+c.Name)
	}
	return strings.Join(cols, ", ")
}
