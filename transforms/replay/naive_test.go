package replay

import (
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
)

// This file computes the catalogue's definitions from scratch, per contract and day, from the rows
// of a world: slow, and written to be compared with the text of the definitions.

func isReversal(e row) bool { return e["reverses_entry_id"] != "" }

// standsOn: an entry stands when no reversal of it is posted by then; a reversal never does.
func (w world) standsOn(table string, e row, x calendar.Day) bool {
	if isReversal(e) || e.day("posted_on") > x {
		return false
	}
	for _, r := range w[table+" back "+e["entry_id"]] {
		if r.day("posted_on") <= x {
			return false
		}
	}
	return true
}

// of lists a contract's entries of some types posted in [from, to].
func (w world) of(contract string, from, to calendar.Day, types ...string) (list []row) {
	for _, e := range w["loan_ledger of "+contract] {
		if on := e.day("posted_on"); on >= from && on <= to && (len(types) == 0 || slices.Contains(types, e["entry_type"])) {
			list = append(list, e)
		}
	}
	return list
}

// index lists entries by contract or customer and by the entry that they take back, under names
// that no table has.
func (w world) index() {
	for table, owner := range map[string]string{"loan_ledger": "contract_no", "deposit_ledger": "customer_code"} {
		for _, e := range w[table] {
			own, back := table+" of "+e[owner], table+" back "+e["reverses_entry_id"]
			w[own], w[back] = append(w[own], e), append(w[back], e)
		}
	}
}

// measure gives an entry's classes and signed amount in the measure of the entry it is or takes back.
func measure(e row) (from, to string, amount int64) {
	if isReversal(e) {
		return e["to_class"], e["from_class"], -e.num("amount")
	}
	return e["from_class"], e["to_class"], e.num("amount")
}

// balance is a class's principal on x, or unpaid interest with the interest types.
func (w world) balance(contract, class string, x calendar.Day, types ...string) (sum int64) {
	for _, e := range w.of(contract, never, x, types...) {
		from, to, amount := measure(e)
		if to == class {
			sum += amount
		}
		if from == class {
			sum -= amount
		}
	}
	return sum
}

var principalTypes = []string{"opening", "disbursement", "repayment", "transfer", "write_off"}
var interestTypes = []string{"interest_opening", "interest_due", "interest_paid", "interest_waived"}

func (w world) principal(contract, class string, x calendar.Day) int64 {
	return w.balance(contract, class, x, principalTypes...)
}

func (w world) outstanding(contract string, x calendar.Day) int64 {
	return w.principal(contract, "in_term", x) + w.principal(contract, "overdue", x) + w.principal(contract, "frozen", x)
}

// sum adds the signed amounts of entries of some types up to x.
func (w world) sum(contract string, x calendar.Day, types ...string) (sum int64) {
	for _, e := range w.of(contract, never, x, types...) {
		_, _, amount := measure(e)
		sum += amount
	}
	return sum
}

func (w world) standing(contract string, x calendar.Day, kind string) (list []row) {
	for _, e := range w.of(contract, never, x, kind) {
		if w.standsOn("loan_ledger", e, x) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b row) int {
		if c := int(a.day("posted_on") - b.day("posted_on")); c != 0 {
			return c
		}
		return int(a.num("entry_id") - b.num("entry_id"))
	})
	return list
}

func (w world) lastActivity(contract string, x calendar.Day) calendar.Day {
	latest := never
	for _, e := range w.of(contract, never, x) {
		switch e["entry_type"] {
		case "interest_due", "interest_opening", "transfer":
			continue
		}
		if w.standsOn("loan_ledger", e, x) {
			latest = max(latest, e.day("posted_on"))
		}
	}
	return latest
}

func (w world) firstDisbursed(contract string, x calendar.Day) calendar.Day {
	for _, e := range w.standing(contract, x, "disbursement") {
		if e["rebooking"] == "false" {
			return e.day("posted_on")
		}
	}
	return never
}

func (w world) contract(no string) row {
	for _, r := range w["loan_contract"] {
		if r["contract_no"] == no {
			return r
		}
	}
	panic(no)
}

func (w world) maturity(contract string, x calendar.Day) calendar.Day {
	if list := w.standing(contract, x, "extension"); len(list) > 0 {
		return list[len(list)-1].day("new_maturity_on")
	}
	return w.contract(contract).day("session_maturity_on")
}

func (w world) overdueSince(contract string, x calendar.Day) calendar.Day {
	since := never
	for d := x; w.principal(contract, "overdue", d) > 0; d-- {
		since = d
	}
	return since
}

func (w world) schedule(contract string) (list []row) {
	for _, r := range w["principal_schedule"] {
		if r["contract_no"] == contract {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b row) int { return int(a.day("due_on") - b.day("due_on")) })
	return list
}

func (w world) total(contract string) (sum int64) {
	for _, r := range w.schedule(contract) {
		sum += r.num("amount")
	}
	return sum
}

// covered is the principal covered on x, as the opening stands on asOf.
func (w world) covered(contract string, x, asOf calendar.Day) int64 {
	cover := w.sum(contract, x, "repayment", "write_off")
	if len(w.standing(contract, asOf, "opening")) > 0 {
		cover += max(0, w.total(contract)-w.sum(contract, asOf, "opening")-w.sum(contract, x, "disbursement"))
	}
	return cover
}

// stretch is an instalment: principal from lo to hi and its due day.
type stretch struct {
	lo, hi int64
	due    calendar.Day
}

func (w world) instalments(contract string, asOf calendar.Day) (list []stretch) {
	lo := int64(0)
	for _, r := range w.schedule(contract) {
		s := stretch{lo, lo + r.num("amount"), r.day("due_on")}
		for _, e := range w.standing(contract, asOf, "extension") {
			on := e.day("posted_on")
			if w.covered(contract, on, on) < s.hi {
				s.due = e.day("new_maturity_on")
			}
		}
		list, lo = append(list, s), s.hi
	}
	if lent := w.sum(contract, asOf, "disbursement", "opening"); lent > lo {
		list = append(list, stretch{lo, lent, w.maturity(contract, asOf)})
	}
	return list
}

func (w world) daysPastDue(contract string, asOf calendar.Day) int64 {
	if w.outstanding(contract, asOf) == 0 {
		return 0
	}
	past := int64(0)
	for _, s := range w.instalments(contract, asOf) {
		if s.due < asOf && w.covered(contract, asOf, asOf) < s.hi {
			past = max(past, int64(asOf-s.due))
		}
	}
	return past
}

// due counts đồng by đồng what falls due in [from, asOf] and was not covered before.
func (w world) due(contract string, from, asOf calendar.Day) (due, collected int64) {
	before, now := w.covered(contract, from-1, asOf), w.covered(contract, asOf, asOf)
	for _, s := range w.instalments(contract, asOf) {
		if s.due < from || s.due > asOf {
			continue
		}
		for dong := s.lo; dong < s.hi; dong++ {
			if dong >= before {
				due++
				if dong < now {
					collected++
				}
			}
		}
	}
	return due, collected
}

func (w world) lendingTurns(contract string, from, to calendar.Day) (turns int64) {
	for d := from; d <= to; d++ {
		if len(w.standing(contract, d, "opening")) > 0 {
			continue
		}
		if w.firstDisbursed(contract, d) != never {
			turns++
		}
		if w.firstDisbursed(contract, d-1) != never {
			turns--
		}
	}
	return turns
}

// flows of a contract in [from, to], by column.
func (w world) flows(contract string, from, to calendar.Day) map[string]int64 {
	out := map[string]int64{}
	for _, e := range w.of(contract, from, to) {
		f, t, amount := measure(e)
		again := e["rebooking"] == "true"
		switch kind := e["entry_type"]; {
		case kind == "opening":
			out["brought_forward_"+t] += amount
		case kind == "disbursement" && again:
			out["rebooked_"+t] += amount
		case kind == "disbursement":
			out["disbursed"] += amount
		case kind == "repayment" && again:
			out["rebooked_"+f] -= amount
		case kind == "repayment":
			out["collected_"+f] += amount
		case kind == "write_off":
			out["written_off_"+f] += amount
		case kind == "transfer":
			out[f+"_to_"+t] += amount
		case kind == "interest_opening":
			out["interest_brought_"+t] += amount
		case kind == "interest_due":
			out["interest_due_"+t] += amount
		case kind == "interest_paid":
			out["interest_paid_"+f] += amount
		case kind == "interest_waived":
			out["interest_waived_"+f] += amount
		}
	}
	out["lending_turns"] = w.lendingTurns(contract, from, to)
	out["due_principal"], out["due_collected"] = w.due(contract, from, to)
	out["due_principal_ytd"], out["due_collected_ytd"] = w.due(contract, to.YearStart(), to)
	return out
}

// naivePlace is an attribution: group, union, commune, office.
type naivePlace struct{ group, union, commune, office string }

func (w world) group(code string) row {
	for _, r := range w["savings_group"] {
		if r["group_code"] == code {
			return r
		}
	}
	return nil
}

func before(r row, name string, x calendar.Day) bool { return r[name] != "" && r.day(name) <= x }

// membership returns the group of a customer on x and whether the membership is open.
func (w world) membership(customer string, x calendar.Day) (group string, open bool) {
	var latest row
	for _, m := range w["group_membership"] {
		if m["customer_code"] != customer || m.day("valid_from") > x {
			continue
		}
		if !before(m, "valid_to", x) {
			return m["group_code"], true
		}
		if latest == nil || m.day("valid_from") > latest.day("valid_from") {
			latest = m
		}
	}
	return latest["group_code"], false
}

func (w world) groupOn(customer string, x calendar.Day) string {
	code, open := w.membership(customer, x)
	if open || code == "" {
		return code
	}
	seen := map[string]bool{}
	for next := code; w.group(next) != nil && !seen[next]; next = w.group(next)["merged_into"] {
		if !before(w.group(next), "closed_on", x) {
			return next
		}
		seen[next] = true
	}
	return code
}

func (w world) officeOn(commune string, x calendar.Day) string {
	var valid, earlier, later row
	for _, r := range w["commune"] {
		if r["commune_code"] != commune {
			continue
		}
		switch {
		case r.day("valid_from") > x:
			if later == nil || r.day("valid_from") < later.day("valid_from") {
				later = r
			}
		case !before(r, "valid_to", x):
			valid = r
		case earlier == nil || r.day("valid_from") > earlier.day("valid_from"):
			earlier = r
		}
	}
	for _, r := range []row{valid, earlier, later} {
		if r != nil {
			return r["office_code"]
		}
	}
	return ""
}

// place of a customer; without a group, or without a known office, that of own.
func (w world) place(customer, own string, x calendar.Day) naivePlace {
	g := w.group(w.groupOn(customer, x))
	if g == nil {
		return naivePlace{"", "98", "", own}
	}
	office := w.officeOn(g["commune_code"], x)
	if office == "" {
		office = own
	}
	return naivePlace{g["group_code"], g["union_code"], g["commune_code"], office}
}

func (w world) contractPlace(k row, x calendar.Day) naivePlace {
	if k["lending_method"] == "1" {
		return naivePlace{"", "99", "", k["office_code"]}
	}
	return w.place(k["customer_code"], k["office_code"], x)
}

func (p naivePlace) String() string {
	return strings.Join([]string{p.group, p.union, p.commune, p.office}, "/")
}

// naiveLoanMonth computes loan_month of a day.
func (w world) naiveLoanMonth(asOf calendar.Day, branch string) (rows []row) {
	first := asOf.Month().First()
	for _, k := range w["loan_contract"] {
		no := k["contract_no"]
		if k["branch_code"] != branch || len(w.of(no, never, asOf)) == 0 {
			continue
		}
		r := row{"as_of": asOf.String(), "branch_code": branch, "contract_no": no, "customer_code": k["customer_code"],
			"programme_code": k["programme_code"], "fund_source": k["fund_source"], "lending_method": k["lending_method"]}
		held := len(w.of(no, first, asOf)) > 0
		amounts := map[string]int64{"days_past_due": w.daysPastDue(no, asOf), "outstanding": w.outstanding(no, asOf)}
		begin := false
		for _, class := range []string{"in_term", "overdue", "frozen"} {
			amounts[class], amounts["opening_"+class] = w.principal(no, class, asOf), w.principal(no, class, first-1)
			begin = begin || amounts["opening_"+class] != 0
			held = held || amounts[class] != 0
		}
		for _, class := range []string{"in_term", "overdue"} {
			at, then := w.balance(no, class, asOf, interestTypes...), w.balance(no, class, first-1, interestTypes...)
			amounts["unpaid_interest_"+class], amounts["opening_unpaid_interest_"+class] = at, then
			begin = begin || then != 0
			held = held || at != 0
		}
		for _, name := range flowNames {
			amounts[name] = 0
		}
		for name, v := range w.flows(no, first, asOf) {
			amounts[name] = v
		}
		if !held && !begin && amounts["due_principal"] == 0 && amounts["due_principal_ytd"] == 0 {
			continue
		}
		for name, v := range amounts {
			r[name] = fmt.Sprint(v)
		}
		for name, d := range map[string]calendar.Day{"maturity_on": w.maturity(no, asOf), "overdue_since": w.overdueSince(no, asOf),
			"last_activity_on": w.lastActivity(no, asOf), "first_disbursed_on": w.firstDisbursed(no, asOf)} {
			if d != never {
				r[name] = d.String()
			}
		}
		now, was := w.contractPlace(k, asOf), w.contractPlace(k, first-1)
		put := func(prefix, suffix string, p naivePlace) {
			for name, v := range map[string]string{"group": p.group, "union": p.union, "commune": p.commune, "office": p.office} {
				if v != "" {
					r[prefix+name+suffix] = v
				}
			}
		}
		put("", "_code", now)
		if begin && now != was {
			put("moved_from_", "", was)
		}
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a["contract_no"], b["contract_no"]) })
	return rows
}
