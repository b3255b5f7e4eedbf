package replay

import (
	"sync"

	"github.com/uythac/uythac/calendar"
)

// timeline is what the fingerprints of all branches cover: memberships, scores and groups. Only who
// asks for a fingerprint pays for it.
func (n *Nation) timeline() *timeline {
	var all, members, scores timeline
	var g sync.WaitGroup
	g.Go(func() { members.addMembers(n) })
	g.Go(func() {
		for _, s := range n.scores {
			scores.addScore(n.groups.at(s.group), s)
		}
	})
	all.addGroups(n)
	g.Wait()
	all.add(&members)
	all.add(&scores)
	all.freeze()
	return &all
}

// addMembers adds the memberships, also those of groups that are not known.
func (t *timeline) addMembers(n *Nation) {
	m, strays := &n.members, 0
	for c := range int32(m.customers.len()) {
		for _, row := range m.row[m.at[c]:m.at[c+1]] {
			if row.group != none {
				t.addMembership(m.customers.at(c), n.groups.at(row.group), row.from, row.to)
			} else {
				t.addMembership(m.customers.at(c), m.strays[strays], row.from, row.to)
				strays++
			}
		}
	}
}

// timeline is the branch's contracts with their schedules and checks.
func (b *Branch) timeline() *timeline {
	var all timeline
	for ord := range int32(len(b.contract)) {
		all.at(b.signed[ord], b.digest(&all, ord))
		for _, day := range b.checks[ord] {
			all.at(day, all.row('u').words(b.contracts.at(ord)).number(int64(day)).digest())
		}
	}
	all.freeze()
	return &all
}

// digest is a contract as it matters once it is signed, or has entries. Names, rates and approved
// amounts are not looked at here. The text is made in t.
func (b *Branch) digest(t *timeline, ord int32) digest {
	k := &b.contract[ord]
	t.row('k').words(b.contracts.at(ord), b.customers[k.customer], b.offices.name(k.office), b.progs.name(k.programme), b.funds.name(k.fund), b.methods.name(k.method))
	t.number(int64(k.maturity))
	if k.exempt {
		t.number(1)
	}
	for _, i := range b.schedule.of(ord) {
		t.number(int64(i.due)).number(i.sum)
	}
	return t.digest()
}

// early is a contract with entries before it was signed: it matters from the first one on.
type early struct {
	from, signed calendar.Day
	digest       digest
}

// readEarly finds them by the state that an earlier replay left.
func (b *Branch) readEarly(read Tables) error {
	find, t := b.contracts.finder(), new(timeline)
	return scan("contract_state", read("contract_state"), func(rows *batch) {
		no, first := rows.words("contract_no"), rows.days("first_entry_on")
		for i := 0; rows.err == nil && i < rows.n; i++ {
			ord := find(no.at(i))
			if ord == none {
				continue // it has no contract any more, and its entries are in quarantine
			}
			if from := first.at(i, always); from < b.signed[ord] {
				b.early = append(b.early, early{from, b.signed[ord], b.digest(t, ord)})
			}
		}
	})
}

// Fingerprint is a hash of every dimension row as it matters to the branch's figures of a day: rows
// that begin later are not in it, ends that lie later read as open, names do not count. A nation's
// memberships and groups are in every branch's fingerprint, because their customers may save
// anywhere. All days together cost about as much as the first one asked for.
//
// Contracts that had entries before they were signed count where contract_state shows them; what
// the replay itself saw is in [Replay.Fingerprint].
func (b *Branch) Fingerprint(asOf calendar.Day) string {
	sum := b.nation.line().on(asOf).plus(b.line().on(asOf))
	for _, e := range b.early {
		if e.from <= asOf && e.signed > asOf {
			sum = sum.plus(e.digest)
		}
	}
	return sum.String()
}

// Fingerprint is the branch's on the day of the month just replayed. It is what the branch's own
// gives once the month's contract_state, or a later one, is known to it.
func (r *Replay) Fingerprint() string {
	sum, t := r.b.nation.line().on(r.asOf).plus(r.b.line().on(r.asOf)), new(timeline)
	for ord := range r.loans {
		if r.loans[ord].flags&seen != 0 && r.b.signed[ord] > r.asOf {
			sum = sum.plus(r.b.digest(t, int32(ord)))
		}
	}
	return sum.String()
}
