package simulate

import (
	"github.com/uythac/uythac/calendar"
)

// office is a transaction office, commune a commune with its monthly session.
type office struct{ code, name string }

type commune struct {
	code, name string
	office     int32
	session    int32 // day of month of the transaction session
	difficult  bool
}

// group is a savings-and-loan group. debtors and idle list its households as planning goes on.
type group struct {
	commune       int32
	union         uint8
	established   calendar.Day
	closed        calendar.Day // 0: open
	into          int32        // -1: not merged
	debtors, idle []int32
	rating        []uint8 // by span, good to weak; only with debt
	indebted      []bool  // by span: whether it had debt at the span's end
}

// household is a customer. Balances are those at the end of the span planned last.
type household struct {
	group     int32    // of the open or the last membership; -1: never in one
	first     int32    // the group first joined
	loans     [2]int32 // current loans, -1 for none
	row, last int32    // index of the open and of the latest membership, -1 for none
	kind      uint8
	habit     uint8 // how regularly it saves
	two       bool  // holds a second deposit account
	absent    bool  // left the group with debt
	savings   int64 // first account
	savings2  int64
}

// membership is a period in a group; to = 0 is open.
type membership struct {
	household, group int32
	from, to         calendar.Day
}

// The classes of principal. outside is no class: money lent or collected.
const (
	inTerm = iota
	overdue
	frozen
	outside
)

// Entry types of the loan ledger, in the order of loanTypes.
const (
	opening = iota
	disbursement
	repayment
	transfer
	writeOff
	extension
	interestOpening
	interestDue
	interestPaid
	interestWaived
)

var (
	loanTypes  = []string{"opening", "disbursement", "repayment", "transfer", "write_off", "extension", "interest_opening", "interest_due", "interest_paid", "interest_waived"}
	classNames = []string{"in_term", "overdue", "frozen"}
)

// loan is a contract. balance is that at the end of the span planned last.
type loan struct {
	household, commune int32 // household -1 never happens; commune -1: direct lending
	office             int16
	programme          uint8
	local, direct      bool
	grace              bool // pays no monthly interest
	bare               bool // no schedule
	late               bool // an instalment was missed
	payer              uint8
	mark               uint8 // what the span being planned has done with it
	balance            [3]int64
	opened, lent       int64 // brought forward; lent so far
	approved           int64
	firstOut           calendar.Day // first disbursement in the ledger
	paidOff            calendar.Day
	transferred        calendar.Day // first day in overdue as a whole, 0 for never
	extended           calendar.Day
	signed             calendar.Day
	contractDue        calendar.Day
	sessionDue         calendar.Day
	newDue             calendar.Day
}

func (l *loan) total() int64 { return l.balance[inTerm] + l.balance[overdue] + l.balance[frozen] }

// event is a planned entry of the loan ledger; regular interest is not planned but computed.
type event struct {
	loan           int32
	day, booked    calendar.Day
	newDue         calendar.Day
	reverses       int32 // index of the event taken back, -1
	office         int16 // -1: the contract's
	kind, from, to uint8
	rebooking      bool
	amount         int64
	id, reversesID int64
}

// Entry types of the deposit ledger.
const (
	depOpening = iota
	depDeposit
	depWithdrawal
	depOffset
	depInterest
)

var depositTypes = []string{"opening", "deposit", "withdrawal", "offset", "interest"}

// saving is a planned entry of the deposit ledger; regular deposits are computed.
type saving struct {
	household, reverses int32
	day, booked         calendar.Day
	kind                uint8
	second              bool // on the second account
	amount              int64
	id, reversesID      int64
}

// plan of regular savings of a household in one span: unit đồng a time, on session days from..to, as days after
// the span's first day; to < from is none.
type regular struct {
	unit     int32
	from, to int16
}

// branch is a planned branch.
type branch struct {
	profile
	nationPlan  []branchTarget // sums over all branches by span
	r           random
	opening     calendar.Day // the day before the ledgers start
	end         calendar.Day
	first, last calendar.Month

	offices     []office
	communes    []commune
	unionPlaces [entrusted][]int32 // communes with groups of the union
	groups      []group
	households  []household
	members     []membership
	loans       []loan
	events      []event
	savings     []saving
	regular     [][]regular // by span and household
	acts        []act
	former      [][]int32 // households that left without debt, by commune
	causes      []cause
	cases       []riskCase
	checks      []useCheck

	order     []int32 // households by customer code
	customers []int32 // number within the branch, by household
	books     []book  // contracts by contract_no
	saveAt    []int32 // first planned saving of order[i]; one more than order
}

// build plans a branch from its profile. nation holds the sums of the branches' plans.
func build(p profile, nation []branchTarget) *branch {
	b := &branch{profile: p, nationPlan: nation, r: random{p.seed}}
	b.first, b.last = p.spans[0].from, p.spans[len(p.spans)-1].to
	b.opening, b.end = b.first.First()-1, b.last.Last()
	b.settle()
	b.open()
	for s := 1; s <= len(p.spans); s++ {
		b.year(s)
	}
	b.lendDirectly()
	b.finish()
	return b
}

// session is the commune's transaction day in a month.
func (b *branch) session(c int32, m calendar.Month) calendar.Day {
	return m.First() + calendar.Day(b.communes[c].session) - 1
}

// someDay is mostly the session day of a commune in a month, else another day of its first four weeks.
func (b *branch) someDay(c int32, m calendar.Month) calendar.Day {
	if b.r.chance(850) {
		return b.session(c, m)
	}
	return m.First() + calendar.Day(b.r.n(28))
}

// month is a random month of a span.
func (b *branch) month(s span) calendar.Month { return s.from + calendar.Month(b.r.n(s.months())) }

// post plans an entry that becomes visible the same day, or sometimes later.
func (b *branch) post(e event) int32 {
	e.booked = e.day + b.lag()
	e.reverses, e.office = -1, -1
	if b.r.chance(2) {
		e.office = int16(b.r.n(len(b.offices)))
	}
	b.events = append(b.events, e)
	return int32(len(b.events) - 1)
}

// lag is how many days after its business day an entry is booked: 3 in a hundred are late, a few by weeks.
func (b *branch) lag() calendar.Day {
	switch x := b.r.n(1000); {
	case x < 3:
		return calendar.Day(10 + b.r.n(36))
	case x < 30:
		return calendar.Day(1 + b.r.n(9))
	}
	return 0
}

// reverse takes an entry back on a day.
func (b *branch) reverse(i int32, day calendar.Day) {
	e := b.events[i]
	e.from, e.to = e.to, e.from
	e.day, e.reverses = day, i
	e.booked = max(day+b.lag(), e.booked)
	b.events = append(b.events, e)
}

func (b *branch) save(v saving) int32 {
	v.booked = v.day + b.lag()
	v.reverses = -1
	b.savings = append(b.savings, v)
	return int32(len(b.savings) - 1)
}
