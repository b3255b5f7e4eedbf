package oracle_test

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// deltas is the fastest DuckDB SQL found for group_month and union_month: what the replay is
// measured against.
//
//go:embed bench/deltas.sql
var deltas string

// TestOpponentIsRight holds every column of the opponent against the oracle: a benchmark against
// wrong figures would say nothing. In two of these worlds money lent beyond a schedule falls due
// before the schedule's end. ORACLE_SEEDS takes others.
func TestOpponentIsRight(t *testing.T) {
	for seed := range seeds(t, 88, 91) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			w := newWorldWith(seed, 0) // it takes a group to lie in one branch
			w.interestFirst()
			dir := t.TempDir()
			w.write(t, dir, layout{seed: seed})
			slow, fast := newOracle(t, dir), newOracle(t, dir)
			slow.compute(t, w.through)
			fast.opponent(t, w.through)
			d := &differences{t: t, where: fmt.Sprint("seed ", seed)}
			d.measures(slow, fast, "group_month", "group_code")
			d.measures(slow, fast, "union_month", "''")
			d.compare("group_month",
				newSide(t, slow.db, "SELECT as_of, group_code, commune_code, office_code, score FROM group_fact WHERE branch_code IS NULL", 2),
				newSide(t, fast.db, "SELECT as_of, group_code, commune_code, office_code, score FROM group_month WHERE group_code <> ''", 2), false)
		})
	}
}

// interestFirst brings interest forward for contracts that are lent to later only: known, and with
// instalments that fall due, before anything moved.
func (w *world) interestFirst() {
	for i, k := range w.contracts {
		if !k.opened && i%3 == 0 {
			w.add("loan_ledger", 1_000_000+i, w.opening, w.stamp(w.opening), k.office, k.no, "interest_opening", nil, "in_term", 1000, nil, false, nil)
		}
	}
}

// opponent runs deltas on the source tables.
func (o *oracle) opponent(t testing.TB, through calendar.Day) {
	t.Helper()
	for _, ledger := range []string{"loan_ledger", "deposit_ledger"} {
		o.exec(t, fmt.Sprintf("DELETE FROM src.%s WHERE posted_on > '%s'", ledger, through))
	}
	o.exec(t, "SET schema = 'src'")
	o.exec(t, fmt.Sprintf("SET VARIABLE through = DATE '%s'", through))
	o.exec(t, deltas)
}

// measures compares all measures of a table, whose rows have the given key beside branch and union.
func (d *differences) measures(slow, fast *oracle, table, key string) {
	var columns []string
	for _, m := range append(schemas.LoanMeasures(), schemas.GroupMeasures()...) {
		columns = append(columns, m.Name+"::HUGEINT AS "+m.Name)
	}
	list := ", " + strings.Join(columns, ", ")
	d.compare(table,
		newSide(d.t, slow.db, "SELECT as_of, branch_code, key, union_code"+list+" FROM indicator WHERE cut = '"+table+"'", 4),
		newSide(d.t, fast.db, "SELECT as_of, branch_code, "+key+" AS key, union_code"+list+" FROM "+table, 4), true)
}
