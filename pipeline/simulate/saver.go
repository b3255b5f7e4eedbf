package simulate

import "github.com/uythac/uythac/calendar"

// saver is a household's savings in the span being planned.
type saver struct {
	h           int32
	start, once int64        // balance of the first account at the start; what is put in once
	onceDay     calendar.Day // 0: nothing
	from, to    calendar.Day // regular deposits on session days in between
	count       int64        // of regular deposits
	unit        int64
	interest    int64
	out         int64 // taken out during the span, not at its end by leaving
	outDay      calendar.Day
	all         bool // takes everything out on outDay
}

// deposited is what the regular deposits and the single one bring up to a day.
func (v *saver) deposited(b *branch, sp span, day calendar.Day) int64 {
	n := int64(0)
	if v.onceDay != 0 && v.onceDay <= day {
		n = v.once
	}
	return n + v.unit*b.regularCount(v.h, sp, v.from, min(v.to, day))
}

// saves tells whether a household makes its regular deposit in a month.
func (b *branch) saves(h int32, m calendar.Month) bool {
	switch x := below(draw(b.seed, uint64(h), uint64(m)), 1000); b.households[h].habit {
	case 0:
		return x < 930
	case 1:
		return x < 500
	case 2:
		return x < 120
	}
	return false
}

func (b *branch) regularCount(h int32, sp span, from, to calendar.Day) (n int64) {
	c := b.groups[b.households[h].group].commune
	for m := sp.from; m <= sp.to && m.First() <= to; m++ {
		if day := b.session(c, m); from <= day && day <= to && b.saves(h, m) {
			n++
		}
	}
	return n
}

// openSavings brings the savings of the opening day forward.
func (b *branch) openSavings() {
	for u := range entrusted {
		t := &b.targets.union[0][u]
		var who []int32
		for _, g := range b.openGroups(u) {
			who = append(append(who, b.groups[g].debtors...), b.groups[g].idle...)
		}
		shuffle(&b.r, who)
		who = who[:max(0, len(who)-max(0, t.members-t.savers))]
		if len(who) == 0 {
			continue
		}
		v, lo, hi := make([]int64, len(who)), make([]int64, len(who)), make([]int64, len(who))
		mean := t.deposits / int64(len(who))
		for i := range who {
			v[i], lo[i], hi[i] = mean*b.r.between(150, 2500)/1000/1000*1000, min(20_000, mean), mean*8
		}
		spread(v, lo, hi, t.deposits, 1000)
		for i, h := range who {
			hh := &b.households[h]
			hh.savings = v[i]
			if hh.two && v[i] > 100_000 {
				hh.savings2 = v[i] * 3 / 10 / 1000 * 1000
				hh.savings -= hh.savings2
				b.save(saving{household: h, day: b.opening, kind: depOpening, second: true, amount: hh.savings2})
			}
			b.save(saving{household: h, day: b.opening, kind: depOpening, amount: hh.savings})
		}
	}
	for i := range b.savings {
		b.savings[i].booked = b.opening
	}
}

// savers lists the households of a union that save or have savings in a span, with their days.
func (b *branch) savers(s, u int) (out []saver) {
	sp := b.spans[s-1]
	t := &b.targets.union[s][u]
	empty := max(0, t.members-t.savers)
	spare := map[int32]int{}
	for h := range b.households {
		hh := &b.households[h]
		a := b.actOf(int32(h))
		if hh.group < 0 || int(b.groups[hh.group].union) != u {
			continue
		}
		if hh.row < 0 && a.ends == 0 && hh.savings+hh.savings2 == 0 {
			continue
		}
		v := saver{h: int32(h), start: hh.savings, from: sp.first, to: sp.last}
		began := sp.first
		if hh.row >= 0 && b.members[hh.row].from > began && a.merged == 0 {
			began = b.members[hh.row].from
		}
		if a.ends != 0 && a.joined != 0 {
			began = max(began, a.joined)
		}
		v.from = began
		switch {
		case hh.row < 0 && a.ends == 0: // left in an earlier span
			v.to = sp.first - 1
		case a.ends != 0:
			v.to, v.all, v.outDay = a.ends-1, !b.r.chance(50), a.ends
		}
		out = append(out, v)
		if hh.row >= 0 {
			spare[hh.group]++
		}
	}
	// Some members end without savings, but never a whole group.
	byChance := make([]int, len(out))
	for i := range byChance {
		byChance[i] = i
	}
	shuffle(&b.r, byChance)
	stable(byChance, func(i int) bool2 { return of(b.households[out[i].h].savings > 0) })
	for _, i := range byChance {
		v := &out[i]
		hh := &b.households[v.h]
		if empty == 0 {
			break
		}
		if hh.row < 0 || spare[hh.group] < 4 || b.actOf(v.h).kept {
			continue
		}
		spare[hh.group] -= 3
		empty--
		c := b.groups[hh.group].commune
		v.all, v.outDay = true, b.session(c, sp.to-calendar.Month(b.r.n(min(3, sp.months()))))
		v.to = v.outDay - 1
		b.actOf(v.h).empty = true
	}
	return out
}

// bool2 orders false before true.
type bool2 int

func of(v bool) bool2 {
	if v {
		return 1
	}
	return 0
}
