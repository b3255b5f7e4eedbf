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
	nextYear                    calendar.Day
	month                       calendar.Month
	cuts                        [3]calendar.Day // cut(3), cut(6), cut(12)
}

func newPeriods(asOf calendar.Day) periods {
	return periods{
		asOf: asOf, month: asOf.Month(), monthStart: asOf.Month().First(), yearStart: asOf.YearStart(), nextYear: calendar.Date(asOf.Year()+1, 1, 1),
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

// fallingDue is one look at a contract's instalments.
type fallingDue struct {
	*periods
	now, beforeMonth, beforeYear int64 // principal covered
	over                         overflow

	oldest        calendar.Day // due day of the oldest instalment not covered; always: none
	next          calendar.Day // the first day after the as-of day on which one falls due that was not covered before the year
	inMonth, year dues
}

// lookAt goes through a contract's instalments. lent and paid are those before the month.
func (i *fallingDue) lookAt(s *schedule, ord int32, l *loan, x *history, maturity calendar.Day, lent, paid int64) {
	list, total := s.of(ord), int64(0)
	if len(list) > 0 {
		total = list[len(list)-1].sum
	}
	i.now = l.cover(&i.over, total, l.lent, l.paid)
	i.beforeMonth = l.cover(&i.over, total, lent, paid)
	i.beforeYear = l.cover(&i.over, total, l.lentBefore, l.paidBefore)
	i.oldest, i.next = always, always
	lo := int64(0)
	for _, k := range list {
		due := k.due
		if l.flags&isExtended != 0 {
			due = x.dueOn(due, k.sum)
		}
		i.fall(due, lo, k.sum)
		lo = k.sum
	}
	// What was lent beyond the schedule, or everything without one.
	if lent := i.over.add(l.lent, l.opened); lent > total {
		i.fall(maturity, total, lent)
	}
}

func (i *fallingDue) fall(due calendar.Day, lo, hi int64) {
	if hi > i.now {
		i.oldest = min(i.oldest, due)
	}
	switch {
	case due > i.asOf:
		if hi > min(i.now, i.beforeYear) {
			i.next = min(i.next, due)
		}
		return
	case due >= i.monthStart:
		i.inMonth.fall(&i.over, lo, hi, i.beforeMonth, i.now)
	}
	if due >= i.yearStart {
		i.year.fall(&i.over, lo, hi, i.beforeYear, i.now)
	}
}
