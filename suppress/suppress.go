// Package suppress says which cells of published tables are hidden because few households are behind them, and which
// others with them, so that no hidden one is the difference of what is shown.
//
// Cells add up in families: the parts of one kind, as the communes of an office, are together the cell that they are of. A
// cell is in one family as a part, and may be what several families add up to. It is hidden or shown on all days alike: what it
// was on the day before or after, less what moved between, would be what is hidden.
//
// A cell is hidden
//   - when it is small on any day ([Counts.small]);
//   - with the least others of a family, until on every day at least two parts are hidden and all hidden parts together
//     would not be small, in every family that has a hidden part, or that a hidden cell is the sum of, and so of the
//     parts with people of each kind: what has no members hides nobody's membership;
//   - when all such parts of a family are hidden and that is still not so;
//   - when what moved into it or out of it would tell a hidden one ([Bond]).
//
// Hence every hidden cell can be changed without any shown one changing: let a part change, and another hidden one of the
// family the other way, and so on in the families that either is the sum of; no family is met twice, for families form a tree.
// Days are looked at in their order and cells only added, so that what is hidden stays hidden when a day is added.
//
// It refuses to know what the cells are, and hides nothing against who knows figures from elsewhere.
package suppress

import (
	"cmp"
	"slices"
)

// Counts are how many people of each kind a cell counts: households with debt, members, savers.
type Counts [3]int64

// small tells whether too few are behind a cell: of any kind some, but fewer than below; or nobody, for figures of a cell
// without people are of those who have left.
func (c Counts) small(below int64) bool {
	none := true
	for _, n := range c {
		if n > 0 && n < below {
			return true
		}
		none = none && n <= 0
	}
	return none
}

// Row is a cell that has figures on a day.
type Row struct {
	Day    int32 // any number that grows with time
	Cell   int32 // from 0
	Of     int32 // the cell that it is a part of, which may have no rows; -1: of none
	Kind   int32 // parts of one kind add up to what they are of
	Counts Counts
}

// Bond is that figures of a cell follow from those of another about what moved, as when a commune goes to another office: where the one is
// hidden the other is.
type Bond struct {
	Day        int32 // from which on that is so
	Cell, With int32
}

// family are the parts of a kind of one cell on a day.
type family struct {
	of    int32
	parts []Row
}

// hiding is what is hidden so far, and the families that are to be looked at.
type hiding struct {
	below    int64
	hidden   []bool
	families []family
	of       [][]int32 // by cell: the families that it is in, or the sum of
	with     [][]int32 // by cell: those that are hidden with it
	waiting  []int32
	queued   []bool // by family
}

// Hidden tells of each of a number of cells whether it is hidden. The rows of a day stand together, and so do its bonds, the earlier day first; among
// equals the first is taken. Bonds of a day without rows count from the next one on.
func Hidden(rows []Row, bonds []Bond, cells int, below int64) []bool {
	h := &hiding{below: below, hidden: make([]bool, cells), of: make([][]int32, cells), with: make([][]int32, cells)}
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(r Row) bool { return r.Day != rows[0].Day })
		if n < 0 {
			n = len(rows)
		}
		for len(bonds) > 0 && bonds[0].Day <= rows[0].Day {
			h.bind(bonds[0])
			bonds = bonds[1:]
		}
		h.day(rows[:n])
		rows = rows[n:]
	}
	return h.hidden
}

// day adds the rows of a day and hides what that calls for, on all days so far.
func (h *hiding) day(rows []Row) {
	first := len(h.families)
	at := map[[2]int32]int32{}
	for _, r := range rows {
		if r.Of < 0 {
			continue
		}
		f, ok := at[[2]int32{r.Of, r.Kind}]
		if !ok {
			f = int32(len(h.families))
			at[[2]int32{r.Of, r.Kind}] = f
			h.families, h.queued = append(h.families, family{of: r.Of}), append(h.queued, false)
			h.of[r.Of] = append(h.of[r.Of], f)
		}
		h.families[f].parts = append(h.families[f].parts, r)
		h.of[r.Cell] = append(h.of[r.Cell], f)
	}
	for _, r := range rows {
		if r.Counts.small(h.below) {
			h.hide(r.Cell)
		}
	}
	for f := first; f < len(h.families); f++ { // what was hidden before is in new families
		h.wait(int32(f))
	}
	for len(h.waiting) > 0 {
		f := h.waiting[0]
		h.waiting, h.queued[f] = h.waiting[1:], false
		h.settle(h.families[f])
	}
}

// bind makes a bond hold from now on.
func (h *hiding) bind(b Bond) {
	h.with[b.Cell] = append(h.with[b.Cell], b.With)
	if h.hidden[b.Cell] {
		h.hide(b.With)
	}
}

// hide hides a cell, and those that are hidden with it; its families are to be looked at again.
func (h *hiding) hide(cell int32) {
	if h.hidden[cell] {
		return
	}
	h.hidden[cell] = true
	for _, c := range h.with[cell] {
		h.hide(c)
	}
	for _, f := range h.of[cell] {
		h.wait(f)
	}
}

func (h *hiding) wait(f int32) {
	if !h.queued[f] {
		h.waiting, h.queued[f] = append(h.waiting, f), true
	}
}

// settle hides what a family needs hidden: of the parts with people of each kind, and of all.
func (h *hiding) settle(f family) {
	for kind := range len(Counts{}) + 1 {
		h.settleKind(f, kind)
	}
}

// settleKind does so for the parts with people of a kind, for figures that are of these alone; the kind after the last is all parts.
func (h *hiding) settleKind(f family, kind int) {
	all := kind == len(Counts{})
	var together Counts
	hidden := 0
	var shown []Row
	for _, p := range f.parts {
		switch {
		case !all && p.Counts[kind] <= 0:
		case h.hidden[p.Cell]:
			hidden, together = hidden+1, together.plus(p.Counts)
		default:
			shown = append(shown, p)
		}
	}
	if hidden == 0 && !h.hidden[f.of] {
		return
	}
	slices.SortStableFunc(shown, func(a, b Row) int { return cmp.Compare(a.Counts.most(), b.Counts.most()) })
	for hidden < 2 || all && together == (Counts{}) || !all && together[kind] < h.below {
		if len(shown) == 0 {
			h.hide(f.of)
			return
		}
		h.hide(shown[0].Cell)
		hidden, together, shown = hidden+1, together.plus(shown[0].Counts), shown[1:]
	}
}

func (c Counts) plus(d Counts) Counts {
	for i := range c {
		c[i] += d[i]
	}
	return c
}

func (c Counts) most() int64 { return max(c[0], c[1], c[2]) }
