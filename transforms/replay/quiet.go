package replay

import "fmt"

// Two thirds of the contracts of a month have entries of interest only. Nothing of them can count
// otherwise but unpaid interest, activity and those flows: they go by the short way.

// quiet tells whether the contract of a run of interest may: it is not to be looked at for another reason.
func (p *loanPass) quiet(ord int32) bool {
	l := &p.loans[ord]
	return l.flags&counted != 0 && p.close.alarms.due[ord] > p.asOf && l.bal[inTerm]|l.bal[overdue]|l.bal[frozen] >= 0
}

// interest applies a run of interest, which has these flows.
func (p *loanPass) interest(run *loanRun, flows []flowed) error {
	l, c := &p.loans[run.ord], p.close
	if run.active != never {
		l.lastActivity = run.active
	}
	l.month = p.month
	for _, f := range flows {
		e := &flowEffects[f.flow]
		if e.from == outside {
			l.bal[e.to] = p.over.add(l.bal[e.to], f.amount)
		} else {
			l.bal[e.from] = p.over.sub(l.bal[e.from], f.amount)
		}
	}
	if p.over.yes() {
		return fmt.Errorf("sums of contract %s leave 64 bits", p.b.contracts.at(run.ord))
	}
	return c.hum(run.ord, l, flows)
}

// hum counts a contract that had entries of interest only.
func (c *closing) hum(ord int32, l *loan, flows []flowed) error {
	k := &c.b.contract[ord]
	place, product := &c.interest[l.slot], &c.products[c.product(k, l.slot)]
	for _, f := range flows {
		i := f.flow - interestBrought
		place[i], product[i] = c.over.add(place[i], f.amount), c.over.add(product[i], f.amount)
	}
	c.flows = append(c.flows, flows...)
	if l.flags&idleness != 0 || c.alarms.next[ord] <= c.asOf {
		if marks := l.flags&^idleness | c.idleness(l, k); marks != l.flags {
			c.recount(k, l.slot, l.flags, marks, &l.bal, &l.bal)
			l.flags = marks
		}
		c.setNextAlarm(ord, l, k)
	}
	if c.over.yes() {
		return fmt.Errorf("sums with contract %s leave 64 bits", c.b.contracts.at(ord))
	}
	return nil
}

// product numbers what a contract in a slot counts in beside the slot: programme, fund source and union.
func (c *closing) product(k *contract, slot int32) int32 {
	return (k.programme*int32(len(c.b.funds.names))+k.fund)*c.unions + c.slots.at[slot].union
}

// countInterest adds the interest of quiet contracts to the cells that they count in.
func (c *closing) countInterest() error {
	for slot := range c.interest {
		c.interest[slot].addTo(&c.over, &c.cells[slot])
	}
	funds := int32(len(c.b.funds.names))
	for i := range c.products {
		kind, union := int32(i)/c.unions, int32(i)%c.unions
		twice := c.products[i]
		twice.addTo(&c.over, &c.programmes[kind/funds*c.unions+union])
		c.products[i].addTo(&c.over, &c.funds[kind%funds*c.unions+union])
	}
	if c.over.yes() {
		return errOverflow
	}
	return nil
}
