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

// dueOn is the day on which an instalment falls due as it stands, up to which hi of the principal
// is due.
func (h *history) dueOn(planned calendar.Day, hi int64) calendar.Day {
	for _, e := range h.extensions {
		if hi > e.covered {
			planned = e.maturity
		}
	}
	return planned
}

// lookAtInstalments fills in days past due and adds what falls due in the month and in the year.
func (l *loan) lookAtInstalments(s *schedule, ord int32, h *history, maturity calendar.Day, p *periods, flow *movements) {
	var over overflow
	total := s.total(ord)
	beginLent, beginPaid := l.beginLent, l.beginPaid
	if l.month != p.month {
		beginLent, beginPaid = l.lent, l.paid
	}
	now := l.cover(&over, total, l.lent, l.paid)
	beforeMonth := l.cover(&over, total, beginLent, beginPaid)
	beforeYear := l.cover(&over, total, l.lentBefore, l.paidBefore)
	oldest := p.asOf
	var inMonth, inYear dues
	fall := func(due calendar.Day, lo, hi int64) {
		if hi > now {
			oldest = min(oldest, due)
		}
		if due >= p.yearStart {
			inYear.fall(&over, lo, hi, beforeYear, now)
		}
		if due >= p.monthStart {
			inMonth.fall(&over, lo, hi, beforeMonth, now)
		}
	}
	for k, lo := s.at[ord], int64(0); k < s.at[ord+1]; k++ {
		hi, due := s.sum[k], s.due[k]
		if l.extended {
			due = h.dueOn(due, hi)
		} else if due > p.asOf {
			break // as are the instalments after it
		}
		if due <= p.asOf {
			fall(due, lo, hi)
		}
		lo = hi
	}
	// What was lent beyond the schedule, or everything without one.
	if lent := over.add(l.lent, l.opened); lent > total && maturity <= p.asOf {
		fall(maturity, total, lent)
	}
	l.past = 0
	if l.bal[inTerm] != 0 || l.bal[overdue] != 0 || l.bal[frozen] != 0 {
		l.past = int32(p.asOf - oldest)
	}
	for k, v := range [...]int64{inMonth.principal, inMonth.collected, inYear.principal, inYear.collected} {
		if v != 0 {
			flow.add(&over, uint8(duePrincipal+k), v)
		}
	}
	l.broken = l.broken || over.yes()
}
