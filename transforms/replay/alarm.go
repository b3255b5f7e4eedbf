package replay

import "github.com/uythac/uythac/calendar"

// Most contracts do not change in a month, or pay interest only. A contract without entries is looked
// at when its alarm is due: no later than the first as-of day on which anything of it may count
// otherwise by itself.

// alarms are the days from which on contracts are looked at again.
type alarms struct {
	due  []calendar.Day // per contract: for its instalments, its maturity, its place; always: never
	next []calendar.Day // and for that or its activity, the earlier one
}

func newAlarms(contracts int) alarms {
	a := alarms{make([]calendar.Day, contracts), make([]calendar.Day, contracts)}
	for i := range a.due {
		a.due[i], a.next[i] = always, always
	}
	return a
}

// raise has a contract looked at on the next as-of day, its place included.
func (a *alarms) raise(ord int32) { a.due[ord], a.next[ord] = never, never }

// spans of 3, 6 and 12 months have at least so many days: a cut cannot have passed an activity before.
var spans = [...]calendar.Day{89, 181, 365}

// setDueAlarm follows a look at the instalments; next is when one falls due.
func (c *closing) setDueAlarm(ord int32, l *loan, maturity, next calendar.Day) {
	day := next
	sooner := func(d calendar.Day) {
		if d > c.asOf {
			day = min(day, d)
		}
	}
	if l.first != never {
		sooner(l.first + 30)
	}
	if l.due != (dues{}) {
		sooner(c.nextYear)
	}
	if outstanding(&l.bal) > 0 {
		if l.oldestDue != always {
			for _, more := range lateness {
				sooner(l.oldestDue + calendar.Day(more) + 1)
			}
		}
		if l.bal[inTerm] > 0 && maturity != always {
			sooner(maturity + 1)
		}
	}
	c.alarms.due[ord] = day
}

// setNextAlarm follows every look at a contract.
func (c *closing) setNextAlarm(ord int32, l *loan) {
	day := c.alarms.due[ord]
	if l.flags&indebted != 0 && l.watched() {
		for i, cut := range c.cuts {
			if l.lastActivity >= cut {
				day = min(day, max(l.lastActivity+spans[i], c.asOf+1))
				break
			}
		}
	}
	c.alarms.next[ord] = day
}
