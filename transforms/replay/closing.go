package replay

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// closing looks at every contract on the as-of day and counts it in its place, programme and fund
// source.
type closing struct {
	b     *Branch
	asOf  calendar.Day
	month calendar.Month
	cuts  [3]calendar.Day // cut(3), cut(6), cut(12)
	slots *slots
	moves []move

	belong     []belonging // per customer; kept from month to month
	owing      []int32     // per contract: its slot + 1 when something is outstanding
	unions     int32
	programmes []cell   // programme * unions + union
	funds      []cell   // fund source * unions + union
	met        []uint64 // per slot of a group, a bit per programme and fund source met there
	twice      []twice  // households counted in two slots

	over overflow
}

// twice is a household counted in a slot although a row of a cut counts it in another.
type twice struct {
	cut int
	at  place
}

// belonging is the group of a customer and the first day on which it may be another.
type belonging struct {
	group int32
	until calendar.Day
}

func newClosing(b *Branch, asOf calendar.Day, s *slots, belong []belonging, owing []int32) *closing {
	unions := int32(len(b.nation.unions.names))
	return &closing{
		b: b, asOf: asOf, month: asOf.Month(), slots: s, belong: belong, owing: owing, unions: unions,
		cuts:       [3]calendar.Day{asOf.Back(3), asOf.Back(6), asOf.Back(12)},
		programmes: make([]cell, unions*int32(len(b.progs.names))), funds: make([]cell, unions*int32(len(b.funds.names))),
	}
}

// place is where a contract counts: its customer's group, or without one its own office.
func (c *closing) place(k *contract) place {
	if k.direct {
		return place{none, c.b.nation.unions.find(direct), none, k.office}
	}
	g := &c.belong[k.customer]
	if g.until <= c.asOf {
		customer := c.b.customer[k.customer]
		g.group, _ = c.b.nation.groupOn(customer, c.asOf)
		g.until = c.b.nation.sameUntil(customer, c.asOf)
	}
	p := c.slots.homes.of(g.group)
	if p.office == none {
		p.office = k.office
	}
	return p
}

func (c *closing) run(loans []loan, past []history) error {
	for ord := range loans {
		l := &loans[ord]
		if !l.seen {
			continue
		}
		if c.loan(int32(ord), l, &past[ord]); l.broken || c.over.yes() {
			return fmt.Errorf("sums with contract %s leave 64 bits", c.b.contracts.at(int32(ord)))
		}
	}
	for _, list := range c.b.several {
		c.household(list)
	}
	return nil
}

// loan looks at one contract.
func (c *closing) loan(ord int32, l *loan, h *history) {
	k := &c.b.contract[ord]
	touched := l.month == c.month
	if !touched {
		l.turnYear(c.month)
	}
	maturity := l.maturesOn(k.maturity)
	l.lookAtInstalments(&c.b.schedule, ord, h, maturity, c.asOf, c.month)
	c.settle(l, k)
	slot := c.slots.of(l.where)

	var s sparse
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
		c.debt(&s, l, k, maturity, total)
		if l.where.group != none {
			c.meet(c.slots.group(l.where.group), k, l.where.union)
		}
	}
	if l.first != never && l.first+30 <= c.asOf {
		s.put(mChecksDue, 1)
		if inTime(c.b.checks[ord], l.first) {
			s.put(mChecksInTime, 1)
		}
	}
	if touched {
		for i, v := range l.flow {
			s.put(mFlows+i, v)
		}
	}
	for i, v := range l.due {
		s.put(mFlows+entryFlows+i, v)
	}
	s.addTo(&c.over, &c.slots.cells[slot])
	s.addTo(&c.over, &c.programmes[k.programme*c.unions+l.where.union])
	s.addTo(&c.over, &c.funds[k.fund*c.unions+l.where.union])
}

// settle gives the contract its place and notes what it brings along from another.
func (c *closing) settle(l *loan, k *contract) {
	now, before := c.place(k), l.where
	l.was, l.where = before, now
	l.came = false
	if !l.old || before == now {
		l.old = true
		return
	}
	begin := l.start(c.month)
	amount := c.over.add(c.over.add(begin[inTerm], begin[overdue]), begin[frozen])
	if begin != [balances]int64{} {
		l.came = true
	}
	if amount != 0 {
		c.moves = append(c.moves, move{before, now, k.programme, k.fund, amount})
	}
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

// meet counts a group with debt in a programme and a fund source, the first time it is met there.
func (c *closing) meet(slot int32, k *contract, union int32) {
	words := (len(c.b.progs.names) + len(c.b.funds.names) + 63) / 64
	for len(c.met) < len(c.slots.at)*words {
		c.met = append(c.met, 0)
	}
	first := func(bit int32) bool {
		w := &c.met[int(slot)*words+int(bit/64)]
		was := *w
		*w |= 1 << (bit % 64)
		return *w != was
	}
	if first(k.programme) {
		c.programmes[k.programme*c.unions+union][mGroups]++
	}
	if first(int32(len(c.b.progs.names)) + k.fund) {
		c.funds[k.fund*c.unions+union][mGroups]++
	}
}

// household counts a customer of several contracts once in every row that has one with debt.
func (c *closing) household(list []int32) {
	var slots, programmes, funds []int32
	first := func(seen *[]int32, v int32) bool {
		if slices.Contains(*seen, v) {
			return false
		}
		*seen = append(*seen, v)
		return true
	}
	var room [3][4]int32 // few have more
	slots, programmes, funds = room[0][:0], room[1][:0], room[2][:0]
	for _, ord := range list {
		slot := c.owing[ord] - 1
		if slot == none {
			continue
		}
		k, at := &c.b.contract[ord], c.slots.at[slot]
		if first(&slots, slot) {
			c.slots.cells[slot][mHouseholds]++
			c.countedTwice(at, slots[:len(slots)-1])
		}
		if row := k.programme*c.unions + at.union; first(&programmes, row) {
			c.programmes[row][mHouseholds]++
		}
		if row := k.fund*c.unions + at.union; first(&funds, row) {
			c.funds[row][mHouseholds]++
		}
	}
}

// countedTwice notes the cuts in which a row of p has the household already, from other slots.
func (c *closing) countedTwice(p place, others []int32) {
	for cut, key := range placeKeys {
		for _, slot := range others {
			if key(c.slots.at[slot]) == key(p) {
				c.twice = append(c.twice, twice{cut, p})
				break
			}
		}
	}
}
