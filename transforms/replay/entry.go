package replay

// Balances of a contract: principal by class, then unpaid interest by class.
const (
	inTerm = iota
	overdue
	frozen
	unpaidInTerm
	unpaidOverdue
	balances
	outside = balances // where amounts come from and go to outside the loan
)

// The flows of a month, in the order of their columns in loan_month and in every indicator.
const (
	brought          = 0  // three classes
	disbursed        = 3  //
	collected        = 4  // three classes
	rebooked         = 7  // three classes
	writtenOff       = 10 // three classes
	moved            = 13 // in term -> overdue, frozen; overdue -> in term, frozen; frozen -> in term, overdue
	interestBrought  = 19 // in term, overdue
	interestDue      = 21
	interestPaid     = 23
	interestWaived   = 25
	lendingTurns     = 27
	entryFlows       = 28 // what entries add to; the rest is looked at at the month's end
	duePrincipal     = 28
	dueCollected     = 29
	duePrincipalYear = 30
	dueCollectedYear = 31
	flowCount        = 32
)

// The types of loan entries; 0 is no type.
const (
	opening = 1 + iota
	disbursement
	repayment
	transfer
	writeOff
	extension
	interestOpening
	interestFellDue
	interestPayment
	interestWaiver
)

var loanTypes = map[string]uint8{
	"opening": opening, "disbursement": disbursement, "repayment": repayment, "transfer": transfer,
	"write_off": writeOff, "extension": extension, "interest_opening": interestOpening,
	"interest_due": interestFellDue, "interest_paid": interestPayment, "interest_waived": interestWaiver,
}

// classes numbers classes from 1; 0 is outside the loan.
var classes = map[string]uint8{"in_term": 1, "overdue": 2, "frozen": 3}

// effect is what an entry of a type, from a class, to a class does with its amount. The amount
// leaves balance from and enters balance to; flow takes it with its sign.
type effect struct {
	ok       bool
	from, to uint8
	flow     uint8 // entryFlows: none
	rebooked uint8 // flow of a re-booked entry
	negative bool  // a re-booked repayment counts negative in its flow
	special  uint8 // types that touch more than balances and flows

	principal bool // touches principal, or when it is due
	activity  bool // counts as the contract's activity
	unpaid    int8 // 1, -1: adds to unpaid interest or lessens it, and touches nothing else
}

// effects by type*16 + from*4 + to.
var effects = allEffects()

func allEffects() (all [256]effect) {
	set := func(kind, from, to uint8, e effect) {
		e.ok, e.activity = true, kind != transfer && kind != interestOpening && kind != interestFellDue
		e.principal = kind <= extension
		all[kind<<4|from<<2|to] = e
	}
	plain := func(flow uint8, e effect) effect { e.flow, e.rebooked = flow, flow; return e }
	for c := range uint8(3) {
		k := c + 1
		set(opening, 0, k, plain(brought+c, effect{from: outside, to: c, special: opening}))
		set(repayment, k, 0, effect{from: c, to: outside, flow: collected + c, rebooked: rebooked + c, negative: true, special: repayment})
		set(writeOff, k, 0, plain(writtenOff+c, effect{from: c, to: outside, special: writeOff}))
		for i := range uint8(2) {
			to := (c + 1 + i) % 3
			flow := moved + 2*c + to
			if to > c {
				flow--
			}
			set(transfer, k, to+1, plain(flow, effect{from: c, to: to}))
		}
	}
	set(disbursement, 0, 1, effect{from: outside, to: inTerm, flow: disbursed, rebooked: rebooked, special: disbursement})
	set(extension, 1, 1, plain(entryFlows, effect{from: outside, to: outside, special: extension}))
	for c := range uint8(2) {
		k, unpaid := c+1, unpaidInTerm+c
		set(interestOpening, 0, k, plain(interestBrought+c, effect{from: outside, to: unpaid, unpaid: 1}))
		set(interestFellDue, 0, k, plain(interestDue+c, effect{from: outside, to: unpaid, unpaid: 1}))
		set(interestPayment, k, 0, plain(interestPaid+c, effect{from: unpaid, to: outside, unpaid: -1}))
		set(interestWaiver, k, 0, plain(interestWaived+c, effect{from: unpaid, to: outside, unpaid: -1}))
	}
	return all
}

// flowEffects are the balances that a flow leaves and enters: those of the entries that it adds up.
var flowEffects = func() (all [entryFlows]effect) {
	for i := range effects {
		e := &effects[i]
		if !e.ok || e.flow == entryFlows {
			continue
		}
		all[e.flow] = effect{from: e.from, to: e.to}
		if e.rebooked != e.flow { // net: what was lent enters the class, what was repaid counts negative
			all[e.rebooked] = effect{from: outside, to: min(e.from, e.to)}
		}
	}
	all[lendingTurns] = effect{from: outside, to: outside}
	return all
}()
