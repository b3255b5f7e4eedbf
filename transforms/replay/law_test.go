package replay

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/uythac/uythac/calendar"
)

// compareMonth holds a month's tables against the definitions computed from scratch.
func compareMonth(t *testing.T, w world, asOf calendar.Day, branch string, got result) {
	t.Helper()
	want := result{"loan_month": w.naiveLoanMonth(asOf, branch), "deposit_month": w.naiveDepositMonth(asOf, branch)}
	for _, table := range cutTables() {
		want[table.Name] = w.naiveCut(table.Name, asOf, branch)
	}
	for name := range want {
		if d := cmp.Diff(want[name], got[name], cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s of %s, branch %s (-from the definitions +replay):\n%s", name, asOf, branch, d)
		}
	}
}

func checkSeed(t *testing.T, seed uint64) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	w, first, last := randomWorld(seed)
	for _, branch := range []string{"B0", "B1"} {
		whole := w.run(t, mem, branch, first, last, 1000)
		for asOf, got := range whole {
			compareMonth(t, w, asOf, branch, got)
		}
		if d := cmp.Diff(whole, w.run(t, mem, branch, first, last, 3)); d != "" {
			t.Errorf("split into small batches:\n%s", d)
		}
	}
	if t.Failed() {
		t.Logf("seed %d", seed)
	}
}

func TestAgainstTheDefinitions(t *testing.T) {
	for seed := range uint64(8) {
		checkSeed(t, seed)
		if t.Failed() {
			return
		}
	}
}

func FuzzAgainstTheDefinitions(f *testing.F) {
	f.Add(uint64(100))
	f.Fuzz(func(t *testing.T, seed uint64) { checkSeed(t, seed) })
}
