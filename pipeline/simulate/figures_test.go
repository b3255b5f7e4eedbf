package simulate

import (
	"math/big"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/published"
)

// state is the branch on a day, computed from the tables alone.
type state struct {
	groups, households, small, overdueGroups, over2 map[string]int64
	outstanding, overdue, deposits                  map[string]int64
	rated                                           map[string]*[4]int64 // good, fair, average, weak
	members, savers, depositGroups                  int64
	direct                                          int64
}

// stateOn is a plain reading of the indicator catalogue: balances from the ledger, groups from the memberships.
func stateOn(t *testing.T, n *Nation, l *ledgers, day calendar.Day) *state {
	d := int64(day)
	s := &state{groups: map[string]int64{}, households: map[string]int64{}, small: map[string]int64{}, overdueGroups: map[string]int64{},
		over2: map[string]int64{}, outstanding: map[string]int64{}, overdue: map[string]int64{}, deposits: map[string]int64{}, rated: map[string]*[4]int64{}}
	m, g := load(t, n, "group_membership"), load(t, n, "savings_group")
	union, closed, into := map[string]string{}, map[string]int64{}, map[string]string{}
	for i, code := range g.text["group_code"].all() {
		union[code], closed[code], into[code] = g.text["union_code"].at(i), g.num["closed_on"][i], g.text["merged_into"].at(i)
	}
	latest, member := map[string]int{}, map[string]bool{}
	for i, who := range m.text["customer_code"].all() {
		from, to := m.num["valid_from"][i], m.num["valid_to"][i]
		if from > d {
			continue
		}
		if k, ok := latest[who]; !ok || m.num["valid_from"][k] < from {
			latest[who] = i
		}
		if to == none || to > d {
			member[who] = true
		}
	}
	groupOf := func(who string) string {
		i, ok := latest[who]
		if !ok {
			return ""
		}
		code := m.text["group_code"].at(i)
		for !member[who] && closed[code] != none && closed[code] <= d && into[code] != "" {
			code = into[code]
		}
		return code
	}
	owed := map[int32]*[3]int64{}
	l.deltas(false, func(k int32, class int, on, amount int64, _ string) {
		if on <= d {
			if owed[k] == nil {
				owed[k] = &[3]int64{}
			}
			owed[k][class] += amount
		}
	})
	debtors := map[string]map[string]bool{}
	all, late := map[string]int64{}, map[string]int64{}
	for k, v := range owed {
		total := v[0] + v[1] + v[2]
		if l.contracts.text["lending_method"].at(int(k)) == "1" {
			s.direct += total
			continue
		}
		who := l.contracts.text["customer_code"].at(int(k))
		code := groupOf(who)
		if code == "" {
			t.Fatalf("borrower %s without a group", who)
		}
		u := union[code]
		s.outstanding[u] += total
		s.overdue[u] += v[1]
		all[code] += total
		late[code] += v[1]
		if total > 0 {
			if debtors[code] == nil {
				debtors[code] = map[string]bool{}
			}
			debtors[code][who] = true
		}
	}
	saved := map[string]int64{}
	for i, on := range l.deposits.num["posted_on"] {
		if on <= d {
			v := l.deposits.num["amount"][i]
			if kind := l.deposits.text["entry_type"].at(i); (kind == "withdrawal" || kind == "offset") != (l.deposits.num["reverses_entry_id"][i] != none) {
				v = -v
			}
			saved[l.deposits.text["customer_code"].at(i)] += v
		}
	}
	withSavings := map[string]bool{}
	for who, v := range saved {
		code := groupOf(who)
		s.deposits[union[code]] += v
		if v > 0 {
			withSavings[code] = true
			if member[who] {
				s.savers++
			}
		}
	}
	s.members = int64(len(member))
	score := map[string]int64{}
	sc := load(t, n, "group_score")
	for i, on := range sc.num["month_end"] {
		if on == d {
			score[sc.text["group_code"].at(i)] = sc.num["overdue_points"][i] + sc.num["session_points"][i] + sc.num["interest_points"][i] +
				sc.num["due_points"][i] + sc.num["deposit_points"][i] + sc.num["saver_points"][i]
		}
	}
	for code, who := range debtors {
		u := union[code]
		s.groups[u]++
		s.households[u] += int64(len(who))
		if len(who) < 20 {
			s.small[u]++
		}
		if late[code] > 0 {
			s.overdueGroups[u]++
		}
		if late[code]*50 > all[code] {
			s.over2[u]++
		}
		if withSavings[code] {
			s.depositGroups++
		}
		if s.rated[u] == nil {
			s.rated[u] = &[4]int64{}
		}
		switch p, ok := score[code]; {
		case !ok:
			t.Fatalf("group %s has no score on %s", code, day)
		case p >= 85:
			s.rated[u][0]++
		case p >= 70:
			s.rated[u][1]++
		case p >= 50:
			s.rated[u][2]++
		default:
			s.rated[u][3]++
		}
	}
	return s
}

func total(m map[string]int64) (n int64) {
	for _, v := range m {
		n += v
	}
	return n
}

// TestPublished holds every printed figure against the tables.
func TestPublished(t *testing.T) {
	n := whole()
	doc, err := published.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := wholeLedgers(t)
	now, before := stateOn(t, n, l, calendar.Date(2020, 12, 31)), stateOn(t, n, l, calendar.Date(2019, 12, 31))
	got := map[string]*big.Rat{}
	put := func(table, key, union, level string, num, den int64) {
		if den != 0 {
			got[table+" "+key+" "+union+" "+level] = big.NewRat(num, den)
		}
	}
	for _, u := range append(doc.Unions, "00") {
		v := func(m map[string]int64) int64 {
			if u == "00" {
				return total(m)
			}
			return m[u]
		}
		rated := func(s *state, k int) (n int64) {
			for x, r := range s.rated {
				if x == u || u == "00" {
					n += r[k]
				}
			}
			return n
		}
		row := func(key string, num, den int64) { put("outstanding-by-union", key, u, "", num, den) }
		row("groups", v(now.groups), 1)
		row("households", v(now.households), 1)
		row("outstanding_mvnd", v(now.outstanding), 1)
		row("overdue_mvnd", v(now.overdue), 1)
		row("overdue_ratio_pct", v(now.overdue), v(now.outstanding))
		row("d_groups", v(now.groups)-v(before.groups), 1)
		row("d_households", v(now.households)-v(before.households), 1)
		row("d_outstanding_mvnd", v(now.outstanding)-v(before.outstanding), 1)
		row("d_overdue_mvnd", v(now.overdue)-v(before.overdue), 1)
		row("overdue_growth_pct", v(now.overdue)-v(before.overdue), v(before.overdue))
		row("share_pct", v(now.outstanding), total(now.outstanding))
		row("deposit_bvnd", v(now.deposits), 1)
		row("d_deposit_bvnd", v(now.deposits)-v(before.deposits), 1)
		row("groups_average", rated(now, 2), 1)
		row("groups_weak", rated(now, 3), 1)
		row("groups_overdue_gt2pct", v(now.over2), 1)
		row("groups_lt20_households", v(now.small), 1)
	}
	rated := func(s *state, k int) (n int64) {
		for _, r := range s.rated {
			n += r[k]
		}
		return n
	}
	head := func(key string, num, den int64) { put("headlines", key, "", "", num, den) }
	groups, out := total(now.groups), total(now.outstanding)
	for k, name := range []string{"good", "fair", "average", "weak"} {
		head("rating_"+name, rated(now, k), 1)
		head("rating_"+name+"_pct", rated(now, k), groups)
		head("rating_"+name+"_change", rated(now, k)-rated(before, k), 1)
	}
	head("outstanding", out, 1)
	head("outstanding_change", out-total(before.outstanding), 1)
	head("entrusted_share_pct", out, out+now.direct)
	head("households_per_group", total(now.households), groups)
	head("outstanding_per_group", out, groups)
	change := new(big.Rat).Sub(big.NewRat(out, groups), big.NewRat(total(before.outstanding), total(before.groups)))
	got["headlines outstanding_per_group_change  "] = change
	head("deposit_balance", total(now.deposits), 1)
	head("deposit_change", total(now.deposits)-total(before.deposits), 1)
	head("deposit_members", now.savers, 1)
	head("deposit_members_pct", now.savers, now.members)
	head("deposit_groups_pct", now.depositGroups, groups)
	head("groups_overdue", total(now.overdueGroups), 1)
	head("groups_overdue_change", total(now.overdueGroups)-total(before.overdueGroups), 1)
	head("groups_overdue_pct", total(now.overdueGroups), groups)
	head("groups_overdue_gt2pct", total(now.over2), 1)
	head("groups_overdue_gt2pct_pct", total(now.over2), groups)
	head("groups_overdue_gt2pct_change", total(now.over2)-total(before.over2), 1)
	head("groups_lt20_households", total(now.small), 1)
	head("overdue_total_mvnd", total(now.overdue), 1)
	flows(t, n, l, head)
	operations(t, n, put, head, total(now.deposits)-total(before.deposits))

	for _, f := range doc.Figures {
		k := f.Table + " " + f.Key + " " + f.Union + " " + f.Level
		x := got[k]
		if x == nil {
			t.Errorf("%s: not computed", k)
			continue
		}
		if !f.Reached(x) {
			t.Errorf("%s: %s, printed %s, right %s", k, f.Printed(x).FloatString(f.Decimals+4), f.Value, f.Right)
		}
	}
	if v, err := doc.Interval("members", "00", "2020-12-31"); err != nil || big.NewRat(now.members, 1).Cmp(v.Low.Rat()) < 0 || big.NewRat(now.members, 1).Cmp(v.High.Rat()) > 0 {
		t.Errorf("%d members, outside %v", now.members, v)
	}
}

// flows computes the flows of 2020 from the ledgers.
func flows(t *testing.T, n *Nation, l *ledgers, head func(string, int64, int64)) {
	in := func(day int64) bool { return calendar.Day(day).Year() == 2020 }
	f := l.loans
	sign := func(f *frame, i int) int64 {
		if f.num["reverses_entry_id"][i] != none {
			return -1
		}
		return 1
	}
	var disbursed, turns int64
	opened := map[int32]bool{}
	standing := map[int32]map[int64]int64{} // contract -> day -> net number of disbursements
	for i := range f.rows {
		k := l.contract[i]
		if f.text["entry_type"].at(i) == "opening" {
			opened[k] = true
		}
		if f.text["entry_type"].at(i) != "disbursement" || f.num["rebooking"][i] == 1 || l.contracts.text["lending_method"].at(int(k)) == "1" {
			continue
		}
		if in(f.num["posted_on"][i]) {
			disbursed += sign(f, i) * f.num["amount"][i]
		}
		if standing[k] == nil {
			standing[k] = map[int64]int64{}
		}
		standing[k][f.num["posted_on"][i]] += sign(f, i)
	}
	for k, days := range standing {
		if opened[k] {
			continue
		}
		var before, after int64
		for day, net := range days {
			if day < int64(calendar.Date(2020, 1, 1)) {
				before += net
			}
			after += net
		}
		turns += min(after, 1) - min(before, 1)
	}
	head("disbursed", disbursed, 1)
	head("lending_turns", turns, 1)
	var paidIn, paidOut int64
	d := l.deposits
	for i := range d.rows {
		if !in(d.num["posted_on"][i]) {
			continue
		}
		switch v := sign(d, i) * d.num["amount"][i]; d.text["entry_type"].at(i) {
		case "deposit", "interest":
			paidIn += v
		case "withdrawal", "offset":
			paidOut += v
		}
	}
	head("deposits_in", paidIn, 1)
	head("deposits_out", paidOut, 1)
	checks := load(t, n, "loan_use_check")
	checked := map[string][]int64{}
	for i, no := range checks.text["contract_no"].all() {
		checked[no] = append(checked[no], checks.num["checked_on"][i])
	}
	var due, good int64
	for i := range f.rows {
		day := f.num["posted_on"][i]
		if f.text["entry_type"].at(i) != "disbursement" || f.num["reverses_entry_id"][i] != none || day+30 > int64(n.Last()) {
			continue
		}
		due++
		for _, on := range checked[f.text["contract_no"].at(i)] {
			if on >= day && on <= day+30 {
				good++
				break
			}
		}
	}
	head("use_checked_in_time_pct", good, due)
}

// operations counts what the other tables say of 2020.
func operations(t *testing.T, n *Nation, put func(table, key, union, level string, num, den int64), head func(string, int64, int64), depositChange int64) {
	year := func(day int64) bool { return day != none && calendar.Day(day).Year() == 2020 }
	v := load(t, n, "inspection")
	visits := map[string]int64{}
	for i := range v.rows {
		if year(v.num["inspected_on"][i]) {
			level, target := v.text["by_level"].at(i), v.text["target_level"].at(i)
			visits[v.text["union_code"].at(i)+" "+level+" "+target]++
			if level != "commune" {
				visits[target]++
			}
		}
	}
	for _, target := range visitTargets {
		head("inspections_"+target, visits[target], 1)
		for _, u := range unions[:entrusted] {
			for _, level := range visitLevels {
				put("inspections", target+"s", u.code, level, visits[u.code+" "+level+" "+target], 1)
			}
		}
	}
	a := load(t, n, "agreement")
	units := map[string]map[string]bool{}
	for i := range a.rows {
		if to := a.num["ended_on"][i]; to == none || to > int64(n.Last()) {
			k := a.text["union_code"].at(i) + " " + a.text["unit_level"].at(i)
			if units[k] == nil {
				units[k] = map[string]bool{}
			}
			units[k][a.text["unit_code"].at(i)] = true
		}
	}
	for _, u := range unions[:entrusted] {
		put("outstanding-by-union", "agreements_district", u.code, "", int64(len(units[u.code+" district"])), 1)
		put("outstanding-by-union", "contracts_commune", u.code, "", int64(len(units[u.code+" commune"])), 1)
	}
	head("district_offices", int64(load(t, n, "transaction_office").rows), 1)
	sums := map[string]int64{}
	fee := load(t, n, "fee_payment")
	for i := range fee.rows {
		if year(fee.num["paid_on"][i]) {
			sums[fee.text["kind"].at(i)] += fee.num["amount"][i]
		}
	}
	head("entrustment_fee_paid", sums["entrustment_fee"], 1)
	head("group_commission_paid", sums["group_commission"], 1)
	tr := load(t, n, "training_session")
	for i := range tr.rows {
		if year(tr.num["held_on"][i]) {
			sums["trained"] += tr.num["attendees"][i]
		}
	}
	head("trained", sums["trained"], 1)
	r := load(t, n, "risk_case")
	rounds := map[string]bool{}
	for i := range r.rows {
		if !year(r.num["submitted_on"][i]) {
			continue
		}
		rounds[r.text["round_code"].at(i)] = true
		if r.text["measure"].at(i) != "write_off" {
			continue
		}
		switch {
		case r.num["decided_on"][i] == none:
			sums["pending"]++
			sums["pending principal"] += r.num["principal"][i]
		case r.num["approved"][i] == 1:
			sums["decided"]++
			sums["decided principal"] += r.num["principal"][i]
		}
	}
	head("risk_rounds", int64(len(rounds)), 1)
	head("writeoff_loans_decided", sums["decided"], 1)
	head("writeoff_loans_pending", sums["pending"], 1)
	head("writeoff_principal_decided", sums["decided principal"], 1)
	head("writeoff_principal_pending", sums["pending principal"], 1)
	g := load(t, n, "savings_group")
	for i := range g.rows {
		if year(g.num["closed_on"][i]) && g.text["merged_into"].at(i) != "" {
			sums["consolidated"]++
		}
	}
	head("groups_consolidated", sums["consolidated"], 1)
	p := load(t, n, "plan_target")
	for i := range p.rows {
		if year(p.num["period_end"][i]) && p.text["measure"].at(i) == "deposit_increase" && p.text["unit_code"].at(i) == "00" {
			head("deposit_plan_pct", depositChange, p.num["amount"][i])
		}
	}
	for k, c := range sums {
		if c == 0 {
			t.Errorf("no %s", k)
		}
	}
}
