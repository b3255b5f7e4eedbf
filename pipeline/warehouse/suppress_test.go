package warehouse

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/schemas"
)

// reform is what happens to the offices A and B in December: commune a3 goes from A to B, or not, and group g1 is merged into g3, or not.
type reform struct{ moves, merges bool }

// counts are the tables that cells are counted in: communes of 20 and of 3 households in two offices, and groups of one of them.
func (r reform) counts() (statements []string) {
	rows := map[string][]string{}
	add := func(table string, day string, n int, codes ...string) {
		rows[table] = append(rows[table], fmt.Sprintf("(DATE '%s', 'X', '11', %d, 0, 0, '%s', '%s')", day, n, codes[0], codes[1]))
	}
	for _, day := range []string{"2020-11-30", "2020-12-31"} {
		later := day == "2020-12-31"
		offices := map[string]int{}
		for commune, office := range map[string]string{"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "b3": "B"} {
			if commune == "a3" && r.moves && later {
				office = "B"
			}
			n := map[bool]int{true: 20, false: 3}[commune[1] == '1']
			offices[office] += n
			add("commune_month", day, n, commune, "")
		}
		for office, n := range offices {
			add("office_month", day, n, office, "")
		}
		groups := map[string]int{"g1": 3, "g2": 3, "g3": 7, "g4": 7}
		if r.merges && later {
			delete(groups, "g1")
			groups["g3"] += 3
		}
		for group, n := range groups {
			add("group_month", day, n, group, "b1")
		}
		add("union_month", day, 52, "", "")
		add("nation_month", day, 52, "", "")
	}
	for _, l := range schemas.Levels() {
		columns := "as_of, branch_code, union_code, households_with_debt, members, savers, " + map[bool]string{true: l.Code, false: "code"}[l.Cell > schemas.OfBranch] + ", commune_code"
		if l.Cell == schemas.OfCommune {
			columns = strings.Replace(columns, ", commune_code", ", commune_code, more", 1)
			columns = strings.TrimSuffix(columns, ", commune_code")
		}
		values := "(NULL::DATE, '', '', 0, 0, 0, '', '')"
		if all := rows[l.Counts.Name]; all != nil {
			values = strings.Join(all, ", ")
		}
		statements = append(statements, "CREATE TABLE indicator."+l.Counts.Name+" AS SELECT * FROM (VALUES "+values+") t ("+columns+") WHERE as_of IS NOT NULL")
	}
	until := "NULL"
	if r.moves {
		until = "DATE '2020-12-01'"
	}
	statements = append(statements, "CREATE TABLE dim.commune AS SELECT c AS commune_code, upper(c[1]) AS office_code, DATE '2000-01-01' AS valid_from, CASE WHEN c = 'a3' THEN "+until+"::DATE END AS valid_to FROM (VALUES ('a1'), ('a2'), ('a3'), ('b1'), ('b2'), ('b3')) t (c)")
	if r.moves {
		statements = append(statements, "INSERT INTO dim.commune VALUES ('a3', 'B', DATE '2020-12-01', NULL)")
	}
	into := "NULL, NULL::DATE"
	if r.merges {
		into = "'g3', DATE '2020-12-10'"
	}
	return append(statements, "CREATE TABLE dim.savings_group AS SELECT * FROM (VALUES ('g1', "+into+")) t (group_code, merged_into, closed_on)")
}

// TestMovedCells: a suppressed commune that goes to another office takes both offices' figures with it, and a suppressed group that is merged into
// another that one's; where they stay these are shown.
func TestMovedCells(t *testing.T) {
	for _, c := range []struct {
		reform reform
		hidden []string // of A, B and g3
	}{
		{reform{}, nil},
		{reform{moves: true}, []string{"A", "B"}},
		{reform{merges: true}, []string{"g3"}},
		{reform{true, true}, []string{"A", "B", "g3"}},
	} {
		path := filepath.Join(t.TempDir(), "w.duckdb")
		db, err := sql.Open("duckdb", path)
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range append([]string{"CREATE SCHEMA indicator", "CREATE SCHEMA dim"}, c.reform.counts()...) {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(statement, err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		s, err := attach(t.Context(), path, "READ_ONLY", settings{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.showCells(t.Context(), 5); err != nil {
			t.Fatal(err)
		}
		var shown []string
		if err := s.each(t.Context(), "SELECT code FROM "+shownCells(5)+" WHERE union_code = '11' AND branch = 'X'", func(scan scanner) error {
			var code string
			err := scan(&code)
			shown = append(shown, code)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for _, code := range []string{"A", "B", "g3"} {
			if slices.Contains(shown, code) == slices.Contains(c.hidden, code) {
				t.Errorf("%+v: %s is shown: %v", c.reform, code, slices.Contains(shown, code))
			}
		}
		for _, small := range []string{"a2", "a3", "b2", "b3", "g1", "g2"} {
			if slices.Contains(shown, small) {
				t.Errorf("%+v: %s is shown", c.reform, small)
			}
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	}
}
