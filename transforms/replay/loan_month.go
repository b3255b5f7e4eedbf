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
	month := r.asOf.Month()
	var rows []int32
	for ord := range r.loans {
		l := &r.loans[ord]
		if l.seen && (l.month == month || l.start(month) != [balances]int64{} || l.flows > 0) {
			rows = append(rows, int32(ord))
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
	r.attribution(f, func(i int) place { return loan(i).where })
	f.code("programme_code", &b.progs, func(i int) int32 { return contract(i).programme })
	f.code("fund_source", &b.funds, func(i int) int32 { return contract(i).fund })
	f.code("lending_method", &b.methods, func(i int) int32 { return contract(i).method })
	r.origin(f, func(i int) (place, bool) { return loan(i).was, loan(i).came })
	f.days("maturity_on", func(i int) calendar.Day { return loan(i).maturesOn(contract(i).maturity) })
	f.days("overdue_since", func(i int) calendar.Day { return loan(i).overdueSince })
	f.days("last_activity_on", func(i int) calendar.Day { return loan(i).lastActivity })
	f.days("first_disbursed_on", func(i int) calendar.Day { return loan(i).first })
	past := f.int32s("days_past_due")
	var begin, end [balances][]int64
	for k, name := range balanceNames {
		begin[k], end[k] = f.ints("opening_"+name), f.ints(name)
	}
	outstanding := f.ints("outstanding")
	var flow [flows][]int64
	for k, name := range flowNames {
		flow[k] = f.ints(name)
		clear(flow[k]) // the memory may have been used before
	}
	var over overflow // what is added here was added before
	for i := range f.n {
		l := loan(f.from + i)
		past[i], outstanding[i] = l.past, l.outstanding(&over)
		start := l.start(r.asOf.Month())
		for k := range balances {
			begin[k][i], end[k][i] = start[k], l.bal[k]
		}
		for _, m := range r.flows[l.flow : l.flow+l.flows] {
			flow[m.flow][i] = m.amount
		}
	}
}

// balanceNames and flowNames are the columns of balances and flows, in their order.
var (
	balanceNames = [balances]string{"in_term", "overdue", "frozen", "unpaid_interest_in_term", "unpaid_interest_overdue"}
	flowNames    = names(schemas.LoanMeasures()[mFlows : mFlows+flows])
	measureNames = names(append(schemas.LoanMeasures(), schemas.GroupMeasures()...))
)

func names(cols []schemas.Column) []string {
	list := make([]string, len(cols))
	for i, c := range cols {
		list[i] = c.Name
	}
	return list
}
