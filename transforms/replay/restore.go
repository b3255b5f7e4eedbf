package replay

import (
	"errors"
	"fmt"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
)

// Restore puts a new replay into the state of asOf, as ContractState and AccountState gave it
// then; the next month follows. It is an error when the state names a contract, group or place
// that the dimensions do not have.
func (r *Replay) Restore(asOf calendar.Day, contracts, accounts iter.Seq2[arrow.RecordBatch, error]) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("replay %s: restoring the state of %s: %w", r.b.code, asOf, err)
			r.err = err
		}
	}()
	if r.asOf != never || r.err != nil {
		return errors.New("the replay has a state already")
	}
	r.asOf = asOf
	r.lent.slots.homes.day, r.saved.slots.homes.day = asOf, asOf
	if err := scan("contract_state", contracts, r.restoreContracts); err != nil {
		return err
	}
	return scan("account_state", accounts, r.restoreAccounts)
}

func (r *Replay) restoreContracts(b *batch) {
	no, disbursed, extensions := b.words("contract_no"), b.words("disbursed_days"), b.words("extensions")
	var bal [balances][]int64
	for k, name := range balanceNames {
		bal[k] = b.int64s(name)
	}
	opened, lent, paid := b.int64s("opened"), b.int64s("lent"), b.int64s("paid")
	lentBefore, paidBefore, openings := b.int64s("lent_before_year"), b.int64s("paid_before_year"), b.int32s("openings")
	overdueSince, lastActivity, firstEntry := b.days("overdue_since"), b.days("last_activity_on"), b.days("first_entry_on")
	places := r.places(b)
	for i := 0; b.err == nil && i < b.n; i++ {
		ord := r.b.contracts.find(no.at(i))
		if ord == none {
			b.fail("contract %s is not in loan_contract of the branch", no.at(i))
			return
		}
		l := &r.loans[ord]
		l.begin(&r.b.contract[ord])
		l.month, l.slot = unmonth, r.lent.slots.of(places[i])
		r.lent.alarms.raise(ord)
		for k := range bal {
			l.bal[k] = bal[k][i]
		}
		l.opened, l.openings, l.lent, l.paid, l.lentBefore, l.paidBefore = opened[i], openings[i], lent[i], paid[i], lentBefore[i], paidBefore[i]
		l.overdueSince, l.lastActivity, r.first[ord] = overdueSince.at(i, never), lastActivity.at(i, never), firstEntry.at(i, never)
		var err error
		var days []calendar.Day
		var list []extended
		if days, err = parseDays(disbursed.at(i)); err == nil {
			list, err = parseExtensions(extensions.at(i))
		}
		for _, d := range days {
			l.disburse(d, r.lent.histories, ord)
		}
		if len(list) > 0 {
			r.lent.histories.of(ord).extensions = list
		}
		if err != nil {
			b.fail("contract %s: %w", no.at(i), err)
		}
		l.recall(r.lent.histories[ord], r.b.checks[ord])
	}
}

func (r *Replay) restoreAccounts(b *batch) {
	customer, no := b.words("customer_code"), b.words("account_no")
	balance, lastID, lastDay := b.int64s("balance"), b.int64s("last_entry_id"), b.days("last_posted_on")
	openings, deposits := b.int32s("openings"), b.int32s("deposits")
	this, before, earlier := b.int32s("deposits_this_month"), b.int32s("deposits_last_month"), b.int32s("deposits_month_before")
	office := numbers(b, "last_office_code", nil, none, func(s string) (int32, bool) { return r.offices.id(s), true })
	places, s := r.places(b), &r.savings
	var over overflow
	for i := 0; b.err == nil && i < b.n; i++ {
		name, own, near := accountName{s.keep(customer.at(i)), s.keep(no.at(i))}, none, none
		k := keyOf(name.customer, name.no)
		if n := int32(len(s.names)); n > 0 {
			if s.compare(n-1, &k, &name) >= 0 {
				b.fail("account %s of customer %s is out of order", name.no, name.customer)
			}
			last := s.accounts[n-1].owner
			if near = s.owners[last].customer; s.names[n-1].customer == name.customer {
				own = last
			}
		}
		at := s.add(r.b.nation, k, name, own, near)
		s.order = append(s.order, ordered{at, k.tag()})
		a := &s.accounts[at]
		a.saved = saved{balance: balance[i], lastID: lastID[i], lastDay: lastDay.at(i, never), month: r.asOf.Month(),
			recent: [3]int32{this[i], before[i], earlier[i]}, openings: openings[i], deposits: deposits[i], office: office[i]}
		o := &s.owners[a.owner]
		o.counted, o.slot = over.add(o.counted, a.balance), r.saved.slots.of(places[i])
	}
	if over.yes() {
		b.fail("sums of a customer leave 64 bits")
	}
}

// unmonth is a month that no ledger has.
const unmonth = calendar.Month(-1 << 31)

// places reads where rows counted.
func (r *Replay) places(b *batch) []place {
	n := r.b.nation
	known := func(find func(string) int32) func(string) (int32, bool) {
		return func(s string) (int32, bool) { id := find(s); return id, id != none }
	}
	group := numbers(b, "group_code", nil, none, known(n.groups.find))
	union := numbers(b, "union_code", nil, none, known(n.unions.find))
	commune := numbers(b, "commune_code", nil, none, known(n.communes.find))
	office := numbers(b, "office_code", nil, none, func(s string) (int32, bool) { return r.offices.id(s), true })
	if b.err != nil {
		return nil
	}
	list := make([]place, b.n)
	for i := range list {
		list[i] = place{group[i], union[i], commune[i], office[i]}
	}
	return list
}
