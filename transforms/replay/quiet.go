package replay

import (
	"fmt"
	"math/bits"

	"github.com/uythac/uythac/calendar"
)

// Two thirds of the contracts of a month have entries of interest only. Nothing of them can count
// otherwise but unpaid interest, activity and those flows: they go by the short way.

// quiet tells whether the contract at hand may: its rows are all of interest, none takes back another,
// and it is not to be looked at for another reason.
func (p *loanPass) quiet(from, to int) bool {
	l, r := &p.loans[p.ord], &p.rows
	if l.flags&counted == 0 || p.close.alarms.due[p.ord] <= p.asOf || l.bal[inTerm]|l.bal[overdue]|l.bal[frozen] < 0 {
		return false
	}
	for i := from; i < to; i++ {
		if !effects[r.kind[i]<<4|r.from[i]<<2|r.to[i]].interest || r.reversed && r.reverses.IsValid(i) {
			return false
		}
	}
	return true
}

// interest applies all rows of a contract, which are entries of interest.
func (p *loanPass) interest(from, to int) error {
	l, r, c := &p.loans[p.ord], &p.rows, p.close
	var unpaid [2]int64
	for i := from; i < to; i++ {
		if err := p.inOrder(i); err != nil {
			return err
		}
		p.id = r.id[i]
		e, value := &effects[r.kind[i]<<4|r.from[i]<<2|r.to[i]], r.amount[i]
		if value <= 0 {
			return fmt.Errorf("entry %d of contract %s is not one that the ledger allows", r.id[i], p.no)
		}
		c.flow.add(&p.over, e.flow, value)
		if e.from == outside {
			unpaid[e.to-unpaidInTerm] = p.over.add(unpaid[e.to-unpaidInTerm], value)
		} else {
			unpaid[e.from-unpaidInTerm] = p.over.sub(unpaid[e.from-unpaidInTerm], value)
		}
		if e.activity {
			l.lastActivity = calendar.Day(r.posted[i])
		}
	}
	l.month = p.month
	for i, v := range unpaid {
		l.bal[unpaidInTerm+i] = p.over.add(l.bal[unpaidInTerm+i], v)
	}
	if p.over.yes() {
		return fmt.Errorf("sums of contract %s leave 64 bits", p.no)
	}
	return c.hum(p.ord, l, &unpaid)
}

// hum counts a contract that had entries of interest only.
func (c *closing) hum(ord int32, l *loan, unpaid *[2]int64) error {
	k := &c.b.contract[ord]
	union := c.slots.at[l.slot].union
	cells := [...]*loanCell{&c.cells[l.slot], &c.programmes[k.programme*c.unions+union], &c.funds[k.fund*c.unions+union]}
	for left := c.flow.touched; left != 0; left &= left - 1 {
		flow := bits.TrailingZeros32(left)
		v := c.flow.amount[flow]
		c.flow.amount[flow] = 0
		c.flows = append(c.flows, flowed{ord, int32(flow), v})
		for _, cell := range cells {
			cell[mFlows+flow] = c.over.add(cell[mFlows+flow], v)
		}
	}
	c.flow.touched = 0
	for i, v := range unpaid {
		if v != 0 {
			for _, cell := range cells {
				cell[mUnpaid+i] = c.over.add(cell[mUnpaid+i], v)
			}
		}
	}
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
