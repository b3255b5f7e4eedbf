package torture_test

import (
	"database/sql"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/uythac/uythac/schemas"
)

// change is what became of the rows of a unit, or of a key.
type change struct{ added, changed, removed int }

// compareRows tells what became of rows. Of rows with one key, those that read the same have not changed;
// of the others as many were changed as both sides have.
func compareRows(t *schemas.Table, before, after []row) (c change, keys map[string][]string) {
	type sides struct{ before, after []string }
	byKey := map[string]*sides{}
	side := func(r row) *sides {
		var key []string
		for _, name := range t.Key {
			key = append(key, r.cells[column(t, name)])
		}
		k := strings.Join(key, "/")
		if byKey[k] == nil {
			byKey[k] = &sides{}
		}
		return byKey[k]
	}
	for _, r := range before {
		s := side(r)
		s.before = append(s.before, r.text())
	}
	for _, r := range after {
		s := side(r)
		if i := slices.Index(s.before, r.text()); i >= 0 {
			s.before = slices.Delete(s.before, i, i+1)
		} else {
			s.after = append(s.after, r.text())
		}
	}
	keys = map[string][]string{}
	for key, s := range byKey {
		n := min(len(s.before), len(s.after))
		c.changed, c.added, c.removed = c.changed+n, c.added+len(s.after)-n, c.removed+len(s.before)-n
		for range n {
			keys[key] = append(keys[key], "changed")
		}
		for range len(s.after) - n {
			keys[key] = append(keys[key], "added")
		}
		for range len(s.before) - n {
			keys[key] = append(keys[key], "removed")
		}
	}
	return c, keys
}

// log is the healing log of a run: a line per unit, and a line per row of a dimension that changed.
type log struct{ units, dimensions []string }

func (l *log) sorted() *log {
	slices.Sort(l.units)
	slices.Sort(l.dimensions)
	return l
}

// expected is what the log must say of two states of the source; differs is whether reconcile finds
// something. Days after the last one that the lake had are news, not healings, and of the ledgers not
// even looked at.
func expected(before, after photo, last string) (l *log, differs bool) {
	l = &log{}
	for _, t := range schemas.Contract() {
		units := map[string][2][]row{}
		for side, rows := range [2][]row{before[t.Name], after[t.Name]} {
			for _, r := range rows {
				u := units[r.unit]
				u[side] = append(u[side], r)
				units[r.unit] = u
			}
		}
		for unit, u := range units {
			c, keys := compareRows(t, u[0], u[1])
			if c == (change{}) {
				continue
			}
			old := t.Proof.Day == "" || strings.HasPrefix(unit, "no day") || unit[:10] <= last
			differs = differs || old || t.Kind != schemas.Ledger
			if old {
				l.units = append(l.units, fmt.Sprintf("%s %s: %d rows %s, then %d rows %s; %d added, %d changed, %d removed", t.Name, unit,
					len(u[0]), sums(t, u[0]), len(u[1]), sums(t, u[1]), c.added, c.changed, c.removed))
			}
			if t.Kind == schemas.Dimension {
				for key, words := range keys {
					for _, w := range words {
						l.dimensions = append(l.dimensions, t.Name+" "+key+" "+w)
					}
				}
			}
		}
	}
	return l.sorted(), differs
}

// sums adds up the money of rows; what is no whole number of 64 bits counts 0.
func sums(t *schemas.Table, rows []row) string {
	var words []string
	for _, c := range t.Money() {
		total := new(big.Int)
		for _, r := range rows {
			if n, err := strconv.ParseInt(r.cells[column(t, c.Name)], 10, 64); err == nil {
				total.Add(total, big.NewInt(n))
			}
		}
		words = append(words, total.String())
	}
	return strings.Join(words, " ")
}

// logged reads what all runs wrote down.
func (s *stand) logged() *log {
	s.t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	files, l := s.files(schemas.Meta), &log{}
	if f := files[schemas.Heal.Name]; f != nil {
		for _, c := range s.ask(db, `SELECT table_name, unit, rows_before::VARCHAR, sums_before, rows_after::VARCHAR, sums_after,
				rows_added::VARCHAR, rows_changed::VARCHAR, rows_removed::VARCHAR FROM `+scan(f)) {
			l.units = append(l.units, fmt.Sprintf("%s %s: %s rows %s, then %s rows %s; %s added, %s changed, %s removed", c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8]))
		}
	}
	if f := files[schemas.DimensionChange.Name]; f != nil {
		for _, c := range s.ask(db, `SELECT table_name, key, change, (before IS NULL)::VARCHAR, (after IS NULL)::VARCHAR FROM `+scan(f)) {
			if (c[3] == "true") != (c[2] == "added") || (c[4] == "true") != (c[2] == "removed") {
				s.t.Fatalf("dimension_change: %v", c)
			}
			l.dimensions = append(l.dimensions, c[0]+" "+c[1]+" "+c[2])
		}
	}
	return l.sorted()
}

// told fails when the log since a state of it is not what it must be, or does not say any more what it said then.
func (s *stand) told(where string, want *log, since *log) {
	s.t.Helper()
	got := s.logged()
	if lost := append(without(since.units, got.units), without(since.dimensions, got.dimensions)...); len(lost) > 0 {
		s.t.Fatalf("%s: the healing log has lost what it said before: %v", where, lost)
	}
	got.units, got.dimensions = without(got.units, since.units), without(got.dimensions, since.dimensions)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(log{}), cmpopts.EquateEmpty()); diff != "" {
		s.t.Fatalf("%s: healing log: -what changed +what it says\n%s", where, diff)
	}
}

// without takes some lines of a list out, as often as they are there.
func without(list, out []string) (rest []string) {
	count := map[string]int{}
	for _, l := range out {
		count[l]++
	}
	for _, l := range list {
		if count[l] > 0 {
			count[l]--
		} else {
			rest = append(rest, l)
		}
	}
	return rest
}
