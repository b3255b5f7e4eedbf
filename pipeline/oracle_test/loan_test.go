package oracle_test

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// entry is a row of either ledger before it is booked.
type entry struct {
	id                 int64
	day, booked        calendar.Day
	office             string
	contract, customer string
	account            string
	kind, from, to     string
	amount             int64
	maturity           *calendar.Day
	rebooked           bool
	reverses           *entry
	reversed           bool
}

type contract struct {
	no, customer, office, branch, programme, fund, method string
	approved                                              int64
	signed, maturity                                      calendar.Day
	balance                                               map[string]int64
	entries                                               []*entry
	opened                                                bool
}

// rates of contracts, by programme: of several, one that is written otherwise, and one that is nothing.
var rates = map[string]string{"01": "6.6", "02": "6.6000", "03": "9.0000", "04": "0.0000", "05": "7.92"}

// makeContract signs a contract and lets it live until the end: brought forward or lent anew,
// with or without a schedule.
func (w *world) makeContract(c *customer) {
	branch := w.abroad(c.branch)
	here := slices.DeleteFunc(slices.Clone(w.offices), func(o office) bool { return o.branch != branch })
	k := &contract{
		no: fmt.Sprintf("66%s%08d", branch[:6], len(w.contracts)), customer: c.code, office: pick(w, here).code, branch: branch,
		programme: pick(w, w.programmes), fund: pick(w, []string{"1", "1", "2"}), method: pick(w, []string{"2", "2", "2", "2", "2", "2", "1"}),
		approved: w.money(100_000_000), balance: map[string]int64{},
	}
	w.contracts = append(w.contracts, k)
	on := w.opening
	if k.opened = w.chance(40); !k.opened {
		on = w.day(w.opening+1, w.end)
	}
	k.signed = on - calendar.Day(w.IntN(800))
	if !k.opened {
		k.signed = on - calendar.Day(w.IntN(10))
	}
	k.maturity = w.day(max(k.signed+60, w.opening-100), w.end+400)
	w.add("loan_contract", k.no, k.customer, k.office, k.programme, k.fund, k.method, k.approved, rates[k.programme], k.signed, k.maturity, k.maturity+calendar.Day(w.IntN(30)-10))
	w.makeSchedule(k)
	if w.chance(4) {
		return // signed, never lent
	}
	w.begin(k, on)
	for steps := 2 + w.IntN(25); steps > 0 && on <= w.end; steps-- {
		on = w.step(k, on)
		if w.chance(80) {
			on += calendar.Day(w.IntN(45))
		}
		if w.chance(5) {
			on += calendar.Day(w.IntN(500))
		}
	}
}

func (w *world) makeSchedule(k *contract) {
	n := int64(w.IntN(7))
	if n == 0 {
		return
	}
	total := k.approved
	if w.chance(20) {
		total = w.money(k.approved * 3 / 2)
	}
	total = max(total, n)
	due := k.maturity
	for i := range n {
		amount := total / n
		if i == 0 {
			amount = total - total/n*(n-1)
		}
		w.add("principal_schedule", k.no, due, amount)
		due -= calendar.Day(20 + w.IntN(120))
	}
}

// begin brings a balance forward in one class or several, or pays the first money out.
func (w *world) begin(k *contract, on calendar.Day) {
	if !k.opened {
		w.post(k, entry{day: on, kind: "disbursement", to: "in_term", amount: w.money(k.approved)})
		return
	}
	rest := w.money(k.approved)
	for rest > 0 {
		amount := rest
		if w.chance(40) {
			amount = w.money(rest)
		}
		w.post(k, entry{day: on, kind: "opening", to: pick(w, []string{"in_term", "in_term", "overdue", "frozen"}), amount: amount})
		rest -= amount
		if w.chance(30) {
			break
		}
	}
	if w.chance(50) {
		w.post(k, entry{day: on, kind: "interest_opening", to: pick(w, []string{"in_term", "overdue"}), amount: w.money(500_000)})
	}
}

var classes = []string{"in_term", "overdue", "frozen"}

// step posts what may happen to a loan on a day and returns the day of the last entry; no class
// ever falls below zero.
func (w *world) step(k *contract, on calendar.Day) calendar.Day {
	class := pick(w, slices.DeleteFunc(slices.Clone(classes), func(c string) bool { return k.balance[c] == 0 && c != "in_term" }))
	have := k.balance[class]
	interestClass := pick(w, []string{"in_term", "overdue"})
	some := func() int64 {
		if w.chance(35) {
			return have
		}
		return w.money(have)
	}
	switch n := w.IntN(100); {
	case n < 22:
		if have > 0 {
			w.post(k, entry{day: on, kind: "repayment", from: class, amount: some(), rebooked: w.chance(6)})
		}
	case n < 28:
		w.post(k, entry{day: on, kind: "disbursement", to: "in_term", amount: w.money(k.approved / 2), rebooked: w.chance(15)})
	case n < 44:
		if have > 0 {
			to := pick(w, slices.DeleteFunc(slices.Clone(classes), func(c string) bool { return c == class }))
			w.post(k, entry{day: on, kind: "transfer", from: class, to: to, amount: some()})
		}
	case n < 47:
		if have > 0 {
			w.post(k, entry{day: on, kind: "write_off", from: class, amount: some()})
		}
	case n < 53:
		later := max(k.maturity, on) + calendar.Day(1+w.IntN(300))
		if w.chance(15) { // a correction of the one before, to an earlier day
			later = on + calendar.Day(1+w.IntN(300))
		}
		w.post(k, entry{day: on, kind: "extension", from: "in_term", to: "in_term", amount: max(1, k.balance["in_term"]), maturity: &later})
		if w.chance(80) {
			k.maturity = later
		}
	case n < 63:
		w.post(k, entry{day: on, kind: "interest_due", to: interestClass, amount: w.money(400_000)})
	case n < 76:
		w.post(k, entry{day: on, kind: "interest_paid", from: interestClass, amount: w.money(400_000)})
	case n < 78:
		w.post(k, entry{day: on, kind: "interest_waived", from: interestClass, amount: w.money(100_000)})
	case n < 82: // đảo khoản: out and in again, on one day or across a month's end
		if have > 0 {
			amount := some()
			w.post(k, entry{day: on, kind: "repayment", from: class, amount: amount, rebooked: true})
			on += calendar.Day(w.IntN(4))
			w.post(k, entry{day: on, kind: "disbursement", to: "in_term", amount: amount, rebooked: true})
		}
	default:
		w.takeBack(k, on)
	}
	return on
}

// takeBack reverses an earlier entry, of this day or of months ago, when the balances allow it.
func (w *world) takeBack(k *contract, on calendar.Day) {
	for range 6 {
		e := pick(w, k.entries)
		if w.chance(50) {
			e = k.entries[len(k.entries)-1]
		}
		if e.reverses != nil || e.reversed || e.day > on || e.kind == "opening" && !w.onlyOpenings(k) {
			continue
		}
		principal := e.kind != "extension" && e.kind[:5] != "inter"
		if principal && e.to != "" && k.balance[e.to] < e.amount {
			continue
		}
		r := entry{day: on, kind: e.kind, from: e.to, to: e.from, amount: e.amount, rebooked: e.rebooked, reverses: e, maturity: e.maturity}
		if w.chance(50) {
			r.maturity = nil
		}
		e.reversed = true
		w.post(k, r)
		return
	}
}

// onlyOpenings tells whether a contract has had nothing but money brought forward: an opening
// taken back after lending or an extension is not settled by the definitions.
func (w *world) onlyOpenings(k *contract) bool {
	return !slices.ContainsFunc(k.entries, func(e *entry) bool { return e.kind == "disbursement" || e.kind == "extension" })
}

func (w *world) post(k *contract, e entry) {
	if e.amount <= 0 {
		return
	}
	e.contract, e.customer, e.office = k.no, k.customer, k.office
	if w.chance(15) {
		e.office = w.officeOf(k.branch)
	}
	switch e.kind {
	case "opening", "disbursement", "repayment", "transfer", "write_off":
		if e.from != "" {
			k.balance[e.from] -= e.amount
		}
		if e.to != "" {
			k.balance[e.to] += e.amount
		}
	}
	k.entries = append(k.entries, &e)
	w.loans = append(w.loans, &e)
}

func (w *world) officeOf(branch string) string {
	for {
		if o := pick(w, w.offices); o.branch == branch {
			return o.code
		}
	}
}
