package replay

import "slices"

// households counts customers of several contracts once in every row that has one with debt. The
// counts are running sums: a customer is counted anew in a month in which one of its contracts got or
// lost debt, or moved.
type households struct {
	owing []int32         // per contract: its slot + 1 when something is outstanding
	again []int32         // customers that are out of the sums, to be counted at the month's end
	out   []bool          // per customer: is in again
	twice map[twice]int64 // households that a row of a cut has from another slot already
}

// twice is a household counted in a slot although a row of a cut counts it in another.
type twice struct {
	cut int
	at  place
}

func newHouseholds(b *Branch) households {
	return households{owing: make([]int32, len(b.contract)), out: make([]bool, len(b.customer)), twice: map[twice]int64{}}
}

// owe notes whether a contract has debt, and where.
func (c *closing) owe(ord int32, k *contract, slot int32, marks flags) {
	if k.single {
		return
	}
	owing := int32(0)
	if marks&indebted != 0 {
		owing = slot + 1
	}
	h := &c.shared
	if h.owing[ord] == owing {
		return
	}
	if !h.out[k.customer] {
		h.out[k.customer] = true
		h.again = append(h.again, k.customer)
		c.countHousehold(k.customer, -1)
	}
	h.owing[ord] = owing
}

// countHouseholds counts those again that something happened to.
func (c *closing) countHouseholds() {
	h := &c.shared
	for _, customer := range h.again {
		c.countHousehold(customer, 1)
		h.out[customer] = false
	}
	h.again = h.again[:0]
}

// countHousehold counts a customer in every row that has a contract of it with debt, or takes it out.
func (c *closing) countHousehold(customer int32, sign int64) {
	var room [3][8]int32
	slots, programmes, funds := room[0][:0], room[1][:0], room[2][:0]
	for _, ord := range c.b.held(customer) {
		slot := c.shared.owing[ord] - 1
		if slot == none {
			continue
		}
		k, union := &c.b.contract[ord], c.slots.at[slot].union
		if !slices.Contains(slots, slot) {
			c.cells[slot][mHouseholds] += sign
			c.countTwice(c.slots.at[slot], slots, sign)
			slots = append(slots, slot)
		}
		if row := k.programme*c.unions + union; !slices.Contains(programmes, row) {
			c.programmes[row][mHouseholds] += sign
			programmes = append(programmes, row)
		}
		if row := k.fund*c.unions + union; !slices.Contains(funds, row) {
			c.funds[row][mHouseholds] += sign
			funds = append(funds, row)
		}
	}
}

// countTwice notes the cuts in which a row of p has the household already, from other slots.
func (c *closing) countTwice(p place, others []int32, sign int64) {
	for cut, key := range placeKeys {
		for _, slot := range others {
			if key(c.slots.at[slot]) == key(p) {
				c.shared.note(twice{cut, p}, sign)
				break
			}
		}
	}
}

func (h *households) note(w twice, sign int64) {
	if h.twice[w] += sign; h.twice[w] == 0 {
		delete(h.twice, w)
	}
}

// groupsMet counts the contracts with debt of every group by programme and by fund source: a group
// with debt counts once in each.
type groupsMet struct {
	width int32   // programmes and fund sources
	loans []int32 // group * width + programme, then fund source
}

func newGroupsMet(b *Branch) groupsMet {
	width := int32(len(b.progs.names) + len(b.funds.names))
	return groupsMet{width, make([]int32, width*int32(b.nation.groups.len()))}
}

// meet notes that a contract in a slot has debt, or no longer has.
func (c *closing) meet(k *contract, slot int32, has bool) {
	p := &c.slots.at[slot]
	if p.group == none {
		return
	}
	at := p.group * c.met.width
	c.met.count(at+k.programme, has, &c.programmes[k.programme*c.unions+p.union])
	c.met.count(at+int32(len(c.b.progs.names))+k.fund, has, &c.funds[k.fund*c.unions+p.union])
}

func (m *groupsMet) count(at int32, has bool, row *loanCell) {
	if has {
		if m.loans[at]++; m.loans[at] == 1 {
			row[mGroups]++
		}
		return
	}
	if m.loans[at]--; m.loans[at] == 0 {
		row[mGroups]--
	}
}
