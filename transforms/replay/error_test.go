package replay

import (
	"errors"
	"iter"
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// smallWorld is the places of the cases with some ledger rows.
func smallWorld(t *testing.T, ledgers string) world {
	t.Helper()
	w := world{}
	for _, text := range []string{places, ledgers} {
		for _, f := range txtar.Parse([]byte(text)).Files {
			w[f.Name] = parseRows(t, f)
		}
	}
	return w
}

const loanHeader = "\n-- loan_ledger --\nentry_id,posted_on,contract_no,entry_type,from_class,to_class,amount,reverses_entry_id,reverses_posted_on\n"
const depositHeader = "\n-- deposit_ledger --\nentry_id,posted_on,account_no,entry_type,amount\n"

// TestRefusals: what cannot be computed is an error that names the contract, and nothing goes on
// after it.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ ledgers, want string }{
		"contract unknown":    {loanHeader + "1,2020-01-05,L7,disbursement,,in_term,5,,\n", "contract L7 is not in loan_contract"},
		"day before":          {loanHeader + "1,2019-12-31,L1,disbursement,,in_term,5,,\n", "outside 2020-01-01 to 2020-01-31"},
		"day after":           {loanHeader + "1,2020-02-01,L1,disbursement,,in_term,5,,\n", "contract L1 has an entry on 2020-02-01"},
		"days unsorted":       {loanHeader + "1,2020-01-05,L1,disbursement,,in_term,5,,\n2,2020-01-04,L1,disbursement,,in_term,5,,\n", "sorted by contract, day and entry"},
		"entries unsorted":    {loanHeader + "2,2020-01-05,L1,disbursement,,in_term,5,,\n1,2020-01-05,L1,disbursement,,in_term,5,,\n", "sorted by contract, day and entry"},
		"twice":               {loanHeader + "1,2020-01-05,L1,disbursement,,in_term,5,,\n1,2020-01-05,L1,disbursement,,in_term,5,,\n", "sorted by contract, day and entry"},
		"type unknown":        {loanHeader + "1,2020-01-05,L1,gift,,in_term,5,,\n", `entry_type holds "gift"`},
		"class not allowed":   {loanHeader + "1,2020-01-05,L1,disbursement,in_term,,5,,\n", "entry 1 of contract L1 is not one that the ledger allows"},
		"amount zero":         {loanHeader + "1,2020-01-05,L1,disbursement,,in_term,0,,\n", "entry 1 of contract L1 is not one that the ledger allows"},
		"reversal of nothing": {loanHeader + "2,2020-01-05,L1,disbursement,in_term,,5,1,2020-01-04\n", "contract L1: a reversal of 2020-01-05"},
		"balance too large":   {loanHeader + "1,2020-01-05,L1,disbursement,,in_term,9223372036854775807,,\n2,2020-01-06,L1,disbursement,,in_term,1,,\n", "sums of contract L1 leave 64 bits"},
		"account unsorted":    {depositHeader + "1,2020-01-05,A2,deposit,5\n2,2020-01-06,A1,deposit,5\n", "account A1 comes after A2"},
		"account's days":      {depositHeader + "1,2020-01-05,A1,deposit,5\n2,2020-01-04,A1,deposit,5\n", "entry 2 of account A1 is out of order"},
		"account's month":     {depositHeader + "1,2020-02-05,A1,deposit,5\n", "account A1 has an entry on 2020-02-05"},
		"account too large":   {depositHeader + "1,2020-01-05,A1,deposit,9223372036854775807\n2,2020-01-06,A1,interest,1\n", "sums of account A1 leave 64 bits"},
		"customer too large":  {depositHeader + "1,2020-01-05,A1,deposit,9223372036854775807\n2,2020-01-06,A2,interest,1\n", "sums with customer K1 leave 64 bits"},
	} {
		t.Run(name, func(t *testing.T) {
			mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
			defer mem.AssertSize(t, 0)
			w := smallWorld(t, c.ledgers)
			for _, r := range w["loan_contract"] {
				r["branch_code"] = "B1"
			}
			r := w.replay(t, mem, "B1", 10)
			asOf := calendar.Date(2020, 1, 31)
			err := r.Month(asOf, stream(mem, &schemas.LoanLedger, w["loan_ledger"], 10), stream(mem, &schemas.DepositLedger, w["deposit_ledger"], 10))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "replay B1 on 2020-01-31: ") {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
			if err := w.advance(r, mem, "B1", calendar.Date(2020, 2, 29), 10); err == nil {
				t.Error("the replay goes on after an error")
			}
		})
	}
}

func TestSumsOfSeveralContractsOverflow(t *testing.T) {
	w := smallWorld(t, "-- loan_contract --\ncontract_no\nL1\nL2\n"+loanHeader+"1,2020-01-05,L1,disbursement,,in_term,9223372036854775807,,\n2,2020-01-06,L2,disbursement,,in_term,1,,\n")
	w.complete()
	r := w.replay(t, memory.DefaultAllocator, "B1", 10)
	err := w.advance(r, memory.DefaultAllocator, "B1", calendar.Date(2020, 1, 31), 10)
	if err == nil || !strings.Contains(err.Error(), "leave 64 bits") {
		t.Error(err)
	}
}

func TestMonthsFollowOneAnother(t *testing.T) {
	w := smallWorld(t, "")
	w.complete()
	mem := memory.DefaultAllocator
	r := w.replay(t, mem, "B1", 10)
	if err := w.advance(r, mem, "B1", calendar.Date(2020, 1, 31), 10); err != nil {
		t.Fatal(err)
	}
	for _, asOf := range []calendar.Day{calendar.Date(2020, 1, 31), calendar.Date(2020, 3, 31)} {
		if err := w.advance(r, mem, "B1", asOf, 10); err == nil || !strings.Contains(err.Error(), "does not follow") {
			t.Error(asOf, err)
		}
	}
	if err := w.advance(r, mem, "B1", calendar.Date(2020, 2, 3), 10); err != nil {
		t.Error("a skipped month must do no harm:", err)
	}
	if err := r.Restore(calendar.Date(2020, 2, 3), nothing, nothing); err == nil {
		t.Error("a replay with a state was restored")
	}
}

func nothing(func(arrow.RecordBatch, error) bool) {}

func TestReadingFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	bad := func(yield func(arrow.RecordBatch, error) bool) { yield(nil, broken) }
	w := smallWorld(t, "")
	w.complete()
	r := w.replay(t, memory.DefaultAllocator, "B1", 10)
	if err := r.Month(calendar.Date(2020, 1, 31), nothing, bad); !errors.Is(err, broken) {
		t.Error(err)
	}
	for _, table := range []string{"transaction_office", "commune", "loan_programme", "savings_group", "group_membership", "loan_use_check", "group_score"} {
		read := w.read(memory.DefaultAllocator, "", 10)
		_, err := NewNation(func(name string) iter.Seq2[arrow.RecordBatch, error] {
			if name == table {
				return bad
			}
			return read(name)
		})
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), table) {
			t.Error(table, err)
		}
	}
}

func TestStateOfOtherDimensions(t *testing.T) {
	w := smallWorld(t, loanHeader+"1,2020-01-05,L1,disbursement,,in_term,5,,\n")
	w.complete()
	mem := memory.DefaultAllocator
	state := w.run(t, mem, "B1", calendar.Date(2020, 1, 1), calendar.Date(2020, 1, 31), 10)[calendar.Date(2020, 1, 31)]["contract_state"]
	for column, text := range map[string]string{"contract_no": "L9", "group_code": "0009", "extensions": "1:2", "disbursed_days": "x"} {
		bad := row{}
		for k, v := range state[0] {
			bad[k] = v
		}
		bad[column] = text
		r := w.replay(t, mem, "B1", 10)
		if err := r.Restore(calendar.Date(2020, 1, 31), stream(mem, &schemas.ContractState, []row{bad}, 10), nothing); err == nil {
			t.Errorf("%s %s was restored", column, text)
		}
	}
}

func TestOverTwoPercent(t *testing.T) {
	for _, c := range []struct {
		part, whole int64
		want        bool
	}{
		{2, 100, false}, {3, 100, true}, {0, 0, false}, {0, 1, false}, {-5, 100, false}, {1, 50, false}, {1, 49, true},
		{math.MaxInt64, math.MaxInt64, true}, {math.MaxInt64 / 50, math.MaxInt64, false}, {math.MaxInt64/50 + 1, math.MaxInt64, true},
	} {
		if got := overTwoPercent(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d: %t", c.part, c.whole, got)
		}
	}
}
