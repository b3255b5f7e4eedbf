package simulate

import "github.com/uythac/uythac/calendar"

// muddle plans what else happens to loans that a span left alone: extensions, freezes, re-bookings, and mistakes that
// are taken back. None of it changes a year-end balance but the freezes, which stay within the outstanding.
func (b *branch) muddle(s int) {
	sp := b.spans[s-1]
	var quiet []int32
	for u := range entrusted {
		for _, g := range b.openGroups(u) {
			for _, h := range b.groups[g].debtors {
				for _, l := range b.households[h].loans {
					if l >= 0 && b.loanHeld(l) && b.loans[l].balance[inTerm] > 5_000_000 && b.loans[l].total() == b.loans[l].balance[inTerm] {
						quiet = append(quiet, l)
					}
				}
			}
		}
	}
	shuffle(&b.r, quiet)
	year := max(1, b.profile.households*sp.months()/12)
	take := func(perHouseholds int, do func(i int32)) {
		n := year / perHouseholds
		if b.r.n(perHouseholds) < year%perHouseholds {
			n++
		}
		for ; n > 0 && len(quiet) > 0; n-- {
			b.loans[quiet[0]].mark = touched
			do(quiet[0])
			quiet = quiet[1:]
		}
	}
	take(250, func(i int32) { b.extend(i, sp) })
	take(9000, func(i int32) { b.freeze(i, s) })
	take(400, func(i int32) { b.rebook(i, sp) })
	take(1200, func(i int32) { b.rebookWithin(i, sp) })
	for _, k := range []struct {
		kind, from, to uint8
		per            int
		rebooking      bool
	}{
		{opening, outside, inTerm, 30000, false},
		{repayment, inTerm, outside, 200, false},
		{disbursement, outside, inTerm, 500, false},
		{transfer, inTerm, overdue, 600, false},
		{transfer, inTerm, frozen, 20000, false},
		{writeOff, inTerm, outside, 25000, false},
		{extension, inTerm, inTerm, 4000, false},
		{interestDue, outside, inTerm, 900, false},
		{interestPaid, inTerm, outside, 250, false},
		{interestWaived, inTerm, outside, 15000, false},
		{repayment, inTerm, outside, 9000, true},
		{disbursement, outside, inTerm, 9000, true},
	} {
		if k.kind == opening && s > 1 {
			continue
		}
		take(k.per, func(i int32) {
			e := event{loan: i, kind: k.kind, from: k.from, to: k.to, rebooking: k.rebooking, amount: b.r.between(2, 40) * 100_000}
			if k.kind >= interestDue {
				e.amount = b.r.between(40, 400) * 1000
			}
			if k.kind == extension {
				e.amount = b.loans[i].balance[inTerm]
			}
			b.mistake(e, sp)
		})
	}
	b.redo(s)
}

// mistake posts an entry and, days later and within the span, takes it back.
func (b *branch) mistake(e event, sp span) {
	e.day = b.someDay(b.loans[e.loan].commune, b.month(sp))
	if e.kind == opening {
		e.day = b.opening
	}
	back := e.day + calendar.Day(b.r.n(12))
	if b.r.chance(200) {
		back += calendar.Day(b.r.n(60))
	}
	if e.kind == extension {
		e.newDue = b.end + calendar.Day(400+b.r.n(400))
	}
	b.reverse(b.post(e), min(back, sp.last))
}

// redo gives some of the span's new loans a first disbursement of a wrong amount, taken back and booked again, and
// adds contracts that came to nothing: paid out and taken back.
func (b *branch) redo(s int) {
	sp := b.spans[s-1]
	for i := len(b.events) - 1; i >= 0; i-- {
		e := b.events[i]
		if e.day < sp.first {
			break
		}
		l := &b.loans[e.loan]
		if e.kind != disbursement || l.mark != fresh || e.reverses >= 0 || e.rebooking || l.firstOut != e.day || l.commune < 0 {
			continue
		}
		later := e.day + calendar.Day(1+b.r.n(9))
		switch x := b.r.n(10_000); {
		case x < 20 && sp.has(later):
			b.events[i].amount = e.amount + b.r.between(1, 5)*1_000_000
			b.reverse(int32(i), later)
			b.events[b.post(event{loan: e.loan, day: later, kind: disbursement, from: outside, to: inTerm, amount: e.amount})].office = e.office
		case x < 30 && sp.has(later):
			slots := b.households[l.household].loans
			hh := &b.households[l.household]
			hh.loans = [2]int32{-1, -1}
			n := b.newLoan(l.household, (b.loans[e.loan].programme+1)%directOne)
			b.households[l.household].loans = slots
			b.loans[n].mark, b.loans[n].firstOut, b.loans[n].paidOff = fixed, e.day, later
			b.loans[n].lent, b.loans[n].bare = e.amount, false
			b.reverse(b.post(event{loan: n, day: e.day, kind: disbursement, from: outside, to: inTerm, amount: e.amount}), later)
		}
	}
}

// extend prolongs a loan whose maturity comes near; the days are set when contracts are dated.
func (b *branch) extend(i int32, sp span) {
	l := &b.loans[i]
	if l.extended != 0 {
		return
	}
	l.extended = b.session(l.commune, b.month(sp))
	b.post(event{loan: i, day: l.extended, kind: extension, from: inTerm, to: inTerm, amount: l.balance[inTerm]})
}

// freeze moves a loan to frozen under an approved case of the span's first round.
func (b *branch) freeze(i int32, s int) {
	l := &b.loans[i]
	r := b.rounds(s)[0]
	b.file(r, i, "freeze", l.balance[inTerm], true)
	b.post(event{loan: i, day: min(r.decided+calendar.Day(b.r.n(20)), b.spans[s-1].last), kind: transfer, from: inTerm, to: frozen, amount: l.balance[inTerm]})
	l.balance[frozen], l.balance[inTerm] = l.balance[inTerm], 0
}

// rebook moves a loan to a new contract of the same household: balanced entries that are neither lending nor collection.
func (b *branch) rebook(i int32, sp span) {
	old := b.loans[i]
	day := b.someDay(old.commune, b.month(sp))
	b.drop(i)
	n := b.newLoan(old.household, old.programme)
	amount := old.balance[inTerm]
	for _, e := range []event{
		{loan: i, kind: repayment, from: inTerm, to: outside},
		{loan: n, kind: disbursement, from: outside, to: inTerm},
	} {
		e.day, e.amount, e.rebooking = day, amount, true
		b.events[b.post(e)].office = -1
	}
	b.loans[i].balance[inTerm], b.loans[i].paidOff = 0, day
	b.loans[n].balance[inTerm], b.loans[n].lent, b.loans[n].firstOut = amount, amount, day
	b.loans[n].mark = touched
}

// rebookWithin repays and lends part of a loan on one contract, as corrections of the books do.
func (b *branch) rebookWithin(i int32, sp span) {
	day := b.someDay(b.loans[i].commune, b.month(sp))
	amount := b.loans[i].balance[inTerm] / 2
	b.post(event{loan: i, day: day, kind: repayment, from: inTerm, to: outside, amount: amount, rebooking: true})
	b.post(event{loan: i, day: day, kind: disbursement, from: outside, to: inTerm, amount: amount, rebooking: true})
}
