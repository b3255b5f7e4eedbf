package replay

import "github.com/uythac/uythac/calendar"

// place is where a contract or a customer counts on a day; the catalogue calls it attribution.
type place struct {
	group   int32 // none without a group
	union   int32
	commune int32 // none without a group
	office  int32 // none when only the contract or the latest deposit knows it
}

// officeOn returns the office that serves a commune: of the row valid on the day, else of the
// latest earlier, else of the earliest later one; none for a commune without rows.
func (n *Nation) officeOn(commune int32, day calendar.Day) int32 {
	rows := n.periods[commune]
	if len(rows) == 0 {
		return none
	}
	best, valid := rows[0], false
	for _, p := range rows {
		if p.from > day {
			break
		}
		if open := p.to > day; open || !valid {
			best, valid = p, open
		}
	}
	return best.office
}

// home is the place of a group.
func (n *Nation) home(g int32, day calendar.Day) place {
	return place{group: g, union: n.group[g].union, commune: n.group[g].commune, office: n.officeOn(n.group[g].commune, day)}
}

// branchOf returns the branch in which a group with this office counts its members.
func (n *Nation) branchOf(office int32) int32 {
	if office == none || n.officeBranch[office] == none {
		return n.firstBranch
	}
	return n.officeBranch[office]
}

// heir follows merged_into from a group that is closed on the day to the first that is not. When
// there is none, or the groups run in a circle, the group stays.
func (n *Nation) heir(g int32, day calendar.Day) int32 {
	next := g
	for range n.groups.len() {
		if n.group[next].closed > day {
			return next
		}
		if next = n.group[next].into; next == none {
			return g
		}
	}
	return g
}

// groupOn returns the group that a customer belongs to on a day, none without any, and whether by
// an open membership.
func (n *Nation) groupOn(customer int32, day calendar.Day) (group int32, member bool) {
	m, open, ok := n.members.on(customer, day)
	switch {
	case !ok || m.group == none:
		return none, open
	case open:
		return m.group, true
	}
	return n.heir(m.group, day), false
}

// sameUntil returns a day before which groupOn does not change, when it is asked on or after day.
func (n *Nation) sameUntil(customer int32, day calendar.Day) calendar.Day {
	until := always
	if customer == none {
		return until
	}
	open := false
	m := &n.members
	for _, row := range m.row[m.at[customer]:m.at[customer+1]] {
		open = open || row.open(day)
		for _, change := range [...]calendar.Day{row.from, row.to} {
			if change > day {
				until = min(until, change)
			}
		}
	}
	if !open {
		return day + 1 // a leaver's group may be merged any day
	}
	return until
}

// belonging is the group of a customer and the first day on which it may be another.
type belonging struct {
	group int32
	until calendar.Day
}

// belong brings the groups of the branch's customers up to a day, which is never before the last, and
// tells moved of each whose group changed.
func (b *Branch) belong(list []belonging, day calendar.Day, moved func(customer int32)) {
	for i := range list {
		g := &list[i]
		if g.until > day {
			continue
		}
		before := g.group
		g.group, _ = b.nation.groupOn(b.customer[i], day)
		g.until = b.nation.sameUntil(b.customer[i], day)
		if g.group != before {
			moved(int32(i))
		}
	}
}

// homes remembers the places of groups on one day.
type homes struct {
	n     *Nation
	day   calendar.Day
	known []calendar.Day // per group, the day that place is of
	place []place
}

func newHomes(n *Nation) *homes {
	h := &homes{n: n, known: make([]calendar.Day, n.groups.len()), place: make([]place, n.groups.len())}
	for i := range h.known {
		h.known[i] = never
	}
	return h
}

func (h *homes) of(g int32) place {
	if g == none {
		return place{none, unionUnassigned, none, none}
	}
	if h.known[g] != h.day {
		h.known[g], h.place[g] = h.day, h.n.home(g, h.day)
	}
	return h.place[g]
}
