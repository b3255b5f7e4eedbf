package result_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/result"
)

// TestArrow: what is written reads back the same; what broke off has no end.
func TestArrow(t *testing.T) {
	b := batch(memory.DefaultAllocator)
	defer b.Release()
	for _, broken := range []error{nil, errors.New("broken")} {
		var out bytes.Buffer
		if _, err := result.Write(&out, "arrow", schema, once(b, broken)); !errors.Is(err, broken) {
			t.Fatal(err)
		}
		ends := bytes.HasSuffix(out.Bytes(), []byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0})
		if ends != (broken == nil) {
			t.Errorf("after %v it ends: %v", broken, ends)
		}
		r, err := ipc.NewReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		if !r.Next() || r.RecordBatch().NumRows() != 3 || r.RecordBatch().Column(0).String() != b.Column(0).String() {
			t.Error("the rows are others")
		}
		r.Release()
	}
}

// TestXLSX: numbers are numbers where Excel holds them exactly and texts where it does not; texts are no formulas.
func TestXLSX(t *testing.T) {
	b := batch(memory.DefaultAllocator)
	defer b.Release()
	var out bytes.Buffer
	if rows, err := result.Write(&out, "xlsx", schema, once(b, nil)); rows != 3 || err != nil {
		t.Fatal(rows, err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	for at, want := range map[string]string{"A1": "tên", "C1": "n_2", "A2": "Hội Phụ nữ", "B2": "1", "B3": "-9223372036854775808", "C2": "1.50", "E2": "[0.1,2]", "A4": "", "B4": ""} {
		if got, err := book.GetCellValue("Sheet1", at); got != want || err != nil {
			t.Errorf("%s is %q, want %q (%v)", at, got, want, err)
		}
	}
	if kind, err := book.GetCellType("Sheet1", "B2"); kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString || err != nil {
		t.Errorf("a number is of type %v, %v", kind, err)
	}
	if text, err := book.GetCellFormula("Sheet1", "A2"); text != "" || err != nil {
		t.Errorf("a text is the formula %q, %v", text, err)
	}
}
