package oracle_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/uythac/uythac/calendar"
)

// TestRoaming: a world in which households borrow, save and join groups in several branches at a
// time publishes, and says so.
func TestRoaming(t *testing.T) {
	w, p := worldIn(t, 115, layout{})
	res := p.refresh(t, w.through)
	for _, c := range res.Build.Checks {
		if c.Name == "two_branches" && (c.Failures == 0 || c.Failed()) {
			t.Errorf("two_branches found %d groups and borrowers, and refuses: %t", c.Failures, c.Failed())
		}
	}
	o := newOracle(t, p.cfg.Source.Path)
	o.compute(t, w.through)
	for what, query := range map[string]string{
		"households that owe in several branches":   "SELECT as_of, customer_code FROM loan_month WHERE outstanding > 0 AND lending_method = '2' GROUP BY ALL HAVING count(DISTINCT branch_code) > 1",
		"groups with debt in several branches":      "SELECT as_of, group_code FROM group_fact WHERE with_debt AND branch_code IS NOT NULL GROUP BY ALL HAVING count(*) > 1",
		"groups that owe here and save there":       "SELECT as_of, group_code FROM group_fact GROUP BY ALL HAVING bool_or(saving AND branch_code IS NULL) AND NOT bool_or(saving AND branch_code IS NOT NULL)",
		"accounts with entries in several branches": "SELECT account_no FROM src.deposit_ledger JOIN src.transaction_office USING (office_code) GROUP BY ALL HAVING count(DISTINCT branch_code) > 1",
	} {
		if len(rows(t, o.db, query)) == 0 {
			t.Errorf("there are no %s", what)
		}
	}
	compareAll(t, "roaming", o, p)
}

// TestFirstDepositComesLate: an entry dated before all others of a customer, at an office of another
// branch, takes the customer's deposits there with their whole history.
func TestFirstDepositComesLate(t *testing.T) {
	w := newWorld(115)
	delete(w.tables, "gl_balance")
	dir := t.TempDir()
	w.write(t, filepath.Join(dir, "source"), layout{})
	p := newProduct(dir, "files", filepath.Join(dir, "source"))
	p.refresh(t, w.through)
	c := w.lateSaver()
	w.add("deposit_ledger", 9_999_999, w.opening, w.stamp(w.through), w.offices[0].code, c.code, "0newest", "deposit", 1, nil)
	w.write(t, p.cfg.Source.Path, layout{})
	p.refresh(t, w.through)
	there := rows(t, p.open(t), "SELECT DISTINCT branch_code FROM fact.deposit_month WHERE customer_code = '"+c.code+"'")
	if len(there) != 1 || there[0][0] != w.offices[0].branch {
		t.Errorf("the deposits of customer %s are in branches %v, the first is of %s", c.code, there, w.offices[0].branch)
	}
	o := newOracle(t, p.cfg.Source.Path)
	o.compute(t, w.through)
	compareAll(t, "a first deposit that came late", o, p)
}

// lateSaver is a customer of another branch than the first office's whose deposits begin after the ledger does.
func (w *world) lateSaver() *customer {
	first := map[string]calendar.Day{}
	for _, e := range w.deposits {
		if day, ok := first[e.customer]; !ok || e.day < day {
			first[e.customer] = e.day
		}
	}
	i := slices.IndexFunc(w.customers, func(c *customer) bool {
		day, ok := first[c.code]
		return ok && c.branch != w.offices[0].branch && day > w.opening && day <= w.through
	})
	return w.customers[i]
}
