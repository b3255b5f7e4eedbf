package replay

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// loan is what every month looks at of a contract: one line of the processor's cache, without
// pointers. The rest is its past.
type loan struct {
	bal          [balances]int64
	lastActivity calendar.Day   // never: none
	overdueSince calendar.Day   // never: not overdue
	oldestDue    calendar.Day   // when the oldest instalment not covered falls due; always: none
	month        calendar.Month // of the latest entries
	slot         int32          // where it counted at the last month-end; none: nowhere yet
	flags        flags
}

// past is what entries of principal and extensions look at of a contract.
type past struct {
	opened     int64 // sum of openings
	lent, paid int64 // re-bookings included
	lentBefore int64 // lent up to the last 31 December before the as-of day
	paidBefore int64
	due        dues         // from 1 January to the as-of day
	openings   int32        // standing
	first      calendar.Day // of the standing disbursements, re-bookings left out; never: none
	maturity   calendar.Day // of the latest standing extension; never: the contract's
	firstEntry calendar.Day
	extended   bool           // has standing extensions
	checked    bool           // its use was checked 0 to 30 days after first
	later      []calendar.Day // the standing disbursements after the first, in order
	extensions []extended     // standing, in order
}

// extended is a standing extension.
type extended struct {
	id       int64
	posted   calendar.Day
	maturity calendar.Day
	covered  int64 // principal covered at that day's end
}

// begin makes the state of a contract that has no entries yet.
func (l *loan) begin(h *past) {
	l.flags |= seen
	l.overdueSince, l.lastActivity, l.oldestDue, l.slot = never, never, always, none
	h.first, h.maturity, h.firstEntry = never, never, never
}

// turnYear keeps what was lent and paid before the year, when its first month begins.
func (h *past) turnYear() { h.lentBefore, h.paidBefore = h.lent, h.paid }

// cover returns the principal covered by paid and, with a standing opening, by what the opening
// shows as paid before: the schedule's total less opening and lent.
func (h *past) cover(over *overflow, total, lent, paid int64) int64 {
	if h.openings > 0 {
		paid = over.add(paid, max(0, over.sub(over.sub(total, h.opened), lent)))
	}
	return paid
}

// maturesOn is the latest standing extension's day, else the contract's.
func (h *past) maturesOn(contract calendar.Day) calendar.Day {
	if h.maturity != never {
		return h.maturity
	}
	return contract
}

// disburse notes a disbursement; days come in order.
func (h *past) disburse(on calendar.Day) {
	if h.first == never {
		h.first = on
	} else {
		h.later = append(h.later, on)
	}
}

// recall keeps what months look at of the lists; checks are the days on which the loan's use was checked.
func (h *past) recall(checks []calendar.Day) {
	h.maturity, h.extended = never, len(h.extensions) > 0
	h.checked = h.first != never && inTime(checks, h.first)
	if h.extended {
		h.maturity = h.extensions[len(h.extensions)-1].maturity
	}
}

// reversal is an entry taken back on the day at hand.
type reversal struct {
	disbursed calendar.Day // day of the disbursement; never: an extension
	extension int64        // id of the extension
}

// takeBack removes a disbursement's day or an extension; ok is false when it is not there (yet).
func (h *past) takeBack(r reversal) (ok bool) {
	if r.disbursed != never {
		if h.first == r.disbursed {
			if h.first = never; len(h.later) > 0 {
				h.first, h.later = h.later[0], h.later[1:]
			}
			return true
		}
		i := slices.Index(h.later, r.disbursed)
		if i < 0 {
			return false
		}
		h.later = slices.Delete(h.later, i, i+1)
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
	on        calendar.Day
	principal bool         // a class of principal was touched
	lent      bool         // had a standing disbursement before the day; once changed is set
	active    bool         // an entry of the day is an activity
	reversed  bool         // an activity was taken back
	standing  calendar.Day // then: the latest activity that still stands
	changed   bool         // the contract's lists did
	back      []reversal   // originals to be taken out at the day's end
}

// change notes what the contract was before the first entry of the day that changes its lists.
func (d *day) change(h *past) {
	if !d.changed {
		d.changed, d.lent = true, h.first != never
	}
}

// relist looks at a contract's lists after all entries of a day that changed them.
func (d *day) relist(h *past, flow *movements, total int64, checks []calendar.Day) error {
	var over overflow
	for _, r := range d.back {
		if !h.takeBack(r) {
			return fmt.Errorf("a reversal of %s takes back a disbursement or extension that is not standing", d.on)
		}
	}
	h.recall(checks)
	if has := h.first != never; has != d.lent && h.openings == 0 {
		if has {
			flow.add(&over, lendingTurns, 1)
		} else {
			flow.add(&over, lendingTurns, -1)
		}
	}
	for i := len(h.extensions) - 1; i >= 0 && h.extensions[i].posted == d.on; i-- {
		h.extensions[i].covered = h.cover(&over, total, h.lent, h.paid)
	}
	if over.yes() {
		return errOverflow
	}
	return nil
}
