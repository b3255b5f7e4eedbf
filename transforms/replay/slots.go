package replay

// slots are the finest rows of a month: the measures of each place, one dense number a place.
// Every cut by place is a sum of slots.
type slots struct {
	homes   *homes
	at      []place
	cells   []cell
	ofGroup []int32 // per group, the slot of its home; none
	others  map[place]int32
}

// newSlots has room for about as many places as the month before had.
func newSlots(h *homes, room int) *slots {
	room += room/16 + 16
	s := &slots{
		homes: h, ofGroup: make([]int32, h.n.groups.len()), others: map[place]int32{},
		at: make([]place, 0, room), cells: make([]cell, 0, room),
	}
	for i := range s.ofGroup {
		s.ofGroup[i] = none
	}
	return s
}

// group returns the slot of a group's home.
func (s *slots) group(g int32) int32 {
	if s.ofGroup[g] == none {
		s.ofGroup[g] = s.open(s.homes.of(g))
	}
	return s.ofGroup[g]
}

// home returns the place of a group's contract or customer, and its slot; office is where one counts
// that has no group, or a group whose office is not known.
func (s *slots) home(g, office int32) (place, int32) {
	if g != none {
		if slot := s.group(g); s.at[slot].office != none {
			return s.at[slot], slot
		}
	}
	p := s.homes.of(g)
	p.office = office
	return p, s.of(p)
}

// of returns the slot of a place. A group whose office is not known has a slot per office that
// its contracts are kept in.
func (s *slots) of(p place) int32 {
	if p.group != none && p == s.homes.of(p.group) {
		return s.group(p.group)
	}
	slot, ok := s.others[p]
	if !ok {
		slot = s.open(p)
		s.others[p] = slot
	}
	return slot
}

func (s *slots) open(p place) int32 {
	s.at, s.cells = append(s.at, p), append(s.cells, cell{})
	return int32(len(s.at) - 1)
}

// cell returns a place's measures; the pointer holds until the next slot is opened.
func (s *slots) cell(p place) *cell {
	slot := s.of(p)
	return &s.cells[slot]
}

// homeCell returns the measures of a group's home.
func (s *slots) homeCell(g int32) *cell {
	slot := s.group(g)
	return &s.cells[slot]
}

// move is an opening balance that counts in another place than at the month-end before.
type move struct {
	from, to        place
	programme, fund int32
	amount          int64
}
