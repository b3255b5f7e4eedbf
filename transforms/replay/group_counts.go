package replay

import "github.com/uythac/uythac/rules"

// rateGroups counts each group with debt by size, overdue, deposits and rating: in its own row and,
// for the other cuts, in that of its home.
func (c *closing) rateGroups(s *sums) {
	score := c.b.nation.scores.byGroup(c.asOf, c.b.nation.groups.len())
	rule, ruled := c.b.nation.Rules.On(scoredOn(c.asOf))
	groups := &s.cuts[byGroup]
	for i, k := range groups.keys {
		if k[0] == none || groups.cells[i][mTotal] <= 0 {
			continue
		}
		_, home := s.of(c.slots.homes.of(k[0]))
		row := &groups.cells[i] // of may have opened another
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
func (c *closing) countMembers(s *sums) {
	n, here := c.b.nation, c.b.nation.branches.find(c.b.code)
	for _, g := range c.b.groups {
		home := c.slots.homes.of(g)
		if n.branchOf(home.office) != here {
			continue
		}
		members, merged := n.members.countOpen(g, c.asOf), int64(0)
		if row := &n.group[g]; row.merged && row.closed >= c.monthStart && row.closed <= c.asOf {
			merged = 1
		}
		if members == 0 && merged == 0 {
			continue
		}
		own, base := s.of(home)
		for _, row := range [...]*cell{own, base} {
			row[mMembers] += members
			row[mConsolidated] += merged
		}
	}
	if here == n.firstBranch {
		nowhere := c.slots.homes.of(none)
		for _, i := range n.members.orphans {
			if n.members.row[i].open(c.asOf) {
				s.cuts[byGroup].row(placeKeys[byGroup](nowhere))[mMembers]++
				s.base.row(nowhere)[mMembers]++
			}
		}
	}
}
