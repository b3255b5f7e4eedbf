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
	_ = r.savings.byOwner(func(list []int32) error {
		var d depositor
		if d.sum(&r.savings, list, r.asOf.Month()); d.used > 0 { // what is added here was added before
			rows = append(rows, depositRow{d, r.savings.keys[list[0]].customer, &r.savings.owners[r.savings.accounts[list[0]].owner]})
		}
		return nil
	})
	return r.stream(&schemas.DepositMonth, len(rows), func(f *frame) { r.depositMonth(f, rows) })
}

type depositRow struct {
	depositor
	customer string
	owner    *owner
}

func (r *Replay) depositMonth(f *frame, rows []depositRow) {
	f.text("customer_code", func(i int) (string, bool) { return rows[i].customer, true })
	r.attribution(f, func(i int) place { return rows[i].owner.where })
	r.origin(f, func(i int) (place, bool) { return rows[i].owner.was, rows[i].owner.came })
	f.bools("member", func(i int) bool { return rows[i].owner.member })
	f.bools("regular_saver", func(i int) bool { return rows[i].owner.regular })
	f.bools("one_time_saver", func(i int) bool { return rows[i].owner.oneTime })
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
