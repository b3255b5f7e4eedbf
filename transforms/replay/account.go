package replay

import (
	"cmp"
	"slices"
	"sort"
	"strings"

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
	names    []accountName
	accounts []account       // in the order in which they were first met
	order    []ordered       // accounts by customer and number
	owners   []owner         // by the first account met
	until    []calendar.Day  // per owner, the first day on which it may belong to another group
	flows    []accountFlow   // of the month, account by account
	text     strings.Builder // of names
}

// accountName is what deposit_ledger is sorted by.
type accountName struct{ customer, no string }

// accountKey is the name as numbers that compare as the texts do: it tells apart what is not too long.
type accountKey struct {
	customer [2]uint64
	no       [3]uint64
	long     bool // the texts have more bytes
}

func keyOf(customer, no string) accountKey {
	return accountKey{
		customer: [...]uint64{numberAt(customer, 0), numberAt(customer, 8)},
		no:       [...]uint64{numberAt(no, 0), numberAt(no, 8), numberAt(no, 16)},
		long:     len(customer) > 16 || len(no) > 24,
	}
}

// numberAt reads 8 bytes of a text, or what is left of it, as a number that compares as the text does.
func numberAt(s string, from int) (v uint64) {
	switch left := len(s) - from; {
	case left <= 0:
		return 0
	case left >= 8:
		return numberOf(s[from : from+8])
	case len(s) >= 8:
		return numberOf(s[len(s)-8:]) << (8 * (8 - left))
	}
	for i := range len(s) {
		v |= uint64(s[i]) << (56 - 8*i)
	}
	return v
}

// numberOf reads the first 8 bytes of a text as a number that compares as they do.
func numberOf(s string) uint64 {
	_ = s[7]
	return uint64(s[7]) | uint64(s[6])<<8 | uint64(s[5])<<16 | uint64(s[4])<<24 | uint64(s[3])<<32 | uint64(s[2])<<40 | uint64(s[1])<<48 | uint64(s[0])<<56
}

// compare orders keys as their names, unless one of them is long.
func (k *accountKey) compare(l *accountKey) int {
	a, b := k.customer[0], l.customer[0]
	if a == b {
		a, b = k.customer[1], l.customer[1]
	}
	for i := 0; a == b && i < len(k.no); i++ {
		a, b = k.no[i], l.no[i]
	}
	return cmp.Compare(a, b)
}

// account is the state of a deposit account; like loan it holds no pointers.
type account struct {
	saved
	owner   int32
	sibling int32 // another account of the owner; none
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

// accountFlow is a flow of an account's month that is not zero.
type accountFlow struct {
	account, kind int32
	amount        int64
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

// owner is a customer with accounts.
type owner struct {
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
	isRegular
)

// marksOn looks at an owner after its entries.
func (o *owner) marksOn(s *saved, m calendar.Month) saverMarks {
	marks := isCounted
	if !o.member {
		return marks
	}
	if s.balance > 0 {
		marks |= isSaver
		if s.deposits == 1 && s.openings == 0 {
			marks |= isOneTime
		}
	}
	if r := s.recentOn(m); r[0] > 0 && r[1] > 0 && r[2] > 0 {
		marks |= isRegular
	}
	return marks
}

// expect makes room: about every borrower saves.
func (s *savings) expect(customers int) {
	n := customers + customers/4
	s.keys, s.names, s.accounts = large[accountKey](n)[:0], make([]accountName, 0, n), large[account](n)[:0]
	s.order, s.owners, s.until = make([]ordered, 0, n), large[owner](n)[:0], make([]calendar.Day, 0, n)
	s.flows = make([]accountFlow, 0, n)
}

// all gives what an owner's accounts are together in a month; most have one. ok is false when a sum
// leaves 64 bits.
func (s *savings) all(o *owner, m calendar.Month) (_ *saved, ok bool) {
	first := &s.accounts[o.account]
	if first.sibling == none {
		return &first.saved, true
	}
	var over overflow
	sum := first.saved
	sum.touch(m)
	for i := first.sibling; i != none; i = s.accounts[i].sibling {
		a := &s.accounts[i]
		sum.balance = over.add(sum.balance, a.balance)
		sum.openings += a.openings
		sum.deposits += a.deposits
		for k, n := range a.recentOn(m) {
			sum.recent[k] += n
		}
		if a.lastDay > sum.lastDay || a.lastDay == sum.lastDay && a.lastID > sum.lastID {
			sum.lastDay, sum.lastID, sum.office = a.lastDay, a.lastID, a.office
		}
	}
	return &sum, !over.yes()
}

// touched tells whether one of an owner's accounts has entries in a month.
func (s *savings) touched(o *owner, m calendar.Month) bool {
	for i := o.account; i != none; i = s.accounts[i].sibling {
		if s.accounts[i].month == m {
			return true
		}
	}
	return false
}

// add opens an account. An owner of none is a customer that has no account yet; near is a place among
// the nation's members that is not behind the customer's, or none.
func (s *savings) add(n *Nation, k accountKey, name accountName, own, near int32) int32 {
	at := int32(len(s.accounts))
	a := account{saved: saved{office: none, lastDay: never, month: unmonth}, owner: own, sibling: none}
	if own == none {
		a.owner = int32(len(s.owners))
		s.owners = append(s.owners, owner{customer: n.members.customers.findFrom(near, name.customer), account: at, group: none, slot: none})
		s.until = append(s.until, never)
	} else {
		first := &s.accounts[s.owners[own].account]
		a.sibling, first.sibling = first.sibling, at
	}
	s.keys, s.names, s.accounts = append(s.keys, k), append(s.names, name), append(s.accounts, a)
	return at
}

// keep copies a text into a piece of memory that many share.
func (s *savings) keep(text string) string {
	const piece = 64 << 10
	if s.text.Cap()-s.text.Len() < len(text) {
		s.text = strings.Builder{}
		s.text.Grow(max(piece, len(text)))
	}
	from := s.text.Len()
	s.text.WriteString(text)
	return s.text.String()[from:]
}

// compare orders an account against a key whose name is n.
func (s *savings) compare(at int32, k *accountKey, n *accountName) int {
	if own := &s.keys[at]; !own.long && !k.long {
		return own.compare(k)
	}
	m := &s.names[at]
	return cmp.Or(cmp.Compare(m.customer, n.customer), cmp.Compare(m.no, n.no))
}

// touch reads a little of all that entries of accounts will need: see [loanPass.touch].
func (s *savings) touch(runs []depositRun) (any int64) {
	for i := range runs {
		a := &s.accounts[runs[i].account]
		any |= a.balance | int64(a.sibling) | s.owners[a.owner].counted | int64(s.until[a.owner])
	}
	return any
}

// ordered is an account in the order, with what tells it apart from nearly all others.
type ordered struct {
	account int32
	tag     uint32
}

// tag mixes the numbers of a key.
func (k *accountKey) tag() uint32 {
	const odd = 0x9e3779b97f4a7c15
	mixed := uint64(0)
	for _, v := range [...]uint64{k.customer[0], k.customer[1], k.no[0], k.no[1], k.no[2]} {
		mixed = (mixed ^ v) * odd
	}
	return uint32(mixed >> 32)
}

// find returns the place in the order, not before from, of an account that most likely comes soon; found
// is false when it is not there: then the place is where it belongs.
func (s *savings) find(from int, k *accountKey, n *accountName) (at int, found bool) {
	tag := k.tag()
	for i, o := range s.order[from:min(from+lookAhead, len(s.order))] {
		if o.tag == tag && s.compare(o.account, k, n) == 0 {
			return from + i, true
		}
	}
	at = from + sort.Search(len(s.order)-from, func(i int) bool { return s.compare(s.order[from+i].account, k, n) >= 0 })
	return at, at < len(s.order) && s.compare(s.order[at].account, k, n) == 0
}

// placed is a new account, and the place of the account before which it comes in the order.
type placed struct {
	ordered
	before int
}

// merge puts new accounts, sorted, into the order.
func (s *savings) merge(fresh []placed) {
	to := len(s.order)
	s.order = slices.Grow(s.order, len(fresh))[:to+len(fresh)]
	for i, f := range slices.Backward(fresh) {
		copy(s.order[f.before+i+1:], s.order[f.before:to])
		s.order[f.before+i], to = f.ordered, f.before
	}
}
