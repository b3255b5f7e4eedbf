package replay

// slots number the places that contracts or customers count in. A place keeps its number; the cells
// of every cut by place are sums over slots.
type slots struct {
	homes   *homes
	at      []place
	ofGroup []int32 // per group, the slot of its home; none
	others  map[place]int32
}

func newSlots(h *homes) *slots {
	s := &slots{homes: h, ofGroup: make([]int32, h.n.groups.len()), others: map[place]int32{}}
	for i := range s.ofGroup {
		s.ofGroup[i] = none
	}
	return s
}

// moveHomes brings the groups' homes up to a day and tells whether any has moved: then slots of
// groups are looked for again.
func (s *slots) moveHomes() (moved bool) {
	for g, slot := range s.ofGroup {
		if slot != none && s.at[slot] != s.homes.of(int32(g)) {
			s.others[s.at[slot]] = slot
			s.ofGroup[g] = none
			moved = true
		}
	}
	return moved
}

// group returns the slot of a group's home.
func (s *slots) group(g int32) int32 {
	if s.ofGroup[g] == none {
		s.ofGroup[g] = s.other(s.homes.of(g))
	}
	return s.ofGroup[g]
}

// home returns the slot of a group's contract or customer; office is where one counts that has no
// group, or a group whose office is not known.
func (s *slots) home(g, office int32) int32 {
	if g != none {
		if slot := s.group(g); s.at[slot].office != none {
			return slot
		}
	}
	p := s.homes.of(g)
	p.office = office
	return s.of(p)
}

// of returns the slot of a place. A group whose office is not known has a slot per office that
// its contracts are kept in.
func (s *slots) of(p place) int32 {
	if p.group != none && p == s.homes.of(p.group) {
		return s.group(p.group)
	}
	return s.other(p)
}

func (s *slots) other(p place) int32 {
	slot, ok := s.others[p]
	if !ok {
		slot = int32(len(s.at))
		s.others[p] = slot
		s.at = append(s.at, p)
	}
	return slot
}

// move is an opening balance that counts in another place than at the month-end before.
type move struct {
	from, to        place
	programme, fund int32
	amount          int64
}
