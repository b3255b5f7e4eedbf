package replay

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
)

// closing looks at every contract on the as-of day and counts it in its place, programme and fund
// source.
type closing struct {
	periods
	b     *Branch
	slots *slots
	moves []move

	belong     []belonging // per customer
	owing      []int32     // per contract: its slot + 1 when something is outstanding
	unions     int32
	programmes []cell // programme * unions + union
	funds      []cell // fund source * unions + union
	met        groupsMet
	twice      []twice   // households counted in two slots
	row        sparse    // of the contract at hand
	flow       movements // of the contract at hand
	flows      []flowed  // of all contracts, one after another

	over overflow
}

func newClosing(b *Branch, on periods, s *slots, belong []belonging, owing []int32) *closing {
	unions := int32(len(b.nation.unions.names))
	return &closing{
		periods: on, b: b, slots: s, belong: belong, owing: owing, unions: unions, met: newGroupsMet(b),
		programmes: make([]cell, unions*int32(len(b.progs.names))), funds: make([]cell, unions*int32(len(b.funds.names))),
	}
}

// place is where a contract counts, and its slot: its customer's group, or without one its own office.
func (c *closing) place(k *contract) (place, int32) {
	if k.direct {
		p := place{none, unionDirect, none, k.office}
		return p, c.slots.of(p)
	}
	return c.slots.home(c.belong[k.customer].group, k.office)
}

// loan looks at one contract, after its entries of the month, if any, were added to c.flow.
func (c *closing) loan(ord int32, l *loan, h *history) error {
	k := &c.b.contract[ord]
	if l.month != c.month {
		l.turnYear(c.month)
	}
	maturity := l.maturesOn(k.maturity)
	l.lookAtInstalments(&c.b.schedule, ord, h, maturity, &c.periods, &c.flow)
	slot := c.settle(l, k)

	s := &c.row
	s.n = 0
	total := l.outstanding(&c.over)
	for i, v := range l.bal[:unpaidInTerm] {
		s.put(mInTerm+i, v)
	}
	s.put(mTotal, total)
	s.put(mUnpaid, l.bal[unpaidInTerm])
	s.put(mUnpaid+1, l.bal[unpaidOverdue])
	c.owing[ord] = 0
	if total > 0 {
		c.owing[ord] = slot + 1
		c.debt(s, l, k, maturity, total)
		if l.where.group != none {
			c.meet(c.slots.group(l.where.group), k, l.where.union)
		}
	}
	if l.first != never && l.first+30 <= c.asOf {
		s.put(mChecksDue, 1)
		if l.checked {
			s.put(mChecksInTime, 1)
		}
	}
	from := len(c.flows)
	c.flows = c.flow.moveTo(c.flows)
	l.flow, l.flows = int32(from), int32(len(c.flows)-from)
	for _, f := range c.flows[from:] {
		s.put(mFlows+int(f.flow), f.amount)
	}
	s.addTo(&c.over, &c.slots.cells[slot])
	s.addTo(&c.over, &c.programmes[k.programme*c.unions+l.where.union])
	s.addTo(&c.over, &c.funds[k.fund*c.unions+l.where.union])
	if l.broken || c.over.yes() {
		return fmt.Errorf("sums with contract %s leave 64 bits", c.b.contracts.at(ord))
	}
	return nil
}

// settle gives the contract its place, whose slot it returns, and notes what it brings along from
// another.
func (c *closing) settle(l *loan, k *contract) (slot int32) {
	now, slot := c.place(k)
	before := l.where
	l.was, l.where, l.came = before, now, false
	if !l.old || before == now {
		l.old = true
		return slot
	}
	begin := l.start(c.month)
	amount := c.over.add(c.over.add(begin[inTerm], begin[overdue]), begin[frozen])
	if begin != [balances]int64{} {
		l.came = true
	}
	if amount != 0 {
		c.moves = append(c.moves, move{before, now, k.programme, k.fund, amount})
	}
	return slot
}

func (l *loan) outstanding(over *overflow) int64 {
	return over.add(over.add(l.bal[inTerm], l.bal[overdue]), l.bal[frozen])
}

// debt counts a contract with something outstanding.
func (c *closing) debt(s *sparse, l *loan, k *contract, maturity calendar.Day, total int64) {
	s.put(mLoans, 1)
	if c.b.loans[k.customer] == 1 { // the others are counted by household
		s.put(mHouseholds, 1)
	}
	if l.bal[overdue] > 0 {
		s.put(mOverdueLoans, 1)
	}
	if l.bal[frozen] > 0 {
		s.put(mFrozenLoans, 1)
	}
	for i, days := range [...]int32{0, 30, 90, 180} {
		if l.past > days {
			s.put(mPastLoans+i, 1)
			s.put(mPast+i, total)
		}
	}
	if l.bal[frozen] == 0 && !k.exempt && l.lastActivity != never && l.lastActivity < c.cuts[0] {
		band := 0
		for band < 2 && l.lastActivity < c.cuts[band+1] {
			band++
		}
		s.put(mInactiveLoans+band, 1)
		s.put(mInactive+band, total)
	}
	if l.bal[inTerm] > 0 && maturity < c.asOf {
		s.put(mForgotten, 1)
		s.put(mForgottenAmount, l.bal[inTerm])
	}
}
