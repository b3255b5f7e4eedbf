package lake_test

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// Rows that do not belong to their unit or their table are refused, with what is wrong.
func TestWriteRefuses(t *testing.T) {
	l := open(t, t.TempDir())
	mem := memory.DefaultAllocator
	u := unit("0201", 12)
	withNull := array.NewRecordBuilder(mem, programme.Arrow())
	for _, f := range withNull.Fields() {
		f.AppendNull()
	}
	nulls := withNull.NewRecordBatch()
	for _, c := range []struct {
		name, want string
		table      *schemas.Table
		unit       lake.Unit
		stamp      string
		rows       func(func(arrow.RecordBatch, error) bool)
	}{
		{"another month", "in a unit of 2020-12", ledger, u, "s", made(mem, ledger, unit("0201", 11), 1, 3)},
		{"another branch", `branch "0202"`, ledger, u, "s", made(mem, ledger, unit("0202", 12), 1, 3)},
		{"another table", "columns", ledger, u, "s", made(mem, programme, whole, 1, 3)},
		{"nulls", "allows none", programme, whole, "s", stream([]arrow.RecordBatch{nulls})},
		{"no branch", "kept by branch", ledger, lake.Unit{Month: december}, "s", made(mem, ledger, u, 1, 3)},
		{"no month", "kept by month", ledger, lake.Unit{Branch: "0201", Month: lake.NoMonth}, "s", made(mem, ledger, u, 1, 3)},
		{"a branch too much", "kept by branch", programme, lake.Unit{Branch: "0201", Month: lake.NoMonth}, "s", made(mem, programme, whole, 1, 3)},
		{"no stamp", "stamp", ledger, u, "", made(mem, ledger, u, 1, 3)},
		{"a path for a stamp", "stamp", ledger, u, "../x", made(mem, ledger, u, 1, 3)},
	} {
		p, err := l.Write(t.Context(), c.table, c.unit, c.stamp, c.rows)
		if err == nil || !strings.Contains(err.Error(), c.want) || p != (lake.Part{}) {
			t.Errorf("%s: %+v %v", c.name, p, err)
		}
	}
}
