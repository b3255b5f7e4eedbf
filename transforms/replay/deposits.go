package replay

import (
	"fmt"
	"iter"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
)

// depositPass is one pass over a month's deposit entries.
type depositPass struct {
	periods
	n       *Nation
	offices *codes
	savings *savings
	close   *depositClosing
	fresh   []int32 // accounts opened, sorted
	below   []below

	next int   // place in the order of the first account that may come
	seen int   // and of the first one that was not touched yet
	at   int32 // account at hand; none before the first
	own  int32 // its owner
	key  accountKey
	day  calendar.Day
	flow [depositFlows]int64 // of the account's month
	sums [depositFlows]int64 // of the owner's
	over overflow
	all  overflow // of the owner's sums

	backs  []int32 // scratch, the rows that take another back
	kind   []uint8 // scratch, a row each
	office []int32

	touched int64 // what touch returned, so that it is not left out
}

// run applies the entries.
func (p *depositPass) run(rows iter.Seq2[arrow.RecordBatch, error]) error {
	p.at, p.own, p.day = none, none, never
	p.savings.flows = p.savings.flows[:0]
	if err := scan("deposit_ledger", rows, p.batch); err != nil {
		return err
	}
	if err := p.endAccount(); err != nil {
		return err
	}
	if err := p.endOwner(); err != nil {
		return err
	}
	p.savings.merge(p.fresh)
	return p.close.restless()
}

func (p *depositPass) batch(b *batch) {
	id, posted, amount := b.int64s("entry_id"), b.dates("posted_on"), b.int64s("amount")
	customer, no := b.words("customer_code"), b.words("account_no")
	p.kind = numbers(b, "entry_type", p.kind, depositFlows, func(s string) (uint8, bool) { v, ok := depositTypes[s]; return v, ok })
	p.office = numbers(b, "office_code", p.office, none, func(s string) (int32, bool) { return p.offices.id(s), true })
	reverses, original := typed[*array.Int64](b, "reverses_entry_id"), b.days("reverses_posted_on")
	if b.err != nil {
		return
	}
	p.backs = filled(reverses, p.backs[:0])
	backs := p.backs
	for i := range b.n {
		if !customer.again(i) || !no.again(i) {
			if b.err = p.account(customer.at(i), no.at(i)); b.err != nil {
				return
			}
		}
		a, on := &p.savings.accounts[p.at], calendar.Day(posted[i])
		if b.err = p.inOrder(a, id[i], on); b.err != nil {
			return
		}
		kind, value, count := p.kind[i], amount[i], int32(1)
		if kind == depositFlows || value <= 0 {
			b.err = fmt.Errorf("entry %d of account %s is not one that the ledger allows", id[i], p.no())
			return
		}
		month := calendar.Month(0) // months since the entry that counts
		if len(backs) > 0 && int(backs[0]) == i {
			backs = backs[1:]
			value, count = -value, -1
			month = p.month - original.at(i, on).Month()
		}
		p.flow[kind] = p.over.add(p.flow[kind], value)
		if kind >= depositWithdrawn {
			value = -value
		}
		a.balance = p.over.add(a.balance, value)
		switch kind {
		case depositOpening:
			a.openings += count
		case depositIn:
			a.deposits += count
			if month >= 0 && int(month) < len(a.recent) {
				a.recent[month] += count
			}
		}
		a.lastDay, a.lastID, a.office = on, id[i], p.office[i]
	}
}

// inOrder checks an entry's day and number against the entry before, and ends the day before.
func (p *depositPass) inOrder(a *account, id int64, on calendar.Day) error {
	switch {
	case on < p.monthStart || on > p.asOf:
		return fmt.Errorf("account %s has an entry on %s, outside %s to %s", p.no(), on, p.monthStart, p.asOf)
	case on < p.day || on == p.day && id <= a.lastID:
		return fmt.Errorf("entry %d of account %s is out of order: rows must be sorted by customer, account, day and entry", id, p.no())
	case on != p.day:
		p.endDay()
		p.day = on
	}
	return nil
}

// no is the number of the account at hand.
func (p *depositPass) no() string { return p.savings.names[p.at].no }

func (p *depositPass) endDay() {
	if p.day == never {
		return
	}
	if balance := p.savings.accounts[p.at].balance; balance < 0 {
		name := &p.savings.names[p.at]
		p.below = append(p.below, below{"member_deposit", name.customer + "/" + name.no, p.day, balance})
	}
}

// endAccount notes the flows of the account at hand, if any.
func (p *depositPass) endAccount() error {
	if p.at == none {
		return nil
	}
	p.endDay()
	if p.over.yes() {
		return fmt.Errorf("sums of account %s leave 64 bits", p.no())
	}
	for kind, v := range p.flow {
		if v != 0 {
			p.sums[kind] = p.all.add(p.sums[kind], v)
			p.savings.flows = append(p.savings.flows, accountFlow{p.at, int32(kind), v})
			p.flow[kind] = 0
		}
	}
	return nil
}

// endOwner looks at the owner at hand, if any, after the entries of all its accounts.
func (p *depositPass) endOwner() error {
	if p.own == none {
		return nil
	}
	if p.all.yes() {
		return p.close.overflow(p.own)
	}
	err := p.close.visit(p.own, &p.sums)
	p.sums = [depositFlows]int64{}
	return err
}

// account moves on to an account, which must not come before the one at hand.
func (p *depositPass) account(customer, no string) error {
	s, found, key, name := p.savings, 1, keyOf(customer, no), accountName{customer, no}
	if p.at != none && key == p.key && s.compare(p.at, &key, &name) == 0 {
		return nil // told twice by its columns
	}
	if err := p.endAccount(); err != nil {
		return err
	}
	for ; p.next < len(s.order); p.next++ {
		if p.next >= p.seen {
			p.seen = min(p.next+lookAhead, len(s.order))
			p.touched |= s.touch(s.order[p.next:p.seen])
		}
		if found = s.compare(s.order[p.next], &key, &name); found >= 0 {
			break
		}
	}
	switch {
	case found == 0:
		p.at = s.order[p.next] // everything before it has been passed: in order
	case p.at != none && s.compare(p.at, &key, &name) > 0:
		return fmt.Errorf("account %s comes after %s: rows must be sorted by customer, account, day and entry", no, p.no())
	default:
		p.at = p.open(key, name)
	}
	a := &s.accounts[p.at]
	if a.owner != p.own {
		if err := p.endOwner(); err != nil {
			return err
		}
		p.own = a.owner
	}
	p.key, p.day = key, never
	a.touch(p.month)
	return nil
}

// open opens an account. Its owner is found among the accounts beside it.
func (p *depositPass) open(key accountKey, name accountName) int32 {
	s, own, near := p.savings, none, none
	beside := make([]int32, 0, 3)
	if p.at != none {
		beside = append(beside, p.at)
	}
	beside = append(beside, s.order[max(0, p.next-1):min(len(s.order), p.next+1)]...)
	for _, i := range beside {
		if s.names[i].customer == name.customer {
			name.customer, own = s.names[i].customer, s.accounts[i].owner
		}
	}
	if own == none {
		name.customer = strings.Clone(name.customer)
	}
	if p.own != none {
		near = s.owners[p.own].customer
	}
	name.no = strings.Clone(name.no)
	at := s.add(p.n, key, name, own, near)
	p.fresh = append(p.fresh, at)
	return at
}
