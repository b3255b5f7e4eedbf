package replay

// The measures of an indicator row, in the order of its columns: those of loans, then those of
// members, deposits and groups.
const (
	mInTerm = iota
	mOverdue
	mFrozen
	mTotal
	mUnpaid // in term, overdue
	_
	mLoans
	mHouseholds
	mGroups
	mOverdueLoans
	mFrozenLoans
	mPastLoans // >= 1, > 30, > 90, > 180
	_
	_
	_
	mPast
	_
	_
	_
	mInactiveLoans // 3, 6, 12 months
	_
	_
	mInactive
	_
	_
	mForgotten
	mForgottenAmount
	mChecksDue
	mChecksInTime
	mFlows
)

const (
	mMovedIn = mFlows + flowCount + iota
	mMovedOut
	loanMeasures
)

const (
	mMembers = loanMeasures + iota
	mSavers
	mRegular
	mOneTime
	mDeposits
	mDepositGroups
	mSmall
	mOverdueGroups
	mOverTwo
	mGood
	mFair
	mAverage
	mWeak
	mUnrated
	mConsolidated
	mDepositsBrought
	mDepositsIn
	mDepositsOut
	mDepositsMovedIn
	mDepositsMovedOut
	measures
)

// cell is the measures of one row.
type cell [measures]int64

func (c *cell) plus(over *overflow, d *cell) {
	addAll(over, c[:], d[:])
}

// addAll adds numbers to as many others.
func addAll(over *overflow, to, numbers []int64) {
	var all, one overflow
	to = to[:len(numbers)]
	for i, v := range numbers {
		to[i], one = plus(to[i], v)
		all |= one
	}
	*over |= all
}

func (c *cell) zero() bool { return *c == cell{} }

// loanCell is the measures that contracts add to.
type loanCell [loanMeasures]int64

// turnMonth clears the flows of a month: all but what is due in the year, which is a running sum.
func (c *loanCell) turnMonth() {
	clear(c[mFlows : mFlows+duePrincipalYear])
	c[mMovedIn], c[mMovedOut] = 0, 0
}

func (c *loanCell) plus(over *overflow, d *loanCell) { addAll(over, c[:], d[:]) }

func (c *loanCell) addTo(over *overflow, row *cell) { addAll(over, row[:], c[:]) }

// sparse is a list of measures that are not zero: a contract has few of them. A measure may come twice.
type sparse struct {
	n     int
	index [2 * loanMeasures]uint8
	value [2 * loanMeasures]int64
}

func (s *sparse) put(measure int, value int64) {
	if value != 0 {
		s.index[s.n], s.value[s.n] = uint8(measure), value
		s.n++
	}
}

// addTo adds the measures to two cells.
func (s *sparse) addTo(over *overflow, c, d *loanCell) {
	var all, one, other overflow
	for i, at := range s.index[:s.n] {
		c[at], one = plus(c[at], s.value[i])
		d[at], other = plus(d[at], s.value[i])
		all |= one | other
	}
	*over |= all
}
