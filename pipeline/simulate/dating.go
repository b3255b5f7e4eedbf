package simulate

import "github.com/uythac/uythac/calendar"

// date gives contracts their days: signed before the money, mature when they were paid off or just before they became
// overdue, else after the ledgers end.
func (b *branch) date() {
	for i := range b.loans {
		l := &b.loans[i]
		p := programmes[l.programme]
		term := calendar.Day(p.term) * 30
		switch {
		case l.extended != 0:
			l.sessionDue = l.extended + calendar.Day(1+b.r.n(25))
		case l.transferred != 0:
			l.sessionDue = l.transferred - calendar.Day(1+b.r.n(2))
		case l.paidOff != 0 && b.r.chance(700):
			l.sessionDue = l.paidOff
		case l.paidOff != 0:
			l.sessionDue = l.paidOff + calendar.Day(10+b.r.n(700))
		default:
			l.sessionDue = b.end + calendar.Day(5+b.r.n(int(term)))
		}
		if b.oddities && l.paidOff == 0 && l.transferred == 0 && l.extended == 0 && l.opened > 0 && b.r.n(40_000) == 0 {
			l.sessionDue = b.end - calendar.Day(1+b.r.n(90)) // a forgotten transfer
		}
		if l.opened > 0 {
			l.signed = min(l.sessionDue-term, b.opening-calendar.Day(1+b.r.n(400)))
			if l.signed < l.sessionDue-2*term {
				l.signed = max(l.signed, b.opening-term)
			}
		} else {
			l.signed = l.firstOut - calendar.Day(b.r.n(4))
			l.sessionDue = max(l.sessionDue, l.signed+60)
		}
		l.contractDue = max(l.sessionDue-calendar.Day(b.r.n(28)), l.signed+1)
		if l.extended != 0 {
			l.newDue = b.end + calendar.Day(30+b.r.n(900))
			if l.transferred > l.sessionDue {
				l.newDue = l.transferred - 1
			} else if l.paidOff > l.sessionDue {
				l.newDue = l.paidOff + calendar.Day(b.r.n(60))
			}
			l.newDue = max(l.newDue, l.sessionDue+1)
		}
		prior := int64(0)
		if l.opened > 0 && b.r.chance(400) {
			prior = b.r.between(1, 10) * 1_000_000
		}
		l.approved = l.opened + l.lent + prior
	}
	for i := range b.events {
		if e := &b.events[i]; e.kind == extension && e.newDue == 0 {
			e.newDue = b.loans[e.loan].newDue
		}
	}
}

// instalment is a row of principal_schedule.
type instalment struct {
	due    calendar.Day
	amount int64
}

// schedule lays out the instalments of the contract at place k of the books: what was repaid before the ledgers, what
// is repaid in part, and the rest at maturity. Together they are the amount approved.
func (b *branch) schedule(k int, out []instalment) []instalment {
	book := &b.books[k]
	l := &b.loans[book.loan]
	out = out[:0]
	if l.bare {
		return out
	}
	left := l.approved
	add := func(due calendar.Day, amount int64) {
		if amount <= 0 || due <= l.signed || due >= l.sessionDue || amount >= left {
			return
		}
		if n := len(out); n > 0 && out[n-1].due >= due {
			if out[n-1].due == due {
				out[n-1].amount += amount
				left -= amount
			}
			return
		}
		out = append(out, instalment{due, amount})
		left -= amount
	}
	if prior := l.approved - l.opened - l.lent; prior > 0 {
		add(b.opening-calendar.Day(30+int(draw(b.seed, uint64(book.loan), 5)%300)), prior)
	}
	for _, e := range b.events[book.events:book.end] {
		if e.kind == repayment && e.from == inTerm && !e.rebooking && e.reverses < 0 && e.day != l.paidOff {
			add(b.session(max(0, l.commune), e.day.Month()), e.amount)
		}
	}
	if l.late && l.paidOff == 0 {
		add(b.end-calendar.Day(draw(b.seed, uint64(book.loan), 6)%300), left/4/100_000*100_000)
	}
	return append(out, instalment{l.sessionDue, left})
}
