package replay

import (
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// stream yields a table of n rows batch by batch: build fills rows from to to.
func (r *Replay) stream(t *schemas.Table, n int, build func(f *frame, from, to int)) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for from := 0; from < n; from += batchRows {
			to := min(n, from+batchRows)
			f := newFrame(r.mem, t, to-from)
			f.days("as_of", func(int) calendar.Day { return r.asOf })
			f.one("branch_code", r.b.code)
			build(f, from, to)
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
		if l.seen && (l.month == month || l.start(month) != [balances]int64{} || l.due != [flows - entryFlows]int64{}) {
			rows = append(rows, int32(ord))
		}
	}
	return r.stream(&schemas.LoanMonth, len(rows), func(f *frame, from, to int) { r.loanMonth(f, rows[from:to]) })
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
	}
	var over overflow // what is added here was added before
	for i := range rows {
		l := loan(i)
		past[i], outstanding[i] = l.past, l.outstanding(&over)
		start := l.start(r.asOf.Month())
		for k := range balances {
			begin[k][i], end[k][i] = start[k], l.bal[k]
		}
		touched := l.month == r.asOf.Month()
		for k := range entryFlows {
			if flow[k][i] = 0; touched {
				flow[k][i] = r.flows[l.flow][k]
			}
		}
		for k, v := range l.due {
			flow[entryFlows+k][i] = v
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
