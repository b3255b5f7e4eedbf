package oracle_test

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
)

// makeOperations fills the tables around the ledgers, or leaves some of them out.
func (w *world) makeOperations() {
	unions := []string{"11", "12", "13", "14"}
	if w.chance(30) {
		unions = append(unions, "98", "99")
	}
	optional := func(most int, row func(id int)) {
		if w.chance(20) {
			return
		}
		for i := range 1 + w.IntN(most) {
			row(i + 1)
		}
	}
	on := func() calendar.Day { return w.day(w.opening-200, w.end+30) }
	optional(40, func(id int) {
		var ended *calendar.Day
		signed := on()
		if w.chance(40) {
			d := w.day(signed, w.end+100)
			ended = &d
		}
		if w.chance(50) {
			w.add("agreement", id, pick(w, unions), "district", pick(w, w.offices).code, signed, ended)
		} else {
			w.add("agreement", id, pick(w, unions), "commune", pick(w, w.communes), signed, ended)
		}
	})
	optional(120, func(id int) {
		level := pick(w, []string{"district", "commune", "group", "household"})
		code := map[string]string{"district": pick(w, w.offices).code, "commune": pick(w, w.communes), "group": pick(w, w.groups).code, "household": pick(w, w.customers).code}
		w.add("inspection", id, on(), pick(w, unions), pick(w, []string{"province", "district", "commune"}), level, code[level])
	})
	optional(1, func(int) { w.makeChecks() })
	optional(15, func(id int) {
		w.add("training_session", id, on(), pick(w, []string{"union_officer", "group_board"}), 5+w.IntN(60))
	})
	optional(60, func(id int) {
		level := pick(w, []string{"central", "district", "group"})
		code := map[string]any{"central": nil, "district": pick(w, w.offices).code, "group": pick(w, w.groups).code}
		w.add("fee_payment", id, on(), pick(w, []string{"entrustment_fee", "group_commission"}), pick(w, unions), level, code[level], w.money(50_000_000))
	})
	optional(30, func(id int) { w.makeRisk(id) })
	optional(1, func(int) { w.makeScores() })
	if w.chance(50) {
		w.makePlan()
	}
	if len(w.contracts) > 0 {
		optional(1, func(int) {
			w.add("debt_cause", w.contracts[0].no, w.through, "wilful")
		})
	}
}

// makeChecks dates checks of loan use around thirty days after the first money.
func (w *world) makeChecks() {
	id := 0
	for _, k := range w.contracts {
		for _, e := range k.entries {
			if e.kind == "disbursement" && e.reverses == nil && w.chance(60) {
				id++
				w.add("loan_use_check", id, k.no, e.day-5+calendar.Day(w.IntN(45)), w.chance(95))
			}
		}
	}
}

func (w *world) makeRisk(id int) {
	if len(w.contracts) == 0 {
		return
	}
	submitted := w.day(w.opening-100, w.end+20)
	var decided *calendar.Day
	var approved any
	if w.chance(60) {
		d := w.day(submitted, submitted+120)
		decided, approved = &d, w.chance(80)
	}
	round := fmt.Sprintf("%d-%s", submitted.Year(), pick(w, []string{"I", "II", "III"}))
	w.add("risk_case", id, round, pick(w, w.contracts).no, pick(w, []string{"extension", "freeze", "write_off"}), w.money(40_000_000), w.money(4_000_000), submitted, decided, approved)
}

// makeScores rates most groups at most month-ends.
func (w *world) makeScores() {
	for m := w.opening.Month(); m <= w.end.Month(); m++ {
		for _, g := range w.groups {
			if w.chance(80) {
				floor := pick(w, []float64{0.1, 0.5, 0.7, 0.8})
				p := func(most int) int { return min(most, int(float64(most)*floor)+w.IntN(most)) }
				w.add("group_score", m.Last(), g.code, p(30), p(20), p(20), p(15), p(10), p(5))
			}
		}
	}
}

// makePlan sets targets: the whole unit's, or one per branch, or only others beside the point.
func (w *world) makePlan() {
	for y := w.opening.Year(); y <= w.end.Year(); y++ {
		from, to := calendar.Date(y, 1, 1), calendar.Date(y, 12, 31)
		switch w.IntN(3) {
		case 0:
			w.add("plan_target", from, to, "deposit_increase", "00", "00", "00", w.money(50_000_000))
			fallthrough
		case 1:
			for _, b := range w.branches {
				w.add("plan_target", from, to, "deposit_increase", "00", "00", b, w.money(50_000_000))
			}
		}
		w.add("plan_target", from, to, "deposit_increase", "11", "00", "00", w.money(50_000_000))
		w.add("plan_target", from, calendar.Date(y, 6, 30), "deposit_increase", "00", "00", "00", w.money(50_000_000))
		w.add("plan_target", from, to, "outstanding_increase", "00", "00", "00", w.money(50_000_000))
	}
}

// makeControls gives the general ledger of some days and offices, all entries by their own office,
// and in some worlds the word of the source on which days are closed.
func (w *world) makeControls() {
	if w.chance(70) {
		for range 1 + w.IntN(12) {
			asOf := w.day(w.opening-1, w.end)
			if w.chance(50) {
				asOf = asOf.Month().Last()
			}
			w.generalLedger(asOf)
		}
	}
	if w.chance(50) {
		for _, o := range w.offices {
			for d := w.opening; d <= w.end+5; d++ {
				closed := fmt.Sprint(d+1, " 01:00:00")
				if d > w.through && w.chance(50) {
					closed = ""
				}
				if d == w.through+1 {
					closed = ""
				}
				w.add("business_day", o.code, d, null(closed))
			}
		}
	}
}

func (w *world) generalLedger(asOf calendar.Day) {
	for _, row := range w.tables["gl_balance"] {
		if row[0] == asOf.String() {
			return
		}
	}
	type key struct{ office, account string }
	sum := map[key]int64{}
	for _, e := range w.loans {
		if e.day > asOf || e.kind == "extension" || e.kind[:5] == "inter" {
			continue
		}
		if e.from != "" {
			sum[key{e.office, "loan_" + e.from}] -= e.amount
		}
		if e.to != "" {
			sum[key{e.office, "loan_" + e.to}] += e.amount
		}
	}
	for _, e := range w.deposits {
		if e.day > asOf {
			continue
		}
		if plus := e.kind != "withdrawal" && e.kind != "offset"; plus == (e.reverses == nil) {
			sum[key{e.office, "member_deposit"}] += e.amount
		} else {
			sum[key{e.office, "member_deposit"}] -= e.amount
		}
	}
	for _, o := range w.offices {
		if w.chance(20) {
			continue
		}
		for _, account := range []string{"loan_in_term", "loan_overdue", "loan_frozen", "member_deposit"} {
			if amount := sum[key{o.code, account}]; amount != 0 || w.chance(50) {
				w.add("gl_balance", asOf, o.code, account, amount)
			}
		}
	}
}
