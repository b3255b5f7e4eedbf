package replay

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// depositor is the sums of a customer's month, all accounts together.
type depositor struct {
	used           int32 // accounts with balance or movement
	deposits       int32 // standing, ever
	openings       int32 // standing
	recent         [3]int32
	latest         *account // with the latest entry
	begin, balance int64
	flow           [depositFlows]int64
}

// sum adds up a customer's accounts, where d was something else; ok is false when a sum leaves 64 bits.
func (d *depositor) sum(s *savings, list []int32, m calendar.Month) (ok bool) {
	*d = depositor{}
	var over overflow
	for _, i := range list {
		a := &s.accounts[i]
		if d.latest == nil || a.lastDay > d.latest.lastDay || a.lastDay == d.latest.lastDay && a.lastID > d.latest.lastID {
			d.latest = a
		}
		begin := a.start(m)
		d.begin, d.balance = over.add(d.begin, begin), over.add(d.balance, a.balance)
		d.deposits += a.deposits
		d.openings += a.openings
		if a.month == m || a.balance != 0 || begin != 0 {
			d.used++
		}
		if a.month == m {
			for k, v := range a.flow {
				d.flow[k] = over.add(d.flow[k], v)
			}
		}
		for k, v := range a.recentOn(m) {
			d.recent[k] += v
		}
	}
	return !over.yes()
}

// depositClosing looks at every customer with accounts on the as-of day and counts it in its place.
type depositClosing struct {
	periods
	n       *Nation
	savings *savings
	slots   *slots
	moves   []move
	at      depositor // at hand
	over    overflow
}

func (c *depositClosing) run() error {
	d := &c.at
	return c.savings.byOwner(func(list []int32) error {
		ok := d.sum(c.savings, list, c.month)
		own := &c.savings.owners[c.savings.accounts[list[0]].owner]
		slot := c.settle(own, d)
		if ok {
			c.count(&c.slots.cells[slot], own, d)
		}
		if !ok || c.over.yes() {
			return fmt.Errorf("sums with customer %s leave 64 bits", c.savings.keys[list[0]].customer)
		}
		return nil
	})
}

// settle gives a customer its place, whose slot it returns, and notes what it brings along from
// another.
func (c *depositClosing) settle(own *owner, d *depositor) (slot int32) {
	if own.until <= c.asOf {
		own.group, own.member = c.n.groupOn(own.customer, c.asOf)
		own.until = c.n.sameUntil(own.customer, c.asOf)
	}
	own.was = own.where
	own.where, slot = c.slots.home(own.group, d.latest.lastOffice)
	own.came = own.old && own.was != own.where && d.begin != 0
	own.old = true
	if own.came {
		c.moves = append(c.moves, move{from: own.was, to: own.where, amount: d.begin})
	}
	own.regular = own.member && slices.Min(d.recent[:]) > 0
	own.oneTime = own.member && d.balance > 0 && d.deposits == 1 && d.openings == 0
	return slot
}

func (c *depositClosing) count(cell *cell, own *owner, d *depositor) {
	add := func(measure int, v int64) { cell[measure] = c.over.add(cell[measure], v) }
	count := func(measure int, counts bool) {
		if counts {
			cell[measure]++
		}
	}
	count(mSavers, own.member && d.balance > 0)
	count(mRegular, own.regular)
	count(mOneTime, own.oneTime)
	add(mDeposits, d.balance)
	add(mDepositsBrought, d.flow[depositOpening])
	add(mDepositsIn, d.flow[depositIn])
	add(mDepositsIn, d.flow[depositInterest])
	add(mDepositsOut, d.flow[depositWithdrawn])
	add(mDepositsOut, d.flow[depositOffset])
}
