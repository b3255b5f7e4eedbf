package source

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// contractLayout lays out a table whose columns have the contract's types.
func contractLayout(t *schemas.Table, config Config, w unitSQL) *layout {
	l := &layout{table: t, from: w.quote(t.Name)}
	for _, c := range t.Kept() {
		from := resultColumn{name: c.Name, class: map[schemas.Type]class{schemas.Code: classPadded, schemas.Text: classText, schemas.Int64: classWhole, schemas.Int32: classSmall,
			schemas.Int16: classSmall, schemas.Bool: classBool, schemas.Date: classDate, schemas.Timestamp: classMoment, schemas.Rate: classDecimal}[c.Type]}
		l.picks = append(l.picks, config.newPick(t, c, from))
	}
	return l
}

// dialectSQL is all SQL that a kind of server is asked.
type dialectSQL interface {
	totalsSQL
	readQuery(l *layout, from string, conditions ...string) string
}

// TestSQL holds the SQL that sources are asked against golden files, so that a change of it is seen.
// After an intended change: go test ./pipeline/source -run SQL -update
func TestSQL(t *testing.T) {
	for kind, of := range map[string]func(hex bool) dialectSQL{
		"postgres": func(hex bool) dialectSQL { return pgSQL{hex: hex} },
		"mariadb":  func(bool) dialectSQL { return mariaSQL{} },
	} {
		w := of(false)
		day := calendar.Date(2020, 2, 28)
		hashed := contractLayout(&schemas.Customer, Config{HMAC: []string{"customer.customer_code"}}, w)
		numeric, ledger := contractLayout(&schemas.FeePayment, Config{}, w), contractLayout(&schemas.LoanLedger, Config{}, w)
		for i := range numeric.picks {
			if numeric.picks[i].Type == schemas.Int64 {
				numeric.picks[i].from.class = classDecimal
			}
		}
		extra := contractLayout(&schemas.LoanProgramme, Config{}, w)
		extra.picks = append(extra.picks, pick{Column: schemas.Column{Name: `od"d`, Type: schemas.Text}, from: resultColumn{class: classDate}, extra: true})
		for name, c := range map[string]struct {
			l    *layout
			sel  Selection
			deep bool
			hex  bool
		}{
			"ledger":        {l: ledger, deep: true},
			"ledger_days":   {l: ledger, sel: Selection{Days: []DayRange{{day + 2, day + 9}, {calendar.Day(-1 << 30), day}}, Undated: true}},
			"ledger_units":  {l: ledger, sel: Selection{Units: []control.Unit{{Day: day, Office: "000101"}, {Day: control.NoDay, Office: "it's"}, {Day: day, Office: ""}, {Day: day + 1, Office: "000102"}}}},
			"ledger_none":   {l: ledger, sel: Selection{Units: []control.Unit{}}},
			"numeric_units": {l: numeric, sel: Selection{Units: []control.Unit{{Day: day}, {Day: day + 1}, {Day: day + 4}, {Day: control.NoDay}}}, deep: true},
			"buckets":       {l: extra, sel: Selection{Units: []control.Unit{{Bucket: 7}, {Bucket: 1023}}}, deep: true, hex: true},
			"hashed":        {l: hashed, sel: Selection{Units: []control.Unit{{}}}, deep: true},
		} {
			w := of(c.hex)
			if _, odd := w.(oddDays); odd && c.l.table.Proof.Day != "" {
				c.l.improper = "(days that there are not)" // hundreds of ranges
			}
			parts, err := c.sel.parts(c.l, w)
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, p := range parts {
				texts = append(texts, totalsQuery(c.l, w, p, c.deep)+";\n\n"+w.readQuery(c.l, c.l.from, p.where)+";\n")
			}
			golden(t, filepath.Join("testdata", kind, name+".sql"), strings.Join(texts, "\n"))
		}
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
}

// TestRanges joins ranges that touch and leaves out days that there are not.
func TestRanges(t *testing.T) {
	s := Selection{Days: []DayRange{{10, 20}, {21, 22}, {5, 4}, {30, 40}, {35, 36}}, Units: []control.Unit{{Day: 23}, {Day: control.NoDay}}}
	got := s.ranges(true)
	if len(got) != 2 || got[0] != (DayRange{10, 23}) || got[1] != (DayRange{30, 40}) {
		t.Errorf("%v", got)
	}
	if _, err := s.where(contractLayout(&schemas.Branch, Config{}, pgSQL{}), pgSQL{}); err == nil {
		t.Error("branches were selected by days")
	}
}
