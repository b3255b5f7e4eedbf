package replay

import "github.com/uythac/uythac/calendar"

// flags say what of a contract counts on the as-of day, beside its balances.
type flags uint32

const (
	seen        flags       = 1 << iota // has entries
	counted                             // is in the sums of its slot
	isExtended                          // has standing extensions
	isChecked                           // its use was checked 0 to 30 days after the first disbursement
	isExempt                            // from the inactivity indicator
	indebted                            // something is outstanding
	isOverdue                           // and some of it overdue
	isFrozen                            // and some of it frozen
	isForgotten                         // something is in term after its maturity
	checkDue                            // its use should have been checked by now
	checkedOn                           // and was, in time
	late                                // the first of four bits: past due for 1 day or more, for more than 30, 90, 180 days
	idle        = late << 4             // the first of three bits, of which one is set at most: inactive for 3, 6, 12 months

	marksMask = ^(seen | counted | isExtended | isChecked | isExempt)
	idleness  = idle | idle<<1 | idle<<2
	amounts   = isForgotten | late | late<<1 | late<<2 | late<<3 | idleness // marks that stand for amounts
)

// lateness are the days past due that the bits of late stand for: more than so many.
var lateness = [...]int32{0, 30, 90, 180}

// outstanding is the principal of all classes; the sum is checked where it is added up.
func outstanding(b *[balances]int64) int64 { return b[inTerm] + b[overdue] + b[frozen] }

// daysPastDue is 0 when nothing is outstanding.
func (l *loan) daysPastDue(asOf calendar.Day) int32 {
	if l.oldestDue >= asOf || l.bal[inTerm] == 0 && l.bal[overdue] == 0 && l.bal[frozen] == 0 {
		return 0
	}
	return int32(asOf - l.oldestDue)
}

// marksOf looks at a contract on the as-of day.
func (c *closing) marksOf(l *loan, maturity calendar.Day) flags {
	var f flags
	if l.first != never && l.first+30 <= c.asOf {
		if f = checkDue; l.flags&isChecked != 0 {
			f |= checkedOn
		}
	}
	if outstanding(&l.bal) <= 0 {
		return f
	}
	f |= indebted
	if l.bal[overdue] > 0 {
		f |= isOverdue
	}
	if l.bal[frozen] > 0 {
		f |= isFrozen
	}
	if l.bal[inTerm] > 0 && maturity < c.asOf {
		f |= isForgotten
	}
	if days := l.daysPastDue(c.asOf); days > 0 {
		for i, more := range lateness {
			if days > more {
				f |= late << i
			}
		}
	}
	return f | c.idlenessOf(l)
}

// idleness are the marks of inactivity of a contract, by the debt that its marks say it has.
func (c *closing) idleness(l *loan) flags {
	if l.flags&indebted == 0 {
		return 0
	}
	return c.idlenessOf(l)
}

// idlenessOf is idleness of a contract with debt.
func (c *closing) idlenessOf(l *loan) flags {
	if !l.watched() || l.lastActivity >= c.cuts[0] {
		return 0
	}
	band := 0
	for band < 2 && l.lastActivity < c.cuts[band+1] {
		band++
	}
	return idle << band
}

// watched tells whether the contract is looked at for activity, given that it has debt.
func (l *loan) watched() bool {
	return l.bal[frozen] == 0 && l.flags&isExempt == 0 && l.lastActivity != never
}

// recount puts the difference that a contract's marks make into a row.
func (s *sparse) recount(before, now flags, was, bal *[balances]int64, single bool) {
	s.count(before, was, single, -1)
	s.count(now, bal, single, 1)
}

// count puts what a contract's marks stand for into a row, with the balances at hand; a sign of -1 takes
// it out. Marks stand for amounts above zero only.
func (s *sparse) count(f flags, b *[balances]int64, single bool, sign int64) {
	one := func(flag flags, measure int) {
		if f&flag != 0 {
			s.put(measure, sign)
		}
	}
	one(checkDue, mChecksDue)
	one(checkedOn, mChecksInTime)
	if f&indebted == 0 {
		return
	}
	s.put(mLoans, sign)
	if single { // the others are counted by household
		s.put(mHouseholds, sign)
	}
	one(isOverdue, mOverdueLoans)
	one(isFrozen, mFrozenLoans)
	if f&amounts == 0 {
		return
	}
	total := outstanding(b)
	for i := range lateness {
		if f&(late<<i) != 0 {
			s.put(mPastLoans+i, sign)
			s.put(mPast+i, sign*total)
		}
	}
	for band := range 3 {
		if f&(idle<<band) != 0 {
			s.put(mInactiveLoans+band, sign)
			s.put(mInactive+band, sign*total)
		}
	}
	if f&isForgotten != 0 {
		s.put(mForgotten, sign)
		s.put(mForgottenAmount, sign*b[inTerm])
	}
}
