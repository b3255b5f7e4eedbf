package torture_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// attacked makes attacks and finds what reconcile has to say of them: that something differs, if it does,
// and nothing is changed. It returns what the next run must write into the healing log.
func (s *stand) attacked(attacks ...attack) (where string, want *log) {
	s.t.Helper()
	before, last := s.known, s.through()
	var names []string
	for _, a := range attacks {
		a.make(s)
		s.attacks[a.name]++
		names = append(names, a.name)
	}
	where = strings.Join(names, ", ")
	want, differs := expected(before, s.source(), last)
	held := s.everything("lake")
	look := s.run("reconcile")
	if code := map[bool]int{true: 3, false: 0}[differs]; look.code != code {
		s.t.Fatalf("%s: reconcile: want exit code %d\n%s", where, code, look)
	}
	if now := s.everything("lake"); now != held {
		s.t.Fatalf("%s: reconcile changed the lake\n%s\n%s", where, held, now)
	}
	return where, want
}

// healed makes attacks and lets one undisturbed run follow: after it lake and source are equal and the log
// tells what was changed.
func (s *stand) healed(attacks []attack, command ...string) {
	s.t.Helper()
	since := s.logged()
	where, want := s.attacked(attacks...)
	s.must(published, command...)
	s.equal("after " + where)
	s.told(where, want, since)
}

// TestAttacks makes every attack there is, one after another on one lake.
func TestAttacks(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		for _, loose := range []bool{false, true} {
			t.Run(map[bool]string{false: "strict", true: "loose"}[loose], func(t *testing.T) {
				s := newStand(t, e, options{loose: loose, seed: 11})
				s.must(fine, "extract")
				s.equal("in the beginning")
				list := slices.DeleteFunc(slices.Clone(changes), func(a attack) bool { return a.loose != loose })
				for some := range slices.Chunk(list, times(7, 1)) {
					s.healed(some, "extract")
				}
				if !loose || thorough {
					s.must(published, "refresh")
					s.fromScratch(fmt.Sprint("after ", len(s.attacks), " attacks"))
				}
				s.must(fine, "reconcile")
				t.Logf("%d attacks, %d rows compared", len(s.attacks), s.compared)
			})
		}
	})
}

// TestOddCells puts every odd cell there is into a table, one after another, and then mends them.
func TestOddCells(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{loose: true, seed: 12})
		s.must(fine, "extract")
		s.equal("in the beginning")
		for some := range slices.Chunk(e.odd, times(16, 1)) {
			var attacks []attack
			for _, odd := range some {
				attacks = append(attacks, attack{odd, true, func(s *stand) { s.oddCell(odd) }})
			}
			s.healed(attacks, "extract")
		}
		s.healed(changes[len(changes)-1:], "extract")
	})
}

// oddCell puts an odd cell, given as table.column=literal, into a row.
func (s *stand) oddCell(odd string) {
	column, value, _ := strings.Cut(odd, "=")
	table, column, _ := strings.Cut(column, ".")
	s.exec("%sUPDATE %s SET %s = %s WHERE %s", s.e.lax, table, column, value, s.key(s.named(table)))
}
