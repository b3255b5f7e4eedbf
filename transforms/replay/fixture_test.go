package replay

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// row is a table's row as text by column; what is absent or empty is null, or nothing where the
// column allows no null.
type row map[string]string

func (r row) num(name string) int64 {
	n, err := strconv.ParseInt(r[name], 10, 64)
	if err != nil {
		panic(fmt.Sprintf("%s of %v: %v", name, r, err))
	}
	return n
}

func (r row) day(name string) calendar.Day {
	d, err := calendar.Parse(r[name])
	if err != nil {
		panic(fmt.Sprintf("%s of %v: %v", name, r, err))
	}
	return d
}

// world is the rows of every table of a nation.
type world map[string][]row

// read gives the tables of a world, in batches of at most size rows; those kept per branch are
// narrowed to branch.
func (w world) read(mem memory.Allocator, branch string, size int) Tables {
	return func(name string) iter.Seq2[arrow.RecordBatch, error] {
		t, ok := schemas.Lookup(name)
		if !ok {
			panic(name)
		}
		rows := w[name]
		if t.ByBranch() {
			rows = slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r["branch_code"] != branch })
		}
		return stream(mem, t, rows, size)
	}
}

// month gives the rows of a ledger of one branch and month, sorted as the lake keeps them.
func (w world) month(mem memory.Allocator, t *schemas.Table, branch string, from, to calendar.Day, size int) iter.Seq2[arrow.RecordBatch, error] {
	rows := slices.DeleteFunc(slices.Clone(w[t.Name]), func(r row) bool {
		return r["branch_code"] != branch || r.day("posted_on") < from || r.day("posted_on") > to
	})
	slices.SortFunc(rows, func(a, b row) int {
		for _, name := range t.Order() {
			if name == "entry_id" {
				return int(a.num(name) - b.num(name))
			}
			if c := strings.Compare(a[name], b[name]); c != 0 {
				return c
			}
		}
		return 0
	})
	return stream(mem, t, rows, size)
}

// stream builds batches of at most size rows.
func stream(mem memory.Allocator, t *schemas.Table, rows []row, size int) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for chunk := range slices.Chunk(rows, size) {
			b := build(mem, t, chunk)
			more := yield(b, nil)
			b.Release()
			if !more {
				return
			}
		}
	}
}

func build(mem memory.Allocator, t *schemas.Table, rows []row) arrow.RecordBatch {
	rb := array.NewRecordBuilder(mem, t.Arrow())
	defer rb.Release()
	for _, r := range rows {
		for i, f := range rb.Schema().Fields() {
			text := r[f.Name]
			if text == "" && f.Nullable {
				rb.Field(i).AppendNull()
				continue
			}
			if err := appendText(rb.Field(i), text); err != nil {
				panic(fmt.Sprintf("%s %v: %v", f.Name, r, err))
			}
		}
	}
	return rb.NewRecordBatch()
}

func appendText(b array.Builder, text string) (err error) {
	switch b := b.(type) {
	case *array.BinaryDictionaryBuilder:
		return b.AppendString(text)
	case *array.StringBuilder:
		b.Append(text)
		return nil
	}
	if text == "" {
		b.AppendEmptyValue()
		return nil
	}
	return b.AppendValueFromString(text)
}

// rowsOf gives the rows of batches as text.
func rowsOf(t testing.TB, batches iter.Seq2[arrow.RecordBatch, error]) (rows []row) {
	t.Helper()
	for b, err := range batches {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, rowsOfBatch(b)...)
	}
	return rows
}

func rowsOfBatch(b arrow.RecordBatch) []row {
	rows := make([]row, b.NumRows())
	for i := range rows {
		rows[i] = row{}
		for c, f := range b.Schema().Fields() {
			if col := b.Column(c); col.IsValid(i) {
				rows[i][f.Name] = strings.Clone(col.ValueStr(i)) // the batch goes
			}
		}
	}
	return rows
}

// result is every table of a month.
type result map[string][]row

func results(t testing.TB, r *Replay) result {
	t.Helper()
	out := result{
		"loan_month": rowsOf(t, r.LoanMonth()), "deposit_month": rowsOf(t, r.DepositMonth()),
		"contract_state": rowsOf(t, r.ContractState()), "account_state": rowsOf(t, r.AccountState()),
		"negative_balance": rowsOf(t, r.NegativeBalances()),
	}
	for _, table := range cutTables() {
		b, err := r.Indicator(table)
		if err != nil {
			t.Fatal(err)
		}
		out[table.Name] = rowsOfBatch(b)
		b.Release()
	}
	return out
}

// run replays a branch from the month of first to last and returns every month's tables.
func (w world) run(t testing.TB, mem memory.Allocator, branch string, first, last calendar.Day, size int) map[calendar.Day]result {
	t.Helper()
	r := w.replay(t, mem, branch, size)
	out := map[calendar.Day]result{}
	for m := first.Month(); m <= last.Month(); m++ {
		asOf := min(m.Last(), last)
		if err := w.advance(r, mem, branch, asOf, size); err != nil {
			t.Fatal(err)
		}
		out[asOf] = results(t, r)
	}
	return out
}

func (w world) replay(t testing.TB, mem memory.Allocator, branch string, size int) *Replay {
	t.Helper()
	n, err := NewNation(w.read(mem, "", size))
	if err != nil {
		t.Fatal(err)
	}
	b, err := n.Branch(branch, w.read(mem, branch, size))
	if err != nil {
		t.Fatal(err)
	}
	return New(b, mem)
}

func (w world) advance(r *Replay, mem memory.Allocator, branch string, asOf calendar.Day, size int) error {
	first := asOf.Month().First()
	return r.Month(asOf, w.month(mem, &schemas.LoanLedger, branch, first, asOf, size), w.month(mem, &schemas.DepositLedger, branch, first, asOf, size))
}

// complete fills in the columns that cleaning adds to raw tables.
func (w world) complete() {
	branch, office, posted := map[string]string{}, map[string]string{}, map[string]string{}
	for _, r := range w["transaction_office"] {
		branch[r["office_code"]] = r["branch_code"]
	}
	for _, r := range w["loan_contract"] {
		office[r["contract_no"]] = r["office_code"]
		r["branch_code"] = branch[r["office_code"]]
	}
	for _, r := range w["principal_schedule"] {
		r["branch_code"] = branch[office[r["contract_no"]]]
	}
	for _, name := range []string{"loan_ledger", "deposit_ledger"} {
		clear(posted)
		for _, r := range w[name] {
			r["branch_code"] = branch[r["office_code"]]
			posted[r["entry_id"]] = r["posted_on"]
		}
		for _, r := range w[name] {
			if r["reverses_entry_id"] != "" {
				r["reverses_posted_on"] = posted[r["reverses_entry_id"]]
			}
		}
	}
	w.index()
	for _, r := range w["loan_ledger"] {
		if r["reverses_entry_id"] != "" {
			delete(r, "standing_activity_on")
			if d := w.lastActivity(r["contract_no"], r.day("posted_on")); d != never {
				r["standing_activity_on"] = d.String()
			}
		}
	}
}
