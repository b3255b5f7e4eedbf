package replay

import "fmt"

// depositClosing keeps the deposits of every place from month to month. Balances and savers are running
// sums: an owner takes part in a month when it has entries, or when it may belong elsewhere.
type depositClosing struct {
	periods
	n       *Nation
	savings *savings
	slots   *slots
	cells   []depositCell // per slot

	// The month's.
	moves []move
	moved map[int32]int32 // owners whose place is another than at the month-end before, and had a balance: the slot they were in

	over overflow
}

// depositCell is the measures that savings add to.
type depositCell struct {
	savers, oneTime, balance int64 // running sums
	regular                  int64 // of the month, as are the flows
	flow                     [depositFlows]int64
}

func newDepositClosing(n *Nation, s *savings) *depositClosing {
	return &depositClosing{n: n, savings: s, slots: newSlots(newHomes(n)), moved: map[int32]int32{}}
}

// begin turns to a month.
func (c *depositClosing) begin(on periods) {
	c.periods, c.moves = on, c.moves[:0]
	clear(c.moved)
	for i := range c.cells {
		c.cells[i].regular, c.cells[i].flow = 0, [depositFlows]int64{}
	}
	c.slots.homes.day = c.asOf
	if c.slots.moveHomes() {
		for i := range c.savings.until {
			c.savings.until[i] = never
		}
	}
}

// restless visits the owners without entries that may belong elsewhere.
func (c *depositClosing) restless() error {
	for own, until := range c.savings.until {
		if until <= c.asOf {
			if err := c.visit(int32(own), nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// visit looks at an owner on the as-of day; flows are those of its accounts in the month.
func (c *depositClosing) visit(own int32, flows []accountFlow) error {
	o := &c.savings.owners[own]
	all, ok := c.savings.all(o, c.month)
	if !ok {
		return c.overflow(own)
	}
	if c.savings.until[own] <= c.asOf {
		b := c.n.belongsOn(o.customer, c.asOf)
		o.group, o.member, c.savings.until[own] = b.group, b.member, b.until
	}
	slot := c.slots.home(o.group, all.office)
	for int(slot) >= len(c.cells) {
		c.cells = append(c.cells, depositCell{})
	}
	if o.slot != none && o.slot != slot && o.counted != 0 {
		c.moved[own] = o.slot
		c.moves = append(c.moves, move{from: c.slots.at[o.slot], to: c.slots.at[slot], amount: o.counted})
	}
	if o.marks&isCounted != 0 {
		c.count(&c.cells[o.slot], o, -1)
	}
	o.slot, o.counted, o.marks = slot, all.balance, o.marksOn(all, c.month)
	cell := &c.cells[slot]
	c.count(cell, o, 1)
	for _, f := range flows {
		cell.flow[f.kind] = c.over.add(cell.flow[f.kind], f.amount)
	}
	if o.marks&isRegular != 0 {
		cell.regular++
	}
	if c.over.yes() {
		return c.overflow(own)
	}
	return nil
}

func (c *depositClosing) overflow(own int32) error {
	return fmt.Errorf("sums with customer %s leave 64 bits", c.savings.names[c.savings.owners[own].account].customer)
}

// count puts an owner's stocks into a cell, or takes them out.
func (c *depositClosing) count(cell *depositCell, o *owner, sign int64) {
	cell.balance = c.over.add(cell.balance, sign*o.counted)
	if o.marks&isSaver != 0 {
		cell.savers += sign
	}
	if o.marks&isOneTime != 0 {
		cell.oneTime += sign
	}
}

// addTo adds the measures to those of a row.
func (d *depositCell) addTo(over *overflow, row *cell) {
	add := func(measure int, v int64) { row[measure] = over.add(row[measure], v) }
	add(mSavers, d.savers)
	add(mRegular, d.regular)
	add(mOneTime, d.oneTime)
	add(mDeposits, d.balance)
	add(mDepositsBrought, d.flow[depositOpening])
	add(mDepositsIn, over.add(d.flow[depositIn], d.flow[depositInterest]))
	add(mDepositsOut, over.add(d.flow[depositWithdrawn], d.flow[depositOffset]))
}
