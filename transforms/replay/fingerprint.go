package replay

import "github.com/uythac/uythac/calendar"

// addContracts adds contracts with their schedules and checks to the fingerprint.
func (b *Branch) addContracts(rows []contractRow) {
	b.signed = make([]calendar.Day, len(rows))
	for ord, r := range rows {
		b.signed[ord] = r.signed
		b.line.at(r.signed, b.digest(int32(ord)))
		for _, day := range b.checks[ord] {
			b.line.at(day, b.line.row('u').words(r.no).number(int64(day)).digest())
		}
	}
}

// digest is a contract as it matters once it is signed, or has entries. Names, rates and approved
// amounts are not looked at here.
func (b *Branch) digest(ord int32) digest {
	t, k := new(timeline), &b.contract[ord]
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
	last := none
	return scan("contract_state", read("contract_state"), func(t *batch) {
		no, first := t.words("contract_no"), t.days("first_entry_on")
		for i := 0; t.err == nil && i < t.n; i++ {
			ord := b.contracts.findFrom(last, no.at(i))
			if ord == none {
				continue // it has no contract any more, and its entries are in quarantine
			}
			last = ord
			if from := first.at(i, always); from < b.signed[ord] {
				b.early = append(b.early, early{from, b.signed[ord], b.digest(ord)})
			}
		}
	})
}

// Fingerprint is a hash of every dimension row as it matters to the branch's figures of a day: rows
// that begin later are not in it, ends that lie later read as open, names do not count. A nation's
// memberships and groups are in every branch's fingerprint, because their customers may save
// anywhere. All days together cost about as much as one.
//
// Contracts that had entries before they were signed count where contract_state shows them; what
// the replay itself saw is in [Replay.Fingerprint].
func (b *Branch) Fingerprint(asOf calendar.Day) string {
	sum := b.nation.line.on(asOf).plus(b.line.on(asOf))
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
	sum := r.b.nation.line.on(r.asOf).plus(r.b.line.on(r.asOf))
	for ord := range r.loans {
		if r.loans[ord].flags&seen != 0 && r.b.signed[ord] > r.asOf {
			sum = sum.plus(r.b.digest(int32(ord)))
		}
	}
	return sum.String()
}
