package replay

import (
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// DepositMonth gives the month's deposit_month: a row per customer with balance (at either end) or
// entries, by customer. A batch is valid until the next is asked for.
func (r *Replay) DepositMonth() iter.Seq2[arrow.RecordBatch, error] {
	var rows []depositRow
	r.savings.byOwner(func(accounts []int32) {
		if d := r.savings.depositor(accounts, r.asOf.Month()); d.used > 0 {
			rows = append(rows, d)
		}
	})
	return r.stream(&schemas.DepositMonth, len(rows), func(f *frame) { r.depositMonth(f, rows) })
}

// depositRow is an owner's month, all accounts together.
type depositRow struct {
	*owner
	number int32 // of the owner
	used   int32 // accounts with balance or movement
	begin  int64
	flow   [depositFlows]int64
}

// depositor adds up the accounts of an owner: sums that the month's pass has added up before.
func (s *savings) depositor(accounts []int32, m calendar.Month) depositRow {
	own := s.accounts[accounts[0]].owner
	d := depositRow{owner: &s.owners[own], number: own}
	for _, i := range accounts {
		a := &s.accounts[i]
		begin := a.start(m)
		d.begin += begin
		if a.month == m || a.balance != 0 || begin != 0 {
			d.used++
		}
		if a.month == m {
			for k, v := range a.flow {
				d.flow[k] += v
			}
		}
	}
	return d
}

func (r *Replay) depositMonth(f *frame, rows []depositRow) {
	at := r.saved.slots.at
	f.text("customer_code", func(i int) (string, bool) { return r.savings.keys[rows[i].account].customer, true })
	r.attribution(f, func(i int) place { return at[rows[i].slot] })
	r.origin(f, func(i int) (place, bool) {
		was, ok := r.saved.moved[rows[i].number]
		if !ok {
			return place{}, false
		}
		return at[was], true
	})
	f.bools("member", func(i int) bool { return rows[i].member })
	f.bools("regular_saver", func(i int) bool { return rows[i].regular(r.asOf.Month()) })
	f.bools("one_time_saver", func(i int) bool { return rows[i].marks&isOneTime != 0 })
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
