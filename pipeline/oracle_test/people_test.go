package oracle_test

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
)

type group struct {
	code, branch string
	closed       *calendar.Day
	into         *group
}

// customer lives in one branch; periods are the memberships.
type customer struct {
	code, branch string
}

// makeGroups sets groups up, closes some and merges most of those, in chains too.
func (w *world) makeGroups() {
	unions := []string{"11", "12", "13", "14"}
	idle := pick(w, unions) // in some worlds a union has no group
	if w.chance(50) {
		unions = slices.DeleteFunc(unions, func(u string) bool { return u == idle })
	}
	for _, branch := range w.branches {
		here := slices.DeleteFunc(slices.Clone(w.communes), func(c string) bool { return w.communeOf[c] != branch })
		first := len(w.groups)
		for i := range 3 + w.IntN(8) {
			w.groups = append(w.groups, &group{code: fmt.Sprintf("00%s%03d", branch[2:4], i), branch: branch})
		}
		for i, g := range w.groups[first:] {
			later := w.groups[first+i+1:]
			var into any
			if w.chance(40) {
				// A merger earlier in the year than the ledgers' first month has no month to count in:
				// the definitions leave open whether the year's figure has it.
				d := w.day(w.opening.Month().First(), w.end)
				if w.chance(30) {
					d = d.Month().First()
				}
				g.closed = &d
				if len(later) > 0 && w.chance(85) {
					g.into = pick(w, later)
					into = g.into.code
				}
			}
			established := w.day(calendar.Date(2012, 1, 1), w.opening+200)
			if g.closed != nil {
				established = min(established, *g.closed)
			}
			w.add("savings_group", g.code, pick(w, here), "Thôn \"Đoài\", số 1", pick(w, unions), "Trần Thị B", established, g.closed, into)
		}
	}
}

// heir follows mergers to a group that is open on a day, or gives up.
func (g *group) heir(on calendar.Day) *group {
	for g != nil && g.closed != nil && *g.closed <= on {
		g = g.into
	}
	return g
}

func (w *world) makeCustomers() {
	for _, branch := range w.branches {
		here := slices.DeleteFunc(slices.Clone(w.groups), func(g *group) bool { return g.branch != branch })
		for i := range 20 + w.IntN(30) {
			c := &customer{code: fmt.Sprintf("00%s%06d", branch[2:4], i), branch: branch}
			w.customers = append(w.customers, c)
			if !w.chance(2) { // the ledger may know customers that the list does not
				w.add("customer", c.code, "Nguyễn Văn A", nil, "M", "001", nil, "Thôn \"1\"\nxã 2", []string{"poor", "near_poor", "escaped_poor", "other"}[w.IntN(4)])
			}
			w.makeMemberships(c, here)
		}
	}
}

// makeMemberships gives a customer none, one or several memberships one after another: joiners,
// leavers, movers, and those whom the merger of their group takes along, forgets or leaves behind.
func (w *world) makeMemberships(c *customer, groups []*group) {
	if w.chance(12) {
		return
	}
	if w.abroad(c.branch) != c.branch {
		groups = w.groups
	}
	from := w.day(calendar.Date(2015, 1, 1), w.opening)
	if w.chance(25) {
		from = w.day(w.opening, w.end)
	}
	g := pick(w, groups)
	for range 4 {
		var to *calendar.Day
		next := pick(w, groups)
		gone := false
		switch {
		case g.closed != nil && *g.closed > from && w.chance(85):
			to = g.closed // the merger moves the member, or loses it
			next = g.heir(*to)
			gone = next == nil || w.chance(20)
		case w.chance(30):
			d := w.day(max(from+1, w.opening), w.end+20)
			to = &d
			gone = w.chance(50)
		}
		w.add("group_membership", c.code, g.code, from, to)
		if to == nil || gone {
			return
		}
		from = *to
		if w.chance(30) {
			from += calendar.Day(w.IntN(60))
		}
		g = next
	}
}
