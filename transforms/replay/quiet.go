package replay

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
)

// Two thirds of the contracts of a month have entries of interest only. Nothing of them can count
// otherwise but unpaid interest, activity and those flows: they go by the short way.

// quiet tells whether the contract of a run of interest may: it is not to be looked at for another reason.
func (p *loanPass) quiet(ord int32) bool {
	l := &p.loans[ord]
	return l.flags&counted != 0 && p.close.alarms.due[ord] > p.asOf && l.bal[inTerm]|l.bal[overdue]|l.bal[frozen] >= 0
}

// interest applies a run of interest, whose first row is from.
func (p *loanPass) interest(run *loanRun, from int) error {
	l, c, r := &p.loans[run.ord], p.close, p.rows
	place, product := &c.interest[l.slot], &c.products[c.product(run.ord, l.slot)].interest
	active := never
	var over overflow
	for i := from; i < int(run.to); i++ {
		e, amount := &effects[r.effect[i]], r.amount[i]
		flow := e.flow - interestBrought
		unpaid := unpaidInTerm + flow%2
		var overs [3]overflow
		l.bal[unpaid], overs[0] = plus(l.bal[unpaid], int64(e.unpaid)*amount)
		place[flow], overs[1] = plus(place[flow], amount)
		product[flow], overs[2] = plus(product[flow], amount)
		over |= overs[0] | overs[1] | overs[2]
		c.flows = append(c.flows, flowed{run.ord, int32(e.flow), amount})
		if e.activity {
			active = calendar.Day(r.posted[i])
		}
	}
	c.over |= over
	l.lastActivity, l.month = max(l.lastActivity, active), p.month
	if l.flags&idleness != 0 || c.alarms.next[run.ord] <= c.asOf {
		c.age(run.ord, l)
	}
	if c.over.yes() {
		return fmt.Errorf("sums with contract %s leave 64 bits", p.b.contracts.at(run.ord))
	}
	return nil
}

// age looks at the activity of a contract of which nothing else can count otherwise.
func (c *closing) age(ord int32, l *loan) {
	if marks := l.flags&^idleness | c.idleness(l); marks != l.flags {
		c.row.n = 0
		c.row.recount(l.flags, marks, &l.bal, &l.bal, c.b.contract[ord].single)
		c.add(ord, l.slot)
		l.flags = marks
	}
	c.setNextAlarm(ord, l)
}

// product is what the contracts of a programme, fund source and union add in a month.
type product struct {
	interest interest // of quiet contracts
	loanCell          // of the others
}

// product numbers what a contract in a slot counts in beside the slot.
func (c *closing) product(ord, slot int32) int32 {
	return c.b.kind[ord]*c.unions + c.slots.at[slot].union
}

// countProducts adds what the month adds to programmes and fund sources, and the interest of quiet
// contracts to slots.
func (c *closing) countProducts() error {
	for slot := range c.interest {
		c.interest[slot].addTo(&c.over, &c.cells[slot])
	}
	funds := int32(len(c.b.funds.names))
	for i := range c.products {
		p := &c.products[i]
		if p.interest.addTo(&c.over, &p.loanCell); p.loanCell == (loanCell{}) {
			continue
		}
		kind, union := int32(i)/c.unions, int32(i)%c.unions
		c.programmes[kind/funds*c.unions+union].plus(&c.over, &p.loanCell)
		c.funds[kind%funds*c.unions+union].plus(&c.over, &p.loanCell)
		p.loanCell = loanCell{}
	}
	if c.over.yes() {
		return errOverflow
	}
	return nil
}
