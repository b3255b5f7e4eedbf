package mirror

import (
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// TestAbsent: a table that cannot be seen any more, as after a right was taken away, is not taken as emptied, neither
// by a run nor by one that only looks; one that the configuration takes as empty is.
func TestAbsent(t *testing.T) {
	w := newWorld(t)
	w.sync(Options{})
	had := w.rows(&schemas.DepositLedger)
	w.exec("ALTER TABLE deposit_ledger RENAME TO hidden")
	for name, o := range map[string]Options{"run": {}, "look": {Look: true, Days: &source.DayRange{From: firstDay, To: calendar.Date(2020, 6, 30)}}} {
		if _, err := w.try(t.Context(), o); err == nil || !strings.Contains(err.Error(), "does not offer deposit_ledger any more") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := w.rows(&schemas.DepositLedger); got != had || had == 0 {
		t.Errorf("%d rows in the lake, %d before", got, had)
	}
	w.c.Tables = map[string]source.TableConfig{"deposit_ledger": {Query: "-"}}
	if w.sync(Options{}); w.rows(&schemas.DepositLedger) != 0 {
		t.Error("a table that is declined keeps its rows")
	}
	w.c.Tables = nil
	if w.sync(Options{}); w.rows(&schemas.DepositLedger) != 0 {
		t.Error("rows of a table that is not there")
	}
	w.exec("ALTER TABLE hidden RENAME TO deposit_ledger")
	if r := w.sync(everything); w.rows(&schemas.DepositLedger) != had || len(r.Loaded) != 1 {
		t.Errorf("it came back with %d rows, of %d; loaded %v", w.rows(&schemas.DepositLedger), had, r.Loaded)
	}
}
