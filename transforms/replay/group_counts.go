package replay

import "github.com/uythac/uythac/rules"

// rateGroups counts each group with debt by size, overdue, deposits and rating: in its own row and,
// for the other cuts, in that of its home.
func (c *closing) rateGroups(t *cut, b *base) {
	score := c.b.nation.scores.byGroup(c.asOf, c.b.nation.groups.len())
	rule, ruled := c.b.nation.Rules.On(scoredOn(c.asOf))
	for i, k := range t.keys {
		row := &t.cells[i]
		if k[0] == none || row[mTotal] <= 0 {
			continue
		}
		home := b.row(c.slots.homes.of(k[0]))
		count := func(measure int, counts bool) {
			if counts {
				row[measure]++
				home[measure]++
			}
		}
		count(mGroups, true)
		count(mDepositGroups, row[mDeposits] > 0)
		count(mSmall, row[mHouseholds] < 20)
		count(mOverdueGroups, row[mOverdue] > 0)
		count(mOverTwo, overTwoPercent(row[mOverdue], row[mTotal]))
		points := score[k[0]]
		count(rating(rule, int(points), points != none && ruled), true)
	}
}

// rating is the measure that counts groups of a score.
func rating(r rules.Rating, score int, rated bool) int {
	switch {
	case !rated:
		return mUnrated
	case score >= r.Good:
		return mGood
	case score >= r.Fair:
		return mFair
	case score >= r.Average:
		return mAverage
	}
	return mWeak
}

// countMembers counts members and mergers of the groups whose office is the branch's.
func (c *closing) countMembers(t *cut, b *base) {
	n, here := c.b.nation, c.b.nation.branches.find(c.b.code)
	add := func(p place, measure int, count int64) {
		if count != 0 {
			t.row(placeKeys[byGroup](p))[measure] += count
			b.row(p)[measure] += count
		}
	}
	for _, g := range c.b.groups {
		home := c.slots.homes.of(g)
		if n.branchOf(home.office) != here {
			continue
		}
		add(home, mMembers, n.members.countOpen(g, c.asOf))
		if row := &n.group[g]; row.merged && row.closed >= c.monthStart && row.closed <= c.asOf {
			add(home, mConsolidated, 1)
		}
	}
	if here == n.firstBranch {
		nowhere := c.slots.homes.of(none)
		for _, i := range n.members.orphans {
			if n.members.row[i].open(c.asOf) {
				add(nowhere, mMembers, 1)
			}
		}
	}
}
