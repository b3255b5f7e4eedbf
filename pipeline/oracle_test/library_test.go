package oracle_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/queries"
)

// library makes the oracle's side of the library's queries: tables first, then a SELECT per query, whose parameters are
// those of the query.
func (o *oracle) library(t testing.TB) map[string]string {
	t.Helper()
	entries, err := scripts.ReadDir("oracle/library")
	if err != nil {
		t.Fatal(err)
	}
	selects := map[string]string{}
	for _, e := range entries {
		number, name, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), "_")
		text := o.script(t, "oracle/library/"+e.Name())
		if number < "20" {
			o.exec(t, "CREATE OR REPLACE TABLE "+name+" AS\n"+text)
			continue
		}
		selects[name] = text
	}
	return selects
}

// compareLibrary holds every query of the library against the oracle, row by row in order: as of the latest day, which is not
// named, and of some others, with thresholds so low that a small world has rows. It says of each query whether it had any.
func compareLibrary(t testing.TB, where string, o *oracle, p *product, had map[string]bool) {
	t.Helper()
	db := p.open(t)
	selects := o.library(t)
	days := rows(t, db, "SELECT as_of FROM meta.fact_day ORDER BY 1")
	if len(days) == 0 {
		t.Fatalf("%s: no day to ask for", where)
	}
	last, middle := days[len(days)-1][0], days[len(days)/2][0]
	busiest := func(key string) string {
		return rows(t, o.db, "SELECT "+key+" FROM loan_month WHERE "+key+" IS NOT NULL GROUP BY 1 ORDER BY count(*) FILTER (overdue > 0) DESC, 1 LIMIT 1")[0][0]
	}
	low := map[string]string{"months": "2", "least": "1", "largest": "2", "silent": "1", "regular": "1", "top": "1000", "contract": busiest("contract_no"), "group": busiest("group_code")}
	narrow := maps.Clone(low)
	maps.Copy(narrow, map[string]string{"union": busiest("union_code"), "commune": busiest("commune_code"), "programme": busiest("programme_code"), "least": "2", "months": "4", "top": "3"})
	for _, q := range queries.Library() {
		want, ok := selects[q.Name]
		if q.Name == "households_in_two_groups" { // the worlds obey the rule that it finds breaches of
			q.SQL, want = doubled(q.SQL, "dim"), doubled(want, "src")
		}
		if !ok {
			t.Errorf("%s: nothing computes it a second time", q.Name)
			continue
		}
		for _, c := range []struct {
			day    string // as it is asked; empty: not named
			means  string
			values map[string]string
		}{{"", last, low}, {last, last, narrow}, {middle, middle, low}} {
			got := rows(t, db, asked(q, q.SQL, c.day, c.values))
			second := rows(t, o.db, asked(q, want, c.means, c.values))
			if !slices.EqualFunc(got, second, slices.Equal) {
				t.Errorf("%s: %s as of %q with %v gives %d rows, the oracle %d%s", where, q.Name, c.day, c.values, len(got), len(second), firstOther(got, second))
			}
			had[q.Name] = had[q.Name] || len(got) > 0
		}
	}
}

// doubled makes a statement see the memberships of a schema as if every third customer were in a second group, too.
func doubled(text, schema string) string {
	from := schema + ".group_membership"
	return strings.ReplaceAll(text, from, "(SELECT customer_code, group_code, valid_from, valid_to FROM "+from+
		" UNION ALL SELECT customer_code, 'second', valid_from, NULL FROM "+from+" WHERE ascii(right(customer_code, 1)) % 3 = 0)")
}

// firstOther shows the first row that two results do not share.
func firstOther(got, want [][]string) string {
	for i := range max(len(got), len(want)) {
		var a, b []string
		if i < len(got) {
			a = got[i]
		}
		if i < len(want) {
			b = want[i]
		}
		if !slices.Equal(a, b) {
			return fmt.Sprintf("\n  row %d is %q\n  want      %q", i+1, a, b)
		}
	}
	return ""
}

// asked puts values in the place of a query's parameters: its defaults where there is none.
func asked(q queries.Query, text, day string, values map[string]string) string {
	for _, p := range q.Parameters {
		value, ok := values[p.Name]
		if p.Name == "as_of" {
			value, ok = day, true
		}
		if !ok {
			value = p.Default
		}
		literal := "NULL"
		if value != "" {
			literal = "'" + value + "'"
		}
		text = strings.ReplaceAll(text, "$"+p.Name+"::", literal+"::")
	}
	return text
}
