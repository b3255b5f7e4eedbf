package replay

import "math/bits"

// movements are the flows of the contract at hand.
type movements struct {
	amount  [flowCount]int64
	touched uint32 // a bit for each flow that was added to
}

func (m *movements) add(over *overflow, flow uint8, amount int64) {
	m.amount[flow] = over.add(m.amount[flow], amount)
	m.touched |= 1 << flow
}

// flowed is a flow of a contract's month that is not zero.
type flowed struct {
	ord, flow int32
	amount    int64
}

// moveTo appends the flows that are not zero to list, in their order, and begins anew.
func (m *movements) moveTo(list []flowed, ord int32) []flowed {
	for left := m.touched; left != 0; left &= left - 1 {
		k := bits.TrailingZeros32(left)
		if m.amount[k] != 0 {
			list = append(list, flowed{ord, int32(k), m.amount[k]})
			m.amount[k] = 0
		}
	}
	m.touched = 0
	return list
}
