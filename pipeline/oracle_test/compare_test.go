package oracle_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/schemas"
)

// product is a pipeline over one source: its lake, its warehouse, and what it published.
type product struct {
	cfg  pipeline.Config
	file string // what it built last, refused or published
}

func newProduct(dir, kind, source string) *product {
	return &product{cfg: pipeline.Config{
		Source: pipeline.Source{Kind: kind, Path: source}, Lake: pipeline.Place{Path: filepath.Join(dir, "lake")},
		Warehouse: pipeline.Warehouse{Path: filepath.Join(dir, "warehouse"), MemoryLimit: "300MB", Threads: 2},
	}}
}

// refresh takes the source through a day and publishes.
func (p *product) refresh(t testing.TB, through calendar.Day) pipeline.RefreshResult {
	t.Helper()
	return p.run(t, pipeline.Options{Through: &through, Version: "test"})
}

func (p *product) run(t testing.TB, options pipeline.Options) pipeline.RefreshResult {
	t.Helper()
	res, err := pipeline.Refresh(context.Background(), p.cfg, options)
	var refused *pipeline.RefusedError
	switch {
	case errors.As(err, &refused): // a defect; what was built still tells where
		t.Errorf("%v", err)
		p.file = refused.File
	case err != nil:
		t.Fatal(err)
	default:
		p.file = res.Build.File
	}
	return res
}

// open opens the warehouse file for reading.
func (p *product) open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", p.file+"?access_mode=READ_ONLY")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// compareAll holds everything that the product published against the oracle.
func compareAll(t testing.TB, where string, o *oracle, p *product) {
	t.Helper()
	d := &differences{t: t, where: where}
	db := p.open(t)
	d.reports(o, db)
	if !strings.HasPrefix(filepath.Base(p.file), "refused") {
		d.reading(o, p)
	}
	d.indicators(o, db)
	d.facts(o, db)
	if d.found > 0 {
		t.Errorf("%s: %d differences", where, d.found)
	}
}

// reports compares every report table on every as-of day.
func (d *differences) reports(o *oracle, db *sql.DB) {
	d.t.Helper()
	for _, r := range schemas.Reports() {
		d.compare(r.Name, newSide(d.t, o.db, oracleReport(r, ""), len(r.Key)), newSide(d.t, db, reportColumns(r)+" FROM report."+r.Name, len(r.Key)), false)
	}
}

// oracleReport asks the oracle for a report with the product's columns, its key first.
func oracleReport(r *schemas.Table, where string) string {
	if r == &schemas.Headline {
		return "SELECT as_of, key, " + exactText("value_e12") + " AS value, unit FROM headline" + where
	}
	return reportColumns(r) + " FROM " + r.Name + where
}

func reportColumns(r *schemas.Table) string {
	var rest []string
	for _, c := range r.Columns {
		switch {
		case slices.Contains(r.Key, c.Name):
		case c.Type == schemas.Exact:
			rest = append(rest, exactText("("+c.Name+" * 1000000000000)::DECIMAL(38,0)")+" AS "+c.Name)
		default:
			rest = append(rest, c.Name)
		}
	}
	return "SELECT " + strings.Join(append(slices.Clone(r.Key), rest...), ", ")
}

// exactText is a count of 1e-12 as text.
func exactText(e12 string) string { return "(" + e12 + ")::VARCHAR" }

// reading compares what the report command reads: on the first, the middle and the last day, with
// the order of the rows.
func (d *differences) reading(o *oracle, p *product) {
	d.t.Helper()
	days := o.days(d.t)
	for _, day := range []calendar.Day{days[0], days[len(days)/2], days[len(days)-1]} {
		for _, r := range schemas.Reports() {
			got, err := pipeline.ReadReport(context.Background(), p.cfg, pipeline.Question{Report: r.Name, AsOf: &day, Lang: "vi"})
			if err != nil {
				d.t.Fatalf("%s: %s as of %s: %v", d.where, r.Name, day, err)
			}
			if got.AsOf != day {
				d.add(r.Name, day.String(), "as_of", day.String(), got.AsOf.String())
			}
			where := fmt.Sprintf(" WHERE as_of = '%s' ORDER BY %s", day, order(r))
			want := newSide(d.t, o.db, oracleReport(r, where), len(r.Key))
			d.compareRows(r, day, want, got.Rows)
		}
	}
}

// compareRows compares rows in order; columns of a report begin with its key.
func (d *differences) compareRows(r *schemas.Table, day calendar.Day, want side, got [][]any) {
	d.t.Helper()
	if len(want.keys) != len(got) {
		d.add(r.Name, day.String(), "rows", fmt.Sprint(want.keys), fmt.Sprint(got))
		return
	}
	position := map[string]int{}
	for i, c := range r.Columns[1:] {
		position[c.Name] = i
	}
	for i, values := range got {
		key := day.String()
		for _, k := range r.Key[1:] {
			key += " " + text(d.t, values[position[k]])
		}
		if key != want.keys[i] {
			d.add(r.Name, day.String(), fmt.Sprint("row ", i), want.keys[i], key)
			continue
		}
		for j, c := range want.columns {
			w, g := want.rows[key][j], text(d.t, values[position[c]])
			if r == &schemas.Headline && c == "value" {
				w = exact(w)
			}
			if w != g {
				d.add(r.Name, key, c+" as read", w, g)
			}
		}
	}
}

// indicators compares every measure of every cut.
func (d *differences) indicators(o *oracle, db *sql.DB) {
	d.t.Helper()
	for _, cut := range []struct {
		table *schemas.Table
		key   string
	}{
		{&schemas.GroupMonth, "group_code"}, {&schemas.UnionMonth, "''"}, {&schemas.CommuneMonth, "commune_code"},
		{&schemas.OfficeMonth, "office_code"}, {&schemas.ProgrammeMonth, "programme_code"}, {&schemas.FundSourceMonth, "fund_source"},
	} {
		if cut.table == &schemas.OfficeMonth || cut.table == &schemas.GroupMonth || cut.table == &schemas.CommuneMonth {
			cut.key = "coalesce(" + cut.key + ", '')"
		}
		columns := measureColumns(cut.table)
		want := newSide(d.t, o.db, "SELECT as_of, branch_code, key, union_code"+columns+" FROM indicator WHERE cut = '"+cut.table.Name+"'", 4)
		got := newSide(d.t, db, "SELECT as_of, branch_code, "+cut.key+" AS key, union_code"+columns+" FROM indicator."+cut.table.Name, 4)
		d.compare(cut.table.Name, want, got, true)
	}
	columns := measureColumns(&schemas.NationMonth)
	d.compare("nation_month", newSide(d.t, o.db, "SELECT as_of, union_code"+columns+" FROM nation_month", 2),
		newSide(d.t, db, "SELECT as_of, union_code"+columns+" FROM indicator.nation_month", 2), true)
	const places = "SELECT as_of, branch_code, group_code, union_code, commune_code, office_code, score FROM "
	want := newSide(d.t, o.db, places+"group_fact WHERE branch_code IS NOT NULL", 3)
	got := newSide(d.t, db, places+"indicator.group_month WHERE group_code <> ''", 3)
	for _, k := range want.keys {
		if _, ok := got.rows[k]; !ok {
			delete(want.rows, k) // a group without any figure has no row
		}
	}
	want.keys = slices.DeleteFunc(want.keys, func(k string) bool { return want.rows[k] == nil })
	d.compare("group_month places", want, got, false)
}

// measureColumns lists a table's measures, each with a comma in front.
func measureColumns(t *schemas.Table) (columns string) {
	measures := schemas.LoanMeasures()
	if _, grouped := t.Column("members"); grouped {
		measures = append(slices.Clone(measures), schemas.GroupMeasures()...)
	}
	for _, m := range measures {
		columns += ", " + m.Name + "::HUGEINT AS " + m.Name
	}
	return columns
}

// facts compares the rows of contracts and of deposit customers.
func (d *differences) facts(o *oracle, db *sql.DB) {
	d.t.Helper()
	recent := " AND as_of > (SELECT date_trunc('month', max(as_of)) - INTERVAL 24 MONTH - INTERVAL 1 DAY FROM day)"
	loans := factColumns(&schemas.LoanMonth, "contract_no")
	d.compare("loan_month",
		newSide(d.t, o.db, loans+" FROM loan_month WHERE (touched OR outstanding <> 0 OR unpaid_interest_in_term <> 0 OR unpaid_interest_overdue <> 0 OR due_principal <> 0 OR due_principal_ytd <> 0)"+recent, 2),
		newSide(d.t, db, loans+" FROM fact.loan_month", 2), false)
	deposits := factColumns(&schemas.DepositMonth, "customer_code")
	d.compare("deposit_month",
		newSide(d.t, o.db, deposits+" FROM deposit_month WHERE (touched OR balance <> 0)"+recent, 2),
		newSide(d.t, db, deposits+" FROM fact.deposit_month", 2), false)
}

func factColumns(f *schemas.Table, key string) string {
	var rest []string
	for _, c := range f.Columns {
		if c.Name == "as_of" || c.Name == key {
			continue
		}
		if c.Type == schemas.Int64 || c.Type == schemas.Int32 {
			rest = append(rest, c.Name+"::HUGEINT AS "+c.Name)
			continue
		}
		rest = append(rest, c.Name)
	}
	return "SELECT as_of, " + key + ", " + strings.Join(rest, ", ")
}
