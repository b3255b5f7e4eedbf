package oracle_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// ask makes the oracle compute every report on demand for one day and scope.
func (o *oracle) ask(t testing.TB, day calendar.Day, s warehouse.Scope) {
	t.Helper()
	code := func(c string) string {
		if c == "" {
			return "NULL::VARCHAR"
		}
		return "'" + c + "'"
	}
	o.exec(t, fmt.Sprintf("CREATE OR REPLACE TABLE asked AS SELECT DATE '%s' AS as_of, %s AS union_code, %s AS office_code, %s AS commune_code, %s AS programme_code, %s AS branch_code",
		day, code(s.Union), code(s.Office), code(s.Commune), code(s.Programme), code(s.Branch)))
	entries, err := scripts.ReadDir("oracle/demand")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		_, name, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), "_")
		o.exec(t, "CREATE OR REPLACE TABLE "+name+" AS\n"+o.script(t, "oracle/demand/"+e.Name()))
	}
}

// factDays are the days that reports on demand have to answer for: 26 months of facts are kept.
func (o *oracle) factDays(t testing.TB) []string {
	t.Helper()
	var days []string
	for _, row := range rows(t, o.db, `WITH kept AS (SELECT date_trunc('month', max(as_of)) - INTERVAL 25 MONTH AS since, min(month_start) AS first FROM day)
		SELECT as_of FROM day, kept WHERE since <= first OR (has_base AND base_on - INTERVAL 1 MONTH >= since) ORDER BY 1`) {
		days = append(days, row[0])
	}
	return days
}

// scopes are nothing, each limit alone and some together, of codes that the world has.
func (w *world) scopes() []warehouse.Scope {
	office, commune := w.offices[0], w.communes[len(w.communes)-1]
	return []warehouse.Scope{
		{}, {Union: "12"}, {Office: office.code}, {Commune: commune}, {Programme: "02"}, {Branch: w.branches[len(w.branches)-1]},
		{Union: "11", Office: office.code, Programme: "01"}, {Union: "98"}, {Commune: commune, Office: "none"},
	}
}

// compareDemands holds the reports on demand of the first, the middle and the last day, of the last in
// every scope, against the oracle, and their parts against their totals.
func compareDemands(t testing.TB, where string, o *oracle, p *product, scopes []warehouse.Scope) {
	t.Helper()
	w, err := warehouse.Open(context.Background(), p.file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }() // only read
	days, err := w.FactDays(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if want := o.factDays(t); fmt.Sprint(days) != fmt.Sprint(want) {
		t.Errorf("%s: reports on demand answer for %v, want %v", where, days, want)
	}
	if len(days) == 0 {
		return
	}
	d := &differences{t: t}
	last := days[len(days)-1]
	for _, day := range slices.Compact([]calendar.Day{days[0], days[len(days)/2], last}) {
		for _, scope := range scopes {
			if day != last && scope != (warehouse.Scope{}) {
				continue
			}
			d.where = fmt.Sprintf("%s, %v", where, scope)
			o.ask(t, day, scope)
			for _, r := range append(schemas.Reports(), schemas.Demands()...) {
				got, err := w.Demand(context.Background(), r, day, scope, "vi")
				if err != nil {
					t.Fatal(err)
				}
				d.compareRows(r, day, newSide(t, o.db, oracleDemand(r), len(r.Key)), got)
				addUp(t, d.where, r, got)
			}
		}
		d.where = where
		sameAsKept(d, w, day)
	}
}

// sameAsKept holds the law of scopes: without one, what is computed is what is kept.
func sameAsKept(d *differences, w *warehouse.Warehouse, day calendar.Day) {
	d.t.Helper()
	for _, r := range schemas.Reports() {
		kept, err := w.Report(context.Background(), r, day, "vi")
		if err != nil {
			d.t.Fatal(err)
		}
		computed, err := w.Demand(context.Background(), r, day, warehouse.Scope{}, "vi")
		if err != nil {
			d.t.Fatal(err)
		}
		if !reflect.DeepEqual(kept, computed) {
			d.t.Errorf("%s: %s as of %s is kept as %v, computed as %v", d.where, r.Name, day, kept, computed)
		}
	}
}

// oracleDemand asks the oracle for a report of the day and scope that it was asked, in the order of the product.
func oracleDemand(r *schemas.Table) string {
	switch {
	case r.Demand:
		return oracleReport(r, " ORDER BY "+demandOrder(r))
	case r == &schemas.Headline:
		return "SELECT as_of, key, " + exactText("value_e12") + " AS value, unit FROM scoped_headline ORDER BY " + order(r)
	}
	return reportColumns(r) + " FROM scoped_" + r.Name + " ORDER BY " + order(r)
}

// demandOrder sorts rows as the reports do: by the parts of the key, its totals last, the unassigned before them.
func demandOrder(r *schemas.Table) string {
	var by []string
	for _, k := range r.Key[1:] {
		if k == "target_level" {
			by = append(by, "CASE target_level WHEN 'district' THEN 1 WHEN 'commune' THEN 2 WHEN 'group' THEN 3 ELSE 4 END")
		}
		if k == "unit_level" {
			by = append(by, "CASE unit_level WHEN 'commune' THEN 1 WHEN 'district' THEN 2 WHEN 'province' THEN 3 WHEN 'central' THEN 4 ELSE 5 END")
		}
		by = append(by, "CASE WHEN "+k+" = '00' THEN 2 WHEN "+k+" = '' THEN 1 ELSE 0 END", k)
	}
	return strings.Join(by, ", ")
}

// distinct are figures that are counted again in a total, not added up.
var distinct = []string{"groups", "households", "overdue_ratio", "good", "fair", "average", "weak", "unrated", "deposits_per_member", "increase_planned", "balance_planned"}

// addUp holds every total against the sum of its parts, along each part of the key.
func addUp(t testing.TB, where string, r *schemas.Table, got [][]any) {
	t.Helper()
	if r == &schemas.AgreementsByUnion {
		return // a unit that signed with two unions counts once
	}
	at := map[string]int{}
	for i, c := range r.Columns[1:] {
		at[c.Name] = i
	}
	for _, along := range r.Key[1:] {
		sums, totals := map[string]int64{}, map[string]int64{}
		for _, row := range got {
			rest := ""
			for _, k := range r.Key[1:] {
				if k != along {
					rest += fmt.Sprint(row[at[k]], " ")
				}
			}
			for _, c := range r.Columns[1:] {
				v, number := row[at[c.Name]].(int64)
				switch {
				case !number || slices.Contains(distinct, c.Name):
				case row[at[along]] == "00":
					totals[rest+c.Name] += v
				default:
					sums[rest+c.Name] += v
				}
			}
		}
		for key, total := range totals {
			if sums[key] != total {
				t.Errorf("%s: %s along %s: the parts of %s are %d, the total is %d", where, r.Name, along, key, sums[key], total)
			}
		}
	}
}

// TestDemands holds the reports on demand of odd worlds against the oracle.
func TestDemands(t *testing.T) {
	for seed := range seeds(t, 3, 3) {
		w, s := sharedSeed(t, seed)
		compareDemands(t, fmt.Sprint("seed ", seed), s.computed(t, w), s.p, w.scopes())
	}
}

// TestDemandsOfLittle: a branch of a single group, and one whose last months have no entry, answer
// sensibly. A branch without a ledger is a case of pipeline/warehouse: here it has no as-of day.
func TestDemandsOfLittle(t *testing.T) {
	for _, what := range []string{"one group", "no entries lately"} {
		t.Run(what, func(t *testing.T) {
			w, s := spoilt(t, what)
			compareDemands(t, what, s.computed(t, w), s.p, w.scopes()[:2])
		})
	}
}
