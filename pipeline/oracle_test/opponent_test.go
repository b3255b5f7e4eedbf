package oracle_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/schemas"
)

// deltas is the fastest DuckDB SQL found for group_month and union_month: what the replay is
// measured against.
//
//go:embed bench/deltas.sql
var deltas string

// left lists the measures that the opponent is spared: it does less work than the replay does.
var left = []string{
	"use_check_due", "use_check_in_time", "due_principal", "due_collected", "due_principal_ytd", "due_collected_ytd",
	"regular_savers", "one_time_savers", "groups_consolidated",
}

// TestOpponentIsRight holds the opponent against the oracle: a benchmark against wrong figures
// would say nothing.
func TestOpponentIsRight(t *testing.T) {
	for seed := range uint64(1) {
		w := newWorld(seed)
		dir := t.TempDir()
		w.write(t, dir, layout{seed: seed})
		o := newOracle(t, dir)
		o.compute(t, w.through)
		fast := newOracle(t, dir)
		for _, ledger := range []string{"loan_ledger", "deposit_ledger"} {
			fast.exec(t, fmt.Sprintf("DELETE FROM src.%s WHERE posted_on > '%s'", ledger, w.through))
		}
		fast.exec(t, "SET schema = 'src'")
		fast.exec(t, fmt.Sprintf("SET VARIABLE through = DATE '%s'", w.through))
		fast.exec(t, deltas)
		d := &differences{t: t, where: fmt.Sprint("seed ", seed)}
		for _, cut := range []struct{ table, key string }{{"group_month", "group_code"}, {"union_month", "''"}} {
			var columns []string
			for _, m := range append(schemas.LoanMeasures(), schemas.GroupMeasures()...) {
				if !slices.Contains(left, m.Name) {
					columns = append(columns, m.Name+"::HUGEINT AS "+m.Name)
				}
			}
			list := ", " + strings.Join(columns, ", ")
			d.compare(cut.table,
				newSide(t, o.db, "SELECT as_of, branch_code, key, union_code"+list+" FROM indicator WHERE cut = '"+cut.table+"'", 4),
				newSide(t, fast.db, "SELECT as_of, branch_code, "+cut.key+" AS key, union_code"+list+" FROM "+cut.table, 4), true)
		}
	}
}
