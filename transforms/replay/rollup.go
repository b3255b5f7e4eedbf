package replay

import "sync"

// sums are the indicators of a month: every cut, and the base that all but the first are sums of. Rows
// keep their place, so that a slot's are looked for once.
type sums struct {
	cuts [placeCuts + 2]cut
	base base

	lent, saved slotRows
	homes       []homeRows // per group
}

// homeRows are the rows of a group and of the base at the group's home.
type homeRows struct {
	home      place
	own, base int32 // plus one; 0: not looked for yet
}

// of finds the rows of a group's home, which are the ones before unless it has moved.
func (s *sums) of(home place) (own, base *cell) {
	r := &s.homes[home.group]
	if r.base == 0 || r.home != home {
		*r = homeRows{home, s.cuts[byGroup].number(placeKeys[byGroup](home)) + 1, s.base.number(home) + 1}
	}
	return &s.cuts[byGroup].cells[r.own-1], &s.base.cells[r.base-1]
}

// slotRows are the rows of groups and of the base that slots add to.
type slotRows struct{ group, base []int32 }

// follow finds the rows of slots that are new.
func (r *slotRows) follow(at []place, s *sums) {
	for _, p := range at[len(r.group):] {
		r.group = append(r.group, s.cuts[byGroup].number(placeKeys[byGroup](p)))
		r.base = append(r.base, s.base.number(p))
	}
}

// rollUp sums slots into the cuts by place and dense rows into those by programme and fund source.
// Ratings and the like are looked at in the rows of groups, before the sums that contain them. ok is
// false when a sum leaves 64 bits.
func (s *sums) rollUp(c *closing, d *depositClosing) (ok bool) {
	for k := range s.cuts {
		clear(s.cuts[k].cells)
	}
	clear(s.base.cells)
	groups := &s.cuts[byGroup]
	if s.homes == nil {
		s.homes = make([]homeRows, c.b.nation.groups.len())
		s.cuts[byGroup].expect(len(c.b.groups))
		s.base.expect(len(c.b.nation.periods))
	}
	s.lent.follow(c.slots.at[:len(c.cells)], s)
	s.saved.follow(d.slots.at[:len(d.cells)], s)
	for slot := range c.cells {
		c.cells[slot].addTo(&c.over, &groups.cells[s.lent.group[slot]])
		c.cells[slot].addTo(&c.over, &s.base.cells[s.lent.base[slot]])
	}
	for slot := range d.cells {
		d.cells[slot].addTo(&c.over, &groups.cells[s.saved.group[slot]])
		d.cells[slot].addTo(&c.over, &s.base.cells[s.saved.base[slot]])
	}
	c.countMembers(s)
	c.adjust(&c.over, groups, byGroup, d.moves)
	c.rateGroups(s)
	var over [placeCuts + 2]overflow
	var g sync.WaitGroup
	for k := byUnion; k < placeCuts; k++ {
		g.Go(func() {
			for i := range s.base.cells {
				s.cuts[k].row(placeKeys[k](s.base.keys[i])).plus(&over[k], &s.base.cells[i])
			}
			c.adjust(&over[k], &s.cuts[k], k, d.moves)
		})
	}
	g.Go(func() {
		k := placeCuts
		s.cuts[k].dense(&over[k], c, c.programmes, func(m move) int32 { return m.programme })
		s.cuts[k+1].dense(&over[k], c, c.funds, func(m move) int32 { return m.fund })
	})
	g.Wait()
	for _, o := range over {
		c.over |= o
	}
	return !c.over.yes()
}

// base is the rows that every cut above groups is a sum of: one for each commune, office and union.
type base struct{ lines[place] }

// number returns the row of a place, whatever its group.
func (b *base) number(p place) int32 {
	p.group = none
	return b.lines.number(p)
}

// row returns the figures of a place, whatever its group; the pointer holds until the next row is opened.
func (b *base) row(p place) *cell { return &b.cells[b.number(p)] }

// dense takes the rows that were summed up contract by contract; key gives a move's key.
func (c *cut) dense(over *overflow, from *closing, cells []loanCell, key func(move) int32) {
	for k := range cells {
		if cells[k] != (loanCell{}) {
			cells[k].addTo(over, c.row(rowKey{int32(k) / from.unions, int32(k) % from.unions}))
		}
	}
	for _, m := range from.moves {
		c.move(over, rowKey{key(m), m.from.union}, rowKey{key(m), m.to.union}, mMovedIn, m.amount)
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
			t.row(w.key)[mHouseholds] -= count
		}
	}
}
