package replay

import (
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// DepositMonth gives the month's deposit_month: a row per customer with balance (at either end) or
// entries, by customer. A batch is valid until the next is asked for.
func (r *Replay) DepositMonth() iter.Seq2[arrow.RecordBatch, error] {
	rows := r.savings.rows(r.asOf.Month())
	return r.stream(&schemas.DepositMonth, len(rows), func(f *frame) { r.depositMonth(f, rows) })
}

// depositRow is an owner's month, all accounts together.
type depositRow struct {
	owner    int32
	used     int32 // accounts with balance or movement
	deposits int32 // standing, ever
	begin    int64
	balance  int64
	flow     [depositFlows]int64
}

// rows adds up the accounts of every owner, by customer: sums that the month's pass has made before.
func (s *savings) rows(m calendar.Month) (rows []depositRow) {
	rows = make([]depositRow, 0, len(s.owners))
	flows := s.flows // in the accounts' order
	for _, o := range s.order {
		a := &s.accounts[o.account]
		if len(rows) == 0 || rows[len(rows)-1].owner != a.owner {
			rows = append(rows, depositRow{owner: a.owner})
		}
		d := &rows[len(rows)-1]
		begin := a.balance
		for ; len(flows) > 0 && flows[0].account == o.account; flows = flows[1:] {
			f := flows[0]
			if d.flow[f.kind] += f.amount; f.kind >= depositWithdrawn {
				f.amount = -f.amount
			}
			begin -= f.amount
		}
		d.begin, d.balance, d.deposits = d.begin+begin, d.balance+a.balance, d.deposits+a.deposits
		if a.month == m || a.balance != 0 || begin != 0 {
			d.used++
		}
	}
	return slices.DeleteFunc(rows, func(d depositRow) bool { return d.used == 0 })
}

func (r *Replay) depositMonth(f *frame, rows []depositRow) {
	at, owner := r.saved.slots.at, func(i int) *owner { return &r.savings.owners[rows[i].owner] }
	f.text("customer_code", func(i int) (string, bool) { return r.savings.names[owner(i).account].customer, true })
	r.attribution(f, func(i int) place { return at[owner(i).slot] })
	r.origin(f, func(i int) (place, bool) {
		was, ok := r.saved.moved[rows[i].owner]
		if !ok {
			return place{}, false
		}
		return at[was], true
	})
	f.bools("member", func(i int) bool { return owner(i).member })
	f.bools("regular_saver", func(i int) bool { return owner(i).marks&isRegular != 0 && r.savings.touched(owner(i), r.asOf.Month()) })
	f.bools("one_time_saver", func(i int) bool { return owner(i).marks&isOneTime != 0 })
	accounts, deposits := f.int32s("accounts"), f.int32s("standing_deposits")
	begin, end := f.ints("opening_balance"), f.ints("balance")
	var flow [depositFlows][]int64
	for k, name := range [depositFlows]string{"brought_forward", "deposited", "interest", "withdrawn", "offset_loan"} {
		flow[k] = f.ints(name)
	}
	for i := range f.n {
		d := &rows[f.from+i]
		accounts[i], deposits[i], begin[i], end[i] = d.used, d.deposits, d.begin, d.balance
		for k, v := range d.flow {
			flow[k][i] = v
		}
	}
}

// NegativeBalances gives the class and account balances below zero at the end of a day of the
// month that has entries, by account, key and day. There should be none.
func (r *Replay) NegativeBalances() iter.Seq2[arrow.RecordBatch, error] {
	var accounts codes
	for _, b := range r.below {
		accounts.id(b.account)
	}
	return r.stream(&schemas.NegativeBalance, len(r.below), func(f *frame) {
		rows := r.below
		f.code("account", &accounts, func(i int) int32 { return accounts.find(rows[i].account) })
		f.text("key", func(i int) (string, bool) { return rows[i].key, true })
		f.days("day", func(i int) calendar.Day { return rows[i].day })
		balance := f.ints("balance")
		for i := range f.n {
			balance[i] = rows[f.from+i].balance
		}
	})
}
