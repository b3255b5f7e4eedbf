package replay

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// loan is the state of a contract, and its month. It holds no pointers: there are many, and the
// garbage collector passes them by.
type loan struct {
	bal          [balances + 1]int64 // the last is outside the loan and means nothing
	opened       int64               // sum of openings
	lent, paid   int64               // re-bookings included
	lentBefore   int64               // lent up to the last 31 December before the as-of day
	paidBefore   int64
	overdueSince calendar.Day // never: not overdue
	lastActivity calendar.Day // never: none
	firstEntry   calendar.Day
	openings     int32        // standing
	seen         bool         // has entries
	old          bool         // had a place at a month-end before
	broken       bool         // a sum left 64 bits
	extended     bool         // has standing extensions
	checked      bool         // its use was checked 0 to 30 days after first
	first        calendar.Day // of the standing disbursements; never: none
	maturity     calendar.Day // of the latest standing extension; never: the contract's
	month        calendar.Month
	where        place // on the as-of day

	// The month: valid when month is the month replayed; without entries it begins as it ends.
	begin     [balances]int64
	beginLent int64
	beginPaid int64

	// Looked at at the month's end.
	flow  int32 // where the month's flows begin
	flows int32 // how many there are
	past  int32 // days past due
	was   place // at the month-end before
	came  bool  // where is another place than was
}

// history is what of a contract's past can still be taken back.
type history struct {
	disbursed  []calendar.Day // standing disbursements, re-bookings left out, in order
	extensions []extended     // standing, in order
}

// extended is a standing extension.
type extended struct {
	id       int64
	posted   calendar.Day
	maturity calendar.Day
	covered  int64 // principal covered at that day's end
}

// touch begins the month of a contract that has entries.
func (l *loan) touch(m calendar.Month) {
	if !l.seen {
		l.overdueSince, l.lastActivity, l.firstEntry, l.first, l.maturity = never, never, never, never, never
	}
	l.turnYear(m)
	copy(l.begin[:], l.bal[:])
	l.beginLent, l.beginPaid = l.lent, l.paid
	l.month, l.seen = m, true
}

// turnYear keeps what was lent and paid before the year, when its first month begins.
func (l *loan) turnYear(m calendar.Month) {
	if m%12 == 0 {
		l.lentBefore, l.paidBefore = l.lent, l.paid
	}
}

// start returns the balances at the month-end before.
func (l *loan) start(m calendar.Month) [balances]int64 {
	if l.month == m {
		return l.begin
	}
	return [balances]int64(l.bal[:balances])
}

// cover returns the principal covered by paid and, with a standing opening, by what the opening
// shows as paid before: the schedule's total less opening and lent.
func (l *loan) cover(over *overflow, total, lent, paid int64) int64 {
	if l.openings > 0 {
		paid = over.add(paid, max(0, over.sub(over.sub(total, l.opened), lent)))
	}
	return paid
}

// maturesOn is the latest standing extension's day, else the contract's.
func (l *loan) maturesOn(contract calendar.Day) calendar.Day {
	if l.maturity != never {
		return l.maturity
	}
	return contract
}

// recall keeps what every month looks at of a contract's history beside its balances; checks are the
// days on which its use was checked.
func (l *loan) recall(h *history, checks []calendar.Day) {
	l.first, l.maturity, l.extended = never, never, len(h.extensions) > 0
	if l.checked = false; len(h.disbursed) > 0 {
		l.first = h.disbursed[0]
		l.checked = inTime(checks, l.first)
	}
	if l.extended {
		l.maturity = h.extensions[len(h.extensions)-1].maturity
	}
}

// reversal is an entry taken back on the day at hand.
type reversal struct {
	disbursed calendar.Day // day of the disbursement; never: an extension
	extension int64        // id of the extension
}

// takeBack removes a disbursement's day or an extension; ok is false when it is not there (yet).
func (h *history) takeBack(r reversal) (ok bool) {
	if r.disbursed != never {
		i := slices.Index(h.disbursed, r.disbursed)
		if i < 0 {
			return false
		}
		h.disbursed = slices.Delete(h.disbursed, i, i+1)
		return true
	}
	i := slices.IndexFunc(h.extensions, func(e extended) bool { return e.id == r.extension })
	if i < 0 {
		return false
	}
	h.extensions = slices.Delete(h.extensions, i, i+1)
	return true
}

// day is a contract's day in the making.
type day struct {
	on       calendar.Day
	lent     bool         // had a standing disbursement the day before
	active   bool         // an entry of the day is an activity
	reversed bool         // an activity was taken back
	standing calendar.Day // then: the latest activity that still stands
	changed  bool         // the contract's history did
	back     []reversal   // originals to be taken out at the day's end
}

func (d *day) begin(l *loan, on calendar.Day) {
	*d = day{on: on, lent: l.first != never, back: d.back[:0]}
}

// end looks at a contract after all entries of a day.
func (d *day) end(l *loan, h *history, flow *movements, total int64, checks []calendar.Day) error {
	var over overflow
	if d.changed {
		for _, r := range d.back {
			if !h.takeBack(r) {
				return fmt.Errorf("a reversal of %s takes back a disbursement or extension that is not standing", d.on)
			}
		}
		l.recall(h, checks)
		if has := l.first != never; has != d.lent && l.openings == 0 {
			if has {
				flow.add(&over, lendingTurns, 1)
			} else {
				flow.add(&over, lendingTurns, -1)
			}
		}
		for i := len(h.extensions) - 1; i >= 0 && h.extensions[i].posted == d.on; i-- {
			h.extensions[i].covered = l.cover(&over, total, l.lent, l.paid)
		}
		l.broken = l.broken || over.yes()
	}
	switch {
	case d.reversed:
		l.lastActivity = d.standing
	case d.active:
		l.lastActivity = d.on
	}
	switch {
	case l.bal[overdue] <= 0:
		l.overdueSince = never
	case l.overdueSince == never:
		l.overdueSince = d.on
	}
	return nil
}
