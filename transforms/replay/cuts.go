package replay

import (
	"cmp"
	"slices"
	"sync"

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

// order returns the rows with any figure that is not zero, by the ranks of their keys.
func (c *cut) order(rank func(rowKey) [2]int32) []int32 {
	var rows []int32
	ranks := make([][2]int32, len(c.keys))
	for i := range c.keys {
		if !c.cells[i].zero() {
			rows = append(rows, int32(i))
			ranks[i] = rank(c.keys[i])
		}
	}
	slices.SortFunc(rows, func(a, b int32) int {
		return cmp.Or(cmp.Compare(ranks[a][0], ranks[b][0]), cmp.Compare(ranks[a][1], ranks[b][1]))
	})
	return rows
}

// rollUp sums slots into the cuts by place and dense rows into those by programme and fund source.
// Ratings and the like are looked at in the rows of groups, before the sums that contain them.
func rollUp(c *closing, depositMoves []move) (all [placeCuts + 2]cut, ok bool) {
	all[byGroup].sum(&c.over, c, byGroup, depositMoves)
	c.rateGroups(&all[byGroup])
	var over [placeCuts + 2]overflow
	var g sync.WaitGroup
	for k := byUnion; k < placeCuts; k++ {
		g.Go(func() { all[k].sum(&over[k], c, k, depositMoves) })
	}
	g.Go(func() {
		k := placeCuts
		all[k].dense(&over[k], c, c.programmes, func(m move) int32 { return m.programme })
		all[k+1].dense(&over[k], c, c.funds, func(m move) int32 { return m.fund })
	})
	g.Wait()
	for _, o := range over {
		c.over |= o
	}
	return all, !c.over.yes()
}

// dense takes the rows that were summed up contract by contract; key gives a move's key.
func (t *cut) dense(over *overflow, c *closing, cells []cell, key func(move) int32) {
	for k := range cells {
		if !cells[k].zero() {
			*t.row(rowKey{int32(k) / c.unions, int32(k) % c.unions}) = cells[k]
		}
	}
	for _, m := range c.moves {
		t.move(over, rowKey{key(m), m.from.union}, rowKey{key(m), m.to.union}, mMovedIn, m.amount)
	}
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
