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
func rollUp(c *closing, d *depositClosing) (all [placeCuts + 2]cut, ok bool) {
	base := newBase(c)
	all[byGroup].rows = make(map[rowKey]int32, len(c.slots.at))
	all[byGroup].cells = make([]cell, 0, len(c.slots.at))
	for slot := range c.cells {
		c.cells[slot].addTo(&c.over, all[byGroup].row(placeKeys[byGroup](c.slots.at[slot])))
		c.cells[slot].addTo(&c.over, base.row(c.slots.at[slot]))
	}
	for slot := range d.cells {
		d.cells[slot].addTo(&c.over, all[byGroup].row(placeKeys[byGroup](d.slots.at[slot])))
		d.cells[slot].addTo(&c.over, base.row(d.slots.at[slot]))
	}
	c.countMembers(&all[byGroup], base)
	c.adjust(&c.over, &all[byGroup], byGroup, d.moves)
	c.rateGroups(&all[byGroup], base)
	var over [placeCuts + 2]overflow
	var g sync.WaitGroup
	for k := byUnion; k < placeCuts; k++ {
		g.Go(func() {
			for i := range base.cells {
				all[k].row(placeKeys[k](base.at[i])).plus(&over[k], &base.cells[i])
			}
			c.adjust(&over[k], &all[k], k, d.moves)
		})
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

// base is the rows that every cut above groups is a sum of: one for each commune, office and union.
type base struct {
	homes *homes
	rows  map[place]int32
	at    []place
	cells []cell
}

func newBase(c *closing) *base {
	return &base{homes: c.slots.homes, rows: map[place]int32{}}
}

// row returns the row of a place; the pointer holds until the next row is opened.
func (b *base) row(p place) *cell {
	p.group = none
	i, ok := b.rows[p]
	if !ok {
		i = int32(len(b.at))
		b.rows[p] = i
		b.at, b.cells = append(b.at, p), append(b.cells, cell{})
	}
	return &b.cells[i]
}

// dense takes the rows that were summed up contract by contract; key gives a move's key.
func (t *cut) dense(over *overflow, c *closing, cells []loanCell, key func(move) int32) {
	for k := range cells {
		if cells[k] != (loanCell{}) {
			cells[k].addTo(over, t.row(rowKey{int32(k) / c.unions, int32(k) % c.unions}))
		}
	}
	for _, m := range c.moves {
		t.move(over, rowKey{key(m), m.from.union}, rowKey{key(m), m.to.union}, mMovedIn, m.amount)
	}
}

// adjust books what moved between the rows of a cut, and households that a row has from two slots.
func (c *closing) adjust(over *overflow, t *cut, k int, depositMoves []move) {
	key := placeKeys[k]
	for _, m := range c.moves {
		t.move(over, key(m.from), key(m.to), mMovedIn, m.amount)
	}
	for _, m := range depositMoves {
		t.move(over, key(m.from), key(m.to), mDepositsMovedIn, m.amount)
	}
	for w, count := range c.shared.twice {
		if w.cut == k {
			t.row(key(w.at))[mHouseholds] -= count
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
// for the other cuts, in that of its home.
func (c *closing) rateGroups(t *cut, b *base) {
	scores := c.b.nation.scores.on(c.asOf)
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
		score, rated := scores.of(k[0])
		count(mGood, rated && score >= 85)
		count(mFair, rated && score >= 70 && score < 85)
		count(mAverage, rated && score >= 50 && score < 70)
		count(mWeak, rated && score < 50)
		count(mUnrated, !rated)
	}
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
