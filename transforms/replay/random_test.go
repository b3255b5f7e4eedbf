package replay

import (
	"fmt"
	"math/rand/v2"

	"github.com/uythac/uythac/calendar"
)

// randomWorld makes a small nation of two branches with everything that odd ledgers hold: moves,
// mergers, circles of merged groups, leavers, unknown groups and communes, renamed communes whose
// office changes, reversals of every type, re-bookings, extensions, two accounts.
func randomWorld(seed uint64) (w world, first, last calendar.Day) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	first, last = calendar.Date(2019, 11, 1), calendar.Date(2020, 4, 17)
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	date := func(from, to calendar.Day) string { return (from + calendar.Day(rnd.IntN(int(to-from)+1))).String() }
	begin := calendar.Date(2019, 6, 1)
	w = world{}
	add := func(table string, r row) { w[table] = append(w[table], r) }
	for i := range 4 {
		add("transaction_office", row{"office_code": fmt.Sprint("O", i), "branch_code": fmt.Sprint("B", i/3)})
	}
	for i := range 3 {
		cut := date(begin, last)
		add("commune", row{"commune_code": fmt.Sprint("C", i), "office_code": fmt.Sprint("O", i), "valid_from": cut})
		if rnd.IntN(2) == 0 {
			add("commune", row{"commune_code": fmt.Sprint("C", i), "office_code": fmt.Sprint("O", rnd.IntN(4)), "valid_from": "2010-01-01", "valid_to": cut})
		}
	}
	add("loan_programme", row{"programme_code": "01", "short_name": "HN"})
	add("loan_programme", row{"programme_code": "06", "short_name": "HSSV"})
	for i := range 6 {
		g := row{"group_code": fmt.Sprintf("00%d", i), "commune_code": pick("C0", "C1", "C2", "C0", "C1", "CX"), "union_code": pick("11", "12"), "established_on": "2015-01-01"}
		if rnd.IntN(3) == 0 {
			g["closed_on"] = date(begin, last+20)
			if rnd.IntN(4) > 0 {
				g["merged_into"] = fmt.Sprintf("00%d", rnd.IntN(7))
			}
		}
		add("savings_group", g)
		for m := first.Month() - 1; m <= last.Month(); m++ {
			if rnd.IntN(4) > 0 {
				add("group_score", row{"month_end": m.Last().String(), "group_code": g["group_code"], "overdue_points": pick("30", "10", "0"), "session_points": pick("20", "10"),
					"interest_points": "20", "due_points": pick("15", "5", "0"), "deposit_points": pick("10", "0"), "saver_points": "5"})
			}
		}
	}
	for i := range 8 {
		customer := fmt.Sprintf("K%d", i)
		from := begin - 300
		for range rnd.IntN(4) {
			to := from + calendar.Day(rnd.IntN(500))
			m := row{"customer_code": customer, "group_code": fmt.Sprintf("00%d", rnd.IntN(7)), "valid_from": from.String()}
			if rnd.IntN(3) > 0 {
				m["valid_to"] = to.String()
			} else {
				to = last + 1000
			}
			add("group_membership", m)
			if from = to + calendar.Day(rnd.IntN(2)*20); from > last+100 {
				break
			}
		}
	}
	for i := range 9 {
		no := fmt.Sprintf("L%d", i)
		add("loan_contract", row{"contract_no": no, "customer_code": fmt.Sprintf("K%d", rnd.IntN(8)), "office_code": fmt.Sprint("O", rnd.IntN(4)),
			"programme_code": pick("01", "06", "02"), "fund_source": pick("1", "2"), "lending_method": pick("2", "2", "2", "1"),
			"annual_rate": "6.6", "signed_on": pick("2019-01-01", date(first, last)), "contract_maturity_on": "2020-03-01", "session_maturity_on": date(first, last+100)})
		due := first - 60
		for range rnd.IntN(5) {
			due += calendar.Day(1 + rnd.IntN(90))
			add("principal_schedule", row{"contract_no": no, "due_on": due.String(), "amount": fmt.Sprint(10 + rnd.IntN(200))})
		}
		for range rnd.IntN(3) {
			add("loan_use_check", row{"contract_no": no, "checked_on": date(first, last)})
		}
		w.randomLoan(rnd, no, first, last)
	}
	for i := range 6 {
		w.randomAccount(rnd, fmt.Sprintf("K%d", rnd.IntN(9)), fmt.Sprintf("A%d", i), first, last)
	}
	// Entry numbers are given at the end, so that their order within a day is any.
	for _, table := range []string{"loan_ledger", "deposit_ledger"} {
		for i, id := range rnd.Perm(len(w[table])) {
			w[table][i]["new_id"] = fmt.Sprint(id + 1)
		}
		ids := map[string]string{}
		for _, r := range w[table] {
			ids[r["entry_id"]] = r["new_id"]
		}
		for _, r := range w[table] {
			r["entry_id"] = r["new_id"]
			if back := r["reverses_entry_id"]; back != "" {
				r["reverses_entry_id"] = ids[back]
			}
		}
	}
	w.complete()
	return w, first, last
}

// randomLoan writes a contract's entries in the order of days; no class goes below zero.
func (w world) randomLoan(rnd *rand.Rand, no string, first, last calendar.Day) {
	office := w.contract(no)["office_code"]
	day := first + calendar.Day(rnd.IntN(40))
	type posted struct {
		row
		back bool
	}
	var mine []posted
	bal := map[string]int64{}
	post := func(kind, from, to string, amount int64, more row) {
		r := row{"entry_id": fmt.Sprintf("%s-%d", no, len(mine)), "posted_on": day.String(), "booked_at": "2020-01-01 00:00:00", "office_code": office, "contract_no": no,
			"entry_type": kind, "from_class": from, "to_class": to, "amount": fmt.Sprint(amount), "rebooking": "false"}
		for k, v := range more {
			r[k] = v
		}
		if kind[0] != 'i' {
			bal[from] -= amount
			bal[to] += amount
		}
		mine = append(mine, posted{row: r})
		w["loan_ledger"] = append(w["loan_ledger"], r)
	}
	if rnd.IntN(3) == 0 {
		day = first
		post("opening", "", []string{"in_term", "overdue", "frozen"}[rnd.IntN(3)], 1+rnd.Int64N(300), nil)
		if rnd.IntN(2) == 0 {
			post("interest_opening", "", "in_term", 1+rnd.Int64N(30), nil)
		}
	}
	classes := []string{"in_term", "overdue", "frozen"}
	for range rnd.IntN(25) {
		if day += calendar.Day(rnd.IntN(3) * rnd.IntN(20)); day > last {
			return
		}
		from, to := classes[rnd.IntN(3)], classes[rnd.IntN(3)]
		some := func(class string) int64 { return 1 + rnd.Int64N(max(1, bal[class])) }
		again := row{"rebooking": fmt.Sprint(rnd.IntN(5) == 0)}
		switch k := rnd.IntN(12); {
		case k < 2:
			post("disbursement", "", "in_term", 1+rnd.Int64N(200), again)
		case k < 4 && bal[from] > 0:
			post("repayment", from, "", some(from), again)
		case k < 6 && bal[from] > 0 && from != to:
			post("transfer", from, to, some(from), nil)
		case k == 6 && bal[from] > 0:
			post("write_off", from, "", some(from), nil)
		case k == 7:
			post("extension", "in_term", "in_term", 1+rnd.Int64N(50), row{"new_maturity_on": (day + calendar.Day(rnd.IntN(90)) - 20).String()})
		case k == 8:
			post([]string{"interest_due", "interest_opening"}[rnd.IntN(2)], "", classes[rnd.IntN(2)], 1+rnd.Int64N(30), nil)
		case k == 9:
			post([]string{"interest_paid", "interest_waived"}[rnd.IntN(2)], classes[rnd.IntN(2)], "", 1+rnd.Int64N(30), nil)
		case len(mine) > 0:
			i := rnd.IntN(len(mine))
			r := mine[i].row
			if isReversal(r) || mine[i].back {
				continue
			}
			amount := r.num("amount")
			if principal := r["entry_type"][0] != 'i' && r["entry_type"] != "extension"; principal && r["to_class"] != "" && bal[r["to_class"]] < amount {
				continue
			}
			mine[i].back = true
			post(r["entry_type"], r["to_class"], r["from_class"], amount, row{"rebooking": r["rebooking"], "reverses_entry_id": r["entry_id"]})
		}
	}
}

func (w world) randomAccount(rnd *rand.Rand, customer, account string, first, last calendar.Day) {
	day, balance := first+calendar.Day(rnd.IntN(30)), int64(0)
	var mine []row
	back := map[int]bool{}
	for n := range rnd.IntN(20) {
		if day += calendar.Day(rnd.IntN(30)); day > last {
			return
		}
		kind := []string{"deposit", "deposit", "deposit", "interest", "withdrawal", "offset", "opening"}[rnd.IntN(7)]
		r := row{"entry_id": fmt.Sprintf("%s-%d", account, n), "posted_on": day.String(), "booked_at": "2020-01-01 00:00:00", "office_code": fmt.Sprint("O", rnd.IntN(4)),
			"customer_code": customer, "account_no": account, "entry_type": kind, "amount": fmt.Sprint(1 + rnd.IntN(50))}
		if i := rnd.IntN(len(mine) + 3); i < len(mine) && !back[i] && !isReversal(mine[i]) {
			back[i] = true
			r["entry_type"], r["amount"], r["reverses_entry_id"], r["office_code"] = mine[i]["entry_type"], mine[i]["amount"], mine[i]["entry_id"], mine[i]["office_code"]
		}
		amount := r.num("amount")
		if depositSign(r)*amount+balance < 0 {
			delete(back, len(mine))
			if isReversal(r) {
				continue
			}
			r["entry_type"] = "deposit"
		}
		balance += depositSign(r) * amount
		mine = append(mine, r)
		w["deposit_ledger"] = append(w["deposit_ledger"], r)
	}
}
