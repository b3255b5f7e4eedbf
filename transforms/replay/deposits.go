package replay

import (
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
)

var depositColumns = []string{
	"entry_id", "posted_on", "office_code", "customer_code", "account_no", "entry_type", "amount", "reverses_entry_id", "reverses_posted_on",
}

// DepositColumns lists the columns of deposit_ledger that [Replay.Month] looks at.
func DepositColumns() []string { return append([]string(nil), depositColumns...) }

// depositPass is one pass over a month's deposit entries.
type depositPass struct {
	n        *Nation
	offices  *codes
	accounts []account // those known before, sorted
	fresh    []account // those met, sorted
	periods
	below []below

	next int      // the first known account that may come
	a    *account // at hand; nil before the first
	day  calendar.Day
	over overflow

	kind   []uint8 // scratch, a row each
	office []int32
}

func (p *depositPass) run(rows iter.Seq2[arrow.RecordBatch, error]) error {
	for i := range p.accounts {
		p.accounts[i].beginMonth()
	}
	if err := scan("deposit_ledger", rows, p.batch); err != nil {
		return err
	}
	return p.endAccount()
}

// mergeAccounts joins two sorted lists without common accounts. It writes into spare's memory and
// returns that of a as spare.
func mergeAccounts(a, b, spare []account) (all, _ []account) {
	if len(b) == 0 {
		return a, spare
	}
	all = slices.Grow(spare[:0], len(a)+len(b))
	rest := a
	for len(b) > 0 {
		i, _ := slices.BinarySearchFunc(rest, b[0], func(x, y account) int { return x.compare(y.customer, y.no) })
		all = append(append(all, rest[:i]...), b[0])
		rest, b = rest[i:], b[1:]
	}
	return append(all, rest...), a
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
	customers, nos := customer.repeats(), no.repeats()
	for i := range b.n {
		if i > 0 && customers != nil && nos != nil && customers[i] == customers[i-1] && nos[i] == nos[i-1] {
			// the account at hand
		} else if c, a := customer.at(i), no.at(i); p.a == nil || p.a.compare(c, a) != 0 {
			if b.err = p.account(c, a); b.err != nil {
				return
			}
		}
		a, on := p.a, calendar.Day(posted[i])
		if b.err = p.inOrder(id[i], on); b.err != nil {
			return
		}
		kind, value, count := p.kind[i], amount[i], int32(1)
		if kind == depositFlows || value <= 0 {
			b.err = fmt.Errorf("entry %d of account %s is not one that the ledger allows", id[i], a.no)
			return
		}
		month := calendar.Month(0) // months since the entry that counts
		if reverses.IsValid(i) {
			value, count = -value, -1
			month = p.month - original.at(i, on).Month()
		}
		a.flow[kind] = p.over.add(a.flow[kind], value)
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
		a.lastDay, a.lastID, a.lastOffice = on, id[i], p.office[i]
	}
}

// inOrder checks an entry's day and number against the entry before, and ends the day before.
func (p *depositPass) inOrder(id int64, on calendar.Day) error {
	a := p.a
	switch {
	case on < p.monthStart || on > p.asOf:
		return fmt.Errorf("account %s has an entry on %s, outside %s to %s", a.no, on, p.monthStart, p.asOf)
	case on < p.day || on == p.day && id <= a.lastID:
		return fmt.Errorf("entry %d of account %s is out of order: rows must be sorted by customer, account, day and entry", id, a.no)
	case on != p.day:
		p.endDay()
		p.day = on
	}
	return nil
}

func (p *depositPass) endDay() {
	if p.a != nil && p.day != never && p.a.balance < 0 {
		p.below = append(p.below, below{"member_deposit", p.a.customer + "/" + p.a.no, p.day, p.a.balance})
	}
}

func (p *depositPass) endAccount() error {
	p.endDay()
	if p.over.yes() {
		return fmt.Errorf("sums of account %s leave 64 bits", p.a.no)
	}
	return nil
}

// account moves on to an account, which must come after the one at hand.
func (p *depositPass) account(customer, no string) error {
	if err := p.endAccount(); err != nil {
		return err
	}
	if p.a != nil && p.a.compare(customer, no) > 0 {
		return fmt.Errorf("account %s comes after %s: rows must be sorted by customer, account, day and entry", no, p.a.no)
	}
	for p.next < len(p.accounts) && p.accounts[p.next].compare(customer, no) < 0 {
		p.next++
	}
	if p.next < len(p.accounts) && p.accounts[p.next].compare(customer, no) == 0 {
		p.a = &p.accounts[p.next]
	} else {
		p.fresh = append(p.fresh, p.open(customer, no))
		p.a = &p.fresh[len(p.fresh)-1]
	}
	p.day, p.a.touched = never, true
	return nil
}

func (p *depositPass) open(customer, no string) account {
	a := account{customer: string([]byte(customer)), no: string([]byte(no)), lastOffice: none, lastDay: never}
	if p.a != nil && p.a.customer == customer {
		a.customer, a.member = p.a.customer, p.a.member
	} else {
		a.member = p.n.members.customers.find(customer)
	}
	return a
}

// depositor is a customer's month, all accounts together.
type depositor struct {
	account          int32 // the first one
	used             int32 // accounts with balance or movement
	deposits         int32 // standing, ever
	member           bool
	regular, oneTime bool
	came             bool // where is another place than was
	was, where       place
	begin, balance   int64
	flow             [depositFlows]int64
}

// depositors puts accounts together by customer and gives each its place.
func depositors(all []depositor, n *Nation, h *homes, accounts []account, asOf calendar.Day) ([]depositor, error) {
	for from := 0; from < len(accounts); {
		to := from + 1
		for to < len(accounts) && accounts[to].customer == accounts[from].customer {
			to++
		}
		d, ok := newDepositor(n, h, accounts[from:to], asOf)
		if !ok {
			return nil, fmt.Errorf("sums of customer %s leave 64 bits", accounts[from].customer)
		}
		d.account = int32(from)
		all, from = append(all, d), to
	}
	return all, nil
}

func newDepositor(n *Nation, h *homes, accounts []account, asOf calendar.Day) (d depositor, ok bool) {
	var over overflow
	var recent [3]int32
	latest, openings, old := &accounts[0], int32(0), none
	for i := range accounts {
		a := &accounts[i]
		if a.lastDay > latest.lastDay || a.lastDay == latest.lastDay && a.lastID > latest.lastID {
			latest = a
		}
		if a.old && old == none {
			old = int32(i)
		}
		d.begin, d.balance = over.add(d.begin, a.begin), over.add(d.balance, a.balance)
		for k, v := range a.flow {
			d.flow[k] = over.add(d.flow[k], v)
		}
		for k, v := range a.recent {
			recent[k] += v
		}
		d.deposits += a.deposits
		openings += a.openings
		if a.touched || a.balance != 0 || a.begin != 0 {
			d.used++
		}
	}
	g, member := n.groupOn(accounts[0].member, asOf)
	d.member, d.where = member, h.of(g)
	if d.where.office == none {
		d.where.office = latest.lastOffice
	}
	if old != none {
		d.was = accounts[old].where
		d.came = d.was != d.where && d.begin != 0
	}
	for i := range accounts {
		accounts[i].where, accounts[i].old = d.where, true
	}
	d.regular = member && slices.Min(recent[:]) > 0
	d.oneTime = member && d.balance > 0 && d.deposits == 1 && openings == 0
	return d, !over.yes()
}
