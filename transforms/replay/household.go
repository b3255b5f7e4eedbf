package replay

// households counts customers of several contracts once in every row that has one with debt. The counts
// are running sums: a contract that gets or loses debt, or moves, counts as far as no other one of its
// customer counts in the row already.
type households struct {
	owing  []int32         // per contract: its slot + 1 when something is outstanding
	owings []int32         // per customer, its contracts with debt
	twice  map[twice]int64 // households that a row of a cut has from another slot already
}

// twice is a household counted in a slot although a row of a cut counts it in another.
type twice struct {
	cut int
	key rowKey
}

func newHouseholds(b *Branch) households {
	return households{owing: make([]int32, len(b.contract)), owings: make([]int32, len(b.customer)), twice: map[twice]int64{}}
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
	before := h.owing[ord]
	if before == owing {
		return
	}
	h.owing[ord] = 0
	if before != 0 {
		h.owings[k.customer]--
		c.countHousehold(k, before-1, -1)
	}
	if owing != 0 {
		c.countHousehold(k, slot, 1)
		h.owings[k.customer]++
	}
	h.owing[ord] = owing
}

// countHousehold counts a customer in the rows of a contract with debt, or takes it out, unless another
// contract of it counts in them.
func (c *closing) countHousehold(k *contract, slot int32, sign int64) {
	h, p := &c.shared, c.slots.at[slot]
	var again, programme, fund bool // counted in the slot, and so on, already
	var cuts [placeCuts]bool
	others := h.owings[k.customer]
	for _, other := range c.b.held(k.customer) {
		if others == 0 {
			break
		}
		at := h.owing[other] - 1
		if at == none {
			continue
		}
		others--
		o, q := &c.b.contract[other], &c.slots.at[at]
		again = again || at == slot
		programme = programme || o.programme == k.programme && q.union == p.union
		fund = fund || o.fund == k.fund && q.union == p.union
		for cut, key := range placeKeys {
			cuts[cut] = cuts[cut] || key(*q) == key(p)
		}
	}
	if !again {
		c.cells[slot][mHouseholds] += sign
		for cut, key := range placeKeys {
			if cuts[cut] {
				h.note(twice{cut, key(p)}, sign)
			}
		}
	}
	if !programme {
		c.programmes[k.programme*c.unions+p.union][mHouseholds] += sign
	}
	if !fund {
		c.funds[k.fund*c.unions+p.union][mHouseholds] += sign
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
