package lake_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// Every table of the lake comes back as it was written: types, dictionaries' values, decimals, nulls, order; over
// several batches and row groups, and whatever the order in which columns are asked for.
func TestEveryTableThereAndBack(t *testing.T) {
	l, err := lake.Open(t.Context(), t.TempDir(), lake.Options{RowGroupRows: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, tab := range schemas.Lake() {
		t.Run(tab.Name, func(t *testing.T) {
			u := whole
			if tab.ByBranch() {
				u.Branch = "0201/đ"
			}
			if tab.Month != "" {
				u.Month = december
			}
			sizes := []int{1, 99, 0, 170}
			p := write(t, l, tab, u, "s", sizes...)
			commit(t, l, tab, []lake.Part{p}, nil, nil)
			want := joined(t, made(memory.DefaultAllocator, tab, u, 1, sizes...))
			defer want.Release()
			got := joined(t, l.Read(t.Context(), tab, parts(t, l, tab), nil))
			defer got.Release()
			if !got.Schema().Equal(tab.Arrow()) {
				t.Fatalf("schema\n%s\nwant\n%s", got.Schema(), tab.Arrow())
			}
			if !array.RecordEqual(want, got) {
				t.Fatalf("rows differ")
			}
			last, first := want.Schema().Field(int(want.NumCols())-1).Name, want.Schema().Field(0).Name
			two := joined(t, l.Read(t.Context(), tab, parts(t, l, tab), []string{last, first}))
			defer two.Release()
			if two.NumCols() != 2 || !array.Equal(two.Column(0), want.Column(int(want.NumCols())-1)) || !array.Equal(two.Column(1), want.Column(0)) {
				t.Fatal("columns differ when picked")
			}
		})
	}
}

// joined makes one batch of a stream.
func joined(t *testing.T, rows func(func(arrow.RecordBatch, error) bool)) arrow.RecordBatch {
	t.Helper()
	var batches []arrow.RecordBatch
	var schema *arrow.Schema
	for b, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		if b.NumRows() > 64<<10 {
			t.Fatalf("a batch of %d rows", b.NumRows())
		}
		if schema = b.Schema(); b.NumRows() == 0 {
			continue // arrow cannot join dictionaries without values
		}
		b.Retain()
		defer b.Release()
		batches = append(batches, b)
	}
	columns := make([]arrow.Array, schema.NumFields())
	rowsTotal := int64(0)
	for i := range columns {
		var chunks []arrow.Array
		for _, b := range batches {
			chunks = append(chunks, b.Column(i))
		}
		var err error
		if columns[i], err = array.Concatenate(chunks, memory.DefaultAllocator); err != nil {
			t.Fatal(err)
		}
		defer columns[i].Release()
		rowsTotal = int64(columns[i].Len())
	}
	return array.NewRecordBatch(schema, columns, rowsTotal)
}

// Parts are read in the order given, those without rows give nothing, and reading may stop anywhere.
// All memory comes back; for the columns left out see Options.Allocator.
func TestReadInOrder(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	l, err := lake.Open(t.Context(), t.TempDir(), lake.Options{Allocator: mem, RowGroupRows: 500})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var ps []lake.Part
	for m, n := range []int{700, 0, 10} {
		u := unit("0201", 12-m)
		p, err := l.Write(t.Context(), ledger, u, "s", made(mem, ledger, u, 1, n))
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	columns := []string{"posted_on", "from_class", "to_class", "rebooking", "reverses_entry_id"}
	var sizes []int64
	for b, err := range l.Read(t.Context(), ledger, ps, columns) {
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, b.NumRows())
	}
	if len(sizes) != 3 || sizes[0] != 500 || sizes[1] != 200 || sizes[2] != 10 {
		t.Fatal(sizes)
	}
	for range l.Read(t.Context(), ledger, ps, columns) {
		break
	}
	wrong := errors.New("")
	for _, err = range l.Read(t.Context(), ledger, ps, []string{"no_such"}) {
		wrong = err
	}
	if wrong == nil || !strings.Contains(wrong.Error(), "no_such") {
		t.Fatal(wrong)
	}
	ps[0].Path += "x"
	if _, err := count(t.Context(), l, ledger, ps); !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

// Long row groups come in several batches.
func TestBatches(t *testing.T) {
	l := open(t, t.TempDir())
	p := write(t, l, &schemas.BusinessDay, whole, "s", 70_000)
	var sizes []int64
	for b, err := range l.Read(t.Context(), &schemas.BusinessDay, []lake.Part{p}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, b.NumRows())
	}
	if len(sizes) != 2 || sizes[0] != 1<<16 || sizes[0]+sizes[1] != 70_000 {
		t.Fatal(sizes)
	}
}

// The footer tells table, unit and stamp; rows of a file stand in row groups of the size asked for.
func TestFooter(t *testing.T) {
	l, err := lake.Open(t.Context(), t.TempDir(), lake.Options{RowGroupRows: 100})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := write(t, l, ledger, unit("0201", 12), "v1-abc", 70, 70, 60)
	r, err := file.OpenParquetFile(p.Path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for key, want := range map[string]string{"uythac.table": "loan_ledger", "uythac.unit": "0201 2020-12", "uythac.stamp": "v1-abc"} {
		if got := r.MetaData().KeyValueMetadata().FindValue(key); got == nil || *got != want {
			t.Errorf("%s: %v", key, got)
		}
	}
	if r.NumRowGroups() != 2 || r.RowGroup(0).NumRows() != 100 || r.RowGroup(1).NumRows() != 100 {
		t.Error("row groups", r.NumRowGroups())
	}
	if info, err := os.Stat(p.Path); err != nil || info.Size() != p.Bytes {
		t.Error(info, p.Bytes, err)
	}
}
