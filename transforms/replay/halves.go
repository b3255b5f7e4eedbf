package replay

import (
	"golang.org/x/sync/errgroup"
)

// closeLoans looks at all contracts, half of them on another goroutine, and counts households
// once both have come together.
func (r *Replay) closeLoans(on periods) (*closing, error) {
	half, room := len(r.loans)/2, len(r.cuts[byGroup].keys)
	r.b.belong(r.belong, on.asOf)
	r.homes[0].day, r.homes[1].day = on.asOf, on.asOf
	c := newClosing(r.b, on, newSlots(r.homes[0], room), r.belong, r.owing)
	d := newClosing(r.b, on, newSlots(r.homes[1], room), r.belong, r.owing)
	var g errgroup.Group
	g.Go(func() error { return c.run(r.loans[:half], r.past[:half], 0) })
	g.Go(func() error { return d.run(r.loans[half:], r.past[half:], half) })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	c.absorb(d, half)
	c.households()
	return c, nil
}

// absorb adds another closing of the same day, which looked at the contracts from from on.
func (c *closing) absorb(d *closing, from int) {
	own := make([]int32, len(d.slots.at)) // the slots of d as slots of c
	for i, p := range d.slots.at {
		own[i] = c.slots.of(p)
		c.slots.cells[own[i]].plus(&c.over, &d.slots.cells[i])
	}
	for i, slot := range c.owing[from:] {
		if slot > 0 {
			c.owing[from+i] = own[slot-1] + 1
		}
	}
	d.met.both(&c.met, own, func(slot, bit int32) {
		union := d.slots.at[slot].union
		if bit < d.met.programmes {
			d.programmes[bit*d.unions+union][mGroups]--
		} else {
			d.funds[(bit-d.met.programmes)*d.unions+union][mGroups]--
		}
	})
	for i := range c.programmes {
		c.programmes[i].plus(&c.over, &d.programmes[i])
	}
	for i := range c.funds {
		c.funds[i].plus(&c.over, &d.funds[i])
	}
	c.moves = append(c.moves, d.moves...)
}

// both sets the bits of m, whose slots are numbered own in c, and calls again for those that c has
// already.
func (m *groupsMet) both(c *groupsMet, own []int32, again func(slot, bit int32)) {
	for i, word := range m.bits {
		slot := int32(i) / m.words
		for bit := range int32(64) {
			if word&(1<<bit) != 0 && !c.first(own[slot], int32(i)%m.words*64+bit) {
				again(slot, int32(i)%m.words*64+bit)
			}
		}
	}
}
