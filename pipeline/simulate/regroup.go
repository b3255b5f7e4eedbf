package simulate

import (
	"slices"

	"github.com/uythac/uythac/calendar"
)

// regroup merges, dissolves and founds groups of a union and decides which households leave and which join, so
// that every group ends with the number of households that its size wants.
func (b *branch) regroup(s, u int) (leavers, joiners []int32) {
	t, sp := &b.targets.union[s][u], b.spans[s-1]
	open := b.openGroups(u)
	stable(open, func(g int32) int { return len(b.groups[g].debtors) })
	merged := b.merge(open, t.merged, sp)
	dissolve := t.dissolved
	found := t.groups - (len(open) - merged - dissolve)
	if found < 0 {
		dissolve, found = dissolve-found, 0
	}
	leavers = b.dissolve(open, dissolve, sp)
	for range found {
		b.found(u, sp.first+calendar.Day(b.r.n(max(1, int(sp.last-sp.first)*6/10))))
	}
	open = b.openGroups(u)
	have, least := make([]int64, len(open)), make([]int64, len(open))
	for i, g := range open {
		have[i] = int64(len(b.groups[g].debtors))
		if have[i] == 0 {
			have[i] = b.r.between(12, 34)
		}
		for _, h := range b.groups[g].debtors {
			if b.actOf(h).mustStay {
				least[i]++
			}
		}
	}
	for i, want := range b.sizes(have, least, t.households, t.small) {
		l, j := b.fill(open[i], int(want), int(least[i]), sp)
		leavers, joiners = append(leavers, l...), append(joiners, j...)
	}
	return leavers, joiners
}

// troubled tells whether a group has debt that is not in term; such groups are neither merged nor dissolved.
func (b *branch) troubled(g int32) bool {
	for _, h := range b.groups[g].debtors {
		for _, l := range b.households[h].loans {
			if l >= 0 && b.loans[l].balance[inTerm] != b.loans[l].total() || b.actOf(h).mustStay || b.actOf(h).must {
				return true
			}
		}
	}
	return false
}

// merge closes up to n of the smallest groups into others of the same commune.
func (b *branch) merge(open []int32, n int, sp span) (done int) {
	byCommune := map[int32][]int32{}
	for _, g := range open {
		byCommune[b.groups[g].commune] = append(byCommune[b.groups[g].commune], g)
	}
	taken := map[int32]bool{}
	for _, g := range open {
		if done == n {
			break
		}
		from := &b.groups[g]
		if taken[g] || len(from.debtors) > 25 || len(from.debtors) == 0 || b.troubled(g) {
			continue
		}
		for _, into := range byCommune[from.commune] {
			to := &b.groups[into]
			if into == g || to.closed != 0 || len(from.debtors)+len(to.debtors) > 58 || to.established >= sp.first {
				continue
			}
			day := sp.first + calendar.Day(10+b.r.n(max(1, int(sp.last-sp.first)-40)))
			if !sp.has(day) {
				break
			}
			from.closed, from.into = day, into
			taken[into] = true
			for _, list := range [][]int32{from.debtors, from.idle} {
				for _, h := range list {
					b.actOf(h).merged = day
					b.households[h].group = into
				}
			}
			to.debtors, to.idle = append(to.debtors, from.debtors...), append(to.idle, from.idle...)
			from.debtors, from.idle = nil, nil
			done++
			break
		}
	}
	return done
}

// dissolve closes up to n of the smallest groups for good: all their households pay off and leave before.
func (b *branch) dissolve(open []int32, n int, sp span) (leavers []int32) {
	for _, g := range open {
		grp := &b.groups[g]
		if n == 0 {
			break
		}
		if grp.closed != 0 || b.troubled(g) {
			continue
		}
		joinedNow := false
		for _, h := range grp.debtors {
			joinedNow = joinedNow || b.actOf(h).merged != 0
		}
		if joinedNow {
			continue
		}
		grp.closed = sp.first + (sp.last-sp.first)*8/10
		for _, h := range grp.debtors {
			a := b.actOf(h)
			a.must = true
			leavers = append(leavers, h)
		}
		for _, h := range grp.idle {
			b.actOf(h).ends = grp.closed
		}
		grp.debtors, grp.idle = nil, nil
		n--
	}
	return leavers
}

// fill lets households leave and join a group until it has want of them with debt.
func (b *branch) fill(g int32, want, forced int, sp span) (leavers, joiners []int32) {
	grp := &b.groups[g]
	have := grp.debtors
	gone := 0
	for _, h := range have {
		if b.actOf(h).must {
			gone++
		}
	}
	stay := min(want, len(have)-gone)
	for range stay {
		if b.r.chance(70*sp.months()/12) && stay > forced && stay > 1 {
			stay--
		}
	}
	shuffle(&b.r, have)
	stable(have, func(h int32) int {
		switch a := b.actOf(h); {
		case a.mustStay:
			return 0
		case a.must:
			return 2
		}
		return 1
	})
	leavers = append(leavers, have[stay:]...)
	grp.debtors = have[:stay:stay]
	for range want - stay {
		h := b.joiner(g, sp)
		grp.debtors = append(grp.debtors, h)
		joiners = append(joiners, h)
	}
	return leavers, joiners
}

// exchange lets pairs of households of a commune change places: they move to each other's group, some to one of
// another union. Groups keep their sizes.
func (b *branch) exchange(sp span) {
	var all []int32
	for i := range b.households {
		h := &b.households[i]
		if h.row >= 0 && h.loans[0] >= 0 && h.loans[1] < 0 && b.loans[h.loans[0]].balance[inTerm] > 0 && b.loans[h.loans[0]].total() == b.loans[h.loans[0]].balance[inTerm] {
			all = append(all, int32(i))
		}
	}
	waiting := map[[2]int32]int32{} // a household that waits for a partner, by commune and by whether the union stays
	for n := b.profile.households * sp.months() / 12 / 400; n > 0 && len(all) > 0; n-- {
		h := all[b.r.n(len(all))]
		g := b.households[h].group
		key := [2]int32{b.groups[g].commune, int32(b.groups[g].union)}
		if b.r.chance(300) {
			key[1] = -1
		}
		other, ok := waiting[key]
		if !ok {
			waiting[key] = h
			continue
		}
		to := b.households[other].group
		day := b.month(sp).First() + calendar.Day(5+b.r.n(20))
		if to == g || b.actOf(h).merged != 0 || b.actOf(other).merged != 0 || max(b.groups[g].established, b.groups[to].established) >= sp.first {
			continue
		}
		delete(waiting, key)
		for _, move := range [][3]int32{{h, g, to}, {other, to, g}} {
			list := b.groups[move[1]].debtors
			list[slices.Index(list, move[0])] = h + other - move[0]
			b.households[move[0]].group = move[2]
			b.actOf(move[0]).merged = day
		}
	}
}

// joiner finds or makes a household that borrows anew: a member without debt, one who left earlier, or someone new.
func (b *branch) joiner(g int32, sp span) int32 {
	grp := &b.groups[g]
	if n := len(grp.idle); n > 0 && b.r.chance(150) && b.actOf(grp.idle[n-1]).merged == 0 && b.actOf(grp.idle[n-1]).joined == 0 {
		h := grp.idle[n-1]
		grp.idle = grp.idle[:n-1]
		b.actOf(h).joined = b.someDay(grp.commune, b.month(sp))
		return h
	}
	first := max(sp.first, grp.established)
	day := first + calendar.Day(b.r.n(int(sp.last-first)*95/100+1))
	if old := b.former[grp.commune]; len(old) > 0 && b.r.chance(100) {
		h := old[len(old)-1]
		if b.members[b.households[h].last].to < sp.first {
			b.former[grp.commune] = old[:len(old)-1]
			b.join(h, g, day)
			b.actOf(h).joined = day
			return h
		}
	}
	h := b.newHousehold(g, day)
	b.actOf(h).joined = day
	return h
}
