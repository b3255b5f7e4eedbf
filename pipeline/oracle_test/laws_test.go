package oracle_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// content is what a product published: of every table of dimensions, facts, indicators and reports
// the number of rows and a sum of their hashes.
func (p *product) content(t testing.TB) map[string]string {
	t.Helper()
	db := p.open(t)
	all := map[string]string{}
	for _, name := range rows(t, db, "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema IN ('dim', 'fact', 'indicator', 'report') AND table_type = 'BASE TABLE'") {
		sum := rows(t, db, "SELECT count(*), sum(hash(r)) FROM "+name[0]+" r")[0]
		all[name[0]] = strings.Join(sum, " ")
	}
	if len(all) < 20 {
		t.Fatalf("only %d tables are published", len(all))
	}
	return all
}

func same(t testing.TB, what string, want, got map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: the published tables differ (rows, sum of hashes): -want +got\n%s", what, diff)
	}
}

// world is a world in files with a product over them.
func worldIn(t testing.TB, seed uint64, l layout) (*world, *product) {
	t.Helper()
	w := newWorld(seed)
	dir := t.TempDir()
	w.write(t, filepath.Join(dir, "source"), l)
	return w, newProduct(dir, "files", filepath.Join(dir, "source"))
}

// TestTwiceTouchesNothing: a second run with nothing changed says so and changes no file.
func TestTwiceTouchesNothing(t *testing.T) {
	w, p := worldIn(t, 115, layout{})
	p.refresh(t, w.through)
	before := listing(t, filepath.Dir(p.cfg.Lake.Path))
	if res := p.refresh(t, w.through); !res.Unchanged() {
		t.Errorf("the second run did something: %+v", res)
	}
	if diff := cmp.Diff(before, listing(t, filepath.Dir(p.cfg.Lake.Path))); diff != "" {
		t.Errorf("the second run touched files\n%s", diff)
	}
}

// listing is every file with its size and time; the lock, the catalogue's log and the history of runs may be touched.
func listing(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := d.Name()
		if strings.HasSuffix(name, "-wal") || strings.HasSuffix(name, "-shm") || strings.Contains(name, "lock") || name == "runs.jsonl" {
			return nil
		}
		info, err := d.Info()
		if err == nil {
			files[path] = fmt.Sprint(info.Size(), " ", info.ModTime())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestMonthByMonth: the last day moved forward a month at a time ends where one run would, and
// stays right on the way.
func TestMonthByMonth(t *testing.T) {
	w, p := worldIn(t, 157, layout{parts: 2})
	for m := w.opening.Month(); m.Last() < w.through; m += 3 {
		p.refresh(t, m.Last())
		if m == w.opening.Month()+3 { // in the open month too: a run's day, then the same month's end
			p.refresh(t, m.Last()+10)
			o := newOracle(t, p.cfg.Source.Path)
			o.compute(t, m.Last()+10)
			compareAll(t, "on the way", o, p)
		}
	}
	p.refresh(t, w.through)
	scratch := newProduct(t.TempDir(), "files", p.cfg.Source.Path)
	scratch.refresh(t, w.through)
	same(t, "month by month", scratch.content(t), p.content(t))
}

// TestLateEntries: entries that arrive months late give what one run over everything gives, and
// months before the earliest of them are left alone.
func TestLateEntries(t *testing.T) {
	w, p := worldIn(t, 125, layout{})
	full := w.tables["loan_ledger"]
	rng := rand.New(rand.NewPCG(125, 0))
	reversed := map[string]bool{}
	for _, r := range full {
		reversed[r[11]] = true
	}
	earliest := calendar.Month(1 << 30)
	middle := w.opening + (w.through-w.opening)/2
	w.tables["loan_ledger"] = slices.DeleteFunc(slices.Clone(full), func(r []string) bool {
		day, err := calendar.Parse(r[1])
		if err != nil {
			t.Fatal(err)
		}
		late := strings.HasPrefix(r[5], "interest_") && r[5] != "interest_opening" && r[11] == "" && !reversed[r[0]] && day > middle && day <= w.through && rng.IntN(8) == 0
		if late {
			earliest = min(earliest, day.Month())
		}
		return late
	})
	if len(full) == len(w.tables["loan_ledger"]) {
		t.Fatal("no entry is late")
	}
	w.write(t, p.cfg.Source.Path, layout{})
	p.refresh(t, w.through)
	w.tables["loan_ledger"] = full
	w.write(t, p.cfg.Source.Path, layout{})
	res := p.refresh(t, w.through)
	for _, u := range res.Derive.Stale {
		if u.Month < earliest {
			t.Errorf("month %s of branch %s was computed again, the earliest late entry is of %s", u.Month, u.Branch, earliest)
		}
	}
	if len(res.Derive.Stale) == 0 {
		t.Error("no month was computed again")
	}
	scratch := newProduct(t.TempDir(), "files", p.cfg.Source.Path)
	scratch.refresh(t, w.through)
	same(t, "late entries", scratch.content(t), p.content(t))
}

// TestNewcomersLeaveHistoryAlone: a customer, group, membership, contract and loan of the last month
// make that month stale and no other.
func TestNewcomersLeaveHistoryAlone(t *testing.T) {
	w, p := worldIn(t, 113, layout{})
	p.refresh(t, w.through)
	office, commune := w.offices[0].code, w.communes[0]
	on := w.through
	w.add("savings_group", "9999999", commune, "Thôn mới", "11", nil, on, nil, nil)
	w.add("customer", "9999999999", nil, nil, nil, nil, nil, nil, "poor")
	w.add("group_membership", "9999999999", "9999999", on, nil)
	w.add("loan_contract", "9999999999999999", "9999999999", office, w.programmes[0], "1", "2", 1000, "6.6", on, on+400, on+400)
	w.add("principal_schedule", "9999999999999999", on+400, 1000)
	w.add("loan_ledger", 9_999_999, on, w.stamp(on), office, "9999999999999999", "disbursement", nil, "in_term", 1000, nil, false, nil)
	delete(w.tables, "gl_balance")
	w.write(t, p.cfg.Source.Path, layout{})
	if err := os.Remove(filepath.Join(p.cfg.Source.Path, "gl_balance.csv")); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	res := p.refresh(t, w.through)
	for _, u := range res.Derive.Stale {
		if u.Month != on.Month() {
			t.Errorf("month %s of branch %s was computed again, only %s has news", u.Month, u.Branch, on.Month())
		}
	}
	if len(res.Derive.Stale) == 0 {
		t.Error("no month was computed again")
	}
	o := newOracle(t, p.cfg.Source.Path)
	o.compute(t, w.through)
	compareAll(t, "newcomers", o, p)
}

// TestAnyLayout: one file or many, packed or not, CSV, Parquet or a DuckDB file publish the same.
func TestAnyLayout(t *testing.T) {
	w, p := worldIn(t, 105, layout{})
	p.refresh(t, w.through)
	want := p.content(t)
	for i, l := range []layout{{seed: 1, parts: 5, pack: ".gz"}, {seed: 2, pack: ".zst"}} {
		_, other := worldIn(t, 105, l)
		other.refresh(t, w.through)
		same(t, fmt.Sprint("layout ", i), want, other.content(t))
	}
	o := newOracle(t, p.cfg.Source.Path)
	parquet, file := filepath.Join(t.TempDir(), "parquet"), filepath.Join(t.TempDir(), "core.duckdb")
	if err := os.MkdirAll(parquet, 0o755); err != nil {
		t.Fatal(err)
	}
	for name := range maps.Keys(w.tables) {
		o.exec(t, fmt.Sprintf("COPY src.%s TO '%s/%s.parquet'", name, parquet, name))
	}
	other := newProduct(t.TempDir(), "files", parquet)
	other.refresh(t, w.through)
	same(t, "Parquet", want, other.content(t))
	if err := warehouse.LoadSource(t.Context(), file, parquet); err != nil {
		t.Fatal(err)
	}
	other = newProduct(t.TempDir(), "duckdb", file)
	other.refresh(t, w.through)
	same(t, "DuckDB", want, other.content(t))
}

// TestRequiredOnly: a source of the ten tables that must be there publishes every report.
func TestRequiredOnly(t *testing.T) {
	w, p := worldIn(t, 106, layout{})
	for _, table := range schemas.Contract() {
		if !table.Require {
			delete(w.tables, table.Name)
		}
	}
	if err := os.RemoveAll(p.cfg.Source.Path); err != nil {
		t.Fatal(err)
	}
	w.write(t, p.cfg.Source.Path, layout{})
	p.refresh(t, w.through)
	o := newOracle(t, p.cfg.Source.Path)
	o.compute(t, w.through)
	compareAll(t, "required tables only", o, p)
}
