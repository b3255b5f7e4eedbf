package replay

import (
	"fmt"
	"iter"

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
	below   []below

	// Finding accounts.
	next  int        // place in the order of the first account that may come
	last  int32      // account found last; none before the first
	key   accountKey // its name
	fresh []placed   // accounts opened, sorted

	// Applying entries.
	at   int32 // account at hand; none before the first
	own  int32 // its owner
	day  calendar.Day
	from int                 // place among the flows of the month of the owner's first one
	flow [depositFlows]int64 // of the account's month
	over overflow

	depositRows
	touched int64 // what touch returned, so that it is not left out
}

// depositRows are a batch of deposit entries.
type depositRows struct {
	id, amount []int64
	posted     []arrow.Date32
	kind       []uint8
	office     []int32
	original   days
	backs      []int32 // rows that take another back and are still to come
	runs       []depositRun

	allBacks []int32 // memory of backs
}

// depositRun is neighbouring rows of one account.
type depositRun struct {
	account int32
	to      int32 // its rows are those from the run before up to this one
}

// run applies the entries.
func (p *depositPass) run(rows iter.Seq2[arrow.RecordBatch, error]) error {
	p.last, p.at, p.own, p.day = none, none, none, never
	p.savings.flows = p.savings.flows[:0]
	if err := scan("deposit_ledger", rows, p.batch); err != nil {
		return err
	}
	if err := p.endOwner(); err != nil {
		return err
	}
	p.savings.merge(p.fresh)
	return p.close.restless()
}

func (p *depositPass) batch(b *batch) {
	p.columns(b, p.offices)
	if b.err == nil {
		b.err = p.find(b)
	}
	row := 0
	for i := 0; b.err == nil && i < len(p.runs); i++ {
		if i%lookAhead == 0 {
			p.touched |= p.savings.touch(p.runs[i:min(i+lookAhead, len(p.runs))])
		}
		run := p.runs[i]
		if run.account != p.at {
			b.err = p.account(run.account)
		}
		if b.err == nil {
			b.err = p.entries(row, int(run.to))
		}
		row = int(run.to)
	}
}

// columns takes the columns of a batch.
func (r *depositRows) columns(b *batch, offices *codes) {
	r.id, r.posted, r.amount, r.original = b.int64s("entry_id"), b.dates("posted_on"), b.int64s("amount"), b.days("reverses_posted_on")
	r.kind = numbers(b, "entry_type", r.kind, depositFlows, func(s string) (uint8, bool) { v, ok := depositTypes[s]; return v, ok })
	r.office = numbers(b, "office_code", r.office, none, func(s string) (int32, bool) { return offices.id(s), true })
	if reverses := typed[*array.Int64](b, "reverses_entry_id"); b.err == nil {
		r.allBacks = filled(reverses, r.allBacks[:0])
		r.backs = r.allBacks
	}
}

// find lists whose rows a batch has. Accounts are found, and opened, before their entries are looked at.
func (p *depositPass) find(b *batch) error {
	customer, no := b.words("customer_code"), b.words("account_no")
	p.runs = p.runs[:0]
	for i := 0; b.err == nil && i < b.n; i++ {
		if customer.again(i) && no.again(i) {
			continue
		}
		if last := p.last; i > 0 && last != none {
			p.runs = append(p.runs, depositRun{last, int32(i)})
		}
		b.err = p.seek(customer.at(i), no.at(i))
	}
	if p.last != none {
		p.runs = append(p.runs, depositRun{p.last, int32(b.n)})
	}
	return b.err
}

// entries applies rows of the account at hand.
func (p *depositPass) entries(from, to int) error {
	a := &p.savings.accounts[p.at]
	for i := from; i < to; i++ {
		id, on := p.id[i], calendar.Day(p.posted[i])
		if err := p.inOrder(a, id, on); err != nil {
			return err
		}
		kind, value, count := p.kind[i], p.amount[i], int32(1)
		if kind == depositFlows || value <= 0 {
			return fmt.Errorf("entry %d of account %s is not one that the ledger allows", id, p.no())
		}
		month := calendar.Month(0) // months since the entry that counts
		if len(p.backs) > 0 && int(p.backs[0]) == i {
			p.backs = p.backs[1:]
			value, count = -value, -1
			month = p.month - p.original.at(i, on).Month()
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
		a.lastDay, a.lastID, a.office = on, id, p.office[i]
	}
	return nil
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
			p.savings.flows = append(p.savings.flows, accountFlow{p.at, int32(kind), v})
			p.flow[kind] = 0
		}
	}
	return nil
}

// endOwner looks at the account and the owner at hand, if any, after the entries of all the owner's accounts.
func (p *depositPass) endOwner() error {
	if p.own == none {
		return nil
	}
	if err := p.endAccount(); err != nil {
		return err
	}
	return p.close.visit(p.own, p.savings.flows[p.from:])
}

// account moves on to an account.
func (p *depositPass) account(at int32) error {
	a := &p.savings.accounts[at]
	if a.owner == p.own {
		if err := p.endAccount(); err != nil {
			return err
		}
	} else {
		if err := p.endOwner(); err != nil {
			return err
		}
		p.own, p.from = a.owner, len(p.savings.flows)
	}
	p.at, p.day = at, never
	a.touch(p.month)
	return nil
}

// seek finds an account, which must not come before the one found last, or opens it.
func (p *depositPass) seek(customer, no string) error {
	s, key, name := p.savings, keyOf(customer, no), accountName{customer, no}
	if p.last != none && key == p.key && s.compare(p.last, &key, &name) == 0 {
		return nil // told twice by its columns
	}
	at, found := s.find(p.next, &key, &name)
	p.next = at
	switch {
	case found:
		p.last = s.order[at].account
	case p.last != none && s.compare(p.last, &key, &name) > 0:
		return fmt.Errorf("account %s comes after %s: rows must be sorted by customer, account, day and entry", no, s.names[p.last].no)
	default:
		p.last = p.open(key, name)
	}
	p.key = key
	return nil
}

// open opens an account. Its owner is found among the accounts beside it.
func (p *depositPass) open(key accountKey, name accountName) int32 {
	s, own, near := p.savings, none, none
	beside := make([]int32, 0, 3)
	if p.last != none {
		beside, near = append(beside, p.last), s.owners[s.accounts[p.last].owner].customer
	}
	for _, o := range s.order[max(0, p.next-1):min(len(s.order), p.next+1)] {
		beside = append(beside, o.account)
	}
	for _, i := range beside {
		if s.names[i].customer == name.customer {
			name.customer, own = s.names[i].customer, s.accounts[i].owner
		}
	}
	if own == none {
		name.customer = s.keep(name.customer)
	}
	name.no = s.keep(name.no)
	at := s.add(p.n, key, name, own, near)
	p.fresh = append(p.fresh, placed{ordered{at, key.tag()}, p.next})
	return at
}
