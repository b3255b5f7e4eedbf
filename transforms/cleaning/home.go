package cleaning

import (
	"bytes"

	"github.com/uythac/uythac/calendar"
)

// homes finds the branch that keeps the deposits of each customer: the branch of the office of the
// customer's first kept entry, by day and then by entry_id. All accounts of a customer are replayed
// there whole, whichever offices take the money later. An entry that comes later never moves them;
// one that is dated before all others may, with the customer's whole history.
//
// Nearly every customer deals with the offices of one branch; only the others cost a second look.
type homes struct {
	branch []int32 // of each account: that of its entries
	roamer []int32 // of each account: its customer's place in first, plus one; nil when nobody roams
	first  []firstEntry
}

// Values of homes.branch beside the branches.
const (
	noBranch        = -1 // no entry so far
	severalBranches = -2
)

// firstEntry is the earliest kept entry of a customer with entries in several branches.
type firstEntry struct {
	posted calendar.Day
	id     int64
	branch int32 // noBranch: none is kept
}

// see notes the branch of an entry's office.
func (h *homes) see(account uint32, branch int) {
	h.grow(int(account) + 1)
	switch at := &h.branch[account]; *at {
	case noBranch:
		*at = int32(branch)
	case int32(branch):
	default:
		*at = severalBranches
	}
}

func (h *homes) grow(accounts int) {
	for len(h.branch) < accounts {
		h.branch = append(h.branch, noBranch)
	}
}

// resolve finds the customers who roam: accounts come in the order of their customers.
func (h *homes) resolve(accounts []uint32, text *texts) {
	h.grow(len(accounts))
	customer := func(account uint32) []byte {
		c, _, _ := bytes.Cut(text.at(int(account)), []byte{0})
		return c
	}
	for from := 0; from < len(accounts); {
		to := from + 1
		for to < len(accounts) && bytes.Equal(customer(accounts[from]), customer(accounts[to])) {
			to++
		}
		h.customer(accounts[from:to])
		from = to
	}
}

// customer looks at the accounts of one customer.
func (h *homes) customer(accounts []uint32) {
	at := int32(noBranch)
	for _, a := range accounts {
		switch b := h.branch[a]; {
		case b == at || b == noBranch:
		case at == noBranch:
			at = b
		default:
			at = severalBranches
		}
	}
	if at != severalBranches {
		return
	}
	if h.roamer == nil {
		h.roamer = make([]int32, len(h.branch))
	}
	h.first = append(h.first, firstEntry{branch: noBranch})
	for _, a := range accounts {
		h.roamer[a] = int32(len(h.first))
	}
}

// Roams tells, after Resolve, whether customers deal with several branches: then every entry has
// to be shown to Follow, and lies in the branch that Branch tells.
func (l *Ledger) Roams() bool { return l.homes.roamer != nil }

// Follow shows an entry that Clean gave, in any order, after Resolve and before Branch.
func (l *Ledger) Follow(e *Entry) {
	k := l.homes.roamer[e.Who]
	if _, bad := l.reversals.bad[e.ID]; k == 0 || bad || l.duplicates.conflicts(e.ID) {
		return
	}
	if f := &l.homes.first[k-1]; f.branch == noBranch || e.Posted < f.posted || e.Posted == f.posted && e.ID < f.id {
		*f = firstEntry{e.Posted, e.ID, l.books.office[e.Office]}
	}
}

// Branch is the number of the branch that keeps an entry, of those of Books.Branches: of a customer
// who roams the home, else the branch of the entry's office.
func (l *Ledger) Branch(e *Entry) int {
	if k := l.homes.roamer[e.Who]; k > 0 && l.homes.first[k-1].branch != noBranch {
		return int(l.homes.first[k-1].branch)
	}
	return int(l.books.office[e.Office])
}
