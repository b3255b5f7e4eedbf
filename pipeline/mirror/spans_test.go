package mirror

import (
	"fmt"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// TestSpans: MariaDB tells of spans of keys whether they are as they were. Where something was changed that leaves all
// sums as they are, only its own span is not agreed on, the units are found by that, and a run mends them.
func TestSpans(t *testing.T) {
	w := newMariaWorld(t)
	w.sync(Options{})
	all := w.rows(&schemas.LoanLedger)
	if rows := w.agreed(); rows < all*9/10 {
		t.Fatalf("%d of %d rows are in spans that are agreed on", rows, all)
	}
	const days = " FROM loan_ledger WHERE posted_on BETWEEN '2020-02-01' AND '2020-02-20'"
	const some = days + " ORDER BY contract_no, entry_id LIMIT 1"
	one, contract := w.one("SELECT entry_id"+some), w.one("SELECT contract_no"+some)
	with := fmt.Sprintf(" FROM loan_ledger WHERE contract_no <> '%s' AND (posted_on, office_code) = (SELECT posted_on, office_code FROM loan_ledger WHERE entry_id = %s) LIMIT 1", contract, one)
	other, its := w.one("SELECT entry_id"+with), w.one("SELECT contract_no"+with)
	third := w.one("SELECT max(entry_id)" + days + " AND entry_id NOT IN (" + one + ", " + other + ")")
	for name, sql := range map[string]string{
		"day moved":       "UPDATE loan_ledger SET posted_on = posted_on + INTERVAL 1 DAY WHERE entry_id = " + one,
		"office moved":    "UPDATE loan_ledger SET office_code = '000999' WHERE entry_id = " + one,
		"texts exchanged": fmt.Sprintf("UPDATE loan_ledger SET contract_no = IF(entry_id = %[1]s, '%[4]s', '%[2]s') WHERE entry_id IN (%[1]s, %[3]s)", one, contract, other, its),
		"text changed":    "UPDATE loan_ledger SET contract_no = CONCAT('9', SUBSTRING(contract_no, 2)) WHERE entry_id = " + other,
		"row removed":     "DELETE FROM loan_ledger WHERE entry_id = " + third,
	} {
		t.Run(name, func(t *testing.T) {
			w.exec(sql)
			if rows := w.agreed(); rows == 0 || rows > all-spanRows/2 {
				t.Errorf("%d of %d rows are in spans that are agreed on", rows, all)
			}
			if r := w.sync(everything); len(r.Heals) == 0 || len(r.Heals) > 4 {
				t.Errorf("healed %v", r.Heals)
			}
			if r := w.sync(everything); len(r.Heals) != 0 || r.Rows != 0 {
				t.Errorf("a second run healed %v", r.Heals)
			}
		})
	}
}

// newMariaWorld is newWorld on MariaDB.
func newMariaWorld(t *testing.T) *world {
	t.Helper()
	dir, err := simulated()
	if err != nil {
		t.Fatal(err)
	}
	db := dbtest.MariaDB(t).CreateContract(t)
	db.Load(t, dir)
	return worldOf(t, "mariadb", db)
}

// agreed counts the rows of the loan ledger in spans on which both sides agree.
func (w *world) agreed() (rows int64) {
	w.t.Helper()
	db, err := source.OpenDatabase(w.t.Context(), w.c)
	if err != nil {
		w.t.Fatal(err)
	}
	m, err := db.Moment(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	x := &run{m: m, lk: w.lk}
	c, err := x.copyOf(w.t.Context(), &schemas.LoanLedger)
	if err != nil {
		w.t.Fatal(err)
	}
	units := map[control.Unit]control.Totals{}
	days := source.Selection{Days: []source.DayRange{{From: calendar.Date(2019, 1, 1), To: lastDay}}}
	if _, err := x.agreed(w.t.Context(), c, days, units); err != nil {
		w.t.Fatal(err)
	}
	for _, t := range units {
		rows += t.Rows
	}
	return rows
}
