package oracle_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// differences collects what differs between the two ways, with where.
type differences struct {
	t     testing.TB
	where string
	found int
}

func (d *differences) add(table, key, column, want, got string) {
	const shown = 40
	if d.found++; d.found <= shown {
		d.t.Errorf("%s: %s %s: %s is %q, by the oracle %q", d.where, table, key, column, got, want)
	}
}

// side is a result: a row per key, empty text for NULL.
type side struct {
	columns []string
	rows    map[string][]string
	keys    []string
}

// newSide keys rows by their first columns.
func newSide(t testing.TB, db *sql.DB, query string, keys int) side {
	t.Helper()
	columns, all := table(t, db, query)
	s := side{columns[keys:], map[string][]string{}, nil}
	for _, r := range all {
		k := strings.Join(r[:keys], " ")
		if _, twice := s.rows[k]; twice {
			t.Errorf("the key %s is twice in\n%s", k, query)
		}
		s.rows[k] = r[keys:]
		s.keys = append(s.keys, k)
	}
	return s
}

// compare holds got against want. A row that one side lacks counts as zeros when absentIsZero.
func (d *differences) compare(table string, want, got side, absentIsZero bool) {
	keys := append(slices.Clone(want.keys), got.keys...)
	slices.Sort(keys)
	for _, k := range slices.Compact(keys) {
		w, inWant := want.rows[k]
		g, inGot := got.rows[k]
		if !absentIsZero && (!inWant || !inGot) {
			d.add(table, k, "row", fmt.Sprint(inWant, w), fmt.Sprint(inGot, g))
			continue
		}
		for i, c := range want.columns {
			a, b := cell(w, i), cell(g, i)
			if absentIsZero {
				a, b = zero(a), zero(b)
			}
			if a != b {
				d.add(table, k, c, a, b)
			}
		}
	}
}

func cell(row []string, i int) string {
	if row == nil {
		return ""
	}
	return row[i]
}

func zero(s string) string {
	if s == "" {
		return "0"
	}
	return s
}
