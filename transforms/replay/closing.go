package replay

import (
	"errors"
	"fmt"
	"slices"
)

// closing keeps the measures of every place, programme and fund source from month to month. Stocks are
// running sums: a contract takes part in a month when it has entries, or when its alarm is due.
type closing struct {
	periods
	b      *Branch
	slots  *slots
	belong []belonging // per customer
	alarms alarms

	histories histories

	cells      []loanCell // per slot
	interest   []interest // per slot, of quiet contracts in the month
	products   []product  // by programme, fund source and union, what the month adds
	unions     int32
	programmes []loanCell // programme * unions + union
	funds      []loanCell // fund source * unions + union
	met        groupsMet
	shared     households

	// The month's.
	moves []move
	moved []movedLoan // contracts whose place is another than at the month-end before, and had a balance
	flows []flowed    // contract by contract

	// The contract's at hand.
	flow movements
	row  sparse
	over overflow
}

// movedLoan is a contract and the slot it counted in at the month-end before.
type movedLoan struct{ ord, was int32 }

var errOverflow = errors.New("a sum leaves 64 bits")

func newClosing(b *Branch) *closing {
	unions := int32(len(b.nation.unions.names))
	c := &closing{
		b: b, slots: newSlots(newHomes(b.nation)), belong: make([]belonging, len(b.customer)), alarms: newAlarms(len(b.contract)), unions: unions,
		products: make([]product, unions*int32(len(b.progs.names)*len(b.funds.names))), programmes: make([]loanCell, unions*int32(len(b.progs.names))), funds: make([]loanCell, unions*int32(len(b.funds.names))),
		cells: make([]loanCell, 0, len(b.groups)), interest: make([]interest, 0, len(b.groups)), flows: make([]flowed, 0, len(b.contract)),
		met: newGroupsMet(b), shared: newHouseholds(b), histories: histories{},
	}
	for i := range c.belong {
		c.belong[i] = belonging{none, never, false}
	}
	return c
}

// begin turns to a month.
func (c *closing) begin(on periods, loans []loan) {
	c.periods = on
	c.moves, c.moved, c.flows = c.moves[:0], c.moved[:0], c.flows[:0]
	for _, cells := range [][]loanCell{c.cells, c.programmes, c.funds} {
		for i := range cells {
			cells[i].turnMonth()
		}
	}
	if c.month%12 == 0 {
		for i := range loans {
			loans[i].turnYear()
		}
	}
	c.slots.homes.day = c.asOf
	if c.slots.moveHomes() {
		for ord := range loans {
			if loans[ord].flags&seen != 0 {
				c.alarms.raise(int32(ord))
			}
		}
	}
	c.b.belong(c.belong, c.asOf, func(customer int32) {
		for _, ord := range c.b.held(customer) {
			if loans[ord].flags&seen != 0 {
				c.alarms.raise(ord)
			}
		}
	})
}

// touched is what a contract was when the month began.
type touched struct {
	bal        [balances]int64
	principal  bool // entries of principal or extensions came; then also:
	lent, paid int64
}

// visit looks at a contract on the as-of day, after its entries of the month, if any.
func (c *closing) visit(ord int32, l *loan, before *touched) error {
	k := &c.b.contract[ord]
	if before.principal || c.alarms.due[ord] <= c.asOf || l.flags&counted == 0 {
		c.study(ord, l, k, before)
	} else {
		c.glance(ord, l, before)
	}
	c.setNextAlarm(ord, l)
	if c.over.yes() {
		return fmt.Errorf("sums with contract %s leave 64 bits", c.b.contracts.at(ord))
	}
	return nil
}

// glance is enough for a contract that had interest entries only, or whose activity has aged: nothing
// but that and unpaid interest can count otherwise.
func (c *closing) glance(ord int32, l *loan, before *touched) {
	s := c.flowRow(ord)
	s.unpaid(&c.over, &l.bal, &before.bal)
	if marks := l.flags&^idleness | c.idleness(l); marks != l.flags {
		s.recount(l.flags, marks, &l.bal, &l.bal, c.b.contract[ord].single)
		l.flags = marks
	}
	c.add(ord, l.slot)
}

// study looks at everything of a contract.
func (c *closing) study(ord int32, l *loan, k *contract, before *touched) {
	lent, paid, was := l.lent, l.paid, l.due
	if before.principal {
		lent, paid = before.lent, before.paid
	}
	i := fallingDue{periods: &c.periods}
	maturity := c.histories.maturesOn(ord, l, k)
	i.lookAt(&c.b.schedule, ord, l, c.historyOf(ord, l), maturity, lent, paid)
	l.oldestDue, l.due = i.oldest, i.year
	c.over |= i.over
	for n, v := range [...]int64{i.inMonth.principal, i.inMonth.collected} {
		if v != 0 {
			c.flow.add(&c.over, uint8(duePrincipal+n), v)
		}
	}
	slot, marks := l.slot, c.marksOf(l, maturity)
	if l.flags&counted == 0 || c.alarms.due[ord] <= c.asOf {
		slot = c.place(k)
	}
	c.flowRow(ord)
	if l.flags&counted != 0 && slot == l.slot {
		c.update(ord, k, l, marks, before, l.due, was)
	} else {
		c.transfer(ord, k, slot, l, marks, before, l.due, was)
	}
	c.owe(ord, k, slot, marks)
	l.slot, l.flags = slot, l.flags&^marksMask|marks|counted
	c.setDueAlarm(ord, l, maturity, i.next)
}

// historyOf spares the look-up for contracts without extensions, whose history does not matter then.
func (c *closing) historyOf(ord int32, l *loan) *history {
	if l.flags&isExtended == 0 {
		return nil
	}
	return c.histories[ord]
}

// place is the slot where a contract counts: its customer's group, or without one its own office.
func (c *closing) place(k *contract) int32 {
	if k.direct {
		return c.slots.of(place{none, unionDirect, none, k.office})
	}
	return c.slots.home(c.belong[k.customer].group, k.office)
}

// flowRow begins the row at hand with the contract's flows of the month.
func (c *closing) flowRow(ord int32) *sparse {
	from := len(c.flows)
	c.flows = c.flow.moveTo(c.flows, ord)
	s := &c.row
	s.n = 0
	for _, f := range c.flows[from:] {
		s.put(mFlows+int(f.flow), f.amount)
	}
	return s
}

// update counts the row at hand and what changed of a contract that stays in its place.
func (c *closing) update(ord int32, k *contract, l *loan, marks flags, before *touched, due, was dues) {
	s := &c.row
	s.balances(&c.over, &l.bal, &before.bal)
	s.dues(&c.over, due, was)
	old := l.flags & marksMask
	if old != marks || marks&amounts != 0 && [unpaidInTerm]int64(l.bal[:]) != [unpaidInTerm]int64(before.bal[:]) {
		s.recount(old, marks, &before.bal, &l.bal, k.single)
	}
	c.add(ord, l.slot)
	if (old^marks)&indebted != 0 {
		c.meet(k, l.slot, marks&indebted != 0)
	}
}

// transfer counts the row at hand and a contract in its place, and that no longer in the one before.
func (c *closing) transfer(ord int32, k *contract, slot int32, l *loan, marks flags, before *touched, due, was dues) {
	s := &c.row
	s.balances(&c.over, &l.bal, &[balances]int64{})
	s.dues(&c.over, due, dues{})
	s.count(marks, &l.bal, k.single, 1)
	c.add(ord, slot)
	if marks&indebted != 0 {
		c.meet(k, slot, true)
	}
	if l.flags&counted != 0 {
		c.takeOut(ord, k, l, &before.bal, was)
	}
	if l.slot == none || l.slot == slot {
		return
	}
	if before.bal != [balances]int64{} {
		c.moved = append(c.moved, movedLoan{ord, l.slot})
	}
	if amount := c.over.add(c.over.add(before.bal[inTerm], before.bal[overdue]), before.bal[frozen]); amount != 0 {
		c.moves = append(c.moves, move{c.slots.at[l.slot], c.slots.at[slot], k.programme, k.fund, amount})
	}
}

// takeOut no longer counts a contract in the place before.
func (c *closing) takeOut(ord int32, k *contract, l *loan, bal *[balances]int64, was dues) {
	s := &c.row
	s.n = 0
	s.balances(&c.over, &[balances]int64{}, bal)
	s.dues(&c.over, dues{}, was)
	s.count(l.flags&marksMask, bal, k.single, -1)
	c.add(ord, l.slot)
	if l.flags&indebted != 0 {
		c.meet(k, l.slot, false)
	}
}

// add adds the row at hand to the cells that a contract counts in.
func (c *closing) add(ord, slot int32) {
	for int(slot) >= len(c.cells) {
		c.cells, c.interest = append(c.cells, loanCell{}), append(c.interest, interest{})
	}
	c.row.addTo(&c.over, &c.cells[slot], &c.products[c.product(ord, slot)].loanCell)
}

// balances puts the difference of balances into a row.
func (s *sparse) balances(over *overflow, now, before *[balances]int64) {
	total := int64(0)
	for i := range unpaidInTerm {
		v := over.sub(now[i], before[i])
		s.put(mInTerm+i, v)
		total = over.add(total, v)
	}
	s.put(mTotal, total)
	s.unpaid(over, now, before)
}

// unpaid puts the difference of unpaid interest into a row.
func (s *sparse) unpaid(over *overflow, now, before *[balances]int64) {
	s.put(mUnpaid, over.sub(now[unpaidInTerm], before[unpaidInTerm]))
	s.put(mUnpaid+1, over.sub(now[unpaidOverdue], before[unpaidOverdue]))
}

// dues puts the difference of what is due in the year into a row.
func (s *sparse) dues(over *overflow, now, before dues) {
	if now == before {
		return
	}
	s.put(mFlows+duePrincipalYear, over.sub(now.principal, before.principal))
	s.put(mFlows+dueCollectedYear, over.sub(now.collected, before.collected))
}

// movedFrom tells where a contract counted at the month-end before, when it has moved and had a balance.
func (c *closing) movedFrom(ord int32) (p place, ok bool) {
	i, ok := slices.BinarySearchFunc(c.moved, ord, func(m movedLoan, ord int32) int { return int(m.ord) - int(ord) })
	if ok {
		return c.slots.at[c.moved[i].was], true
	}
	return place{}, false
}
