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

	next int                 // place in the order of the first account that may come
	at   int32               // account at hand; none before the first
	own  int32               // its owner
	flow [depositFlows]int64 // of the owner's month
	key  accountKey          // its customer and number
	day  calendar.Day
	over overflow // of the account's sums
	sums overflow // of the owner's

	kind   []uint8 // scratch, a row each
	office []int32
}

// run applies the entries.
func (p *depositPass) run(rows iter.Seq2[arrow.RecordBatch, error]) error {
	p.at, p.own, p.day = none, none, never
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
	for i := range b.n {
		if customer.again(i) && no.again(i) {
			// the account at hand
		} else if c, a := customer.at(i), no.at(i); p.at == none || c != p.key.customer || a != p.key.no {
			if b.err = p.account(c, a); b.err != nil {
				return
			}
		}
		a, o, on := &p.savings.accounts[p.at], &p.savings.owners[p.own], calendar.Day(posted[i])
		if b.err = p.inOrder(a, id[i], on); b.err != nil {
			return
		}
		kind, value, count := p.kind[i], amount[i], int32(1)
		if kind == depositFlows || value <= 0 {
			b.err = fmt.Errorf("entry %d of account %s is not one that the ledger allows", id[i], p.key.no)
			return
		}
		month := calendar.Month(0) // months since the entry that counts
		if reverses.IsValid(i) {
			value, count = -value, -1
			month = p.month - original.at(i, on).Month()
		}
		a.flow[kind] = p.over.add(a.flow[kind], value)
		p.flow[kind] = p.sums.add(p.flow[kind], value)
		if kind >= depositWithdrawn {
			value = -value
		}
		a.apply(&p.over, kind, value, count, month)
		o.apply(&p.sums, kind, value, count, month)
		a.lastDay, a.lastID, a.office = on, id[i], p.office[i]
		o.latest(on, id[i], p.office[i])
	}
}

// inOrder checks an entry's day and number against the entry before, and ends the day before.
func (p *depositPass) inOrder(a *account, id int64, on calendar.Day) error {
	switch {
	case on < p.monthStart || on > p.asOf:
		return fmt.Errorf("account %s has an entry on %s, outside %s to %s", p.key.no, on, p.monthStart, p.asOf)
	case on < p.day || on == p.day && id <= a.lastID:
		return fmt.Errorf("entry %d of account %s is out of order: rows must be sorted by customer, account, day and entry", id, p.key.no)
	case on != p.day:
		p.endDay()
		p.day = on
	}
	return nil
}

func (p *depositPass) endDay() {
	if p.day == never {
		return
	}
	if balance := p.savings.accounts[p.at].balance; balance < 0 {
		p.below = append(p.below, below{"member_deposit", p.key.customer + "/" + p.key.no, p.day, balance})
	}
}

func (p *depositPass) endAccount() error {
	p.endDay()
	if p.over.yes() {
		return fmt.Errorf("sums of account %s leave 64 bits", p.key.no)
	}
	return nil
}

// endOwner looks at the owner at hand, if any, after the entries of all its accounts.
func (p *depositPass) endOwner() error {
	if p.own == none {
		return nil
	}
	if p.sums.yes() {
		return fmt.Errorf("sums with customer %s leave 64 bits", p.savings.keys[p.savings.owners[p.own].account].customer)
	}
	err := p.close.visit(p.own, &p.flow)
	p.flow = [depositFlows]int64{}
	return err
}

// account moves on to an account, which must come after the one at hand.
func (p *depositPass) account(customer, no string) error {
	if err := p.endAccount(); err != nil {
		return err
	}
	s, found, key := p.savings, 1, keyOf(customer, no)
	for ; p.next < len(s.order); p.next++ {
		if found = s.keys[s.order[p.next]].compare(&key); found >= 0 {
			break
		}
	}
	if found == 0 {
		p.at = s.order[p.next] // everything before it has been passed: in order
	} else {
		if p.at != none && p.key.compare(&key) > 0 {
			return fmt.Errorf("account %s comes after %s: rows must be sorted by customer, account, day and entry", no, p.key.no)
		}
		owner, own := p.neighbour(customer)
		p.at = s.add(p.n, keyOf(owner, strings.Clone(no)), own)
		p.fresh = append(p.fresh, p.at)
	}
	a := &s.accounts[p.at]
	if a.owner != p.own {
		if err := p.endOwner(); err != nil {
			return err
		}
		p.own = a.owner
		s.owners[p.own].touch(p.month)
	}
	p.key, p.day = s.keys[p.at], never
	a.touch(p.month)
	a.begin, a.flow = a.balance, [depositFlows]int64{}
	return nil
}

// neighbour finds the owner of an account to be opened among the accounts beside it; none when the
// customer has no other.
func (p *depositPass) neighbour(customer string) (_ string, own int32) {
	s := p.savings
	beside := make([]int32, 0, 3)
	if p.at != none {
		beside = append(beside, p.at)
	}
	beside = append(beside, s.order[max(0, p.next-1):min(len(s.order), p.next+1)]...)
	for _, i := range beside {
		if s.keys[i].customer == customer {
			return s.keys[i].customer, s.accounts[i].owner
		}
	}
	return strings.Clone(customer), none
}
