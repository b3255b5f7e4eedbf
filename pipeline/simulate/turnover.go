package simulate

import "github.com/uythac/uythac/calendar"

// lending collects what a span lends anew, so that amounts can be fitted to the target afterwards.
type lending struct {
	events      []int32 // disbursements
	v, lo, hi   []int64
	tranches    int64
	paid        int64
	outstanding int64
}

// turnOver plans the loans of a union in a span: payoffs of those who leave, renewals, second loans, the students'
// tranches, and at last instalments for exactly what is still missing to the outstanding that the target wants.
func (b *branch) turnOver(s, u int, leavers, joiners []int32) {
	t, sp := &b.targets.union[s][u], b.spans[s-1]
	var n lending
	var stayers []int32
	for _, g := range b.openGroups(u) {
		for _, h := range b.groups[g].debtors {
			n.outstanding += b.debtOf(h)
			if b.actOf(h).joined == 0 {
				stayers = append(stayers, h)
			}
		}
	}
	for _, h := range leavers {
		n.outstanding += b.debtOf(h)
	}
	for _, h := range leavers {
		b.payAndLeave(h, sp, &n)
	}
	for _, h := range joiners {
		day := b.actOf(h).joined
		if at := b.session(b.groups[b.households[h].group].commune, day.Month()); at >= day && sp.has(at) {
			day = at
		}
		b.lend(h, b.r.programme(), day, &n)
	}
	second := t.turns * 8 / 100
	renewals := t.turns - len(joiners) - second
	if renewals < 0 {
		second = max(0, t.turns-len(joiners))
		renewals = 0
	}
	shuffle(&b.r, stayers)
	b.endSecondLoans(stayers, second*9/10, sp, &n)
	rest := n.outstanding * 7 * int64(sp.months()) / 1200 // wanted for instalments
	want := int64(-1)
	if t.disbursed > 0 {
		want = n.outstanding + t.disbursed - t.outstanding - n.paid - rest
	}
	done := b.renew(stayers, renewals, want, sp, &n)
	b.lendSecond(stayers, t.turns-len(joiners)-done, sp, &n)
	b.payTranches(stayers, sp, &n)
	lent := t.disbursed
	if lent == 0 {
		lent = t.outstanding - n.outstanding + n.paid + rest
	}
	spread(n.v, n.lo, n.hi, lent-n.tranches, 1_000_000)
	for i, at := range n.events {
		e := &b.events[at]
		e.amount = n.v[i]
		l := &b.loans[e.loan]
		l.balance[inTerm], l.lent = n.v[i], n.v[i]
	}
	b.payInstalments(u, t.outstanding, sp)
}

// payAndLeave pays all loans of a household; the last payment is the day it leaves.
func (b *branch) payAndLeave(h int32, sp span, n *lending) {
	hh, a := &b.households[h], b.actOf(h)
	g := &b.groups[hh.group]
	for k, l := range hh.loans {
		if l < 0 {
			continue
		}
		day := b.someDay(g.commune, b.month(sp))
		if g.closed != 0 {
			day = min(day, g.closed)
		}
		n.paid += b.loans[l].total()
		at := b.payOff(l, day, sp)
		if day >= a.leave {
			a.leave, a.paid = day, at
		}
		hh.loans[k] = -1
	}
	if a.leave == 0 {
		a.leave = b.someDay(g.commune, b.month(sp))
	}
}

// payOff repays a loan in full on a day, sometimes in two steps or after some weeks overdue. It returns the index of
// the last repayment, -1 when there was nothing to pay.
func (b *branch) payOff(i int32, day calendar.Day, sp span) int32 {
	l := &b.loans[i]
	last := int32(-1)
	early := day - calendar.Day(25+b.r.n(60))
	if x := b.r.n(1000); sp.has(early) && l.balance[inTerm] > 2_000_000 {
		switch {
		case x < 20:
			b.post(event{loan: i, day: early, kind: transfer, from: inTerm, to: overdue, amount: l.balance[inTerm]})
			l.balance[overdue] += l.balance[inTerm]
			l.balance[inTerm] = 0
			l.transferred = early
		case x < 170:
			part := l.balance[inTerm] / 2_000_000 * 1_000_000
			b.post(event{loan: i, day: early, kind: repayment, from: inTerm, to: outside, amount: part})
			l.balance[inTerm] -= part
		}
	}
	for class, amount := range l.balance {
		if amount > 0 {
			last = b.post(event{loan: i, day: day, kind: repayment, from: uint8(class), to: outside, amount: amount})
			b.events[last].office = -1
			l.balance[class] = 0
		}
	}
	if l.grace {
		interest := max(1, (l.opened+l.lent)*programmes[l.programme].rate/12_000_000*b.r.between(6, 40))
		b.post(event{loan: i, day: day, kind: interestDue, from: outside, to: inTerm, amount: interest})
		b.post(event{loan: i, day: day, kind: interestPaid, from: inTerm, to: outside, amount: interest})
	}
	l.paidOff, l.mark = day, fixed
	return last
}

// lend plans a new loan; its amount is fitted later.
func (b *branch) lend(h int32, programme uint8, day calendar.Day, n *lending) {
	i := b.newLoan(h, programme)
	l := &b.loans[i]
	l.mark, l.firstOut = fresh, day
	p := programmes[programme]
	at := b.post(event{loan: i, day: day, kind: disbursement, from: outside, to: inTerm})
	b.events[at].office = -1
	n.events = append(n.events, at)
	n.v = append(n.v, p.mean*b.r.between(600, 1400)/1000*1_000_000)
	n.lo = append(n.lo, min(5_000_000, p.most*1_000_000))
	n.hi = append(n.hi, p.most*1_000_000)
}

// free tells whether a household may be given or asked anything: a member with nothing decided yet.
func (b *branch) free(h int32) bool {
	hh := &b.households[h]
	return hh.row >= 0 && !b.actOf(h).mustStay && b.loanHeld(hh.loans[0]) && b.loanHeld(hh.loans[1])
}

// endSecondLoans pays off one loan of households that have two.
func (b *branch) endSecondLoans(stayers []int32, most int, sp span, n *lending) {
	for _, h := range stayers {
		hh := &b.households[h]
		if most == 0 {
			return
		}
		k := b.r.n(2)
		if hh.loans[0] < 0 || hh.loans[1] < 0 || !b.free(h) {
			continue
		}
		l := hh.loans[k]
		n.paid += b.loans[l].total()
		b.payOff(l, b.someDay(b.groups[hh.group].commune, b.month(sp)), sp)
		hh.loans[k] = -1
		most--
	}
}

// lendSecond gives further loans to households that have one.
func (b *branch) lendSecond(stayers []int32, most int, sp span, n *lending) {
	for _, h := range stayers {
		hh := &b.households[h]
		if most <= 0 {
			return
		}
		if (hh.loans[0] >= 0) == (hh.loans[1] >= 0) || !b.free(h) {
			continue
		}
		has := max(hh.loans[0], hh.loans[1])
		p := b.r.programme()
		if b.loans[has].programme == p {
			p = (p + 4) % directOne
		}
		b.lend(h, p, b.someDay(b.groups[hh.group].commune, b.month(sp)), n)
		most--
	}
}

// payTranches lends on to students, twice a year.
func (b *branch) payTranches(stayers []int32, sp span, n *lending) {
	for _, h := range stayers {
		hh := &b.households[h]
		for _, i := range hh.loans {
			if i < 0 || hh.row < 0 || b.loans[i].programme != students || b.loans[i].mark != held || !b.r.chance(350) {
				continue
			}
			l := &b.loans[i]
			for _, m := range []int{2, 9} {
				day := b.session(b.groups[hh.group].commune, sp.first.YearStart().Month()+calendar.Month(m-1))
				amount := b.r.between(11, 25) * 500_000
				if !sp.has(day) || l.total()+amount > 60_000_000 {
					continue
				}
				b.events[b.post(event{loan: i, day: day, kind: disbursement, from: outside, to: inTerm, amount: amount})].office = -1
				l.balance[inTerm] += amount
				l.lent += amount
				l.mark = touched
				n.tranches += amount
			}
		}
	}
}
