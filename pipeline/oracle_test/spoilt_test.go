package oracle_test

import (
	"slices"
	"testing"
)

// spoilt is a world that something was taken from or given to, and what was published of it, in a folder.
func spoilt(t *testing.T, spoil func(*world)) (w *world, p *product, dir string) {
	t.Helper()
	w, dir = newWorldWith(4, 0), t.TempDir()
	spoil(w)
	w.write(t, dir+"/source", layout{})
	p = newProduct(dir, "files", dir+"/source")
	p.refresh(t, w.through)
	return w, p, dir
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
