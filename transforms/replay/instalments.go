package replay

import "github.com/uythac/uythac/calendar"

// dues are what falls due in a period and what of that is collected.
type dues struct{ principal, collected int64 }

// fall adds the instalment from lo to hi of the principal, when before was covered before the
// period and now is on its last day.
func (d *dues) fall(over *overflow, lo, hi, before, now int64) {
	from := max(lo, before)
	if hi <= from {
		return
	}
	d.principal = over.add(d.principal, over.sub(hi, from))
	if end := min(hi, now); end > from {
		d.collected = over.add(d.collected, over.sub(end, from))
	}
}

// instalments walks over a contract's instalments, oldest first, with the days on which they fall
// due as they stand: fn gets the stretch of principal lo to hi. The last one is what was lent
// beyond the schedule, or everything without one.
func (s *schedule) instalments(over *overflow, ord int32, l *loan, h *history, maturity calendar.Day, fn func(due calendar.Day, lo, hi int64)) {
	lo := int64(0)
	for k := s.at[ord]; k < s.at[ord+1]; k++ {
		hi, due := s.sum[k], s.due[k]
		if l.extended {
			for _, e := range h.extensions {
				if hi > e.covered {
					due = e.maturity
				}
			}
		}
		fn(due, lo, hi)
		lo = hi
	}
	if lent := over.add(l.lent, l.opened); lent > lo {
		fn(maturity, lo, lent)
	}
}

// periods are the as-of day and what begins before it.
type periods struct {
	asOf, monthStart, yearStart calendar.Day
	month                       calendar.Month
	cuts                        [3]calendar.Day // cut(3), cut(6), cut(12)
}

func newPeriods(asOf calendar.Day) periods {
	return periods{
		asOf: asOf, month: asOf.Month(), monthStart: asOf.Month().First(), yearStart: asOf.YearStart(),
		cuts: [3]calendar.Day{asOf.Back(3), asOf.Back(6), asOf.Back(12)},
	}
}

// lookAtInstalments fills in days past due and what falls due in the month and in the year.
func (l *loan) lookAtInstalments(s *schedule, ord int32, h *history, maturity calendar.Day, p *periods) {
	var over overflow
	total := s.total(ord)
	beginLent, beginPaid := l.beginLent, l.beginPaid
	if l.month != p.month {
		beginLent, beginPaid = l.lent, l.paid
	}
	now := l.cover(&over, total, l.lent, l.paid)
	beforeMonth := l.cover(&over, total, beginLent, beginPaid)
	beforeYear := l.cover(&over, total, l.lentBefore, l.paidBefore)
	asOf := p.asOf
	var inMonth, inYear dues
	oldest := asOf
	s.instalments(&over, ord, l, h, maturity, func(due calendar.Day, lo, hi int64) {
		if due > asOf {
			return
		}
		if hi > now {
			oldest = min(oldest, due)
		}
		if due >= p.yearStart {
			inYear.fall(&over, lo, hi, beforeYear, now)
		}
		if due >= p.monthStart {
			inMonth.fall(&over, lo, hi, beforeMonth, now)
		}
	})
	l.past = 0
	if l.bal[inTerm] != 0 || l.bal[overdue] != 0 || l.bal[frozen] != 0 {
		l.past = int32(asOf - oldest)
	}
	l.due = [...]int64{inMonth.principal, inMonth.collected, inYear.principal, inYear.collected}
	l.broken = l.broken || over.yes()
}
