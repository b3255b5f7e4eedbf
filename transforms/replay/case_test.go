package replay

import (
	"encoding/csv"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/rogpeppe/go-internal/txtar"
)

// defaults are the columns that a case need not write.
var defaults = map[string]row{
	"transaction_office": {"branch_code": "B1"},
	"commune":            {"office_code": "O1", "valid_from": "2000-01-01"},
	"savings_group":      {"commune_code": "C1", "union_code": "11", "established_on": "2015-01-01"},
	"group_membership":   {"group_code": "0001", "valid_from": "2018-01-01"},
	"loan_contract": {"customer_code": "K1", "office_code": "O1", "programme_code": "01", "fund_source": "1", "lending_method": "2", "annual_rate": "6.6",
		"signed_on": "2018-01-01", "contract_maturity_on": "2022-12-31", "session_maturity_on": "2022-12-31"},
	"loan_ledger":    {"booked_at": "2020-01-01 00:00:00", "office_code": "O1", "contract_no": "L1", "rebooking": "false"},
	"deposit_ledger": {"booked_at": "2020-01-01 00:00:00", "office_code": "O1", "customer_code": "K1", "account_no": "A1"},
	"group_score": {"group_code": "0001", "overdue_points": "0", "session_points": "0", "interest_points": "0", "due_points": "0",
		"deposit_points": "0", "saver_points": "0"},
}

// places are the tables of a case that does not write its own.
const places = `
-- transaction_office --
office_code
O1
O2
-- commune --
commune_code
C1
-- loan_programme --
programme_code,short_name
01,HN
06,HSSV
-- savings_group --
group_code,union_code
0001,11
0002,12
-- group_membership --
customer_code
K1
-- loan_contract --
contract_no
L1
`

// TestCases runs testdata/*.txtar: tables as CSV under their names, then the rows expected of a
// table under "DAY TABLE". Columns that an expectation does not name are not compared.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(strings.TrimSpace(string(a.Comment))) == 0 {
				t.Error("the case does not say why")
			}
			runCase(t, a)
		})
	}
}

func runCase(t *testing.T, a *txtar.Archive) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	w := world{}
	for _, f := range txtar.Parse([]byte(places)).Files {
		w[f.Name] = parseRows(t, f)
	}
	last, first := never, always
	for _, f := range a.Files {
		if day, _, ok := strings.Cut(f.Name, " "); ok {
			last = max(last, row{"day": day}.day("day"))
		} else {
			w[f.Name] = parseRows(t, f)
		}
	}
	for _, table := range []string{"loan_ledger", "deposit_ledger"} {
		for _, r := range w[table] {
			first = min(first, r.day("posted_on"))
		}
	}
	w.complete()
	got := w.run(t, mem, "B1", first, last, 2)
	for _, f := range a.Files {
		if day, table, ok := strings.Cut(f.Name, " "); ok {
			asOf := row{"day": day}.day("day")
			expect(t, f, got[asOf][table])
			compareMonth(t, w, asOf, "B1", got[asOf])
		}
	}
}

// expect compares the columns that an expectation names.
func expect(t *testing.T, f txtar.File, got []row) {
	t.Helper()
	want := records(t, f)
	var rows [][]string
	for _, r := range got {
		var cells []string
		for _, name := range want[0] {
			cells = append(cells, r[name])
		}
		rows = append(rows, cells)
	}
	text := func(rows [][]string) (s string) {
		for _, r := range rows {
			s += strings.Join(r, ",") + "\n"
		}
		return s
	}
	if text(rows) != text(want[1:]) {
		t.Errorf("%s\n%s\ngot\n%swant\n%s", f.Name, strings.Join(want[0], ","), text(rows), text(want[1:]))
	}
}

func parseRows(t *testing.T, f txtar.File) (rows []row) {
	t.Helper()
	list := records(t, f)
	for _, cells := range list[1:] {
		r := row{}
		maps.Copy(r, defaults[f.Name])
		for i, v := range cells {
			r[list[0][i]] = v
		}
		rows = append(rows, r)
	}
	return rows
}

func records(t *testing.T, f txtar.File) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(string(f.Data)))
	list, err := r.ReadAll()
	if err != nil || len(list) == 0 {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return list
}
