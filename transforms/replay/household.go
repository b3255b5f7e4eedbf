package replay

import "slices"

// twice is a household counted in a slot although a row of a cut counts it in another.
type twice struct {
	cut int
	at  place
}

// households counts customers of several contracts once in every row that has one with debt.
func (c *closing) households() {
	var slots, programmes, funds []int32 // of the customer at hand
	first := func(seen *[]int32, v int32) bool {
		if slices.Contains(*seen, v) {
			return false
		}
		*seen = append(*seen, v)
		return true
	}
	customer := none
	for _, k := range c.b.several {
		slot := c.owing[k.ord] - 1
		if slot == none {
			continue
		}
		at := &c.slots.at[slot]
		if k.customer != customer {
			customer, slots, programmes, funds = k.customer, slots[:0], programmes[:0], funds[:0]
		}
		if first(&slots, slot) {
			c.slots.cells[slot][mHouseholds]++
			c.countedTwice(*at, slots[:len(slots)-1])
		}
		if row := k.programme*c.unions + at.union; first(&programmes, row) {
			c.programmes[row][mHouseholds]++
		}
		if row := k.fund*c.unions + at.union; first(&funds, row) {
			c.funds[row][mHouseholds]++
		}
	}
}

// countedTwice notes the cuts in which a row of p has the household already, from other slots.
func (c *closing) countedTwice(p place, others []int32) {
	for cut, key := range placeKeys {
		for _, slot := range others {
			if key(c.slots.at[slot]) == key(p) {
				c.twice = append(c.twice, twice{cut, p})
				break
			}
		}
	}
}

// groupsMet knows in which programmes and fund sources a group with debt was met: a bit each per
// slot of a group's home.
type groupsMet struct {
	programmes, words int32
	bits              []uint64
}

func newGroupsMet(b *Branch) groupsMet {
	return groupsMet{programmes: int32(len(b.progs.names)), words: int32(len(b.progs.names)+len(b.funds.names)+63) / 64}
}

// first sets a bit of a slot and tells whether it was not set.
func (m *groupsMet) first(slot, bit int32) bool {
	for int32(len(m.bits)) < (slot+1)*m.words {
		m.bits = append(m.bits, 0)
	}
	w := &m.bits[slot*m.words+bit/64]
	was := *w
	*w |= 1 << (bit % 64)
	return *w != was
}

// meet counts a group with debt in a programme and a fund source, the first time it is met there.
func (c *closing) meet(slot int32, k *contract, union int32) {
	if c.met.first(slot, k.programme) {
		c.programmes[k.programme*c.unions+union][mGroups]++
	}
	if c.met.first(slot, c.met.programmes+k.fund) {
		c.funds[k.fund*c.unions+union][mGroups]++
	}
}
