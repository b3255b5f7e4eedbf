package simulate

// lendDirectly plans the small book that the bank lends without a union, and, where branches have oddities, a few
// customers with entrusted loans who were never in a group.
func (b *branch) lendDirectly() {
	t := b.targets.branch[0]
	n := max(1, int(t.direct/80_000_000))
	if t.direct == 0 {
		n = 0
	}
	for i := range n {
		h := b.newHousehold(-1, 0)
		b.households[h].kind = 3
		l := b.newLoan(h, directOne+uint8(b.r.n(2)))
		loan := &b.loans[l]
		loan.direct, loan.office, loan.grace = true, int16(b.r.n(len(b.offices))), false
		amount := t.direct / int64(n) / 1000 * 1000
		loan.opened, loan.balance[inTerm] = amount, amount
		at := b.post(event{loan: l, day: b.opening, kind: opening, from: outside, to: inTerm, amount: amount})
		b.events[at].booked, b.events[at].office = b.opening, -1
		sp := b.spans[b.r.n(len(b.spans))]
		day := b.month(sp).First() + 14
		switch i % 8 {
		case 0:
			part := amount / 4 / 100_000 * 100_000
			b.post(event{loan: l, day: day, kind: repayment, from: inTerm, to: outside, amount: max(part, 1000)})
			loan.balance[inTerm] -= max(part, 1000)
		case 1: // paid off and lent anew
			b.post(event{loan: l, day: day, kind: repayment, from: inTerm, to: outside, amount: amount})
			loan.balance[inTerm], loan.paidOff = 0, day
			b.households[h].loans = [2]int32{-1, -1}
			again := b.newLoan(h, loan.programme)
			next := &b.loans[again]
			next.direct, next.office, next.grace = true, b.loans[l].office, false
			next.firstOut, next.lent, next.balance[inTerm] = day, amount, amount
			b.events[b.post(event{loan: again, day: day, kind: disbursement, from: outside, to: inTerm, amount: amount})].office = -1
		}
	}
	if !b.oddities {
		return
	}
	for range max(1, b.profile.households/20_000) {
		h := b.newHousehold(-1, 0)
		l := b.newLoan(h, b.r.programme())
		amount := b.r.between(5, 8) * 1_000_000
		b.loans[l].opened, b.loans[l].balance[inTerm] = amount, amount
		at := b.post(event{loan: l, day: b.opening, kind: opening, from: outside, to: inTerm, amount: amount})
		b.events[at].booked, b.events[at].office = b.opening, -1
	}
}
