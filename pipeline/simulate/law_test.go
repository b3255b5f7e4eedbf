package simulate

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// whole is the preset branch, planned once for all tests.
var whole = sync.OnceValue(func() *Nation {
	n, err := New(Options{Preset: Published2020, Seed: 1})
	if err != nil {
		panic(err)
	}
	return n
})

var (
	readOnce  sync.Once
	wholeRead *ledgers
)

// wholeLedgers are the preset's, read once.
func wholeLedgers(t *testing.T) *ledgers {
	readOnce.Do(func() { wholeRead = readLedgers(t, whole()) })
	return wholeRead
}

// nations are what the laws are held against.
func nations(t *testing.T) map[string]*Nation {
	t.Helper()
	out := map[string]*Nation{}
	if !underRace {
		out["preset"] = whole()
	}
	for name, o := range map[string]Options{
		"one household": {Households: 1, From: calendar.MonthOf(2019, 3), To: calendar.MonthOf(2019, 3)},
		"sixty":         {Households: 60, Seed: 3, To: calendar.MonthOf(2020, 6)},
		"three":         {Households: 2500, Seed: 4, Branches: 3, From: calendar.MonthOf(2017, 5), To: calendar.MonthOf(2020, 2)},
		"decade":        {Households: 400, Seed: 5, From: calendar.MonthOf(2012, 1), To: calendar.MonthOf(2021, 12)},
	} {
		n, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = n
	}
	return out
}

func TestLaws(t *testing.T) {
	for name, n := range nations(t) {
		t.Run(name, func(t *testing.T) { holdLaws(t, n) })
	}
}

// TestShapes holds the laws against small nations of all kinds.
func TestShapes(t *testing.T) {
	r, shapes := random{99}, 25
	if underRace {
		shapes = 5
	}
	for range shapes {
		from := calendar.MonthOf(2010+r.n(8), 1+r.n(12))
		o := Options{Households: 1 + r.n(1+r.n(600)), Branches: 1 + r.n(3), Seed: r.next(), From: from, To: from + calendar.Month(r.n(40))}
		n, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) { holdLaws(t, n) })
	}
}

func holdLaws(t *testing.T, n *Nation) {
	keysAreUnique(t, n)
	var l *ledgers
	if n.options.Preset != "" {
		l = wholeLedgers(t)
	} else {
		l = readLedgers(t, n)
	}
	l.entriesAreAllowed(t, closedDays(t, n))
	l.reversalsAreRight(t)
	l.balancesStayAboveZero(t)
	l.generalLedgerAgrees(t, n)
	membershipsDoNotOverlap(t, n)
	schedulesSumUp(t, n)
	scoresAreInRange(t, n)
}

// keysAreUnique checks the primary key of every table, and the widths of the codes.
func keysAreUnique(t *testing.T, n *Nation) {
	for _, table := range schemas.Contract() {
		if table.Kind == schemas.Ledger {
			continue
		}
		f := load(t, n, table.Name)
		seen := make(map[string]bool, f.rows)
		for i := range f.rows {
			var k strings.Builder
			for _, c := range table.Key {
				if v, ok := f.text[c]; ok {
					k.WriteString(v.at(i))
				} else {
					fmt.Fprint(&k, f.num[c][i])
				}
				k.WriteByte(0)
			}
			if seen[k.String()] {
				t.Fatalf("%s: two rows with key %q", table.Name, k.String())
			}
			seen[k.String()] = true
		}
		for c, width := range map[string]int{"branch_code": 6, "office_code": 6, "commune_code": 6, "group_code": 7, "customer_code": 10, "contract_no": 16, "union_code": 2, "programme_code": 2} {
			w := f.text[c]
			if w == nil {
				continue
			}
			for _, v := range w.all() {
				if len(v) != width {
					t.Fatalf("%s.%s %q is not %d wide", table.Name, c, v, width)
				}
			}
		}
	}
}

// ledgers are both ledgers with contracts and accounts as numbers.
type ledgers struct {
	loans, deposits   *frame
	contract, account []int32
	offices           map[string]string // office -> branch
	contracts         *frame
	sorted            [2][]int32 // rows of the loans and of the deposits by contract or account and day
}

// closedDays lists the days that are closed at every office.
func closedDays(t *testing.T, n *Nation) map[int64]bool {
	f := load(t, n, "business_day")
	count, days := map[int64]int{}, map[int64]bool{}
	for i, day := range f.num["day"] {
		if f.num["closed_at"][i] != none {
			count[day]++
		}
	}
	offices := load(t, n, "transaction_office").rows
	for day, c := range count {
		days[day] = c == offices
	}
	return days
}

func readLedgers(t *testing.T, n *Nation) *ledgers {
	l := &ledgers{loans: load(t, n, "loan_ledger"), deposits: load(t, n, "deposit_ledger"), contracts: load(t, n, "loan_contract"),
		offices: map[string]string{}}
	o := load(t, n, "transaction_office")
	for i := range o.rows {
		l.offices[o.text["office_code"].at(i)] = o.text["branch_code"].at(i)
	}
	at := make(map[string]int32, l.contracts.rows)
	for i, no := range l.contracts.text["contract_no"].all() {
		at[no] = int32(i)
	}
	l.contract = make([]int32, l.loans.rows)
	for i, no := range l.loans.text["contract_no"].all() {
		c, ok := at[no]
		if !ok {
			t.Fatalf("entry of unknown contract %s", no)
		}
		l.contract[i] = c
	}
	accounts, owner := map[string]int32{}, map[string]string{}
	l.account = make([]int32, l.deposits.rows)
	for i, no := range l.deposits.text["account_no"].all() {
		if owner[no] == "" {
			accounts[no], owner[no] = int32(len(accounts)), l.deposits.text["customer_code"].at(i)
		}
		if owner[no] != l.deposits.text["customer_code"].at(i) {
			t.Fatalf("account %s has two owners", no)
		}
		l.account[i] = accounts[no]
	}
	return l
}

// entriesAreAllowed checks types, classes, amounts, offices, days and the order of entry numbers.
func (l *ledgers) entriesAreAllowed(t *testing.T, closed map[int64]bool) {
	allowed := map[string][2]string{ // classes from and to; - is NULL, empty may be any
		"opening": {"-", "any"}, "disbursement": {"-", "in_term"}, "repayment": {"any", "-"}, "transfer": {"any", "any"}, "write_off": {"any", "-"},
		"extension": {"in_term", "in_term"}, "interest_opening": {"-", "memo"}, "interest_due": {"-", "memo"}, "interest_paid": {"memo", "-"}, "interest_waived": {"memo", "-"},
	}
	fits := func(rule, class string) bool {
		switch rule {
		case "-":
			return class == ""
		case "any":
			return class != ""
		case "memo":
			return class == "in_term" || class == "overdue"
		}
		return class == rule
	}
	f := l.loans
	for i := range f.rows {
		kind, from, to := f.text["entry_type"].at(i), f.text["from_class"].at(i), f.text["to_class"].at(i)
		if f.num["reverses_entry_id"][i] != none {
			from, to = to, from
		}
		rule := allowed[kind]
		if !fits(rule[0], from) || !fits(rule[1], to) || kind == "transfer" && from == to || f.num["amount"][i] <= 0 {
			t.Fatalf("%s from %q to %q of %d is not allowed", kind, from, to, f.num["amount"][i])
		}
		if (kind == "extension") != (f.num["new_maturity_on"][i] != none) {
			t.Fatalf("%s with new maturity %d", kind, f.num["new_maturity_on"][i])
		}
		own := l.contracts.text["office_code"].at(int(l.contract[i]))
		if b := l.offices[f.text["office_code"].at(i)]; b == "" || b != l.offices[own] {
			t.Fatalf("office %s posts an entry of a contract of office %s", f.text["office_code"].at(i), own)
		}
	}
	for _, f := range []*frame{l.loans, l.deposits} {
		order := make([]int32, f.rows)
		for i := range order {
			order[i] = int32(i)
		}
		id, booked, posted := f.num["entry_id"], f.num["booked_at"], f.num["posted_on"]
		slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(id[a], id[b]) })
		late := 0
		for i, day := range posted {
			if !closed[day] {
				t.Fatalf("entry %d on %s, which is not closed", id[i], calendar.Day(day))
			}
		}
		for k, i := range order {
			if k > 0 && (id[i] == id[order[k-1]] || booked[i] < booked[order[k-1]]) {
				t.Fatalf("entry %d: numbers must be unique and grow with booking", id[i])
			}
			if day := booked[i] / 86_400_000_000; day < posted[i] {
				t.Fatalf("entry %d is booked on %s, before its day %s", id[i], calendar.Day(day), calendar.Day(posted[i]))
			} else if day > posted[i] {
				late++
			}
		}
		if f.rows > 10_000 && late == 0 {
			t.Error("no entry is booked late")
		}
	}
}

// reversalsAreRight checks that every reversal takes back one entry once, as the contract says.
func (l *ledgers) reversalsAreRight(t *testing.T) {
	for _, f := range []*frame{l.loans, l.deposits} {
		at := make(map[int64]int)
		for i, r := range f.num["reverses_entry_id"] {
			if r != none {
				if at[r] != 0 {
					t.Fatalf("entry %d is taken back twice", r)
				}
				at[r] = i + 1
			}
		}
		if f.rows > 10_000 && len(at) == 0 {
			t.Error("no reversals")
		}
		for i, id := range f.num["entry_id"] {
			k := at[id] - 1
			if k < 0 {
				continue
			}
			delete(at, id)
			same := f.num["reverses_entry_id"][i] == none && f.num["amount"][i] == f.num["amount"][k] && f.text["entry_type"].at(i) == f.text["entry_type"].at(k) &&
				f.num["posted_on"][k] >= f.num["posted_on"][i] && id < f.num["entry_id"][k]
			if f == l.loans {
				same = same && l.contract[i] == l.contract[k] && f.num["rebooking"][i] == f.num["rebooking"][k] &&
					f.text["from_class"].at(i) == f.text["to_class"].at(k) && f.text["to_class"].at(i) == f.text["from_class"].at(k)
			} else {
				same = same && l.account[i] == l.account[k]
			}
			if !same {
				t.Fatalf("entry %d does not rightly take back %d", f.num["entry_id"][k], id)
			}
		}
		if len(at) > 0 {
			t.Fatalf("%d reversals of entries that are not there", len(at))
		}
	}
}

var principal = map[string]bool{"opening": true, "disbursement": true, "repayment": true, "transfer": true, "write_off": true}

// deltas calls move for each change of a class (0..2) of a contract or an account's balance, in the order of days.
func (l *ledgers) deltas(deposits bool, move func(at int32, class int, day, amount int64, office string)) {
	f, key, at := l.loans, l.contract, 0
	if deposits {
		f, key, at = l.deposits, l.account, 1
	}
	posted, amount, kinds, office := f.num["posted_on"], f.num["amount"], f.text["entry_type"], f.text["office_code"]
	if l.sorted[at] == nil {
		keys := make([]uint64, 0, f.rows)
		for i, k := range key {
			if deposits || principal[kinds.at(i)] {
				keys = append(keys, uint64(k)<<44|uint64(posted[i]-10_000)<<28|uint64(i))
			}
		}
		slices.Sort(keys)
		for _, k := range keys {
			l.sorted[at] = append(l.sorted[at], int32(k&(1<<28-1)))
		}
	}
	class := map[string]int{"in_term": 0, "overdue": 1, "frozen": 2}
	for _, i := range l.sorted[at] {
		if deposits {
			v := amount[i]
			if (kinds.at(int(i)) == "withdrawal" || kinds.at(int(i)) == "offset") != (f.num["reverses_entry_id"][i] != none) {
				v = -v
			}
			move(key[i], 0, posted[i], v, office.at(int(i)))
			continue
		}
		if c := f.text["from_class"].at(int(i)); c != "" {
			move(key[i], class[c], posted[i], -amount[i], office.at(int(i)))
		}
		if c := f.text["to_class"].at(int(i)); c != "" {
			move(key[i], class[c], posted[i], amount[i], office.at(int(i)))
		}
	}
}

func (l *ledgers) balancesStayAboveZero(t *testing.T) {
	for _, deposits := range []bool{false, true} {
		var balance [3]int64
		at, day := int32(-1), int64(0)
		check := func() {
			for c, v := range balance {
				if v < 0 {
					t.Fatalf("deposits %t: balance %d of class %d is %d at the end of %s", deposits, at, c, v, calendar.Day(day))
				}
			}
		}
		l.deltas(deposits, func(k int32, class int, on, amount int64, _ string) {
			if k != at || on != day {
				check()
			}
			if k != at {
				balance = [3]int64{}
			}
			at, day = k, on
			balance[class] += amount
		})
		check()
	}
}

func (l *ledgers) generalLedgerAgrees(t *testing.T, n *Nation) {
	type key struct {
		month   calendar.Month
		office  string
		account string
	}
	moved := map[key]int64{}
	names := []string{"loan_in_term", "loan_overdue", "loan_frozen"}
	for _, deposits := range []bool{false, true} {
		l.deltas(deposits, func(_ int32, class int, day, amount int64, office string) {
			k := key{calendar.Day(day).Month(), office, names[class]}
			if deposits {
				k.account = "member_deposit"
			}
			moved[k] += amount
		})
	}
	g := load(t, n, "gl_balance")
	if want := len(l.offices) * 4 * int(n.options.To-n.options.From+2); g.rows != want {
		t.Fatalf("%d rows of gl_balance, want %d", g.rows, want)
	}
	for i := range g.rows {
		var want int64
		for m := n.Opening().Month(); m <= calendar.Day(g.num["as_of"][i]).Month(); m++ {
			want += moved[key{m, g.text["office_code"].at(i), g.text["account"].at(i)}]
		}
		if g.num["amount"][i] != want {
			t.Fatalf("gl_balance %s %s %s is %d, entries sum to %d", calendar.Day(g.num["as_of"][i]), g.text["office_code"].at(i), g.text["account"].at(i), g.num["amount"][i], want)
		}
	}
}

func membershipsDoNotOverlap(t *testing.T, n *Nation) {
	m, g := load(t, n, "group_membership"), load(t, n, "savings_group")
	closed := map[string]int64{}
	for i, code := range g.text["group_code"].all() {
		closed[code] = g.num["closed_on"][i]
		if g.text["merged_into"].at(i) != "" && g.num["closed_on"][i] == none {
			t.Fatalf("group %s is merged but open", code)
		}
	}
	order := make([]int, m.rows)
	for i := range order {
		order[i] = i
	}
	who, from, to := m.text["customer_code"], m.num["valid_from"], m.num["valid_to"]
	sort.Slice(order, func(a, b int) bool {
		return who.is[order[a]] < who.is[order[b]] || who.is[order[a]] == who.is[order[b]] && from[order[a]] < from[order[b]]
	})
	for k, i := range order {
		if to[i] != none && to[i] < from[i] {
			t.Fatalf("membership of %s ends before it begins", who.at(i))
		}
		if end := closed[m.text["group_code"].at(i)]; end != none && (to[i] == none || to[i] > end) {
			t.Fatalf("%s is a member of %s after it closed", who.at(i), m.text["group_code"].at(i))
		}
		if k > 0 && who.is[order[k-1]] == who.is[i] && (to[order[k-1]] == none || to[order[k-1]] > from[i]) {
			t.Fatalf("%s is in two groups on %s", who.at(i), calendar.Day(from[i]))
		}
	}
}

func schedulesSumUp(t *testing.T, n *Nation) {
	c, s := load(t, n, "loan_contract"), load(t, n, "principal_schedule")
	total := map[string]int64{}
	for i, no := range s.text["contract_no"].all() {
		total[no] += s.num["amount"][i]
		if s.num["amount"][i] <= 0 {
			t.Fatalf("instalment of %d", s.num["amount"][i])
		}
	}
	for i, no := range c.text["contract_no"].all() {
		if v, ok := total[no]; ok && v != c.num["approved_amount"][i] {
			t.Fatalf("schedule of %s sums to %d, approved are %d", no, v, c.num["approved_amount"][i])
		}
		if c.num["signed_on"][i] >= c.num["contract_maturity_on"][i] || c.num["contract_maturity_on"][i] > c.num["session_maturity_on"][i] {
			t.Fatalf("contract %s: signed %s, due %s, session %s", no, calendar.Day(c.num["signed_on"][i]), calendar.Day(c.num["contract_maturity_on"][i]), calendar.Day(c.num["session_maturity_on"][i]))
		}
	}
}

func scoresAreInRange(t *testing.T, n *Nation) {
	s := load(t, n, "group_score")
	for k, name := range []string{"overdue_points", "session_points", "interest_points", "due_points", "deposit_points", "saver_points"} {
		for i, v := range s.num[name] {
			if v < 0 || v > int64(most[k]) {
				t.Fatalf("%s of row %d is %d", name, i, v)
			}
		}
	}
}
