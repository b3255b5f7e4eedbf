package cleaning

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// sourceBatch makes a batch as sources give it from rows of comma-separated texts; - is NULL.
func sourceBatch(t testing.TB, mem memory.Allocator, table *schemas.Table, rows ...string) arrow.RecordBatch {
	t.Helper()
	var fields []arrow.Field
	for _, c := range table.Offered() {
		if !c.Personal {
			fields = append(fields, arrow.Field{Name: c.Name, Type: c.Type.Arrow(), Nullable: true})
		}
	}
	b := array.NewRecordBuilder(mem, arrow.NewSchema(fields, nil))
	defer b.Release()
	for _, row := range rows {
		for i, v := range strings.Split(row, ",") {
			if v == "-" {
				b.Field(i).AppendNull()
				continue
			}
			if err := b.Field(i).AppendValueFromString(v); err != nil {
				t.Fatalf("%s: %v", row, err)
			}
		}
	}
	return b.NewRecordBatch()
}

// frames makes every frame, empty but for the rows given by table.
func frames(t testing.TB, rows map[string][]string) map[string]*Frame {
	t.Helper()
	all := map[string]*Frame{}
	for _, table := range schemas.Contract() {
		if table.Kind == schemas.Ledger {
			continue
		}
		f := NewFrame(table)
		all[table.Name] = f
		if len(rows[table.Name]) > 0 {
			batch := sourceBatch(t, memory.DefaultAllocator, table, rows[table.Name]...)
			if found, err := f.Add(batch, nil, originsOf(batch)); err != nil || len(found) > 0 {
				t.Fatal(found, err)
			}
			batch.Release()
		}
		f.Sort()
	}
	return all
}

func originsOf(batch arrow.RecordBatch) []Origin {
	var all []Origin
	for i := range int(batch.NumRows()) {
		all = append(all, At(0, int64(i+1)))
	}
	return all
}

// someBooks is a branch with an office and contracts C0 to C<n-1>.
func someBooks(t testing.TB, contracts int) *Books {
	t.Helper()
	rows := map[string][]string{
		"branch":             {"B,Chi nhánh"},
		"transaction_office": {"O,B,Phòng"},
		"customer":           {"K,poor"},
	}
	for i := range contracts {
		rows["loan_contract"] = append(rows["loan_contract"], fmt.Sprintf("C%06d,K,O,01,1,2,1,6.6,2019-01-01,2022-01-01,2022-01-05", i))
	}
	b, err := NewBooks(frames(t, rows))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func day(t testing.TB, text string) calendar.Day {
	t.Helper()
	d, err := calendar.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
