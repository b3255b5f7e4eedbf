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

// heir follows merged_into from a group that is closed on the day to the first that is not, which it
// stays until that one is closed, too. When there is none, or the groups run in a circle, the group
// stays for ever: a closed group is not opened again.
func (n *Nation) heir(g int32, day calendar.Day) (heir int32, until calendar.Day) {
	next := g
	for range n.groups.len() {
		if n.group[next].closed > day {
			return next, n.group[next].closed
		}
		if next = n.group[next].into; next == none {
			break
		}
	}
	return g, always
}

// belonging is the group of a customer, whether by an open membership, and the first day on which that
// may be otherwise.
type belonging struct {
	group  int32
	until  calendar.Day
	member bool
}

// belongsOn returns what a customer belongs to on a day; group is none without any.
func (n *Nation) belongsOn(customer int32, day calendar.Day) belonging {
	m, open, ok := n.members.on(customer, day)
	b := belonging{none, n.members.sameUntil(customer, day), open}
	switch {
	case !ok || m.group == none:
		return b
	case open:
		b.group = m.group
		return b
	}
	heir, until := n.heir(m.group, day)
	return belonging{heir, min(b.until, until), false}
}

// sameUntil returns the first day after day on which another membership of a customer begins or ends.
func (m *members) sameUntil(customer int32, day calendar.Day) calendar.Day {
	until := always
	if customer == none {
		return until
	}
	for _, row := range m.row[m.at[customer]:m.at[customer+1]] {
		for _, change := range [...]calendar.Day{row.from, row.to} {
			if change > day {
				until = min(until, change)
			}
		}
	}
	return until
}

// belong brings the groups of the branch's customers up to a day, which is never before the last, and
// tells moved of each whose group changed; on the first day no one's did.
func (b *Branch) belong(list []belonging, day calendar.Day, moved func(customer int32)) {
	for i := range list {
		g := &list[i]
		if g.until > day {
			continue
		}
		before := *g
		if *g = b.nation.belongsOn(b.customer[i], day); g.group != before.group && before.until != never {
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
