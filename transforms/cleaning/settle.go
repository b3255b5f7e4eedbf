package cleaning

import (
	"bytes"
	"slices"
)

// Rejected is an entry that Settle takes out.
type Rejected struct {
	Entry  Entry
	Reason Reason
	Detail string
}

// rankAccounts numbers accounts by customer and account, and finds the customers who roam.
func (l *Ledger) rankAccounts() {
	if !l.isDeposit() {
		return
	}
	t := l.accounts.texts
	l.sorted, l.ranks = make([]uint32, t.len()), make([]uint32, t.len())
	for i := range l.sorted {
		l.sorted[i] = uint32(i)
	}
	slices.SortFunc(l.sorted, func(a, b uint32) int { return bytes.Compare(t.at(int(a)), t.at(int(b))) })
	for rank, account := range l.sorted {
		l.ranks[account] = uint32(rank)
	}
	l.homes.resolve(l.sorted, t)
}

// Settle puts the entries of one branch and month, all that Clean gave, into the lake's order and
// takes out those that other entries rule out. It uses the memory of its argument.
func (l *Ledger) Settle(entries []Entry) (kept []Entry, out []Rejected) {
	if l.ranks != nil {
		for i := range entries {
			entries[i].Who = l.ranks[entries[i].Who]
		}
	}
	sortEntries(entries)
	if l.duplicates.again.IsEmpty() && len(l.reversals.bad) == 0 {
		return entries, nil
	}
	kept = entries[:0]
	for _, e := range entries {
		reject := func(reason Reason, detail string) { out = append(out, Rejected{e, reason, detail}) }
		switch problem, bad := l.reversals.bad[e.ID]; {
		case l.duplicates.conflicts(e.ID):
			reject(DuplicateDifferent, "another row of this entry_id is different")
		case len(kept) > 0 && kept[len(kept)-1].content() == e.content():
			reject(DuplicateEqual, "the same row again")
		case bad && len(out) > 0 && out[len(out)-1].Entry.content() == e.content():
			reject(DuplicateEqual, "the same row again")
		case bad:
			reject(BadReversal, problem)
		default:
			kept = append(kept, e)
		}
	}
	return kept, out
}
