package oracle_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// world is a made-up nation of odd small branches that obeys the contract: everything real ledgers
// hold and more, crowded into a few thousand entries. The same seed gives the same world.
type world struct {
	*rand.Rand
	opening, through, end calendar.Day // balances are brought forward on opening; entries go on to end, after the last day taken
	tables                map[string][][]string
	roam                  int // how many in a hundred deal with any branch, whichever is theirs

	branches   []string
	offices    []office
	communes   []string // code, all rows
	communeOf  map[string]string
	groups     []*group
	customers  []*customer
	contracts  []*contract
	accounts   int
	loans      []*entry
	deposits   []*entry
	programmes []string
}

type office struct{ code, branch string }

// newWorld makes the nation of a seed; people roam where the seed is odd.
func newWorld(seed uint64) *world { return newWorldWith(seed, []int{0, 25}[seed%2]) }

// newWorldWith makes the nation of a seed in which people roam so much.
func newWorldWith(seed uint64, roam int) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7)), roam: roam, tables: map[string][][]string{}, communeOf: map[string]string{}}
	starts := []calendar.Day{
		calendar.Date(2018, 12, 31), calendar.Date(2018, 12, 31), calendar.Date(2019, 3, 31), calendar.Date(2019, 6, 14), calendar.Date(2019, 11, 30),
	}
	w.opening = starts[w.IntN(len(starts))]
	w.through = w.opening + calendar.Day(100+w.IntN(700))
	if w.chance(40) {
		w.through = w.through.Month().Last()
	}
	w.end = w.through + calendar.Day(w.IntN(60))
	w.makePlaces()
	w.makeGroups()
	w.makeCustomers()
	for _, c := range w.customers {
		for range []int{0, 1, 1, 1, 2, 3}[w.IntN(6)] {
			w.makeContract(c)
		}
		w.makeDeposits(c)
	}
	w.book()
	w.makeOperations()
	w.makeControls()
	return w
}

// add appends a row to a source table: values in the contract's order of columns.
func (w *world) add(table string, values ...any) {
	t, _ := schemas.Lookup(table)
	if len(values) != len(t.Offered()) {
		panic(fmt.Sprintf("%s has %d columns, not %d", table, len(t.Offered()), len(values)))
	}
	row := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
		case *calendar.Day:
			if v != nil {
				row[i] = v.String()
			}
		default:
			row[i] = fmt.Sprint(v)
		}
	}
	w.tables[table] = append(w.tables[table], row)
}

// chance is true in so many of a hundred cases.
func (w *world) chance(percent int) bool { return w.IntN(100) < percent }

// day picks a day between two, both included.
func (w *world) day(from, to calendar.Day) calendar.Day {
	if to <= from {
		return from
	}
	return from + calendar.Day(w.IntN(int(to-from)+1))
}

// abroad is the branch itself or, in worlds whose people roam, now and then any.
func (w *world) abroad(branch string) string {
	if w.roam > 0 && w.chance(w.roam) {
		return pick(w, w.branches)
	}
	return branch
}

func pick[T any](w *world, from []T) T { return from[w.IntN(len(from))] }

// money picks an amount up to a limit, round or crooked.
func (w *world) money(limit int64) int64 {
	if limit <= 1 {
		return limit
	}
	if w.chance(60) && limit > 1_000_000 {
		return (1 + w.Int64N(limit/1_000_000)) * 1_000_000
	}
	return 1 + w.Int64N(limit)
}

// makePlaces lays out branches, offices, communes with their periods, unions and programmes.
func (w *world) makePlaces() {
	for b := range 1 + w.IntN(3) {
		branch := fmt.Sprintf("00%02d00", 11+b*10)
		w.branches = append(w.branches, branch)
		w.add("branch", branch, fmt.Sprintf("Chi nhánh %d", b))
		var here []string
		for o := range 1 + w.IntN(3) {
			code := fmt.Sprintf("00%02d%02d", 11+b*10, o)
			w.offices = append(w.offices, office{code, branch})
			here = append(here, code)
			w.add("transaction_office", code, branch, fmt.Sprintf("Phòng giao dịch %q, số %d", code, o))
		}
		for c := range 2 + w.IntN(4) {
			w.makeCommune(fmt.Sprintf("0%d%04d", b, c), branch, here)
		}
	}
	names := map[string]string{"11": "Hội Nông dân", "12": "Hội Liên hiệp Phụ nữ", "13": "Hội Cựu chiến binh", "14": "Đoàn Thanh niên", "98": "Không rõ", "99": "Trực tiếp"}
	for _, u := range []string{"11", "12", "13", "14", "98", "99"} {
		if u > "14" && w.chance(50) {
			continue
		}
		w.add("mass_organisation", u, "U"+u, names[u], "Union "+u)
	}
	for i, p := range []string{"HN", "HSSV", "NS&VSMT", "GQVL", "QĐ 167"} {
		code := fmt.Sprintf("%02d", i+1)
		w.programmes = append(w.programmes, code)
		w.add("loan_programme", code, p, "Chương trình "+p, "Programme "+p, []string{"6.6000", "6.6", "9.0000", "0.0000", "3"}[i], i == 1)
	}
}

// makeCommune gives a commune one to three periods, with gaps, renamings and changes of office; the
// first may begin after the ledger does.
func (w *world) makeCommune(code, branch string, offices []string) {
	w.communes = append(w.communes, code)
	w.communeOf[code] = branch
	from := calendar.Date(2010, 1, 1)
	if w.chance(20) {
		from = w.day(w.opening, w.through)
	}
	for p := range 3 {
		var to *calendar.Day
		if w.chance(40) && p < 2 {
			d := w.day(max(from, w.opening)+1, w.end+30)
			if w.chance(30) && d.Month().First() > from {
				d = d.Month().First()
			}
			to = &d
		}
		var merged any
		if to != nil && w.chance(50) {
			merged = "019999"
		}
		office := pick(w, offices)
		if w.roam > 0 {
			office = w.officeOf(w.abroad(branch))
		}
		w.add("commune", code, office, fmt.Sprintf("Xã %s, tên %d", code, p), w.chance(30), 1+w.IntN(28), from, to, merged)
		if to == nil || w.chance(20) {
			return
		}
		from = *to
		if w.chance(40) {
			from += calendar.Day(w.IntN(90))
		}
	}
}
