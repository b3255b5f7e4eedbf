package replay

import (
	"fmt"
	"maps"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
)

// TestFingerprint changes one row of a world at a time: a month's fingerprint changes from the day
// on which the row matters, and on no day before it.
func TestFingerprint(t *testing.T) {
	add := func(table string, r row) func(world) {
		return func(w world) {
			full := row{}
			maps.Copy(full, defaults[table])
			maps.Copy(full, r)
			w[table] = append(w[table], full)
		}
	}
	set := func(table string, i int, column, text string) func(world) {
		return func(w world) { w[table][i] = with(w[table][i], column, text) }
	}
	day := calendar.Date(2020, 6, 15)
	for name, c := range map[string]struct {
		change func(world)
		from   calendar.Day // always: on none
	}{
		"new contract":                {add("loan_contract", row{"contract_no": "L5", "customer_code": "K8", "signed_on": day.String()}), day},
		"new customer in a group":     {add("group_membership", row{"customer_code": "K9", "valid_from": day.String()}), day},
		"new group":                   {add("savings_group", row{"group_code": "0009", "established_on": day.String()}), day},
		"group closed":                {set("savings_group", 0, "closed_on", day.String()), day},
		"membership ended":            {set("group_membership", 0, "valid_to", day.String()), day},
		"other union":                 {set("savings_group", 0, "union_code", "13"), calendar.Date(2015, 1, 1)},
		"village renamed":             {set("savings_group", 0, "village", "Thôn Đông"), always},
		"commune renamed":             {set("commune", 0, "name", "Xã Đông"), always},
		"commune to another office":   {add("commune", row{"commune_code": "C1", "office_code": "O2", "valid_from": day.String()}), day},
		"commune without groups":      {add("commune", row{"commune_code": "C9", "valid_from": "2001-01-01"}), always},
		"office renamed":              {set("transaction_office", 0, "name", "PGD Đông"), always},
		"use check":                   {add("loan_use_check", row{"check_id": "1", "contract_no": "L1", "checked_on": day.String()}), day},
		"use check of another branch": {add("loan_use_check", row{"check_id": "1", "contract_no": "X1", "checked_on": day.String()}), always},
		"score":                       {add("group_score", row{"month_end": "2020-06-30"}), calendar.Date(2020, 6, 30)},
		"programme exempted":          {set("loan_programme", 0, "short_name", "HSSV"), calendar.Date(2018, 1, 1)},
		"programme renamed":           {set("loan_programme", 0, "name_vi", "Hộ nghèo"), always},
		"new programme":               {add("loan_programme", row{"programme_code": "77", "short_name": "HSSV"}), always},
		"rate of a contract":          {set("loan_contract", 0, "annual_rate", "9"), always},
		"maturity of a contract":      {set("loan_contract", 0, "session_maturity_on", "2021-01-01"), calendar.Date(2018, 1, 1)},
		"instalment":                  {add("principal_schedule", row{"contract_no": "L1", "due_on": "2021-01-01", "amount": "5"}), calendar.Date(2018, 1, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := smallWorld(t, ""), smallWorld(t, "")
			c.change(after)
			a, b := prints(t, before), prints(t, after)
			for d, text := range a {
				matters := d >= c.from
				if name == "score" { // until the next month-end
					matters = matters && d < calendar.Date(2020, 7, 31)
				}
				if changed := b[d] != text; changed != matters {
					t.Errorf("on %s: changed is %t", d, changed)
				}
			}
		})
	}
}

func with(r row, column, text string) row {
	r = maps.Clone(r)
	r[column] = text
	return r
}

// prints are a world's fingerprints of some days.
func prints(t *testing.T, w world) map[calendar.Day]string {
	t.Helper()
	w.complete()
	b := w.replay(t, memory.DefaultAllocator, "B1", 3).b
	out := map[calendar.Day]string{}
	for m := calendar.MonthOf(2019, 12); m <= calendar.MonthOf(2020, 12); m++ {
		out[m.Last()] = b.Fingerprint(m.Last())
	}
	out[calendar.Date(2020, 6, 14)], out[calendar.Date(2020, 6, 15)] = b.Fingerprint(calendar.Date(2020, 6, 14)), b.Fingerprint(calendar.Date(2020, 6, 15))
	return out
}

// TestFingerprintCoversWhatMatters: whenever the tables of a random world differ after a change of
// its dimensions, the fingerprints of that month do, or those of a month before.
func TestFingerprintCoversWhatMatters(t *testing.T) {
	mem := memory.DefaultAllocator
	for seed := range uint64(2) {
		w, first, last := randomWorld(seed)
		other, _, _ := randomWorld(seed + 1000)
		base := w.run(t, mem, "B0", first, last, 1000)
		for _, table := range []string{"transaction_office", "commune", "loan_programme", "savings_group", "group_membership", "loan_contract", "principal_schedule", "loan_use_check", "group_score"} {
			w["contract_state"] = base[last]["contract_state"] // of the run before
			for i := range min(4, len(w[table])) {
				changed := maps.Clone(w)
				changed[table] = append(append([]row{}, w[table][:i]...), w[table][i+1:]...)
				if len(other[table]) > i && table != "loan_contract" {
					changed[table] = append(changed[table], other[table][i])
				}
				if table == "loan_contract" {
					changed[table] = append(changed[table], with(w[table][i], "customer_code", "K5"))
				}
				checkCovered(t, fmt.Sprint("seed ", seed, " ", table, " ", i), base, w, changed, first, last)
			}
		}
	}
}

// TestEarlyEntries: a contract that has entries before it is signed matters from the first one on, and
// what the replay saw is what its state tells the next run.
func TestEarlyEntries(t *testing.T) {
	mem := memory.DefaultAllocator
	world := func(customer string) world {
		w := smallWorld(t, loanHeader+"1,2020-02-05,L1,disbursement,,in_term,5,,\n2,2020-08-05,L1,repayment,in_term,,5,,\n")
		w.complete()
		w["loan_contract"][0] = with(with(w["loan_contract"][0], "signed_on", "2020-06-15"), "customer_code", customer)
		return w
	}
	w, months := world("K1"), calendar.MonthOf(2020, 1)
	r, seen := w.replay(t, mem, "B1", 3), map[calendar.Day]string{}
	for m := months; m < months+12; m++ {
		if err := w.advance(r, mem, "B1", m.Last(), 10); err != nil {
			t.Fatal(err)
		}
		seen[m.Last()] = r.Fingerprint()
	}
	w["contract_state"] = rowsOf(t, r.ContractState())
	corrected := world("K2")
	corrected["contract_state"] = w["contract_state"]
	same, other := w.replay(t, mem, "B1", 3).b, corrected.replay(t, mem, "B1", 3).b
	for day, print := range seen {
		if same.Fingerprint(day) != print {
			t.Errorf("on %s: the replay saw something else than its state tells", day)
		}
		if matters := day >= calendar.Date(2020, 2, 29); (other.Fingerprint(day) != print) != matters {
			t.Errorf("on %s: another customer matters: %t", day, !matters)
		}
	}
}

func checkCovered(t *testing.T, what string, base map[calendar.Day]result, w, changed world, first, last calendar.Day) {
	t.Helper()
	mem := memory.DefaultAllocator
	a, b := w.replay(t, mem, "B0", 1000).b, changed.replay(t, mem, "B0", 1000).b
	now := changed.run(t, mem, "B0", first, last, 1000)
	for m := first.Month(); m <= last.Month(); m++ {
		asOf := min(m.Last(), last)
		if a.Fingerprint(asOf) != b.Fingerprint(asOf) {
			return // this month and the later ones are computed again
		}
		for table, rows := range base[asOf] {
			if fmt.Sprint(rows) != fmt.Sprint(now[asOf][table]) {
				t.Errorf("%s: %s of %s changes without its fingerprint", what, table, asOf)
			}
		}
	}
}
