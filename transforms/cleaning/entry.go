package cleaning

import (
	"cmp"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// Entry is a row of either ledger that is good by itself, in 64 bytes without pointers: fit for a
// spill file of this process. Texts are numbers of its [Ledger].
type Entry struct {
	ID       int64
	Booked   int64 // microseconds since 1970, UTC
	Amount   int64 // đồng, above zero
	Reverses int64 // the entry taken back; only with the flag reversal
	Origin   Origin

	Who         uint32 // contract, or account
	Office      uint32
	Posted      calendar.Day
	NewMaturity calendar.Day // only with the flag matures

	Type     uint8
	From, To uint8 // classes; outside for deposits
	Flags    uint8
}

// Flags of an Entry.
const (
	reversal = 1 << iota
	rebooked
	matures
)

// The classes of principal and interest, and the place outside the loan that NULL stands for.
const (
	outside = iota
	inTerm
	overdue
	frozen
)

var classNames = []string{outside: "", inTerm: "in_term", overdue: "overdue", frozen: "frozen"}

// The types of both ledgers; opening stands in both.
const (
	opening = iota + 1
	disbursement
	repayment
	transfer
	writeOff
	extension
	interestOpening
	interestDue
	interestPaid
	interestWaived
	deposit
	interest
	withdrawal
	offset
)

var typeNames = []string{
	opening: "opening", disbursement: "disbursement", repayment: "repayment", transfer: "transfer", writeOff: "write_off",
	extension: "extension", interestOpening: "interest_opening", interestDue: "interest_due", interestPaid: "interest_paid",
	interestWaived: "interest_waived",
	deposit:        "deposit", interest: "interest", withdrawal: "withdrawal", offset: "offset",
}

var (
	loanTypes    = []uint8{opening, disbursement, repayment, transfer, writeOff, extension, interestOpening, interestDue, interestPaid, interestWaived}
	depositTypes = []uint8{opening, deposit, interest, withdrawal, offset}
)

// moves says, for each type of the loan ledger, which classes it moves from and to, as bits.
var moves = [...]struct{ from, to uint8 }{
	opening:         {is(outside), anyClass},
	disbursement:    {is(outside), is(inTerm)},
	repayment:       {anyClass, is(outside)},
	transfer:        {anyClass, anyClass},
	writeOff:        {anyClass, is(outside)},
	extension:       {is(inTerm), is(inTerm)},
	interestOpening: {is(outside), is(inTerm) | is(overdue)},
	interestDue:     {is(outside), is(inTerm) | is(overdue)},
	interestPaid:    {is(inTerm) | is(overdue), is(outside)},
	interestWaived:  {is(inTerm) | is(overdue), is(outside)},
}

const anyClass = 1<<inTerm | 1<<overdue | 1<<frozen

func is(class uint8) uint8 { return 1 << class }

// allowed tells whether an entry of the type may move so; a reversal moves the other way.
func allowed(typ, from, to uint8, isReversal bool) bool {
	if isReversal {
		from, to = to, from
	}
	m := moves[typ]
	return m.from&is(from) != 0 && m.to&is(to) != 0 && (typ != transfer || from != to)
}

// content is the entry without the place it was read from: what two copies of a row have in common.
func (e Entry) content() Entry {
	e.Origin = 0
	return e
}

func (e *Entry) is(flag uint8) bool { return e.Flags&flag != 0 }

// sortEntries puts entries into the lake's order; copies of one entry follow each other as read.
func sortEntries(entries []Entry) {
	slices.SortFunc(entries, func(a, b Entry) int {
		switch {
		case a.Who != b.Who:
			return cmp.Compare(a.Who, b.Who)
		case a.Posted != b.Posted:
			return cmp.Compare(a.Posted, b.Posted)
		case a.ID != b.ID:
			return cmp.Compare(a.ID, b.ID)
		}
		return cmp.Compare(a.Origin, b.Origin)
	})
}
