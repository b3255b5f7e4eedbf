package replay

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// loan is the state of a contract: two neighbouring lines of the processor's cache, without pointers.
// Months with entries of interest only look at the first one.
type loan struct {
	bal          [balances]int64
	lastActivity calendar.Day   // never: none
	overdueSince calendar.Day   // never: not overdue
	oldestDue    calendar.Day   // when the oldest instalment not covered falls due; always: none
	month        calendar.Month // of the latest entries
	slot         int32          // where it counted at the last month-end; none: nowhere yet
	flags        flags
	past
}

// past is what entries of principal and extensions look at.
type past struct {
	opened     int64 // sum of openings
	lent, paid int64 // re-bookings included
	lentBefore int64 // lent up to the last 31 December before the as-of day
	paidBefore int64
	due        dues         // from 1 January to the as-of day
	openings   int32        // standing
	first      calendar.Day // of the standing disbursements, re-bookings left out; never: none
}

// history is what few contracts have: more than one disbursement, or extensions.
type history struct {
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

// histories are those of a branch, by contract.
type histories map[int32]*history

// of returns a contract's history, which it begins.
func (h histories) of(ord int32) *history {
	x := h[ord]
	if x == nil {
		x = new(history)
		h[ord] = x
	}
	return x
}

// begin makes the state of a contract that has no entries yet.
func (l *loan) begin(k *contract) {
	if l.flags |= seen; k.exempt {
		l.flags |= isExempt
	}
	l.overdueSince, l.lastActivity, l.oldestDue, l.slot, l.first = never, never, always, none, never
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
func (h histories) maturesOn(ord int32, l *loan, k *contract) calendar.Day {
	if l.flags&isExtended == 0 {
		return k.maturity
	}
	list := h[ord].extensions
	return list[len(list)-1].maturity
}

// disburse notes a disbursement; days come in order.
func (l *loan) disburse(on calendar.Day, h histories, ord int32) {
	if l.first == never {
		l.first = on
		return
	}
	x := h.of(ord)
	x.later = append(x.later, on)
}

// recall keeps what months look at; checks are the days on which the loan's use was checked.
func (l *loan) recall(x *history, checks []calendar.Day) {
	l.flags &^= isExtended | isChecked
	if x != nil && len(x.extensions) > 0 {
		l.flags |= isExtended
	}
	if l.first != never && inTime(checks, l.first) {
		l.flags |= isChecked
	}
}

// reversal is an entry taken back on the day at hand.
type reversal struct {
	disbursed calendar.Day // day of the disbursement; never: an extension
	extension int64        // id of the extension
}

// takeBack removes a disbursement's day or an extension; ok is false when it is not there (yet).
func (l *loan) takeBack(x *history, r reversal) (ok bool) {
	if x == nil {
		x = new(history)
	}
	switch {
	case r.disbursed == never:
		i := slices.IndexFunc(x.extensions, func(e extended) bool { return e.id == r.extension })
		if i < 0 {
			return false
		}
		x.extensions = slices.Delete(x.extensions, i, i+1)
	case l.first == r.disbursed:
		if l.first = never; len(x.later) > 0 {
			l.first, x.later = x.later[0], x.later[1:]
		}
	default:
		i := slices.Index(x.later, r.disbursed)
		if i < 0 {
			return false
		}
		x.later = slices.Delete(x.later, i, i+1)
	}
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
func (d *day) change(l *loan) {
	if !d.changed {
		d.changed, d.lent = true, l.first != never
	}
}

// relist looks at a contract's history after all entries of a day that changed it.
func (d *day) relist(l *loan, x *history, flow *movements, total int64, checks []calendar.Day) error {
	var over overflow
	for _, r := range d.back {
		if !l.takeBack(x, r) {
			return fmt.Errorf("a reversal of %s takes back a disbursement or extension that is not standing", d.on)
		}
	}
	l.recall(x, checks)
	if has := l.first != never; has != d.lent && l.openings == 0 {
		if has {
			flow.add(&over, lendingTurns, 1)
		} else {
			flow.add(&over, lendingTurns, -1)
		}
	}
	if x == nil {
		return nil
	}
	for i := len(x.extensions) - 1; i >= 0 && x.extensions[i].posted == d.on; i-- {
		x.extensions[i].covered = l.cover(&over, total, l.lent, l.paid)
	}
	if over.yes() {
		return errOverflow
	}
	return nil
}
