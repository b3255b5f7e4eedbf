package simulate

import "github.com/uythac/uythac/calendar"

// yearly is the interest on savings, parts of thousand, credited on 25 December.
const yearly = 10

// saveYear plans the savings of a union in a span so that deposits paid in and the balance at its end are the target's.
func (b *branch) saveYear(s, u int) {
	sp, t := b.spans[s-1], &b.targets.union[s][u]
	who := b.savers(s, u)
	var single, units, interest, start int64
	credit := b.last.First() // none
	for m := sp.from; m <= sp.to; m++ {
		if m.First().Month() == sp.first.YearStart().Month()+11 {
			credit = m.First() + 24
		}
	}
	for i := range who {
		v := &who[i]
		hh := &b.households[v.h]
		start += v.start + hh.savings2
		b.settleSingle(v, sp)
		v.count = b.regularCount(v.h, sp, v.from, v.to)
		v.unit = [...]int64{100, 200, 500, 500}[hh.habit] * b.r.between(300, 1700)
		units += v.unit * v.count
		single += v.once
		if v.to >= credit && sp.has(credit) && !v.all && v.start > 0 {
			v.interest = v.start * yearly / 1000
			interest += v.interest
		}
	}
	want := t.depositsIn - interest - single
	in := interest + single
	for i := range who {
		v := &who[i]
		if t.depositsIn > 0 && want > 0 {
			v.unit = mulDiv(v.unit, want, units)
		}
		v.unit = min(max(v.unit/1000*1000, 1000), 1<<30)
		in += v.unit * v.count
	}
	if t.depositsIn > in {
		in += b.topUp(who, t.depositsIn-in, sp)
	}
	b.takeOut(s, who, start+in-t.deposits)
	b.writeSavings(s, who, credit)
}

// settleSingle decides whether a household puts something in once: those who begin, and those who had nothing.
func (b *branch) settleSingle(v *saver, sp span) {
	hh := &b.households[v.h]
	if b.actOf(v.h).empty || hh.row < 0 || v.start > 0 || v.to < v.from {
		return
	}
	c := b.groups[hh.group].commune
	v.onceDay = v.from
	for m := v.from.Month(); m <= sp.to; m++ {
		if day := b.session(c, m); day >= v.from && day <= v.to {
			v.onceDay = day
			break
		}
	}
	v.once = b.r.between(5, 50) * 10_000
}

// topUp gives the rest of what is to be paid in to a few who have no single deposit yet.
func (b *branch) topUp(who []saver, rest int64, sp span) (given int64) {
	for at := b.r.n(max(1, len(who))); rest > 0; at++ {
		i := at % max(1, len(who))
		if at > 3*len(who) || len(who) == 0 {
			return given
		}
		v := &who[i]
		hh := &b.households[v.h]
		if v.all || v.onceDay != 0 || hh.row < 0 || v.to < sp.last || b.actOf(v.h).empty {
			continue
		}
		v.onceDay = b.session(b.groups[hh.group].commune, sp.to)
		if v.onceDay < v.from {
			v.onceDay = sp.last
		}
		v.once = min(rest, b.r.between(100, 2000)*1000)
		rest -= v.once
		given += v.once
		at += 7
	}
	return given
}

// takeOut plans withdrawals that sum to total: everything of those who leave or end without savings, then parts of others'.
func (b *branch) takeOut(s int, who []saver, total int64) {
	sp := b.spans[s-1]
	var can []int
	for i := range who {
		v := &who[i]
		if v.all {
			v.out = v.start + v.deposited(b, sp, v.outDay)
			total -= v.out + b.households[v.h].savings2
			continue
		}
		if b.households[v.h].row >= 0 && v.start > 100_000 {
			can = append(can, i)
		}
	}
	shuffle(&b.r, can)
	var n []int64
	var lo, hi []int64
	var have int64
	for _, i := range can {
		if have >= total {
			break
		}
		v := &who[i]
		room := max(0, v.start+v.deposited(b, sp, b.lastSession(v.h, sp))-10_000)
		part := room * b.r.between(200, 900) / 1000 / 1000 * 1000
		n, lo, hi = append(n, part), append(lo, 0), append(hi, room)
		have += part
	}
	if total <= 0 {
		return
	}
	spread(n, lo, hi, total, 1000)
	for k, out := range n {
		v := &who[can[k]]
		v.out = out
		m := b.month(sp)
		for {
			v.outDay = b.session(b.groups[b.households[v.h].group].commune, m)
			if m >= sp.to || v.start+v.deposited(b, sp, v.outDay) >= out && v.outDay >= v.from {
				break
			}
			m++
		}
	}
}

// lastSession is the session day of a household's commune in the span's last month.
func (b *branch) lastSession(h int32, sp span) calendar.Day {
	return b.session(b.groups[b.households[h].group].commune, sp.to)
}

// writeSavings posts the planned entries of a span and carries balances over.
func (b *branch) writeSavings(s int, who []saver, credit calendar.Day) {
	sp := b.spans[s-1]
	plan := b.regular[s-1]
	for len(plan) < len(b.households) {
		plan = append(plan, regular{from: 1})
	}
	for i := range who {
		v := &who[i]
		hh := &b.households[v.h]
		plan[v.h] = regular{unit: int32(v.unit), from: int16(v.from - sp.first), to: int16(v.to - sp.first)}
		if v.to < v.from {
			plan[v.h] = regular{from: 1}
		}
		if v.once > 0 {
			b.save(saving{household: v.h, day: v.onceDay, kind: depDeposit, amount: v.once})
		}
		if v.interest > 0 {
			b.save(saving{household: v.h, day: credit, kind: depInterest, amount: v.interest})
		}
		hh.savings = v.start + v.once + v.unit*v.count + v.interest - v.out
		if v.all {
			if hh.savings2 > 0 {
				b.save(saving{household: v.h, day: v.outDay, kind: depWithdrawal, second: true, amount: hh.savings2})
				hh.savings2 = 0
			}
		}
		if v.out > 0 {
			b.payOut(v)
		}
		b.slip(v, sp)
	}
	b.regular[s-1] = plan
}

// payOut posts what a household takes out; of those who pay their loan off and leave many set it off against the loan.
func (b *branch) payOut(v *saver) {
	a := b.actOf(v.h)
	if v.all && a.paid >= 0 && b.r.chance(450) {
		e := b.events[a.paid]
		if e.day == v.outDay && v.out < e.amount {
			b.save(saving{household: v.h, day: e.day, kind: depOffset, amount: v.out})
			b.events[a.paid].amount -= v.out
			e.amount = v.out
			b.events = append(b.events, e)
			return
		}
	}
	b.save(saving{household: v.h, day: v.outDay, kind: depWithdrawal, amount: v.out})
}

// slip posts mistakes in savings that are taken back within the span.
func (b *branch) slip(v *saver, sp span) {
	x := b.r.n(100_000)
	if x >= 700 || v.all || v.out > 0 || v.start < 200_000 || b.households[v.h].row < 0 {
		return
	}
	day := b.session(b.groups[b.households[v.h].group].commune, b.month(sp))
	back := min(day+calendar.Day(b.r.n(20)), sp.last)
	kind, amount := uint8(depDeposit), b.r.between(10, 100)*1000
	switch {
	case x < 150:
		kind, amount = depWithdrawal, v.start/2/1000*1000
	case x < 200:
		kind, amount = depOffset, v.start/2/1000*1000
	case x < 260:
		kind = depInterest
	}
	i := b.save(saving{household: v.h, day: day, kind: kind, amount: amount})
	taken := b.savings[i]
	taken.day, taken.reverses = back, i
	taken.booked = max(back+b.lag(), taken.booked)
	b.savings = append(b.savings, taken)
}
