package simulate

import "github.com/uythac/uythac/calendar"

// What a span does with a loan. A held loan stays as it is, or pays instalments; a fixed one must not be touched again.
const (
	held uint8 = iota
	fixed
	touched
	fresh
)

// act is what a span does with a household.
type act struct {
	leave    calendar.Day // pays everything off and leaves the group; 0: stays
	ends     calendar.Day // last membership day's successor, when it leaves the group
	merged   calendar.Day // its group was merged that day, or it moved to another
	joined   calendar.Day // became a borrower
	paid     int32        // index of the repayment that closed its last loan, -1
	must     bool         // must leave
	mustStay bool
	kept     bool // pays off but stays a member
	empty    bool // takes all its savings out
}

// year plans one span for the whole branch.
func (b *branch) year(s int) {
	sp := b.spans[s-1]
	b.acts = make([]act, len(b.households), len(b.households)+len(b.households)/4)
	for i := range b.acts {
		b.acts[i].paid = -1
	}
	for i := range b.loans {
		b.loans[i].mark = held
	}
	b.regular = append(b.regular, nil)
	b.exchange(sp)
	b.handleRisk(s)
	b.thaw(sp)
	for u := range entrusted {
		b.choosePast(s, u)
	}
	for u := range entrusted {
		leavers, joiners := b.regroup(s, u)
		b.turnOver(s, u, leavers, joiners)
		b.fallBehind(s, u)
		b.keepMembers(s, u, leavers)
	}
	b.muddle(s)
	for u := range entrusted {
		b.saveYear(s, u)
	}
	b.rate(s)
}

func (b *branch) actOf(h int32) *act {
	for len(b.acts) < len(b.households) {
		b.acts = append(b.acts, act{paid: -1})
	}
	return &b.acts[h]
}

// debtOf sums what a household owes.
func (b *branch) debtOf(h int32) (n int64) {
	for _, l := range b.households[h].loans {
		if l >= 0 {
			n += b.loans[l].total()
		}
	}
	return n
}

// groupDebt sums a group's outstanding and overdue.
func (b *branch) groupDebt(g int32) (all, late int64) {
	for _, h := range b.groups[g].debtors {
		for _, l := range b.households[h].loans {
			if l >= 0 {
				all += b.loans[l].total()
				late += b.loans[l].balance[overdue]
			}
		}
	}
	return all, late
}

// keepMembers fixes who is a member at the end of the span: of those who paid off as many stay on without debt as
// the target wants; the others leave on the day of their last payment or soon after.
func (b *branch) keepMembers(s, u int, leavers []int32) {
	sp := b.spans[s-1]
	with, idle := 0, 0
	var stayers []int32
	for _, g := range b.openGroups(u) {
		for _, h := range b.groups[g].debtors {
			if b.households[h].row >= 0 {
				with++
				if a := b.actOf(h); a.joined == 0 && !a.mustStay && len(b.groups[g].debtors) > 5 {
					stayers = append(stayers, h)
				}
			}
		}
		idle += len(b.groups[g].idle)
	}
	// A few leave the locality with their debt.
	shuffle(&b.r, stayers)
	for _, h := range stayers[:min(len(stayers), b.targets.union[s][u].households/1500)] {
		if hh := &b.households[h]; b.loanHeld(hh.loans[0]) && b.loanHeld(hh.loans[1]) {
			b.actOf(h).ends = sp.first + calendar.Day(40+b.r.n(max(1, int(sp.last-sp.first)-60)))
			if !sp.has(b.actOf(h).ends) {
				b.actOf(h).ends = 0
				continue
			}
			hh.absent = true
			with--
		}
	}
	want := b.targets.union[s][u].members - with
	for _, g := range b.openGroups(u) { // old idle members go first when there are too many
		keep := b.groups[g].idle[:0]
		for _, h := range b.groups[g].idle {
			if a := b.actOf(h); idle > want && a.joined == 0 || b.r.chance(500) && idle > 0 {
				a.ends = b.someDay(b.groups[g].commune, b.month(sp))
				a.ends = max(a.ends, a.merged+1)
				if sp.has(a.ends) {
					idle--
					continue
				}
				a.ends = 0
			}
			keep = append(keep, h)
		}
		b.groups[g].idle = keep
	}
	shuffle(&b.r, leavers)
	for _, h := range leavers {
		a, hh := b.actOf(h), &b.households[h]
		g := &b.groups[hh.group]
		if hh.row < 0 {
			continue
		}
		if idle < want && !a.must && g.closed == 0 && !hh.absent {
			a.kept = true
			g.idle = append(g.idle, h)
			idle++
			continue
		}
		a.ends = a.leave
		if b.r.chance(100) {
			a.ends = min(a.leave+calendar.Day(b.r.n(25)), sp.last)
		}
		if g.closed != 0 {
			a.ends = min(a.ends, g.closed)
		}
	}
	b.writeMemberships(u)
}

// writeMemberships closes and opens memberships as the span's acts say.
func (b *branch) writeMemberships(u int) {
	for h := range b.acts {
		a, hh := &b.acts[h], &b.households[h]
		if hh.group < 0 || int(b.groups[hh.group].union) != u || hh.row < 0 {
			continue
		}
		if a.merged != 0 && (a.ends == 0 || a.ends > a.merged) {
			b.leave(int32(h), a.merged)
			b.join(int32(h), hh.group, a.merged)
		}
		if a.ends != 0 {
			b.leave(int32(h), a.ends)
			if c := b.groups[hh.group].commune; hh.loans == [2]int32{-1, -1} && b.r.chance(200) {
				b.former[c] = append(b.former[c], int32(h))
			}
		}
	}
}

// loanHeld tells whether a loan is absent or held.
func (b *branch) loanHeld(l int32) bool { return l < 0 || b.loans[l].mark == held }
