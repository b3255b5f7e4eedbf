package cleaning

import (
	"math"

	"github.com/uythac/uythac/calendar"
)

// openDays knows which days are closed, by office as business_day names it.
type openDays struct {
	codes  *index
	closed []daySet     // by office; an office that has rows has a set, if an empty one
	last   calendar.Day // the last day listed
	open   calendar.Day // the first day that is open somewhere
	rows   int
}

// daySet is a set of days as bits from a first day on.
type daySet struct {
	first calendar.Day
	bits  []uint64
}

func newOpenDays(f *Frame) *openDays {
	office, day, closed := f.column("office_code"), f.column("day"), f.column("closed_at")
	d := &openDays{codes: office.codes, closed: make([]daySet, office.codes.texts.len()), last: math.MinInt32, open: math.MaxInt32}
	for _, row := range f.Rows() { // by office and day
		on := calendar.Day(day.ints[row])
		d.rows++
		d.last = max(d.last, on)
		set := &d.closed[office.ints[row]]
		if set.bits == nil {
			*set = daySet{on, make([]uint64, 1)}
		}
		if closed.null[row] {
			d.open = min(d.open, on)
		} else {
			set.add(on)
		}
	}
	return d
}

func (s *daySet) add(on calendar.Day) {
	at := int(on - s.first)
	for at/64 >= len(s.bits) {
		s.bits = append(s.bits, 0)
	}
	s.bits[at/64] |= 1 << (at % 64)
}

func (s *daySet) has(on calendar.Day) bool {
	at := int(on) - int(s.first)
	return at >= 0 && at/64 < len(s.bits) && s.bits[at/64]>>(at%64)&1 == 1
}

func (d *openDays) through() (calendar.Day, bool) {
	switch {
	case d.rows == 0:
		return 0, false
	case d.open != math.MaxInt32:
		return d.open - 1, true
	}
	return d.last, true
}

// of returns the closed days of an office, or nil where business_day has no rows for it.
func (d *openDays) of(office []byte) *daySet {
	n, ok := d.codes.find(office)
	if !ok || d.closed[n].bits == nil {
		return nil
	}
	return &d.closed[n]
}
