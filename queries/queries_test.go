package queries_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// TestReports: every report table has a file whose header says what schemas says.
func TestReports(t *testing.T) {
	for _, table := range append(schemas.Reports(), schemas.Demands()...) {
		find, folder := queries.Report, "reports/"
		if table.Demand {
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
		if q.Remedy == "" || strings.HasSuffix(q.Remedy, ".") {
			t.Errorf("%s: remedy %q is empty or ends in a period", q.Name, q.Remedy)
		}
		if q.TitleVI == "" || q.TitleEN == "" {
			t.Errorf("%s lacks a title", q.Name)
		}
		for _, column := range []string{"as_of", "key", "detail", "failed"} {
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

// TestIndicators: every file fills a table that the lake does not hold.
func TestIndicators(t *testing.T) {
	for _, q := range queries.Indicators() {
		shape(t, q)
		table, ok := schemas.Lookup(q.Name)
		if !ok || table.Kind != schemas.Indicator || slices.Contains(schemas.Lake(), table) {
			t.Errorf("%s is not an indicator that the warehouse computes", q.Name)
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
