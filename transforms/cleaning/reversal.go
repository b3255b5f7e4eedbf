package cleaning

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// reversals pairs the entries that take others back with those others.
type reversals struct {
	list    []Entry
	targets map[int64]Entry        // ids that reversals name; the zero Entry until it is seen
	bad     map[int64]string       // reversals in quarantine, with what is wrong
	gone    map[int64]calendar.Day // entries taken back, and when
	who     map[uint32]struct{}    // contracts and accounts with a good reversal
}

func (r *reversals) add(e Entry) {
	if r.targets == nil {
		r.targets = map[int64]Entry{}
	}
	r.list = append(r.list, e)
	r.targets[e.Reverses] = Entry{}
}

func (r *reversals) look(e *Entry) {
	if _, ok := r.targets[e.ID]; ok {
		r.targets[e.ID] = *e
	}
}

// resolve judges every reversal, the smaller entry id first: of two that take back one entry it stands.
func (r *reversals) resolve(d *duplicates) {
	r.bad, r.gone, r.who = map[int64]string{}, map[int64]calendar.Day{}, map[uint32]struct{}{}
	slices.SortFunc(r.list, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	r.list = slices.CompactFunc(r.list, func(a, b Entry) bool { return a.ID == b.ID })
	for i := range r.list {
		e := &r.list[i]
		if d.conflicts(e.ID) {
			continue // in quarantine already
		}
		if problem := r.problem(e, d); problem != "" {
			r.bad[e.ID] = problem
			continue
		}
		r.gone[e.Reverses] = e.Posted
		r.who[e.Who] = struct{}{}
	}
	r.list = nil
}

// problem says why a reversal cannot take back the entry it names; empty when it can.
func (r *reversals) problem(e *Entry, d *duplicates) string {
	t := r.targets[e.Reverses]
	name := fmt.Sprintf("entry %d", e.Reverses)
	switch {
	case t.Type == 0 || d.conflicts(t.ID):
		return name + " is not there, or in quarantine"
	case t.is(reversal):
		return name + " is a reversal itself"
	case t.Type != e.Type:
		return fmt.Sprintf("%s is %s, not %s", name, typeNames[t.Type], typeNames[e.Type])
	case t.Who != e.Who:
		return name + " is of another contract or account"
	case t.Amount != e.Amount:
		return fmt.Sprintf("%s has amount %d, not %d", name, t.Amount, e.Amount)
	case t.Flags&rebooked != e.Flags&rebooked:
		return name + " differs in the re-booking flag"
	case t.From != e.To || t.To != e.From:
		return name + " does not have the classes the other way round"
	case e.Posted < t.Posted:
		return fmt.Sprintf("%s was posted on %s, after its reversal", name, t.Posted)
	}
	if _, gone := r.gone[e.Reverses]; gone {
		return name + " is already taken back by an earlier entry"
	}
	return ""
}

// NeedsLook tells whether Look has anything to find.
func (l *Ledger) NeedsLook() bool {
	return !l.duplicates.again.IsEmpty() || len(l.reversals.list) > 0
}

// Look shows an entry that Clean gave, in any order, after the last Clean.
func (l *Ledger) Look(e *Entry) {
	l.duplicates.look(e)
	if len(l.reversals.targets) > 0 {
		l.reversals.look(e)
	}
}

// Resolve decides about ids that occur again and about reversals, and puts accounts in order.
func (l *Ledger) Resolve() {
	l.duplicates.resolve()
	l.reversals.resolve(&l.duplicates)
	l.rankAccounts()
}

// Activity follows the days on which contracts with reversals were active. It is fed the settled
// months of one branch in order.
type Activity struct {
	ledger *Ledger
	days   map[uint32][]activeDay
}

type activeDay struct{ on, gone calendar.Day }

// NewActivity starts a branch of the loan ledger; for deposits it does nothing.
func (l *Ledger) NewActivity() *Activity { return &Activity{l, map[uint32][]activeDay{}} }

// quiet are the types that are no activity of the customer.
var quiet = [len(moves)]bool{interestOpening: true, interestDue: true, transfer: true}

// Month takes a month's settled entries, the months in order, and returns for each of its reversals by id
// the contract's latest day up to it with a standing entry; reversals that leave none are absent.
func (a *Activity) Month(entries []Entry) map[int64]calendar.Day {
	l := a.ledger
	if l.isDeposit() || len(l.reversals.who) == 0 {
		return nil
	}
	var taken []*Entry
	for i := range entries {
		e := &entries[i]
		if _, ok := l.reversals.who[e.Who]; !ok {
			continue
		}
		if e.is(reversal) {
			taken = append(taken, e)
		} else if !quiet[e.Type] {
			gone, ok := l.reversals.gone[e.ID]
			if !ok {
				gone = math.MaxInt32
			}
			a.days[e.Who] = append(a.days[e.Who], activeDay{e.Posted, gone})
		}
	}
	latest := make(map[int64]calendar.Day, len(taken))
	for _, e := range taken {
		for _, d := range a.days[e.Who] {
			if before, ok := latest[e.ID]; d.on <= e.Posted && d.gone > e.Posted && (!ok || d.on > before) {
				latest[e.ID] = d.on
			}
		}
	}
	return latest
}
