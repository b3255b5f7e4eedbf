package oracle_test

import (
	"slices"
	"testing"

	"github.com/uythac/uythac/calendar"
)

// spoils are what is taken from a world or given to it, so that little or something odd is left.
var spoils = map[string]func(*world){
	"as it is": func(*world) {},
	"one group": func(w *world) {
		w.tables["savings_group"] = w.tables["savings_group"][:1]
		only := w.tables["savings_group"][0][0]
		w.tables["group_membership"] = slices.DeleteFunc(w.tables["group_membership"], func(r []string) bool { return r[1] != only })
	},
	"a union without groups": func(w *world) {
		w.add("mass_organisation", "19", "KHAC", "Hội chưa có tổ", "A union without groups")
	},
	"no ledger": func(w *world) {
		for _, table := range []string{"loan_ledger", "deposit_ledger", "gl_balance", "business_day"} {
			delete(w.tables, table)
		}
	},
	"no entries lately": (*world).stopEarly,
	"the first month": func(w *world) {
		w.through = calendar.Day(min(int(w.opening)+20, int(w.opening.Month().Last())))
		delete(w.tables, "gl_balance")
		delete(w.tables, "business_day")
	},
}

// spoilt is a world after one of spoils, and what was published of it.
func spoilt(t *testing.T, what string) (*world, *sharedWorld) {
	t.Helper()
	w := newWorldWith(4, 0)
	spoils[what](w)
	return w, sharedIn(t, what, w)
}

// stopEarly leaves the last months without an entry, and without what the ledgers are compared with.
func (w *world) stopEarly() {
	early := (w.opening + 60).String()
	for _, table := range []string{"loan_ledger", "deposit_ledger"} {
		w.tables[table] = slices.DeleteFunc(w.tables[table], func(r []string) bool { return r[1] > early })
	}
	delete(w.tables, "gl_balance")
	delete(w.tables, "business_day")
}
