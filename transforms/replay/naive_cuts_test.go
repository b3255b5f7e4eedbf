package replay

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
)

// The definitions of deposits and of the cuts, from scratch: every row of a cut is computed from
// the list of contracts, customers and groups that belong to it.

func (w world) deposits(customer, account, branch string, from, to calendar.Day) (list []row) {
	for _, e := range w["deposit_ledger of "+customer] {
		if e["branch_code"] == branch && (account == "" || e["account_no"] == account) &&
			e.day("posted_on") >= from && e.day("posted_on") <= to {
			list = append(list, e)
		}
	}
	return list
}

func depositSign(e row) int64 {
	sign := int64(1)
	if e["entry_type"] == "withdrawal" || e["entry_type"] == "offset" {
		sign = -1
	}
	if isReversal(e) {
		sign = -sign
	}
	return sign
}

func (w world) saved(customer, account, branch string, x calendar.Day) (sum int64) {
	for _, e := range w.deposits(customer, account, branch, never, x) {
		sum += depositSign(e) * e.num("amount")
	}
	return sum
}

// naiveDepositMonth computes deposit_month of a day.
func (w world) naiveDepositMonth(asOf calendar.Day, branch string) (rows []row) {
	first := asOf.Month().First()
	customers := map[string]bool{}
	for _, e := range w["deposit_ledger"] {
		customers[e["customer_code"]] = true
	}
	for _, customer := range slices.Sorted(maps.Keys(customers)) {
		r := row{"as_of": asOf.String(), "branch_code": branch, "customer_code": customer}
		accounts := map[string]bool{}
		for _, e := range w.deposits(customer, "", branch, never, asOf) {
			no := e["account_no"]
			if e.day("posted_on") >= first || w.saved(customer, no, branch, asOf) != 0 || w.saved(customer, no, branch, first-1) != 0 {
				accounts[no] = true
			}
		}
		if len(accounts) == 0 {
			continue
		}
		sums := map[string]int64{"accounts": int64(len(accounts)), "opening_balance": w.saved(customer, "", branch, first-1), "balance": w.saved(customer, "", branch, asOf)}
		for _, name := range []string{"brought_forward", "deposited", "interest", "withdrawn", "offset_loan", "standing_deposits"} {
			sums[name] = 0
		}
		for _, e := range w.deposits(customer, "", branch, first, asOf) {
			name := map[string]string{"opening": "brought_forward", "deposit": "deposited", "interest": "interest", "withdrawal": "withdrawn", "offset": "offset_loan"}[e["entry_type"]]
			if isReversal(e) {
				sums[name] -= e.num("amount")
			} else {
				sums[name] += e.num("amount")
			}
		}
		months, openings := [3]bool{}, 0
		for _, e := range w.deposits(customer, "", branch, never, asOf) {
			if !w.standsOn("deposit_ledger", e, asOf) {
				continue
			}
			switch e["entry_type"] {
			case "opening":
				openings++
			case "deposit":
				sums["standing_deposits"]++
				if ago := asOf.Month() - e.day("posted_on").Month(); ago < 3 {
					months[ago] = true
				}
			}
		}
		for name, v := range sums {
			r[name] = fmt.Sprint(v)
		}
		_, member := w.membership(customer, asOf)
		r["member"] = fmt.Sprint(member)
		r["regular_saver"] = fmt.Sprint(member && months[0] && months[1] && months[2])
		r["one_time_saver"] = fmt.Sprint(member && sums["balance"] > 0 && sums["standing_deposits"] == 1 && openings == 0)
		now := w.depositPlace(customer, branch, asOf)
		put(r, "", "_code", now)
		if was := w.depositPlace(customer, branch, first-1); was != now && sums["opening_balance"] != 0 {
			put(r, "moved_from_", "", was)
		}
		rows = append(rows, r)
	}
	return rows
}

func put(r row, prefix, suffix string, p naivePlace) {
	for name, v := range map[string]string{"group": p.group, "union": p.union, "commune": p.commune, "office": p.office} {
		if v != "" {
			r[prefix+name+suffix] = v
		}
	}
}

func (w world) depositPlace(customer, branch string, x calendar.Day) naivePlace {
	var latest row
	for _, e := range w.deposits(customer, "", branch, never, x) {
		if latest == nil || e.day("posted_on") > latest.day("posted_on") || e["posted_on"] == latest["posted_on"] && e.num("entry_id") > latest.num("entry_id") {
			latest = e
		}
	}
	return w.place(customer, latest["office_code"], x)
}

// naiveCut computes one indicator table from loan facts of all contracts with entries, deposit
// facts, groups and members.
func (w world) naiveCut(table string, asOf calendar.Day, branch string) (rows []row) {
	type loanFact struct {
		k        row
		now, was naivePlace
		flows    map[string]int64
	}
	first := asOf.Month().First()
	var loans []loanFact
	for _, k := range w["loan_contract"] {
		if no := k["contract_no"]; k["branch_code"] == branch && len(w.of(no, never, asOf)) > 0 {
			loans = append(loans, loanFact{k, w.contractPlace(k, asOf), w.contractPlace(k, first-1), w.flows(no, first, asOf)})
		}
	}
	savers := w.naiveDepositMonth(asOf, branch)
	homes := map[string]naivePlace{} // groups of this branch
	for _, g := range w["savings_group"] {
		homes[g["group_code"]] = naivePlace{g["group_code"], g["union_code"], g["commune_code"], w.officeOn(g["commune_code"], asOf)}
	}
	keyOf := func(p naivePlace, k row) (key [2]string, ok bool) {
		switch table {
		case "group_month":
			return [2]string{p.group, p.union}, true
		case "union_month":
			return [2]string{p.union}, true
		case "commune_month":
			return [2]string{p.commune, p.union}, true
		case "office_month":
			return [2]string{p.office, p.union}, true
		case "programme_month":
			return [2]string{k["programme_code"], p.union}, k != nil
		}
		return [2]string{k["fund_source"], p.union}, k != nil
	}
	all := map[[2]string]map[string]int64{}
	in := func(p naivePlace, k row) map[string]int64 {
		key, ok := keyOf(p, k)
		if !ok {
			return map[string]int64{} // this cut does not count it
		}
		if all[key] == nil {
			all[key] = map[string]int64{}
		}
		return all[key]
	}
	households, groups := map[string]bool{}, map[string]int64{}
	for _, l := range loans {
		no, m := l.k["contract_no"], in(l.now, l.k)
		total := w.outstanding(no, asOf)
		for _, class := range []string{"in_term", "overdue", "frozen"} {
			m[class] += w.principal(no, class, asOf)
		}
		m["outstanding"] += total
		m["unpaid_interest_in_term"] += w.balance(no, "in_term", asOf, interestTypes...)
		m["unpaid_interest_overdue"] += w.balance(no, "overdue", asOf, interestTypes...)
		for name, v := range l.flows {
			m[name] += v
		}
		key, _ := keyOf(l.now, l.k)
		if l.now.group != "" {
			groups[fmt.Sprint(key, "|", l.now.group)] += total
		}
		if total > 0 {
			m["loans"]++
			if id := fmt.Sprint(key, "|", l.k["customer_code"]); !households[id] {
				households[id] = true
				m["households_with_debt"]++
			}
			if w.principal(no, "overdue", asOf) > 0 {
				m["overdue_loans"]++
			}
			if w.principal(no, "frozen", asOf) > 0 {
				m["frozen_loans"]++
			}
			for _, bound := range []int64{0, 30, 90, 180} {
				if past := w.daysPastDue(no, asOf); past > bound {
					m[fmt.Sprintf("par_%d_loans", max(1, bound))]++
					m[fmt.Sprintf("par_%d", max(1, bound))] += total
				}
			}
			last, exempt := w.lastActivity(no, asOf), false
			for _, p := range w["loan_programme"] {
				exempt = exempt || p["programme_code"] == l.k["programme_code"] && p["short_name"] == "HSSV"
			}
			if !exempt && last != never && w.principal(no, "frozen", asOf) == 0 {
				band := 0
				for _, n := range []int{3, 6, 12} {
					if last < asOf.Back(n) {
						band = n
					}
				}
				if band > 0 {
					m[fmt.Sprintf("inactive_%d_loans", band)]++
					m[fmt.Sprintf("inactive_%d", band)] += total
				}
			}
			if w.maturity(no, asOf) < asOf && w.principal(no, "in_term", asOf) > 0 {
				m["forgotten_transfers"]++
				m["forgotten_amount"] += w.principal(no, "in_term", asOf)
			}
		}
		if f := w.firstDisbursed(no, asOf); f != never && f+30 <= asOf {
			m["use_check_due"]++
			for _, c := range w["loan_use_check"] {
				if c["contract_no"] == no && c.day("checked_on") >= f && c.day("checked_on") <= f+30 {
					m["use_check_in_time"]++
					break
				}
			}
		}
		from, _ := keyOf(l.was, l.k)
		if begin := w.outstanding(no, first-1); len(w.of(no, never, first-1)) > 0 && from != key && begin != 0 {
			m["moved_in"] += begin
			in(l.was, l.k)["moved_out"] += begin
		}
	}
	if table == "programme_month" || table == "fund_source_month" {
		for id, total := range groups {
			if total > 0 {
				for key := range all {
					if strings.HasPrefix(id, fmt.Sprint(key, "|")) {
						all[key]["groups_with_debt"]++
					}
				}
			}
		}
		return naiveRows(table, asOf, branch, all, nil)
	}
	for _, r := range savers {
		now := naivePlace{r["group_code"], r["union_code"], r["commune_code"], r["office_code"]}
		m := in(now, nil)
		m["deposit_balance"] += r.num("balance")
		m["deposits_brought_forward"] += r.num("brought_forward")
		m["deposits_in"] += r.num("deposited") + r.num("interest")
		m["deposits_out"] += r.num("withdrawn") + r.num("offset_loan")
		for name, yes := range map[string]bool{"savers": r["member"] == "true" && r.num("balance") > 0, "regular_savers": r["regular_saver"] == "true", "one_time_savers": r["one_time_saver"] == "true"} {
			if yes {
				m[name]++
			}
		}
		if r["moved_from_union"] != "" {
			was := naivePlace{r["moved_from_group"], r["moved_from_union"], r["moved_from_commune"], r["moved_from_office"]}
			key, _ := keyOf(now, nil)
			if from, _ := keyOf(was, nil); from != key {
				m["deposits_moved_in"] += r.num("opening_balance")
				in(was, nil)["deposits_moved_out"] += r.num("opening_balance")
			}
		}
	}
	firstBranch := "zzz"
	for _, o := range w["transaction_office"] {
		firstBranch = min(firstBranch, o["branch_code"])
	}
	branchOf := func(office string) string {
		for _, o := range w["transaction_office"] {
			if o["office_code"] == office {
				return o["branch_code"]
			}
		}
		return firstBranch
	}
	for _, r := range w["group_membership"] {
		home, ok := homes[r["group_code"]]
		if !ok {
			home = naivePlace{union: "98"}
		}
		if r.day("valid_from") <= asOf && !before(r, "valid_to", asOf) && branchOf(home.office) == branch {
			in(home, nil)["members"]++
		}
	}
	for code, home := range homes {
		g := w.group(code)
		if g["merged_into"] != "" && before(g, "closed_on", asOf) && g.day("closed_on") >= first && branchOf(home.office) == branch {
			in(home, nil)["groups_consolidated"]++
		}
		w.naiveRating(code, asOf, func(name string) { in(home, nil)[name]++ }, func() (debt, overdue, saved int64, customers map[string]bool) {
			customers = map[string]bool{}
			for _, l := range loans {
				if l.now.group != code {
					continue
				}
				no := l.k["contract_no"]
				debt += w.outstanding(no, asOf)
				overdue += w.principal(no, "overdue", asOf)
				if w.outstanding(no, asOf) > 0 {
					customers[l.k["customer_code"]] = true
				}
			}
			for _, r := range savers {
				if r["group_code"] == code {
					saved += r.num("balance")
				}
			}
			return debt, overdue, saved, customers
		})
	}
	return naiveRows(table, asOf, branch, all, func(code string) row {
		h := homes[code]
		r := row{"commune_code": h.commune, "office_code": h.office}
		if total, ok := w.naiveScore(code, asOf); ok {
			r["score"] = fmt.Sprint(total)
		}
		return r
	})
}

func (w world) naiveScore(group string, asOf calendar.Day) (total int64, ok bool) {
	end := asOf.Month().Last()
	if end != asOf {
		end = asOf.Month().First() - 1
	}
	for _, s := range w["group_score"] {
		if s["group_code"] == group && s.day("month_end") == end {
			for _, name := range []string{"overdue", "session", "interest", "due", "deposit", "saver"} {
				total += s.num(name + "_points")
			}
			ok = true
		}
	}
	return total, ok
}

func (w world) naiveRating(group string, asOf calendar.Day, count func(string), sums func() (int64, int64, int64, map[string]bool)) {
	debt, overdue, saved, customers := sums()
	if debt <= 0 {
		return
	}
	total, rated := w.naiveScore(group, asOf)
	for name, yes := range map[string]bool{
		"groups_with_debt": true, "deposit_groups": saved > 0, "small_groups": len(customers) < 20, "overdue_groups": overdue > 0,
		"over_2pct_groups": overdue*50 > debt, "rating_unrated": !rated, "rating_good": rated && total >= 85,
		"rating_fair": rated && total >= 70 && total < 85, "rating_average": rated && total >= 50 && total < 70, "rating_weak": rated && total < 50,
	} {
		if yes {
			count(name)
		}
	}
}

// naiveRows writes the rows of a cut that have any figure.
func naiveRows(table string, asOf calendar.Day, branch string, all map[[2]string]map[string]int64, ofGroup func(string) row) (rows []row) {
	keys := slices.SortedFunc(maps.Keys(all), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, key := range keys {
		r := row{"as_of": asOf.String(), "branch_code": branch}
		any := false
		list := measureNames
		switch table {
		case "union_month":
			r["union_code"] = key[0]
		case "group_month":
			r["group_code"], r["union_code"] = key[0], key[1]
			for name, v := range ofGroup(key[0]) {
				r[name] = v
			}
		case "programme_month", "fund_source_month":
			list = measureNames[:loanMeasures]
			fallthrough
		default:
			name := map[string]string{"commune_month": "commune_code", "office_month": "office_code", "programme_month": "programme_code", "fund_source_month": "fund_source"}[table]
			r[name], r["union_code"] = key[0], key[1]
		}
		for _, name := range list {
			any = any || all[key][name] != 0
			r[name] = fmt.Sprint(all[key][name])
		}
		if any {
			rows = append(rows, r)
		}
	}
	return rows
}
