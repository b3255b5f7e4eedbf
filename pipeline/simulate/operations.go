package simulate

import "github.com/uythac/uythac/calendar"

// serial numbers the rows of an operation: unique across branches.
type serial struct{ next, step int64 }

func (b *branch) serial() *serial { return &serial{int64(b.index) + 1, int64(b.of)} }

func (n *serial) take() int64 {
	v := n.next
	n.next += n.step
	return v
}

// agreementRows writes the agreements in force, and one of every thirty that ended before the last year began.
func (b *branch) agreementRows(s *sheet) {
	id := b.serial()
	old := b.opening - 900
	write := func(u int, level, unit string, from, to calendar.Day) {
		s.large(0, id.take())
		s.str(1, unions[u].code)
		s.str(2, level)
		s.str(3, unit)
		s.small(4, int32(from))
		if to == 0 {
			s.null(5)
		} else {
			s.small(5, int32(to))
		}
		s.row()
	}
	t := &b.targets.union[len(b.spans)]
	for u := range entrusted {
		for i := range min(t[u].districts, len(b.offices)) {
			write(u, "district", b.offices[i].code, old, 0)
		}
		for i, c := range b.unionPlaces[u] {
			if i%30 == 5 {
				write(u, "commune", b.communes[c].code, old, b.opening+30)
				write(u, "commune", b.communes[c].code, b.opening+30, 0)
				continue
			}
			write(u, "commune", b.communes[c].code, old, 0)
		}
	}
}

// inspectionRows writes as many visits of each span, union, level and kind of target as the targets say; commune
// unions visit groups and households too.
func (b *branch) inspectionRows(s *sheet) {
	id := b.serial()
	r := random{mix(b.seed + 3)}
	s.words(3, visitLevels...)
	s.words(4, visitTargets[:]...)
	for n, sp := range b.spans {
		for u := range entrusted {
			t := &b.targets.union[n+1][u]
			groups := b.openGroups(u)
			members := b.someMembers(u)
			for level, name := range visitLevels {
				visits := t.visits[name]
				if name == "commune" && len(groups) > 0 {
					visits = [4]int{0, 0, len(groups) / 2, len(members) / 20}
				}
				for target, count := range visits {
					for i := range count {
						s.large(0, id.take())
						s.small(1, int32(sp.first)+int32(r.n(int(sp.last-sp.first)+1)))
						s.str(2, unions[u].code)
						s.small(3, int32(level))
						s.small(4, int32(target))
						switch places := b.unionPlaces[u]; target {
						case 0:
							s.str(5, b.offices[i%max(1, min(t.districts, len(b.offices)))].code)
						case 1:
							s.str(5, b.communes[places[i%len(places)]].code)
						case 2:
							s.bytes(5, b.groupCode(nil, groups[r.n(len(groups))]))
						case 3:
							s.bytes(5, b.customerCode(nil, members[r.n(len(members))]))
						}
						s.row()
					}
				}
			}
		}
	}
}

// someMembers lists the households with debt of a union.
func (b *branch) someMembers(u int) (out []int32) {
	for _, g := range b.openGroups(u) {
		out = append(out, b.groups[g].debtors...)
	}
	return out
}

func (b *branch) checkRows(s *sheet) {
	id := b.serial()
	for _, c := range b.checks {
		s.large(0, id.take())
		s.bytes(1, b.books[c.book].no[:])
		s.small(2, int32(c.on))
		s.flag(3, c.proper)
		s.row()
	}
}

func (b *branch) trainingRows(s *sheet) {
	id := b.serial()
	r := random{mix(b.seed + 4)}
	for n, sp := range b.spans {
		left := b.targets.branch[n+1].trained
		for left > 0 {
			people := min(left, 20+r.n(50))
			s.large(0, id.take())
			s.small(1, int32(sp.first)+int32(r.n(int(sp.last-sp.first)+1)))
			s.str(2, []string{"group_board", "group_board", "union_officer"}[r.n(3)])
			s.small(3, int32(people))
			s.row()
			left -= people
		}
	}
}

func (b *branch) riskRows(s *sheet) {
	id := b.serial()
	at := make([]int32, len(b.loans))
	for k := range b.books {
		at[b.books[k].loan] = int32(k)
	}
	for _, c := range b.cases {
		s.large(0, id.take())
		s.str(1, c.round)
		s.bytes(2, b.books[at[c.loan]].no[:])
		s.str(3, c.measure)
		s.large(4, c.principal)
		s.large(5, c.interest)
		s.small(6, int32(c.submitted))
		if c.decided == 0 || c.decided > b.end {
			s.null(7)
			s.null(8)
		} else {
			s.small(7, int32(c.decided))
			s.flag(8, c.approved)
		}
		s.row()
	}
}

var causes = []string{"left_locality", "wilful", "no_income", "disaster", "deceased", "other"}

func (b *branch) causeRows(s *sheet) {
	s.words(2, causes...)
	at := make([]int32, len(b.loans))
	for k := range b.books {
		at[b.books[k].loan] = int32(k)
	}
	seen := map[cause]bool{}
	for i, c := range b.causes {
		if c.on > b.end || seen[c] {
			continue
		}
		seen[c] = true
		s.bytes(0, b.books[at[c.loan]].no[:])
		s.small(1, int32(c.on))
		s.small(2, int32(draw(b.seed, uint64(i), 9)%uint64(len(causes))))
		s.row()
	}
}

// dayRows closes every day of the ledgers, the opening day included, at every office.
func (b *branch) dayRows(s *sheet) {
	const hour = 3_600_000_000
	for _, o := range b.offices {
		for d := b.opening; d <= b.end; d++ {
			s.str(0, o.code)
			s.small(1, int32(d))
			s.large(2, int64(d)*24*hour+int64(11)*hour)
			s.row()
		}
	}
}
