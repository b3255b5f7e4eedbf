package replay

import "github.com/uythac/uythac/calendar"

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

// account is the state of a deposit account, and its month.
type account struct {
	customer, no string
	member       int32 // number of the customer among the nation's members
	lastOffice   int32
	balance      int64
	begin        int64
	flow         [depositFlows]int64
	lastID       int64
	lastDay      calendar.Day
	openings     int32    // standing
	deposits     int32    // standing, ever
	recent       [3]int32 // standing deposits of this month and the two before
	touched      bool     // has entries this month
	old          bool     // was there at a month-end before
	where        place    // of the customer, on the as-of day
}

// compare orders accounts as deposit_ledger is sorted.
func (a *account) compare(customer, no string) int {
	switch {
	case a.customer < customer:
		return -1
	case a.customer > customer:
		return 1
	case a.no < no:
		return -1
	case a.no > no:
		return 1
	}
	return 0
}

// beginMonth moves an account on by one month.
func (a *account) beginMonth() {
	a.begin, a.touched = a.balance, false
	clear(a.flow[:])
	a.recent = [3]int32{0, a.recent[0], a.recent[1]}
}
