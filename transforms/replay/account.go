package replay

import (
	"cmp"
	"encoding/binary"

	"github.com/uythac/uythac/calendar"
)

// The types of deposit entries, which are also the flows of an account's month.
const (
	depositOpening = iota
	depositIn
	depositInterest
	depositWithdrawn
	depositOffset
	depositFlows
)

var depositTypes = map[string]uint8{
	"opening": depositOpening, "deposit": depositIn, "interest": depositInterest,
	"withdrawal": depositWithdrawn, "offset": depositOffset,
}

// savings are the accounts of a branch and their owners.
type savings struct {
	keys     []accountKey // per account
	accounts []account    // in the order in which they were first met
	order    []int32      // accounts by customer and number
	owners   []owner      // by the first account met
}

// accountKey is what deposit_ledger is sorted by.
type accountKey struct {
	head         uint64 // the customer's first bytes as a number: it tells most keys apart
	customer, no string
}

func keyOf(customer, no string) accountKey {
	var head [8]byte
	copy(head[:], customer)
	return accountKey{binary.BigEndian.Uint64(head[:]), customer, no}
}

func (k *accountKey) compare(l *accountKey) int {
	if k.head != l.head {
		return cmp.Compare(k.head, l.head)
	}
	if k.no == l.no && k.customer == l.customer { // the quickest to tell
		return 0
	}
	return cmp.Or(cmp.Compare(k.customer, l.customer), cmp.Compare(k.no, l.no))
}

// account is the state of a deposit account, and its month; like loan it holds no pointers.
type account struct {
	owner      int32
	lastOffice int32
	lastID     int64
	lastDay    calendar.Day
	openings   int32          // standing
	deposits   int32          // standing, ever
	month      calendar.Month // of the latest entries
	recent     [3]int32       // standing deposits of that month and the two before
	balance    int64

	// The month: valid when month is the month replayed.
	begin int64
	flow  [depositFlows]int64
}

// touch begins the month of an account that has entries.
func (a *account) touch(m calendar.Month) {
	a.recent = a.recentOn(m)
	a.begin, a.month = a.balance, m
	clear(a.flow[:])
}

// recentOn gives the standing deposits of a month, not before the latest entries, and of the two
// before it.
func (a *account) recentOn(m calendar.Month) (recent [3]int32) {
	switch int(m) - int(a.month) {
	case 0:
		return a.recent
	case 1:
		return [3]int32{0, a.recent[0], a.recent[1]}
	case 2:
		return [3]int32{0, 0, a.recent[0]}
	}
	return recent
}

// start returns the balance at the month-end before.
func (a *account) start(m calendar.Month) int64 {
	if a.month == m {
		return a.begin
	}
	return a.balance
}

// owner is a customer with accounts.
type owner struct {
	customer         int32 // number among the nation's members
	belonging              // and whether by an open membership
	member           bool
	old              bool // had a place at a month-end before
	came             bool // where is another place than was, and there was a balance
	regular, oneTime bool
	was, where       place
}

// add opens an account. An owner of none is a customer that has no account yet.
func (s *savings) add(n *Nation, k accountKey, own int32) int32 {
	if own == none {
		own = int32(len(s.owners))
		s.owners = append(s.owners, owner{customer: n.members.customers.find(k.customer), belonging: belonging{until: never}})
	}
	s.keys = append(s.keys, k)
	s.accounts = append(s.accounts, account{owner: own, lastOffice: none, lastDay: never, month: unmonth})
	return int32(len(s.accounts) - 1)
}

// merge puts new accounts, sorted, into the order.
func (s *savings) merge(fresh []int32) {
	from, to := len(s.order), len(s.order)+len(fresh)
	s.order = append(s.order, fresh...)
	for from > 0 && len(fresh) > 0 {
		last, k := s.order[from-1], &s.keys[fresh[len(fresh)-1]]
		if to--; s.keys[last].compare(k) > 0 {
			s.order[to], from = last, from-1
		} else {
			s.order[to], fresh = fresh[len(fresh)-1], fresh[:len(fresh)-1]
		}
	}
	copy(s.order, fresh)
}

// byOwner calls fn with the accounts of each customer, by customer.
func (s *savings) byOwner(fn func(accounts []int32) error) error {
	for from := 0; from < len(s.order); {
		to := from + 1
		for to < len(s.order) && s.accounts[s.order[to]].owner == s.accounts[s.order[from]].owner {
			to++
		}
		if err := fn(s.order[from:to]); err != nil {
			return err
		}
		from = to
	}
	return nil
}
