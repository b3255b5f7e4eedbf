package replay

import (
	"cmp"
	"fmt"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
)

// loanPass is one pass over a month's loan entries.
type loanPass struct {
	periods
	b     *Branch
	loans []loan
	first []calendar.Day // per contract, the day of its first entry
	close *closing
	below []below // balances below zero

	ord    int32               // contract at hand; none before the first
	open   bool                // it is being added up
	no     string              // its number
	fresh  bool                // it had no entries before
	bal    [balances + 1]int64 // its balances; the last is outside the loan and means nothing
	before touched             // what it was when the month began
	day    day
	last   calendar.Day // of the entry before
	id     int64        // the entry before
	over   overflow
	rows   loanRows
}

// below is a balance below zero at a day's end.
type below struct {
	account string // class, or member_deposit
	key     string
	day     calendar.Day
	balance int64
}

func (b below) compare(c below) int {
	return cmp.Or(cmp.Compare(b.account, c.account), cmp.Compare(b.key, c.key), cmp.Compare(b.day, c.day))
}

func (p *loanPass) run(rows iter.Seq2[arrow.RecordBatch, error]) error {
	p.ord = none
	if err := scan("loan_ledger", rows, p.batch); err != nil {
		return err
	}
	if err := p.endContract(); err != nil {
		return err
	}
	return p.closeUpTo(int32(len(p.loans)))
}

func (p *loanPass) batch(b *batch) {
	known := func(m map[string]uint8) func(string) (uint8, bool) {
		return func(s string) (uint8, bool) { v, ok := m[s]; return v, ok }
	}
	p.rows = loanRows{id: b.int64s("entry_id"), posted: b.dates("posted_on"), amount: b.int64s("amount"), rebooking: typed[*array.Boolean](b, "rebooking"),
		reverses: typed[*array.Int64](b, "reverses_entry_id"), maturity: b.days("new_maturity_on"), original: b.days("reverses_posted_on"), standing: b.days("standing_activity_on"),
		kind: numbers(b, "entry_type", p.rows.kind, 0, known(loanTypes)), from: numbers(b, "from_class", p.rows.from, 0, known(classes)), to: numbers(b, "to_class", p.rows.to, 0, known(classes)),
	}
	no := b.words("contract_no")
	if b.err != nil {
		return
	}
	p.rows.reversed = p.rows.reverses.NullN() < b.n
	for i := 0; i < b.n && b.err == nil; {
		to := i + 1
		for to < b.n && no.again(to) {
			to++
		}
		b.err = p.contractRows(no.at(i), i, to, no.index != nil && to < b.n)
		i = to
	}
}

// contractRows applies neighbouring rows of one contract; whole: the contract has no others.
func (p *loanPass) contractRows(no string, from, to int, whole bool) error {
	if no != p.no || p.ord == none {
		if err := p.contract(no); err != nil {
			return err
		}
		if whole && p.quiet(from, to) {
			return p.interest(from, to)
		}
	}
	if !p.open {
		p.reopen()
	}
	for i := from; i < to; i++ {
		if err := p.entry(i); err != nil {
			return err
		}
	}
	return nil
}

// entry applies one entry.
func (p *loanPass) entry(i int) error {
	r := &p.rows
	if err := p.inOrder(i); err != nil {
		return err
	}
	if on := calendar.Day(r.posted[i]); on != p.day.on {
		if err := p.nextDay(on); err != nil {
			return err
		}
	}
	p.id = r.id[i]
	e, value := &effects[r.kind[i]<<4|r.from[i]<<2|r.to[i]], r.amount[i]
	back := r.reversed && r.reverses.IsValid(i)
	if back { // the classes of a reversal are swapped
		e = &effects[r.kind[i]<<4|r.to[i]<<2|r.from[i]]
		value = -value
	}
	if !e.ok || r.amount[i] <= 0 {
		return fmt.Errorf("entry %d of contract %s is not one that the ledger allows", r.id[i], p.no)
	}
	p.bal[e.to] = p.over.add(p.bal[e.to], value)
	p.bal[e.from] = p.over.sub(p.bal[e.from], value)
	p.bal[outside] = 0
	flow, signed, again := e.flow, value, r.rebooking.Value(i)
	if again {
		flow = e.rebooked
		if e.negative {
			signed = -value
		}
	}
	if flow != entryFlows {
		p.close.flow.add(&p.over, flow, signed)
	}
	p.day.active = p.day.active || e.activity && !back
	if e.principal || back {
		p.special(e, i, value, back, again)
	}
	return nil
}

// inOrder checks that a row comes after the one before, and in its month.
func (p *loanPass) inOrder(i int) error {
	on, id := calendar.Day(p.rows.posted[i]), p.rows.id[i]
	switch {
	case on < p.monthStart || on > p.asOf:
		return fmt.Errorf("contract %s has an entry on %s, outside %s to %s", p.no, on, p.monthStart, p.asOf)
	case on < p.last:
		return fmt.Errorf("contract %s has %s after %s: rows must be sorted by contract, day and entry", p.no, on, p.last)
	case on == p.last && id <= p.id:
		return fmt.Errorf("entry %d of contract %s comes after entry %d: rows must be sorted by contract, day and entry", id, p.no, p.id)
	}
	p.last = on
	return nil
}

// loanRows are the columns of a batch.
type loanRows struct {
	id, amount                   []int64
	posted                       []arrow.Date32
	kind, from, to               []uint8
	rebooking                    *array.Boolean
	reverses                     *array.Int64
	reversed                     bool // some row is a reversal
	maturity, original, standing days
}

// special applies what an entry changes beside balances and flows.
func (p *loanPass) special(e *effect, i int, value int64, back, again bool) {
	l := &p.loans[p.ord]
	if e.principal && !p.before.principal {
		p.before.principal, p.before.lent, p.before.paid = true, l.lent, l.paid
	}
	p.day.principal = p.day.principal || e.principal
	if back && e.activity {
		p.day.reversed, p.day.standing = true, p.rows.standing.at(i, never)
	}
	switch e.special {
	case opening:
		l.opened = p.over.add(l.opened, value)
		l.openings++
		if back {
			l.openings -= 2
		}
	case repayment, writeOff:
		l.paid = p.over.add(l.paid, value)
	case disbursement:
		l.lent = p.over.add(l.lent, value)
		if again {
			return
		}
		p.day.change(l)
		if back {
			p.day.back = append(p.day.back, reversal{disbursed: p.rows.original.at(i, always)})
		} else {
			l.disburse(p.day.on, p.close.histories, p.ord)
		}
	case extension:
		p.day.change(l)
		if back {
			p.day.back = append(p.day.back, reversal{never, p.rows.reverses.Value(i)})
		} else {
			x := p.close.histories.of(p.ord)
			x.extensions = append(x.extensions, extended{id: p.id, posted: p.day.on, maturity: p.rows.maturity.at(i, p.b.contract[p.ord].maturity)})
		}
	}
}

// contract moves on to the contract no, which must come after the one at hand, and looks at those
// between.
func (p *loanPass) contract(no string) error {
	if err := p.endContract(); err != nil {
		return err
	}
	ord := p.ord + 1
	for int(ord) < len(p.loans) && p.b.contracts.at(ord) != no {
		ord++
	}
	switch {
	case int(ord) < len(p.loans):
	case p.b.contracts.find(no) == none:
		return fmt.Errorf("contract %s is not in loan_contract of the branch", no)
	default:
		return fmt.Errorf("contract %s comes after %s: rows must be sorted by contract, day and entry", no, p.no)
	}
	if err := p.closeUpTo(ord); err != nil {
		return err
	}
	p.ord, p.no, p.last, p.open = ord, p.b.contracts.at(ord), never, false
	return nil
}

// reopen begins to add up the contract at hand.
func (p *loanPass) reopen() {
	l := &p.loans[p.ord]
	if p.fresh = l.flags&seen == 0; p.fresh {
		l.begin()
	}
	l.month, p.open, p.day.on = p.month, true, never
	copy(p.bal[:], l.bal[:])
	p.before.bal, p.before.principal = l.bal, false
}

// closeUpTo looks at the contracts without entries between the one at hand and ord whose alarm is due.
func (p *loanPass) closeUpTo(ord int32) error {
	from := p.ord + 1
	for i, alarm := range p.close.alarms.next[from:ord] {
		if alarm > p.asOf {
			continue
		}
		l := &p.loans[from+int32(i)]
		if err := p.close.visit(from+int32(i), l, &touched{bal: l.bal}); err != nil {
			return err
		}
	}
	return nil
}

// nextDay ends the contract's day at hand, if any, and begins the day on.
func (p *loanPass) nextDay(on calendar.Day) error {
	if err := p.endDay(); err != nil {
		return err
	}
	if p.fresh {
		p.fresh, p.first[p.ord] = false, on
	}
	p.day = day{on: on, back: p.day.back[:0]}
	return nil
}

// endDay looks at the contract after all entries of the day at hand.
func (p *loanPass) endDay() error {
	d := &p.day
	if d.on == never {
		return nil
	}
	l := &p.loans[p.ord]
	switch {
	case d.reversed:
		l.lastActivity = d.standing
	case d.active:
		l.lastActivity = d.on
	}
	if p.bal[inTerm]|p.bal[overdue]|p.bal[frozen] < 0 {
		for class, name := range [...]string{"in_term", "overdue", "frozen"} {
			if p.bal[class] < 0 {
				p.below = append(p.below, below{name, p.no, d.on, p.bal[class]})
			}
		}
	}
	if !d.principal {
		return nil
	}
	if d.changed {
		if err := d.relist(l, p.close.histories[p.ord], &p.close.flow, p.b.schedule.total(p.ord), p.b.checks[p.ord]); err != nil {
			return fmt.Errorf("contract %s: %w", p.no, err)
		}
	}
	switch {
	case p.bal[overdue] <= 0:
		l.overdueSince = never
	case l.overdueSince == never:
		l.overdueSince = d.on
	}
	return nil
}

// endContract looks at the contract at hand, if any, after its last entry.
func (p *loanPass) endContract() error {
	if !p.open {
		return nil
	}
	p.open = false
	if err := p.endDay(); err != nil {
		return err
	}
	if p.over.yes() {
		return fmt.Errorf("sums of contract %s leave 64 bits", p.no)
	}
	l := &p.loans[p.ord]
	copy(l.bal[:], p.bal[:])
	return p.close.visit(p.ord, l, &p.before)
}
