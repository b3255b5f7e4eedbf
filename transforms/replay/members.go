package replay

import (
	"cmp"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
)

// members are the rows of group_membership, by customer and valid_from.
type members struct {
	customers texts
	at        []int32 // per customer, its first membership; one more at the end
	row       []membership
	groupAt   []int32  // per group, its first place in ofGroup; one more at the end
	ofGroup   []span   // memberships, by group
	orphans   []int32  // memberships of groups that are not in savings_group
	strays    []string // the codes of those
}

type membership struct {
	group int32 // none: the group is not in savings_group
	span
}

// span is the days from one up to another.
type span struct{ from, to calendar.Day }

func (s span) open(on calendar.Day) bool { return s.from <= on && s.to > on }

func (n *Nation) readMembers(read Tables) error {
	type row struct {
		text  int32 // of all
		stray int32 // of strays; none
		membership
	}
	var rows []row
	var all arena
	var strays []string
	var group []int32
	find := n.groups.finder()
	err := scan("group_membership", read("group_membership"), func(b *batch) {
		customer, code := b.words("customer_code"), b.words("group_code")
		group = numbers(b, "group_code", group, n.groups.find(""), func(s string) (int32, bool) { return find(s), true })
		from, to := b.days("valid_from"), b.days("valid_to")
		rows = room(rows, b.n)
		all.grow(b.n)
		for i := 0; b.err == nil && i < b.n; i++ {
			if i == 0 || !customer.again(i) { // customers of consecutive rows share their text
				all.add(customer.at(i))
			}
			r := row{int32(len(all.end) - 1), none, membership{group[i], span{from.at(i, never), to.at(i, always)}}}
			if r.group == none {
				r.stray, strays = int32(len(strays)), append(strays, strings.Clone(code.at(i)))
			}
			rows = append(rows, r)
		}
	})
	words := all.pieces()
	other := func(a, b row) bool { return a.text != b.text && words.at(a.text) != words.at(b.text) }
	slices.SortFunc(rows, func(a, b row) int {
		if other(a, b) {
			return cmp.Compare(words.at(a.text), words.at(b.text))
		}
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.group, b.group))
	})
	m := &n.members
	var customers arena
	customers.grow(len(all.end))
	m.row = make([]membership, len(rows))
	m.groupAt = make([]int32, n.groups.len()+1)
	for i, r := range rows {
		m.row[i] = r.membership
		if i == 0 || other(r, rows[i-1]) {
			customers.add(words.at(r.text))
			m.at = append(m.at, int32(i))
		}
		if r.group == none {
			m.orphans, m.strays = append(m.orphans, int32(i)), append(m.strays, strays[r.stray])
		} else {
			m.groupAt[r.group+1]++
		}
	}
	m.at = append(m.at, int32(len(rows)))
	m.customers = newTexts(customers.pieces())
	for g := range n.groups.len() {
		m.groupAt[g+1] += m.groupAt[g]
	}
	m.ofGroup = make([]span, len(rows)-len(m.orphans))
	next := slices.Clone(m.groupAt)
	for _, r := range m.row {
		if r.group != none {
			m.ofGroup[next[r.group]] = r.span
			next[r.group]++
		}
	}
	return err
}

// on returns the membership that decides where a customer belongs on a day: the open one, else
// the latest begun. ok is false when there is none.
func (m *members) on(customer int32, day calendar.Day) (_ membership, open, ok bool) {
	if customer == none {
		return membership{}, false, false
	}
	latest := none
	for i := m.at[customer+1] - 1; i >= m.at[customer]; i-- {
		if m.row[i].from > day {
			continue
		}
		if m.row[i].to > day {
			return m.row[i], true, true
		}
		if latest == none {
			latest = i
		}
	}
	if latest == none {
		return membership{}, false, false
	}
	return m.row[latest], false, true
}

// countOpen counts the customers of a group with an open membership.
func (m *members) countOpen(group int32, day calendar.Day) (count int64) {
	for _, s := range m.ofGroup[m.groupAt[group]:m.groupAt[group+1]] {
		if s.open(day) {
			count++
		}
	}
	return count
}
