package replay

import (
	"cmp"
	"fmt"
	"iter"

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
	fresh  bool                // it had no entries before
	bal    [balances + 1]int64 // its balances; the last is outside the loan and means nothing
	before touched             // what it was when the month began
	day    day
	over   overflow
	rows   *loanRows

	touched int64 // what touch returned, so that it is not left out
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

func (p *loanPass) run(rows iter.Seq2[*loanRows, error]) error {
	p.ord = none
	for r, err := range rows {
		if err != nil {
			return err
		}
		if err := p.batch(r); err != nil {
			return fmt.Errorf("reading loan_ledger: %w", err)
		}
	}
	if err := p.endContract(); err != nil {
		return err
	}
	if err := p.closeUpTo(int32(len(p.loans))); err != nil {
		return err
	}
	return p.close.countProducts()
}

func (p *loanPass) batch(r *loanRows) error {
	p.rows = r
	row := 0
	for i := range r.runs {
		if i%lookAhead == 0 {
			p.touched |= p.touch(r.runs[i:min(i+lookAhead, len(r.runs))])
		}
		run := &r.runs[i]
		if run.ord != p.ord {
			if err := p.contract(run.ord); err != nil {
				return err
			}
		}
		if err := p.contractRows(run, row); err != nil {
			return err
		}
		row = int(run.to)
	}
	return nil
}

// lookAhead is how many contracts memory is asked for at a time: more than a processor can wait for at once.
const lookAhead = 32

// touch reads a little of all that runs will need. The processor waits for the memory of many contracts
// at once then, not for that of one after another. What it returns means nothing.
func (p *loanPass) touch(runs []loanRun) (any int64) {
	b, c := p.b, p.close
	for i := range runs {
		ord := runs[i].ord
		l := &p.loans[ord]
		any |= int64(l.flags) | int64(c.alarms.due[ord]|c.alarms.next[ord]) | int64(b.kind[ord])
		if !runs[i].interest {
			any |= l.opened | int64(c.belong[b.contract[ord].customer].group)
			if list := b.schedule.of(ord); len(list) > 0 {
				any |= list[0].sum
			}
		}
	}
	return any
}

// contractRows applies a run of rows, which begins at from.
func (p *loanPass) contractRows(run *loanRun, from int) error {
	if run.interest && p.quiet(run.ord) {
		return p.interest(run, from)
	}
	if !p.open {
		p.reopen()
	}
	for i := from; i < int(run.to); i++ {
		if err := p.entry(i); err != nil {
			return err
		}
	}
	return nil
}

// entry applies one entry.
func (p *loanPass) entry(i int) error {
	r := p.rows
	if on := calendar.Day(r.posted[i]); on != p.day.on {
		if err := p.nextDay(on); err != nil {
			return err
		}
	}
	e, value, back := &effects[r.effect[i]], r.amount[i], r.back(i)
	if back {
		value = -value
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
			x.extensions = append(x.extensions, extended{id: p.rows.id[i], posted: p.day.on, maturity: p.rows.maturity.at(i, p.b.contract[p.ord].maturity)})
		}
	}
}

// contract moves on to a later contract, and looks at those between.
func (p *loanPass) contract(ord int32) error {
	if err := p.endContract(); err != nil {
		return err
	}
	if err := p.closeUpTo(ord); err != nil {
		return err
	}
	p.ord, p.open = ord, false
	return nil
}

// reopen begins to add up the contract at hand.
func (p *loanPass) reopen() {
	l := &p.loans[p.ord]
	if p.fresh = l.flags&seen == 0; p.fresh {
		l.begin(&p.b.contract[p.ord])
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
				p.below = append(p.below, below{name, p.b.contracts.at(p.ord), d.on, p.bal[class]})
			}
		}
	}
	if !d.principal {
		return nil
	}
	if d.changed {
		if err := d.relist(l, p.close.histories[p.ord], &p.close.flow, p.b.schedule.total(p.ord), p.b.checks[p.ord]); err != nil {
			return fmt.Errorf("contract %s: %w", p.b.contracts.at(p.ord), err)
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
		return fmt.Errorf("sums of contract %s leave 64 bits", p.b.contracts.at(p.ord))
	}
	l := &p.loans[p.ord]
	copy(l.bal[:], p.bal[:])
	return p.close.visit(p.ord, l, &p.before)
}
