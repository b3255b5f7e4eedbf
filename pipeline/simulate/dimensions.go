package simulate

import "github.com/uythac/uythac/calendar"

func (b *branch) code() string { return string(number(nil, int64(b.index+1)*100, 6)) }

func (b *branch) branchRow(s *sheet) {
	s.str(0, b.code())
	s.str(1, "Chi nhánh "+b.name())
	s.row()
}

func (b *branch) officeRows(s *sheet) {
	for _, o := range b.offices {
		s.str(0, o.code)
		s.str(1, b.code())
		s.str(2, o.name)
		s.row()
	}
}

// communeRows writes a row a commune; of every forty communes one is renamed and one taken over by its neighbour
// halfway through the ledgers.
func (b *branch) communeRows(s *sheet) {
	half := (b.first + (b.last-b.first)/2).First()
	old := calendar.Date(2008, 1, 1)
	for i, c := range b.communes {
		write := func(name string, from, to calendar.Day, into string) {
			s.str(0, c.code)
			s.str(1, b.offices[c.office].code)
			s.str(2, name)
			s.flag(3, c.difficult)
			s.small(4, c.session)
			s.small(5, int32(from))
			if to == 0 {
				s.null(6)
			} else {
				s.small(6, int32(to))
			}
			if into == "" {
				s.null(7)
			} else {
				s.str(7, into)
			}
			s.row()
		}
		switch {
		case i%40 == 3:
			write("xã "+placeName(b.index*97+i*5+1), old, half, "")
			write(c.name, half, 0, "")
		case i%40 == 17 && b.communes[i-1].office == c.office:
			write(c.name, old, half, b.communes[i-1].code)
		default:
			write(c.name, old, 0, "")
		}
	}
}

// unionRows and programmeRows belong to the nation and come with its first branch.
func (b *branch) unionRows(s *sheet) {
	if b.index > 0 {
		return
	}
	for _, u := range unions {
		s.str(0, u.code)
		s.str(1, u.short)
		s.str(2, u.vi)
		s.str(3, u.en)
		s.row()
	}
}

func (b *branch) programmeRows(s *sheet) {
	if b.index > 0 {
		return
	}
	for _, p := range programmes {
		s.str(0, p.code)
		s.str(1, p.short)
		s.str(2, p.vi)
		s.str(3, p.en)
		s.large(4, p.rate)
		s.flag(5, p.grace)
		s.row()
	}
}

// groupCode has seven digits, most often with leading zeros.
func (b *branch) groupCode(to []byte, g int32) []byte {
	return number(to, int64(b.index)*(9_999_999/int64(b.of))+int64(g)*2+17, 7)
}

func (b *branch) groupRows(s *sheet) {
	var code, name []byte
	for i := range b.groups {
		g := &b.groups[i]
		x := draw(b.seed, uint64(i), 1<<50)
		s.bytes(0, b.groupCode(code[:0], int32(i)))
		s.str(1, b.communes[g.commune].code)
		s.str(2, "thôn "+placeB[x%uint64(len(placeB))]+" "+string(number(nil, int64(x>>20%9)+1, 1)))
		s.str(3, unions[g.union].code)
		name = personName(name[:0], x, g.union == 1 || x>>60 < 7)
		s.bytes(4, name)
		s.small(5, int32(g.established))
		if g.closed == 0 {
			s.null(6)
		} else {
			s.small(6, int32(g.closed))
		}
		if g.into < 0 {
			s.null(7)
		} else {
			s.bytes(7, b.groupCode(code[:0], g.into))
		}
		s.row()
	}
}

var householdKinds = []string{"poor", "near_poor", "escaped_poor", "other"}

func (b *branch) customerRows(s *sheet) {
	s.words(3, "F", "M")
	s.words(7, householdKinds...)
	var text []byte
	born := calendar.Date(1950, 1, 1)
	for _, h := range b.order {
		x := draw(b.seed, uint64(h), 1<<51)
		hh := &b.households[h]
		woman := x>>61 < 4
		s.bytes(0, b.customerCode(text[:0], h))
		text = personName(text[:0], x, woman)
		s.bytes(1, text)
		s.small(2, int32(born)+int32(x>>24%16_000))
		if woman {
			s.small(3, 0)
		} else {
			s.small(3, 1)
		}
		s.bytes(4, number(append(text[:0], '0'), int64(mix(x)%1e11), 11))
		s.bytes(5, number(append(text[:0], "09"...), int64(mix(x+1)%1e8), 8))
		if hh.group >= 0 {
			text = append(append(text[:0], b.communes[b.groups[hh.group].commune].name...), ", "...)
			s.bytes(6, append(text, b.name()...))
		} else {
			s.str(6, b.name())
		}
		s.small(7, int32(hh.kind))
		s.row()
	}
}

func (b *branch) membershipRows(s *sheet) {
	var code []byte
	for _, m := range b.members {
		s.bytes(0, b.customerCode(code[:0], m.household))
		s.bytes(1, b.groupCode(code[:0], m.group))
		s.small(2, int32(m.from))
		if m.to == 0 {
			s.null(3)
		} else {
			s.small(3, int32(m.to))
		}
		s.row()
	}
}

var funds, methods = []string{"1", "2"}, []string{"2", "1"}

func (b *branch) contractRows(s *sheet) {
	codes := make([]string, len(b.offices))
	for i, o := range b.offices {
		codes[i] = o.code
	}
	names := make([]string, len(programmes))
	for i, p := range programmes {
		names[i] = p.code
	}
	s.words(2, codes...)
	s.words(3, names...)
	s.words(4, funds...)
	s.words(5, methods...)
	var code []byte
	for k := range b.books {
		bk := &b.books[k]
		l := &b.loans[bk.loan]
		s.bytes(0, bk.no[:])
		s.bytes(1, b.customerCode(code[:0], l.household))
		s.small(2, int32(l.office))
		s.small(3, int32(l.programme))
		s.flag(4, l.local)
		s.flag(5, l.direct)
		s.large(6, l.approved)
		s.large(7, bk.rate)
		s.small(8, int32(l.signed))
		s.small(9, int32(l.contractDue))
		s.small(10, int32(l.sessionDue))
		s.row()
	}
}

func (b *branch) scheduleRows(s *sheet) {
	var list []instalment
	for k := range b.books {
		list = b.schedule(k, list)
		for _, v := range list {
			s.bytes(0, b.books[k].no[:])
			s.small(1, int32(v.due))
			s.large(2, v.amount)
			s.row()
		}
	}
}
