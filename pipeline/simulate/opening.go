package simulate

import "github.com/uythac/uythac/calendar"

// open makes the branch as it stands on the opening day: groups, members, loans, arrears and savings.
func (b *branch) open() {
	for u := range entrusted {
		b.openUnion(u, &b.targets.union[0][u])
	}
	b.acts = make([]act, len(b.households))
	for u := range entrusted {
		b.fallBehind(0, u)
	}
	for i := range b.loans {
		b.bringForward(int32(i))
	}
	b.openSavings()
	b.rate(0)
}

func (b *branch) openUnion(u int, t *unionTarget) {
	var have, least []int64
	for i := range t.groups {
		b.found(u, b.opening-calendar.Day(200+b.r.n(4000)))
		h := b.r.between(22, 50)
		if i < t.small {
			h = b.r.between(8, 19)
		}
		have, least = append(have, h), append(least, 0)
	}
	open := b.openGroups(u)
	var lent []int32
	for i, n := range b.sizes(have, least, t.households, t.small) {
		g := open[i]
		for range n {
			h := b.newHousehold(g, max(b.groups[g].established, b.opening-calendar.Day(30+b.r.n(3000))))
			b.groups[g].debtors = append(b.groups[g].debtors, h)
			lent = append(lent, b.oldLoan(h))
			if b.r.chance(80) {
				lent = append(lent, b.oldLoan(h))
			}
		}
	}
	for range max(0, t.members-t.households) {
		g := open[b.r.n(len(open))]
		b.groups[g].idle = append(b.groups[g].idle, b.newHousehold(g, max(b.groups[g].established, b.opening-calendar.Day(30+b.r.n(3000)))))
	}
	v, lo, hi := make([]int64, len(lent)), make([]int64, len(lent)), make([]int64, len(lent))
	for i, l := range lent {
		p := programmes[b.loans[l].programme]
		v[i] = p.mean * 1000 * b.r.between(400, 1100)
		lo[i], hi[i] = 500_000, p.most*1_000_000
	}
	spread(v, lo, hi, t.outstanding, 100_000)
	for i, l := range lent {
		b.loans[l].balance[inTerm], b.loans[l].opened = v[i], v[i]
	}
}

// newHousehold makes a customer who joins a group on a day.
func (b *branch) newHousehold(g int32, on calendar.Day) int32 {
	h := int32(len(b.households))
	kind := [...]uint8{0, 0, 0, 1, 1, 1, 2, 2, 3, 3}[b.r.n(10)]
	habit := uint8(2)
	switch x := b.r.n(100); {
	case x < 22:
		habit = 0
	case x < 47:
		habit = 1
	case x >= 92:
		habit = 3
	}
	b.households = append(b.households, household{group: g, first: g, loans: [2]int32{-1, -1}, row: -1, last: -1,
		kind: kind, habit: habit, two: b.r.chance(30)})
	if g >= 0 {
		b.join(h, g, on)
	}
	return h
}

// join opens a membership, leave closes it; leaving without one does nothing.
func (b *branch) join(h, g int32, on calendar.Day) {
	row := int32(len(b.members))
	b.households[h].group, b.households[h].row, b.households[h].last = g, row, row
	b.members = append(b.members, membership{household: h, group: g, from: on})
}

func (b *branch) leave(h int32, on calendar.Day) {
	if row := b.households[h].row; row >= 0 {
		b.members[row].to = on
		b.households[h].row = -1
	}
}

// newLoan makes a contract of a household, without money yet.
func (b *branch) newLoan(h int32, programme uint8) int32 {
	hh := &b.households[h]
	c := int32(-1)
	if hh.group >= 0 {
		c = b.groups[hh.group].commune
	}
	l := loan{household: h, commune: c, programme: programme, grace: programmes[programme].grace && b.r.chance(900),
		local: b.r.chance(60), bare: b.r.chance(30), late: b.r.chance(15)}
	if c >= 0 {
		l.office = int16(b.communes[c].office)
	}
	switch x := b.r.n(100); {
	case x >= 98:
		l.payer = 2
	case x >= 88:
		l.payer = 1
	}
	i := int32(len(b.loans))
	b.loans = append(b.loans, l)
	for k, have := range hh.loans {
		if have < 0 {
			hh.loans[k] = i
			break
		}
	}
	return i
}

// oldLoan is a loan from before the ledgers.
func (b *branch) oldLoan(h int32) int32 {
	p := b.r.programme()
	if first := b.households[h].loans[0]; first >= 0 && b.loans[first].programme == p {
		p = (p + 1) % directOne
	}
	return b.newLoan(h, p)
}

// bringForward posts the opening entries of a loan, by class, with the interest left unpaid.
func (b *branch) bringForward(i int32) {
	l := &b.loans[i]
	for class, amount := range l.balance {
		if amount > 0 {
			at := b.post(event{loan: i, day: b.opening, kind: opening, from: outside, to: uint8(class), amount: amount})
			b.events[at].booked, b.events[at].office = b.opening, -1
		}
	}
	if l.balance[overdue] > 0 && b.r.chance(600) {
		rate := programmes[l.programme].rate * 13 / 10
		b.post(event{loan: i, day: b.opening, kind: interestOpening, from: outside, to: overdue,
			amount: max(1, l.balance[overdue]*rate/12_000_000*b.r.between(1, 14))})
	}
}
