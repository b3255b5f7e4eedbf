package replay

import (
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// stream yields a table of n rows batch by batch: build fills frame after frame.
func (r *Replay) stream(t *schemas.Table, n int, build func(f *frame)) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		s := newSheet(r.mem, t, n)
		defer s.release()
		for from := 0; from < n; from += batchRows {
			f := s.frame(from, min(n, from+batchRows))
			f.days("as_of", func(int) calendar.Day { return r.asOf })
			f.one("branch_code", r.b.code)
			build(f)
			b, err := f.finish()
			if err != nil {
				yield(nil, err)
				return
			}
			more := yield(b, nil)
			b.Release()
			if !more {
				return
			}
		}
	}
}

// attribution fills the four columns of where a row counts, under their names with a prefix in
// front and "_code" behind it unless the prefix says otherwise.
func (r *Replay) attribution(f *frame, at func(i int) place) {
	n := r.b.nation
	f.text("group_code", func(i int) (string, bool) { return r.groupCode(at(i).group) })
	f.code("union_code", &n.unions, func(i int) int32 { return at(i).union })
	f.code("commune_code", &n.communes, func(i int) int32 { return at(i).commune })
	f.code("office_code", &r.offices, func(i int) int32 { return at(i).office })
}

// origin fills the four columns of where a row counted before; ok false leaves them null.
func (r *Replay) origin(f *frame, at func(i int) (p place, ok bool)) {
	n := r.b.nation
	part := func(pick func(p place) int32) func(int) int32 {
		return func(i int) int32 {
			if p, ok := at(i); ok {
				return pick(p)
			}
			return none
		}
	}
	group := part(func(p place) int32 { return p.group })
	f.text("moved_from_group", func(i int) (string, bool) { return r.groupCode(group(i)) })
	f.code("moved_from_union", &n.unions, part(func(p place) int32 { return p.union }))
	f.code("moved_from_commune", &n.communes, part(func(p place) int32 { return p.commune }))
	f.code("moved_from_office", &r.offices, part(func(p place) int32 { return p.office }))
}

func (r *Replay) groupCode(g int32) (string, bool) {
	if g == none {
		return "", false
	}
	return r.b.nation.groups.at(g), true
}

// LoanMonth gives the month's loan_month: a row per contract with balance (principal or unpaid
// interest, at either end), entries or an instalment due, by contract: what the indicators add up.
// A batch is valid until the next is asked for.
func (r *Replay) LoanMonth() iter.Seq2[arrow.RecordBatch, error] {
	month, flows := r.asOf.Month(), r.lent.flows
	var rows []int32
	for i := range r.loans {
		l, ord := &r.loans[i], int32(i)
		for len(flows) > 0 && flows[0].ord < ord {
			flows = flows[1:]
		}
		flowed := len(flows) > 0 && flows[0].ord == ord
		if l.flags&seen != 0 && (flowed || l.month == month || l.bal != [balances]int64{} || l.due != dues{}) {
			rows = append(rows, ord)
		}
	}
	return r.stream(&schemas.LoanMonth, len(rows), func(f *frame) { r.loanMonth(f, rows) })
}

func (r *Replay) loanMonth(f *frame, rows []int32) {
	b := r.b
	loan := func(i int) *loan { return &r.loans[rows[i]] }
	contract := func(i int) *contract { return &b.contract[rows[i]] }
	f.text("contract_no", func(i int) (string, bool) { return b.contracts.at(rows[i]), true })
	f.text("customer_code", func(i int) (string, bool) { return b.customers[contract(i).customer], true })
	r.attribution(f, func(i int) place { return r.lent.slots.at[loan(i).slot] })
	f.code("programme_code", &b.progs, func(i int) int32 { return contract(i).programme })
	f.code("fund_source", &b.funds, func(i int) int32 { return contract(i).fund })
	f.code("lending_method", &b.methods, func(i int) int32 { return contract(i).method })
	r.origin(f, func(i int) (place, bool) { return r.lent.movedFrom(rows[i]) })
	f.days("maturity_on", func(i int) calendar.Day { return r.lent.histories.maturesOn(rows[i], loan(i), contract(i)) })
	f.days("overdue_since", func(i int) calendar.Day { return loan(i).overdueSince })
	f.days("last_activity_on", func(i int) calendar.Day { return loan(i).lastActivity })
	f.days("first_disbursed_on", func(i int) calendar.Day { return loan(i).first })
	late := f.int32s("days_past_due")
	var begin, end [balances][]int64
	for k, name := range balanceNames {
		begin[k], end[k] = f.ints("opening_"+name), f.ints(name)
	}
	owed := f.ints("outstanding")
	var flow [flowCount][]int64
	for k, name := range flowNames {
		flow[k] = f.ints(name)
		clear(flow[k]) // the memory may have been used before
	}
	moved := r.lent.flows
	for i := range f.n {
		ord, l := rows[f.from+i], loan(f.from+i)
		late[i], owed[i] = l.daysPastDue(r.asOf), outstanding(&l.bal)
		start := l.bal
		for len(moved) > 0 && moved[0].ord < ord {
			moved = moved[1:]
		}
		for ; len(moved) > 0 && moved[0].ord == ord; moved = moved[1:] {
			flow[moved[0].flow][i] += moved[0].amount
			moved[0].takeBack(&start)
		}
		flow[duePrincipalYear][i], flow[dueCollectedYear][i] = l.due.principal, l.due.collected
		for k := range balances {
			begin[k][i], end[k][i] = start[k], l.bal[k]
		}
	}
}

// takeBack makes balances what they were before the flow; the sums are those that were made with it.
func (m flowed) takeBack(bal *[balances]int64) {
	if m.flow >= entryFlows {
		return
	}
	e := &flowEffects[m.flow]
	if e.to != outside {
		bal[e.to] -= m.amount
	}
	if e.from != outside {
		bal[e.from] += m.amount
	}
}

// balanceNames and flowNames are the columns of balances and flows, in their order.
var (
	balanceNames = [balances]string{"in_term", "overdue", "frozen", "unpaid_interest_in_term", "unpaid_interest_overdue"}
	flowNames    = names(schemas.LoanMeasures()[mFlows : mFlows+flowCount])
	measureNames = names(append(schemas.LoanMeasures(), schemas.GroupMeasures()...))
)

func names(cols []schemas.Column) []string {
	list := make([]string, len(cols))
	for i, c := range cols {
		list[i] = c.Name
	}
	return list
}
