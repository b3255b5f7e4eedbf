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

// cut is one indicator table.
type cut struct {
	lines[rowKey]
	sorted []int32 // the rows by the ranks of their keys
}

// sort orders the rows.
func (c *cut) sort(rank func(rowKey) [2]int32) {
	ranks := make([][2]int32, len(c.keys))
	c.sorted = resize(c.sorted, len(c.keys))
	for i, k := range c.keys {
		c.sorted[i], ranks[i] = int32(i), rank(k)
	}
	slices.SortFunc(c.sorted, func(a, b int32) int {
		return cmp.Or(cmp.Compare(ranks[a][0], ranks[b][0]), cmp.Compare(ranks[a][1], ranks[b][1]))
	})
}

// filled lists the rows with any figure that is not zero, in order.
func (c *cut) filled() []int32 {
	rows := make([]int32, 0, len(c.sorted))
	for _, i := range c.sorted {
		if !c.cells[i].zero() {
			rows = append(rows, i)
		}
	}
	return rows
}

// move books an opening balance from one row to another; in is the measure of what came in, the
// one after it that of what went out.
func (c *cut) move(over *overflow, from, to rowKey, in int, amount int64) {
	if from == to {
		return
	}
	row := c.row(to)
	row[in] = over.add(row[in], amount)
	row = c.row(from)
	row[in+1] = over.add(row[in+1], amount)
}
