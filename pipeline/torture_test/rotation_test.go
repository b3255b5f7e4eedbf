package torture_test

import (
	"testing"

	"github.com/uythac/uythac/calendar"
)

// TestRotation: with a window and slices, an edit in the window is healed by the next run, and one in the
// oldest days within the configured number of runs, as is one in any day before.
func TestRotation(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		const nights = 3
		s := newStand(t, e, options{heal: "nights: 3, window_days: 10", seed: 31})
		s.must(fine, "extract")
		s.equal("in the beginning")
		s.must(fine, "extract") // so that the rotation does not stand at its beginning
		edited := func(set, where string) (runs int) {
			s.exec("UPDATE loan_ledger SET %s WHERE entry_id = (SELECT max(entry_id) FROM (SELECT entry_id FROM loan_ledger WHERE %s) AS chosen)", set, where)
			s.attacks["edited"]++
			for runs = 1; runs <= 2*nights; runs++ {
				s.must(fine, "extract")
				if s.source().same(s.lake()) {
					return runs
				}
			}
			return runs
		}
		if runs := edited("rebooking = NOT rebooking", "posted_on > '2020-03-24'"); runs != 1 {
			t.Errorf("an edit in the window was healed by run %d", runs)
		}
		seen := map[int]bool{}
		for _, where := range []string{"posted_on < '2019-10-20'", "posted_on BETWEEN '2019-12-01' AND '2019-12-20'", "posted_on BETWEEN '2020-03-01' AND '2020-03-19'"} {
			runs := edited("rebooking = NOT rebooking", where)
			if seen[runs] = true; runs > nights {
				t.Errorf("an edit where %s was healed by run %d", where, runs)
			}
		}
		if len(seen) == 1 && seen[1] {
			t.Error("every run compared everything: nothing was rotated")
		}
		s.book(ledgers[0], calendar.Date(1998, 5, 5), s.next())
		s.exec("UPDATE inspection SET union_code = '12' WHERE %s", s.key(s.named("inspection")))
		for range nights {
			s.must(fine, "extract")
		}
		s.equal("after all slices")
		if code := s.run("reconcile").code; code != 0 {
			t.Errorf("reconcile: exit code %d", code)
		}
	})
}

// TestYoungLedger: where the window reaches back over all of the ledgers, days before are compared even so.
func TestYoungLedger(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		young := size{households: 20, from: calendar.MonthOf(2020, 3), to: calendar.MonthOf(2020, 3), seed: 6}
		s := newStand(t, e, options{heal: "nights: 30", size: young, seed: 32})
		s.must(fine, "extract")
		s.equal("in the beginning")
		s.book(ledgers[1], calendar.Date(2003, 3, 3), s.next())
		s.exec("UPDATE agreement SET signed_on = '2011-01-01' WHERE %s", s.key(s.named("agreement")))
		s.must(fine, "extract")
		s.equal("after the next run")
	})
}

// TestReconcile: it looks at the days asked for only, mends them with --heal, and takes no newer days.
func TestReconcile(t *testing.T) {
	one(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{heal: "nights: 30, window_days: 5", seed: 33})
		s.must(fine, "extract")
		s.equal("in the beginning")
		since, before := s.logged(), s.known
		s.exec("UPDATE loan_ledger SET amount = amount + 5 WHERE entry_id = (SELECT min(entry_id) FROM (SELECT entry_id FROM loan_ledger WHERE posted_on BETWEEN '2019-11-01' AND '2019-11-30') AS november)")
		s.exec("DELETE FROM deposit_ledger WHERE posted_on = '%s'", s.one("SELECT min(posted_on) FROM deposit_ledger WHERE posted_on > '2019-12-01'"))
		s.must(fine, "reconcile", "--to", "2019-10-31")
		s.must(fine, "reconcile", "--from", "2020-01-15")
		s.must(differing, "reconcile", "--from", "2019-11-01", "--to", "2019-11-30")
		s.must(differing, "reconcile")
		want, _ := expected(before, s.source(), s.through())
		s.must(fine, "reconcile", "--heal", "--to", "2019-11-30")
		s.must(fine, "reconcile", "--to", "2019-11-30")
		s.must(differing, "reconcile")
		s.closeDay(true)
		s.must(published, "reconcile", "--heal")
		s.must(fine, "reconcile")
		s.told("reconcile", want, since)
		s.must(published, "extract")
		s.equal("after reconcile and a run")
	})
}
