package simulate

import "github.com/uythac/uythac/calendar"

// choosePast decides what becomes of a union's loans that were overdue when the span began: some stay so, fewer than
// the target at its end leaves room for; the others are paid in the span.
func (b *branch) choosePast(s, u int) {
	t := &b.targets.union[s][u]
	room, groups, over := t.overdue*45/100, t.overdueGroups*55/100, t.over2*6/10
	var late []int32
	owes := map[int32]int64{}
	kept := func(i int32) {
		g := b.households[b.loans[i].household].group
		if owes[g] == 0 {
			groups--
		}
		all, _ := b.groupDebt(g)
		was := owes[g]*1000 > all*13
		owes[g] += b.loans[i].balance[overdue]
		if !was && owes[g]*1000 > all*13 {
			over--
		}
		room -= b.loans[i].balance[overdue]
	}
	for _, g := range b.openGroups(u) {
		for _, h := range b.groups[g].debtors {
			for _, l := range b.households[h].loans {
				if l < 0 || b.loans[l].balance[overdue] == 0 {
					continue
				}
				if b.loans[l].mark == fixed {
					kept(l)
				} else {
					late = append(late, l)
				}
			}
		}
	}
	shuffle(&b.r, late)
	for _, i := range late {
		l := &b.loans[i]
		a := b.actOf(l.household)
		if a.must {
			continue
		}
		g := b.households[l.household].group
		all, _ := b.groupDebt(g)
		isNew := owes[g] == 0
		isOver := (owes[g]+l.balance[overdue])*1000 > all*13 && owes[g]*1000 <= all*13
		if l.balance[overdue] <= room && (!isNew || groups > 0) && (!isOver || over > 0) {
			kept(i)
			l.mark, a.mustStay = fixed, true
			continue
		}
		if !a.mustStay {
			a.must = true
		} else {
			b.recover(i, b.spans[s-1])
		}
	}
}

// recover collects what is overdue of a loan whose household has to stay.
func (b *branch) recover(i int32, sp span) {
	l := &b.loans[i]
	if l.balance[inTerm]+l.balance[frozen] == 0 && b.debtOf(l.household) == l.total() {
		return // it would leave a debtor without debt
	}
	b.post(event{loan: i, day: b.someDay(l.commune, b.month(sp)), kind: repayment, from: overdue, to: outside, amount: l.balance[overdue]})
	l.balance[overdue] = 0
	l.mark = fixed
	if l.total() == 0 {
		l.paidOff = b.events[len(b.events)-1].day
		b.drop(i)
	}
}

// drop takes a loan without balance off its household.
func (b *branch) drop(i int32) {
	hh := &b.households[b.loans[i].household]
	for k := range hh.loans {
		if hh.loans[k] == i {
			hh.loans[k] = -1
		}
	}
}

// fallBehind makes loans overdue so that the union ends the span (0: opens) with as many overdue groups, as many of
// them over 2 %, and exactly the overdue balance that the target wants.
func (b *branch) fallBehind(s, u int) {
	t := &b.targets.union[s][u]
	type choice struct {
		group          int32
		all, late, can int64
		loans          []int32
		over           bool
	}
	var fresh, chosen []choice
	for _, g := range b.openGroups(u) {
		c := choice{group: g}
		c.all, c.late = b.groupDebt(g)
		for _, h := range b.groups[g].debtors {
			for _, l := range b.households[h].loans {
				if l >= 0 && b.loans[l].mark == held && b.loans[l].balance[inTerm] == b.loans[l].total() && b.loans[l].commune >= 0 {
					c.loans = append(c.loans, l)
					c.can += b.loans[l].balance[inTerm]
				}
			}
		}
		switch {
		case c.late > 0:
			c.over = c.late*50 > c.all
			chosen = append(chosen, c)
		case c.can*25 > c.all && len(c.loans) > 1:
			fresh = append(fresh, c)
		}
	}
	shuffle(&b.r, fresh)
	over := t.over2
	for _, c := range chosen {
		if c.over {
			over--
		}
	}
	// Groups over 2 % are drawn from the smaller ones, so that their overdue fits into the union's.
	n := max(0, min(t.overdueGroups-len(chosen), len(fresh)))
	fresh = fresh[:min(len(fresh), max(n, n*3))]
	stable(fresh, func(c choice) int64 { return c.all })
	for i := range fresh {
		fresh[i].over = i < over
	}
	shuffle(&b.r, fresh[max(0, min(over, len(fresh))):])
	chosen = append(chosen, fresh[:n]...)
	v, lo, hi := make([]int64, len(chosen)), make([]int64, len(chosen)), make([]int64, len(chosen))
	for i, c := range chosen {
		bound := c.all / 50 // 2 %, not more
		if c.over {
			lo[i], hi[i] = max(c.late, bound/1000*1000+1000), min(c.late+c.can, c.all*8/100)
			v[i] = lo[i] + (hi[i]-lo[i])*b.r.between(0, 300)/1000
		} else {
			lo[i], hi[i] = max(c.late, min(400_000, bound)), min(bound, c.late+c.can)
			v[i] = lo[i] + (hi[i]-lo[i])*b.r.between(0, 1000)/1000
		}
		hi[i] = max(hi[i], lo[i])
		v[i] = v[i] / 1000 * 1000
	}
	spread(v, lo, hi, t.overdue, 1000)
	for i, c := range chosen {
		b.transferSum(c.loans, v[i]-c.late, s)
	}
}

// transferSum makes as much of some loans overdue as amount: whole loans while they fit, part of one for the rest.
func (b *branch) transferSum(loans []int32, amount int64, s int) {
	shuffle(&b.r, loans)
	for amount > 0 && len(loans) > 0 {
		best := 0
		for k, l := range loans[:min(len(loans), 40)] {
			if v := b.loans[l].balance[inTerm]; v <= amount && (v > b.loans[loans[best]].balance[inTerm] || b.loans[loans[best]].balance[inTerm] > amount) {
				best = k
			}
		}
		amount -= b.transferTo(overdue, loans[best], amount, s)
		loans[best] = loans[len(loans)-1]
		loans = loans[:len(loans)-1]
	}
}

// transferTo moves up to most of a loan in term to another class on some day of the span; at the opening it just is
// there. It returns the amount moved.
func (b *branch) transferTo(class uint8, i int32, most int64, s int) int64 {
	l := &b.loans[i]
	amount := min(l.balance[inTerm], most)
	day := b.opening - calendar.Day(20+b.r.n(600))
	if s > 0 {
		sp := b.spans[s-1]
		day = b.session(l.commune, b.month(sp)) + calendar.Day(1+b.r.n(2))
		day = min(day, sp.last)
		b.post(event{loan: i, day: day, kind: transfer, from: inTerm, to: class, amount: amount})
	}
	whole := amount == l.balance[inTerm]
	l.balance[inTerm] -= amount
	l.balance[class] += amount
	l.mark = fixed
	if class == overdue {
		b.causes = append(b.causes, cause{loan: i, on: max(day+calendar.Day(5+b.r.n(60)), b.opening-600)})
		if whole {
			l.transferred = day
		}
	}
	return amount
}
