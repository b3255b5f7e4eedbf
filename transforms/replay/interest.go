package replay

// interest are the sums of a month's entries of interest, by flow: brought, due, paid and waived, each
// in term and overdue.
type interest [8]int64

// unpaid is what they add to unpaid interest, in term and overdue.
func (n *interest) unpaid(over *overflow) (sum [2]int64) {
	for i := range sum {
		sum[i] = over.sub(over.sub(over.add(n[i], n[i+2]), n[i+4]), n[i+6])
	}
	return sum
}

// addTo adds them to a cell, and begins anew.
func (n *interest) addTo(over *overflow, c *loanCell) {
	if *n == (interest{}) {
		return
	}
	for i, v := range n.unpaid(over) {
		c[mUnpaid+i] = over.add(c[mUnpaid+i], v)
	}
	for i, v := range n {
		c[mFlows+interestBrought+i] = over.add(c[mFlows+interestBrought+i], v)
	}
	*n = interest{}
}
