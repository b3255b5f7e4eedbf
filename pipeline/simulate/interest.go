package simulate

import "github.com/uythac/uythac/calendar"

// lookBack is how many months of unpaid interest a borrower pays at once, at most.
const lookBack = 6

// owed is a contract's balance in term and overdue at the end of a day.
func (b *branch) owed(bk *book, day calendar.Day) (balance [4]int64) {
	for i := bk.events; i < bk.end; i++ {
		e := &b.events[i]
		if e.day > day {
			break
		}
		if e.kind <= writeOff {
			balance[e.from] -= e.amount
			balance[e.to] += e.amount
		}
	}
	return balance
}

// monthly is the interest of a month on the balances that it began with; overdue debt bears 130 %.
func monthly(bk *book, balance [4]int64) (inTermDue, overdueDue int64) {
	if !bk.grace {
		inTermDue = balance[inTerm] * bk.rate / 12_000_000
	}
	return inTermDue, balance[overdue] * bk.rate * 13 / 120_000_000
}

// pays tells whether the borrower brings interest to the session of a month. late is overdue debt: then he seldom does.
func (bk *book) pays(x uint64, m calendar.Month, late bool) bool {
	x >>= 32
	switch {
	case late:
		return x%1000 < 120
	case bk.payer == 2:
		return false
	case bk.payer == 1:
		return (uint64(m)+uint64(bk.loan))%3 == 0
	}
	return x%1000 < 400 || (uint64(m)+uint64(bk.loan))%4 == 0
}

// interest writes what falls due at the session of a month and what is paid then, with what earlier months left unpaid.
func (b *branch) interest(s *sheet, c *clerk, bk *book, k int, m calendar.Month, first calendar.Day) {
	balance := b.owed(bk, first-1)
	if balance[inTerm] <= 0 && balance[overdue] <= 0 {
		return
	}
	due := [2]int64{}
	due[inTerm], due[overdue] = monthly(bk, balance)
	x := draw(b.seed^0x5bd1e995, uint64(k), uint64(m))
	day := first + calendar.Day(bk.session) - 1
	for class, amount := range due {
		if amount > 0 {
			id, booked := c.number(day, first, x)
			b.writeLoan(s, bk, id, int32(day), booked, bk.office, interestDue, outside, uint8(class), amount, null32, false, null64)
		}
	}
	if bk.closing != m && !bk.pays(x, m, balance[overdue] > 0) {
		return
	}
	for back := calendar.Month(1); back <= lookBack && m-back >= b.first; back++ {
		y := draw(b.seed^0x5bd1e995, uint64(k), uint64(m-back))
		before := b.owed(bk, (m-back).First()-1)
		if bk.pays(y, m-back, before[overdue] > 0) {
			break
		}
		p, q := monthly(bk, before)
		due[inTerm], due[overdue] = due[inTerm]+p, due[overdue]+q
	}
	for class, amount := range due {
		if amount > 0 {
			id, booked := c.number(day, first, x>>3)
			b.writeLoan(s, bk, id, int32(day), booked, bk.office, interestPaid, uint8(class), outside, amount, null32, false, null64)
		}
	}
}
