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
	keys     []accountKey   // per account
	accounts []account      // in the order in which they were first met
	order    []int32        // accounts by customer and number
	owners   []owner        // by the first account met
	until    []calendar.Day // per owner, the first day on which it may belong to another group
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

// saved is what is counted of an account, and of all accounts of an owner together.
type saved struct {
	balance  int64
	lastID   int64
	lastDay  calendar.Day
	month    calendar.Month // of the latest entries
	recent   [3]int32       // standing deposits of that month and the two before
	openings int32          // standing
	deposits int32          // standing, ever
	office   int32          // of the latest entry
}

// account is the state of a deposit account, and its month; like loan it holds no pointers.
type account struct {
	saved
	owner int32

	// The month: valid when month is the month replayed.
	begin int64
	flow  [depositFlows]int64
}

// touch begins the month of what has entries.
func (s *saved) touch(m calendar.Month) {
	s.recent = s.recentOn(m)
	s.month = m
}

// recentOn gives the standing deposits of a month, not before the latest entries, and of the two
// before it.
func (s *saved) recentOn(m calendar.Month) (recent [3]int32) {
	switch int(m) - int(s.month) {
	case 0:
		return s.recent
	case 1:
		return [3]int32{0, s.recent[0], s.recent[1]}
	case 2:
		return [3]int32{0, 0, s.recent[0]}
	}
	return recent
}

// apply takes in an entry; month is how many months ago what it counts for was posted.
func (s *saved) apply(over *overflow, kind uint8, value int64, count int32, month calendar.Month) {
	s.balance = over.add(s.balance, value)
	switch kind {
	case depositOpening:
		s.openings += count
	case depositIn:
		s.deposits += count
		if month >= 0 && int(month) < len(s.recent) {
			s.recent[month] += count
		}
	}
}

// latest notes an entry that is not before the latest one.
func (s *saved) latest(on calendar.Day, id int64, office int32) {
	if on > s.lastDay || on == s.lastDay && id > s.lastID {
		s.lastDay, s.lastID, s.office = on, id, office
	}
}

// start returns an account's balance at the month-end before.
func (a *account) start(m calendar.Month) int64 {
	if a.month == m {
		return a.begin
	}
	return a.balance
}

// owner is a customer with accounts, all of them together.
type owner struct {
	saved
	customer int32 // number among the nation's members
	account  int32 // the first one met
	group    int32
	slot     int32 // where it counted at the month-end before; none: nowhere yet
	counted  int64 // balance on that day
	marks    saverMarks
	member   bool // by an open membership
}

// saverMarks say what of an owner counts on the as-of day, beside its balance.
type saverMarks uint8

const (
	isCounted saverMarks = 1 << iota // is in the sums of its slot
	isSaver
	isOneTime
)

// take adds an account as it was restored; ok is false when a sum leaves 64 bits.
func (o *owner) take(a *saved) (ok bool) {
	var over overflow
	o.balance = over.add(o.balance, a.balance)
	o.counted, o.month = o.balance, a.month
	for i, n := range a.recent {
		o.recent[i] += n
	}
	o.openings += a.openings
	o.deposits += a.deposits
	o.latest(a.lastDay, a.lastID, a.office)
	return !over.yes()
}

// marksNow looks at an owner after its entries.
func (o *owner) marksNow() saverMarks {
	switch {
	case !o.member || o.balance <= 0:
		return isCounted
	case o.deposits == 1 && o.openings == 0:
		return isCounted | isSaver | isOneTime
	}
	return isCounted | isSaver
}

// regular tells whether the owner is a regular saver on the as-of day of a month.
func (o *owner) regular(m calendar.Month) bool {
	return o.member && o.month == m && min(o.recent[0], o.recent[1], o.recent[2]) > 0
}

// add opens an account. An owner of none is a customer that has no account yet.
func (s *savings) add(n *Nation, k accountKey, own int32) int32 {
	empty := saved{office: none, lastDay: never, month: unmonth}
	if own == none {
		own = int32(len(s.owners))
		s.owners = append(s.owners, owner{saved: empty, customer: n.members.customers.find(k.customer), account: int32(len(s.keys)), group: none, slot: none})
		s.until = append(s.until, never)
	}
	s.keys = append(s.keys, k)
	s.accounts = append(s.accounts, account{saved: empty, owner: own})
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
func (s *savings) byOwner(fn func(accounts []int32)) {
	for from := 0; from < len(s.order); {
		to := from + 1
		for to < len(s.order) && s.accounts[s.order[to]].owner == s.accounts[s.order[from]].owner {
			to++
		}
		fn(s.order[from:to])
		from = to
	}
}
