package replay

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// ContractState gives what the replay carries on: a row for every contract with entries so far, by
// contract. A batch is valid until the next is asked for.
func (r *Replay) ContractState() iter.Seq2[arrow.RecordBatch, error] {
	var rows []int32
	for ord := range r.loans {
		if r.loans[ord].flags&seen != 0 {
			rows = append(rows, int32(ord))
		}
	}
	return r.stream(&schemas.ContractState, len(rows), func(f *frame) { r.contractState(f, rows) })
}

func (r *Replay) contractState(f *frame, rows []int32) {
	loan := func(i int) *loan { return &r.loans[rows[i]] }
	history := func(i int) history {
		if x := r.lent.histories[rows[i]]; x != nil {
			return *x
		}
		return history{}
	}
	f.text("contract_no", func(i int) (string, bool) { return r.b.contracts.at(rows[i]), true })
	for k, name := range balanceNames {
		values := f.ints(name)
		for i := range f.n {
			values[i] = loan(f.from + i).bal[k]
		}
	}
	opened, openings := f.ints("opened"), f.int32s("openings")
	lent, paid := f.ints("lent"), f.ints("paid")
	lentBefore, paidBefore := f.ints("lent_before_year"), f.ints("paid_before_year")
	for i := range f.n {
		l := loan(f.from + i)
		opened[i], openings[i], lent[i], paid[i], lentBefore[i], paidBefore[i] = l.opened, l.openings, l.lent, l.paid, l.lentBefore, l.paidBefore
	}
	f.days("overdue_since", func(i int) calendar.Day { return loan(i).overdueSince })
	f.days("last_activity_on", func(i int) calendar.Day { return loan(i).lastActivity })
	f.days("first_entry_on", func(i int) calendar.Day { return r.first[rows[i]] })
	f.text("disbursed_days", func(i int) (string, bool) { return dayList(loan(i).first, history(i).later) })
	f.text("extensions", func(i int) (string, bool) { return extensionList(history(i).extensions) })
	r.attribution(f, func(i int) place { return r.lent.slots.at[loan(i).slot] })
}

// AccountState gives what the replay carries on: a row for every deposit account with entries so
// far, by customer and account. A batch is valid until the next is asked for.
func (r *Replay) AccountState() iter.Seq2[arrow.RecordBatch, error] {
	order := r.savings.order
	return r.stream(&schemas.AccountState, len(order), func(f *frame) { r.accountState(f, order) })
}

func (r *Replay) accountState(f *frame, rows []ordered) {
	account := func(i int) *account { return &r.savings.accounts[rows[i].account] }
	f.text("customer_code", func(i int) (string, bool) { return r.savings.names[rows[i].account].customer, true })
	f.text("account_no", func(i int) (string, bool) { return r.savings.names[rows[i].account].no, true })
	balance, last := f.ints("balance"), f.ints("last_entry_id")
	openings, deposits := f.int32s("openings"), f.int32s("deposits")
	this, before, earlier := f.int32s("deposits_this_month"), f.int32s("deposits_last_month"), f.int32s("deposits_month_before")
	for i := range f.n {
		a := account(f.from + i)
		recent := a.recentOn(r.asOf.Month())
		balance[i], last[i], openings[i], deposits[i] = a.balance, a.lastID, a.openings, a.deposits
		this[i], before[i], earlier[i] = recent[0], recent[1], recent[2]
	}
	f.days("last_posted_on", func(i int) calendar.Day { return account(i).lastDay })
	f.code("last_office_code", &r.offices, func(i int) int32 { return account(i).office })
	r.attribution(f, func(i int) place { return r.saved.slots.at[r.savings.owners[account(i).owner].slot] })
}

// dayList writes days as numbers since 1970-01-01; no days are null.
func dayList(first calendar.Day, later []calendar.Day) (string, bool) {
	if first == never {
		return "", false
	}
	text := strconv.AppendInt(nil, int64(first), 10)
	for _, d := range later {
		text = strconv.AppendInt(append(text, ' '), int64(d), 10)
	}
	return string(text), true
}

func parseDays(s string) (list []calendar.Day, err error) {
	for _, word := range strings.Fields(s) {
		n, err := strconv.ParseInt(word, 10, 32)
		if err != nil {
			return nil, err
		}
		list = append(list, calendar.Day(n))
	}
	return list, nil
}

// extensionList writes extensions as entry_id:posted_on:new_maturity_on:covered.
func extensionList(list []extended) (string, bool) {
	if len(list) == 0 {
		return "", false
	}
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = fmt.Sprintf("%d:%d:%d:%d", e.id, e.posted, e.maturity, e.covered)
	}
	return strings.Join(words, " "), true
}

func parseExtensions(s string) (list []extended, err error) {
	for _, word := range strings.Fields(s) {
		var e extended
		parts := strings.Split(word, ":")
		if len(parts) != 4 {
			return nil, fmt.Errorf("%q is not an extension", word)
		}
		var n [4]int64
		for i, p := range parts {
			if n[i], err = strconv.ParseInt(p, 10, 64); err != nil {
				return nil, err
			}
		}
		e.id, e.posted, e.maturity, e.covered = n[0], calendar.Day(n[1]), calendar.Day(n[2]), n[3]
		list = append(list, e)
	}
	return list, nil
}
