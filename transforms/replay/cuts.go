package replay

import (
	"cmp"
	"slices"

	"github.com/uythac/uythac/schemas"
)

// rowKey is the key of an indicator row beside as-of day and branch.
type rowKey [2]int32

// The cuts by place, and the key of each.
const (
	byGroup = iota
	byUnion
	byCommune
	byOffice
	placeCuts
)

var placeKeys = [placeCuts]func(place) rowKey{
	byGroup:   func(p place) rowKey { return rowKey{p.group, p.union} },
	byUnion:   func(p place) rowKey { return rowKey{p.union, none} },
	byCommune: func(p place) rowKey { return rowKey{p.commune, p.union} },
	byOffice:  func(p place) rowKey { return rowKey{p.office, p.union} },
}

// cutTables are the tables of the cuts: by place in the order above, then by programme and fund source.
func cutTables() []*schemas.Table {
	return []*schemas.Table{
		&schemas.GroupMonth, &schemas.UnionMonth, &schemas.CommuneMonth, &schemas.OfficeMonth,
		&schemas.ProgrammeMonth, &schemas.FundSourceMonth,
	}
}

// cut is one indicator table of a month in the making.
type cut struct {
	rows  map[rowKey]int32
	keys  []rowKey
	cells []cell
}

func (c *cut) row(k rowKey) *cell {
	i, ok := c.rows[k]
	if !ok {
		if c.rows == nil {
			c.rows = map[rowKey]int32{}
		}
		i = int32(len(c.keys))
		c.rows[k] = i
		c.keys, c.cells = append(c.keys, k), append(c.cells, cell{})
	}
	return &c.cells[i]
}

// order returns the rows with any figure that is not zero, by the texts of their keys.
func (c *cut) order(name func(rowKey) [2]string) []int32 {
	var rows []int32
	names := make([][2]string, len(c.keys))
	for i := range c.keys {
		if !c.cells[i].zero() {
			rows = append(rows, int32(i))
			names[i] = name(c.keys[i])
		}
	}
	slices.SortFunc(rows, func(a, b int32) int {
		return cmp.Or(cmp.Compare(names[a][0], names[b][0]), cmp.Compare(names[a][1], names[b][1]))
	})
	return rows
}

// rollUp sums slots into the cuts by place and dense rows into those by programme and fund source.
// Ratings and the like are looked at in the rows of groups, before the sums that contain them.
func rollUp(c *closing, depositMoves []move) (all [placeCuts + 2]cut, ok bool) {
	over := &c.over
	all[byGroup].sum(over, c, byGroup, depositMoves)
	c.rateGroups(&all[byGroup])
	for k := byUnion; k < placeCuts; k++ {
		all[k].sum(over, c, k, depositMoves)
	}
	for i, dense := range [][]cell{c.programmes, c.funds} {
		t := &all[placeCuts+i]
		for k := range dense {
			if !dense[k].zero() {
				*t.row(rowKey{int32(k) / c.unions, int32(k) % c.unions}) = dense[k]
			}
		}
		for _, m := range c.moves {
			own := m.programme
			if i == 1 {
				own = m.fund
			}
			t.move(over, rowKey{own, m.from.union}, rowKey{own, m.to.union}, mMovedIn, m.amount)
		}
	}
	return all, !over.yes()
}

func (t *cut) sum(over *overflow, c *closing, k int, depositMoves []move) {
	key := placeKeys[k]
	if k == byGroup {
		t.cells = make([]cell, 0, len(c.slots.at))
	}
	for i := range c.slots.cells {
		t.row(key(c.slots.at[i])).plus(over, &c.slots.cells[i])
	}
	for _, m := range c.moves {
		t.move(over, key(m.from), key(m.to), mMovedIn, m.amount)
	}
	for _, m := range depositMoves {
		t.move(over, key(m.from), key(m.to), mDepositsMovedIn, m.amount)
	}
	for _, w := range c.twice {
		if w.cut == k {
			t.row(key(w.at))[mHouseholds]--
		}
	}
}

// move books an opening balance from one row to another; in is the measure of what came in, the
// one after it that of what went out.
func (t *cut) move(over *overflow, from, to rowKey, in int, amount int64) {
	if from == to {
		return
	}
	row := t.row(to)
	row[in] = over.add(row[in], amount)
	row = t.row(from)
	row[in+1] = over.add(row[in+1], amount)
}

// rateGroups counts each group with debt by size, overdue, deposits and rating: in its own row and,
// for the other cuts, in the slot of its home.
func (c *closing) rateGroups(t *cut) {
	for i, k := range t.keys {
		row := &t.cells[i]
		if k[0] == none || row[mTotal] <= 0 {
			continue
		}
		count := func(measure int, counts bool) {
			if counts {
				row[measure]++
				c.slots.homeCell(k[0])[measure]++
			}
		}
		count(mGroups, true)
		count(mDepositGroups, row[mDeposits] > 0)
		count(mSmall, row[mHouseholds] < 20)
		count(mOverdueGroups, row[mOverdue] > 0)
		count(mOverTwo, overTwoPercent(row[mOverdue], row[mTotal]))
		score, rated := c.b.nation.scores.at(k[0], c.asOf)
		count(mGood, rated && score >= 85)
		count(mFair, rated && score >= 70 && score < 85)
		count(mAverage, rated && score >= 50 && score < 70)
		count(mWeak, rated && score < 50)
		count(mUnrated, !rated)
	}
}

// countMembers counts members and mergers of the groups whose office is the branch's.
func (c *closing) countMembers() {
	n, here := c.b.nation, c.b.nation.branches.find(c.b.code)
	for _, g := range c.b.groups {
		home := c.slots.homes.of(g)
		if n.branchOf(home.office) != here {
			continue
		}
		if count := n.members.countOpen(g, c.asOf); count > 0 {
			c.slots.homeCell(g)[mMembers] += count
		}
		if row := &n.group[g]; row.merged && row.closed >= c.monthStart && row.closed <= c.asOf {
			c.slots.homeCell(g)[mConsolidated]++
		}
	}
	if here == n.firstBranch {
		nowhere := c.slots.homes.of(none)
		for _, i := range n.members.orphans {
			if n.members.row[i].open(c.asOf) {
				c.slots.cell(nowhere)[mMembers]++
			}
		}
	}
}

// absorb adds the slots of another list.
func (s *slots) absorb(over *overflow, t *slots) {
	for i, p := range t.at {
		s.cell(p).plus(over, &t.cells[i])
	}
}
