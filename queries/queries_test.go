package queries_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// TestReports: every report and trend has a file whose header says what schemas says.
func TestReports(t *testing.T) {
	for _, table := range append(append(schemas.Reports(), schemas.Demands()...), schemas.Trends()...) {
		find, folder := queries.Report, "reports/"
		switch {
		case table.Kind == schemas.Trend:
			find, folder = queries.Trend, "trends/"
		case table.Demand:
			find, folder = queries.Demand, "demand/"
		}
		q, ok := find(table.Name)
		if !ok {
			t.Errorf("report %s has no file in %s", table.Name, folder)
			continue
		}
		shape(t, q)
		if q.TitleVI != table.VI || q.TitleEN != table.EN {
			t.Errorf("%s is titled %q, %q; schemas says %q, %q", q.Name, q.TitleVI, q.TitleEN, table.VI, table.EN)
		}
		if q.Name == "headline" {
			continue // its units stand in the rows
		}
		var units []string
		for _, c := range table.Columns {
			if c.Unit != "" && !slices.Contains(units, c.Unit) {
				units = append(units, c.Unit)
			}
		}
		if !slices.Equal(q.Units, units) {
			t.Errorf("%s has units %v; schemas says %v", q.Name, q.Units, units)
		}
	}
	for _, table := range schemas.Reports() {
		q, ok := queries.Scoped(table.Name)
		if !ok {
			t.Errorf("report %s has no file in scoped/", table.Name)
			continue
		}
		shape(t, q)
	}
	if _, ok := queries.Report("no_such_report"); ok {
		t.Error("a report that does not exist was found")
	}
}

// TestChecks: every check says how grave a failure is, and what to do about it.
func TestChecks(t *testing.T) {
	checks := queries.Checks()
	if !slices.IsSortedFunc(checks, func(a, b queries.Query) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("checks are not sorted by name")
	}
	for _, q := range checks {
		shape(t, q)
		if q.Severity != queries.Error && q.Severity != queries.Warning {
			t.Errorf("%s has severity %q", q.Name, q.Severity)
		}
		for _, remedy := range []string{q.RemedyVI, q.RemedyEN} {
			if remedy == "" || strings.HasSuffix(remedy, ".") {
				t.Errorf("%s: remedy %q is empty or ends in a period", q.Name, remedy)
			}
		}
		if q.TitleVI == "" || q.TitleEN == "" {
			t.Errorf("%s lacks a title", q.Name)
		}
		for _, column := range []string{"as_of", "key", "detail_en", "detail_vi", "failed"} {
			if !strings.Contains(q.SQL, column) {
				t.Errorf("%s selects no %s", q.Name, column)
			}
		}
	}
}

// TestViews: views are in the order in which they build on one another.
func TestViews(t *testing.T) {
	for _, q := range queries.Views() {
		shape(t, q)
	}
}

// TestMacros: every macro says what it is and what it is given, and is one expression.
func TestMacros(t *testing.T) {
	for _, q := range queries.Macros() {
		if q.Doc == "" || q.Params == "" || q.SQL == "" || strings.Contains(q.SQL, ";") || statement.MatchString(q.SQL) {
			t.Errorf("macro %s lacks doc, params or its expression", q.Name)
		}
	}
}

// TestIndicators: every file fills a table that the lake does not hold.
func TestIndicators(t *testing.T) {
	for _, q := range queries.Indicators() {
		shape(t, q)
		table, ok := schemas.Lookup(q.Name)
		if !ok || table.Kind != schemas.Indicator && table.Kind != schemas.Fact || slices.Contains(schemas.Lake(), table) {
			t.Errorf("%s is not a table that the warehouse computes", q.Name)
		}
	}
}

var statement = regexp.MustCompile(`(?s)^(SELECT|WITH)\b.*[^;\s]$`)

// shape holds what all files have in common: a documented grain and one bare SELECT, with
// comments of the SQL itself allowed.
func shape(t *testing.T, q queries.Query) {
	t.Helper()
	if q.Doc == "" || q.Grain == "" {
		t.Errorf("%s: the header lacks doc or grain", q.Name)
	}
	if !statement.MatchString(q.SQL) || strings.Contains(q.SQL, ";\n") {
		t.Errorf("%s is not one bare SELECT", q.Name)
	}
	if regexp.MustCompile(`\bavg\(`).MatchString(strings.ToLower(q.SQL)) {
		t.Errorf("%s uses avg: divide exact sums", q.Name)
	}
}

// TestFingerprint: the same text gives the same hash.
func TestFingerprint(t *testing.T) {
	if a := queries.Fingerprint(); len(a) != 16 || a != queries.Fingerprint() {
		t.Errorf("fingerprint %q", a)
	}
}

// TestLibrary: every query of the library says what it is in both languages, and describes exactly the parameters that
// its statement has.
func TestLibrary(t *testing.T) {
	placeholder := regexp.MustCompile(`\$([a-z_]+)`)
	for _, q := range queries.Library() {
		shape(t, q)
		if q.TitleVI == "" || q.TitleEN == "" || len(q.Units) == 0 {
			t.Errorf("%s lacks a title or its units", q.Name)
		}
		var used, described []string
		for _, m := range placeholder.FindAllStringSubmatch(q.SQL, -1) {
			used = append(used, m[1])
		}
		for _, p := range q.Parameters {
			described = append(described, p.Name)
			if p.Doc == "" || !slices.Contains([]string{"text", "int", "number", "date"}, p.Type) {
				t.Errorf("%s: parameter %+v", q.Name, p)
			}
		}
		slices.Sort(used)
		slices.Sort(described)
		if used = slices.Compact(used); !slices.Equal(used, described) {
			t.Errorf("%s uses %v and describes %v", q.Name, used, described)
		}
	}
	if n := len(queries.Library()); n < 12 {
		t.Errorf("%d queries", n)
	}
}
