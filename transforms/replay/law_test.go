package replay

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// same compares the rows of a table.
func same(t *testing.T, what string, want, got []row) {
	t.Helper()
	if slices.EqualFunc(want, got, maps.Equal[row]) {
		return
	}
	t.Errorf("%s (-want +got):\n%s", what, cmp.Diff(want, got, cmpopts.EquateEmpty()))
}

func sameMonth(t *testing.T, what string, want, got result) {
	t.Helper()
	for name := range want {
		same(t, what+": "+name, want[name], got[name])
	}
}

// compareMonth holds a month's tables against the definitions computed from scratch.
func compareMonth(t *testing.T, w world, asOf calendar.Day, branch string, got result) {
	t.Helper()
	want := result{"loan_month": w.naiveLoanMonth(asOf, branch), "deposit_month": w.naiveDepositMonth(asOf, branch)}
	for _, table := range cutTables() {
		want[table.Name] = w.naiveCut(table.Name, asOf, branch)
	}
	sameMonth(t, "the definitions on "+asOf.String()+", branch "+branch, want, got)
}

func checkSeed(t *testing.T, seed uint64) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	w, first, last := randomWorld(seed)
	for _, branch := range []string{"B0", "B1"} {
		whole := w.run(t, mem, branch, first, last, 1000)
		for asOf, got := range whole {
			compareMonth(t, w, asOf, branch, got)
			checkSums(t, got)
		}
		checkBalances(t, whole)
		for asOf, got := range w.run(t, mem, branch, first, last, 3) {
			sameMonth(t, "split into small batches", whole[asOf], got)
		}
		checkRestore(t, w, mem, branch, whole)
	}
	if t.Failed() {
		t.Logf("seed %d", seed)
	}
}

// checkRestore: from the state of any month the next one comes out as if nothing had happened.
func checkRestore(t *testing.T, w world, mem memory.Allocator, branch string, whole map[calendar.Day]result) {
	t.Helper()
	days := slices.Sorted(maps.Keys(whole))
	for i, asOf := range days[:len(days)-1] {
		r := w.replay(t, mem, branch, 7)
		state := whole[asOf]
		err := r.Restore(asOf, stream(mem, &schemas.ContractState, state["contract_state"], 7), stream(mem, &schemas.AccountState, state["account_state"], 7))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.advance(r, mem, branch, days[i+1], 7); err != nil {
			t.Fatal(err)
		}
		sameMonth(t, "restored on "+asOf.String(), whole[days[i+1]], results(t, r))
	}
}

// checkSums: the additive measures of every cut add up to the same totals, union by union.
func checkSums(t *testing.T, got result) {
	t.Helper()
	totals := func(table string, measures []string) map[string]int64 {
		out := map[string]int64{}
		for _, r := range got[table] {
			for _, m := range measures {
				if v := r.num(m); v != 0 {
					out[r["union_code"]+" "+m] += v
				}
			}
		}
		maps.DeleteFunc(out, func(_ string, v int64) bool { return v == 0 })
		return out
	}
	additive := slices.DeleteFunc(slices.Clone(measureNames), func(m string) bool {
		return m == "households_with_debt" || m == "groups_with_debt" || strings.Contains(m, "moved_")
	})
	for _, table := range cutTables()[byUnion:] {
		measures := additive
		if table.Name == "programme_month" || table.Name == "fund_source_month" {
			measures = slices.DeleteFunc(slices.Clone(additive), func(m string) bool { return slices.Contains(measureNames[loanMeasures:], m) })
		}
		if d := cmp.Diff(totals("group_month", measures), totals(table.Name, measures)); d != "" {
			t.Errorf("sum of groups against sum of %s:\n%s", table.Name, d)
		}
	}
}

// checkBalances: every row's opening and flows lead to its closing balance.
func checkBalances(t *testing.T, whole map[calendar.Day]result) {
	t.Helper()
	before := map[string]row{}
	num := func(r row, name string) int64 {
		if r[name] == "" {
			return 0
		}
		return r.num(name)
	}
	for _, asOf := range slices.Sorted(maps.Keys(whole)) {
		now := map[string]row{}
		for _, table := range cutTables() {
			for _, r := range whole[asOf][table.Name] {
				key := table.Name
				for _, k := range table.Key[1:] {
					key += "/" + r[k]
				}
				now[key] = r
			}
		}
		for key := range before {
			if now[key] == nil {
				now[key] = row{} // a row that vanished is a row of zeros
			}
		}
		for key, r := range now {
			if len(r) == 0 {
				for _, name := range measureNames {
					r[name] = "0"
				}
			}
			sum := num(before[key], "outstanding") + r.num("disbursed") + r.num("moved_in") - r.num("moved_out")
			for _, class := range principal {
				sum += r.num("brought_forward_"+class) + r.num("rebooked_"+class) - r.num("collected_"+class) - r.num("written_off_"+class)
			}
			if sum != r.num("outstanding") {
				t.Errorf("%s on %s: flows lead to %d, outstanding is %s", key, asOf, sum, r["outstanding"])
			}
			if _, ok := r["deposit_balance"]; ok {
				sum := num(before[key], "deposit_balance") + r.num("deposits_brought_forward") + r.num("deposits_in") - r.num("deposits_out") + r.num("deposits_moved_in") - r.num("deposits_moved_out")
				if sum != r.num("deposit_balance") {
					t.Errorf("%s on %s: flows lead to %d, deposits are %s", key, asOf, sum, r["deposit_balance"])
				}
			}
		}
		before = now
		for _, r := range whole[asOf]["loan_month"] {
			checkClasses(t, r)
		}
	}
}

var principal = []string{"in_term", "overdue", "frozen"}

// checkClasses: the identity of a contract, class by class.
func checkClasses(t *testing.T, r row) {
	t.Helper()
	for _, class := range principal {
		sum := r.num("opening_"+class) + r.num("brought_forward_"+class) + r.num("rebooked_"+class) - r.num("collected_"+class) - r.num("written_off_"+class)
		if class == "in_term" {
			sum += r.num("disbursed")
		}
		for _, other := range principal {
			if other != class {
				sum += r.num(other+"_to_"+class) - r.num(class+"_to_"+other)
			}
		}
		if sum != r.num(class) {
			t.Errorf("%s of %s on %s: flows lead to %d, not %s", class, r["contract_no"], r["as_of"], sum, r[class])
		}
	}
	for _, class := range principal[:2] {
		sum := r.num("opening_unpaid_interest_"+class) + r.num("interest_brought_"+class) + r.num("interest_due_"+class) - r.num("interest_paid_"+class) - r.num("interest_waived_"+class)
		if sum != r.num("unpaid_interest_"+class) {
			t.Errorf("unpaid interest %s of %s on %s: flows lead to %d, not %s", class, r["contract_no"], r["as_of"], sum, r["unpaid_interest_"+class])
		}
	}
}

func TestAgainstTheDefinitions(t *testing.T) {
	for seed := range uint64(12) {
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
