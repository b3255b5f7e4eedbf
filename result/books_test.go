package result_test

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
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
	for at, want := range map[string]string{"A1": "tên", "C1": "n_2", "A2": "Hội Phụ nữ", "B2": "1", "B3": "-9223372036854775808", "C2": "1.5", "E2": "[0.1,2]", "A4": "", "B4": ""} {
		if got, err := book.GetCellValue("Sheet1", at); got != want || err != nil {
			t.Errorf("%s is %q, want %q (%v)", at, got, want, err)
		}
	}
	for _, at := range []string{"B2", "C2"} {
		if kind, err := book.GetCellType("Sheet1", at); kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString || err != nil {
			t.Errorf("the number %s is of type %v, %v", at, kind, err)
		}
	}
	if text, err := book.GetCellFormula("Sheet1", "A2"); text != "" || err != nil {
		t.Errorf("a text is the formula %q, %v", text, err)
	}
}

// TestSheet: what is opened can be read: money with separators, days and money not cut off, decimals are numbers, but for whole ones that would lose digits.
func TestSheet(t *testing.T) {
	for text, want := range map[string]struct {
		value     float64
		whole, ok bool
	}{
		"3206970000000.000000000000": {3206970000000, true, true}, "0.061249200000": {0.0612492, false, true}, "-1.50": {-1.5, false, true}, "0": {0, true, true},
		"100": {100, true, true}, "123456789012345": {123456789012345, true, true}, "1234567890123456": {}, "0.1234567890123456": {0.123456789012345, false, true}, "972398423.286840509400": {972398423.28684, false, true}, "10000000000000000000000": {},
	} {
		rows := decimals(t, text)
		var out bytes.Buffer
		if _, err := result.Write(&out, "xlsx", rows.Schema(), once(rows, nil)); err != nil {
			t.Fatal(err)
		}
		rows.Release()
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := book.GetCellValue("Sheet1", "A2", excelize.Options{RawCellValue: true})
		value, _ := strconv.ParseFloat(raw, 64)
		kind, _ := book.GetCellType("Sheet1", "A2")
		shown, _ := book.GetCellValue("Sheet1", "A2")
		if number := kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString; err != nil || number != want.ok || number && value != want.value ||
			!number && raw != text || number && want.whole && value >= 1000 != strings.Contains(shown, ",") {
			t.Errorf("%s is %s, shown as %s, a number: %v (%v)", text, raw, shown, number, err)
		}
		if width, err := book.GetColWidth("Sheet1", "A"); err != nil || width < float64(len(shown)) {
			t.Errorf("%s is shown in a column as wide as %v, %v", shown, width, err)
		}
		_ = book.Close()
	}
}

// decimals is one row of a decimal number with as many places as the text has.
func decimals(t *testing.T, text string) arrow.RecordBatch {
	t.Helper()
	_, places, _ := strings.Cut(text, ".")
	kind := &arrow.Decimal128Type{Precision: 38, Scale: int32(len(places))}
	n, err := decimal128.FromString(text, kind.Precision, kind.Scale)
	if err != nil {
		t.Fatal(err)
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "n", Type: kind}}, nil))
	defer b.Release()
	b.Field(0).(*array.Decimal128Builder).Append(n)
	return b.NewRecordBatch()
}
