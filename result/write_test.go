package result_test

import (
	"bytes"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/uythac/uythac/result"
)

var schema = arrow.NewSchema([]arrow.Field{
	{Name: "tên", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "n", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "n", Type: &arrow.Decimal128Type{Precision: 7, Scale: 2}, Nullable: true},
	{Name: "d", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
	{Name: "l", Type: arrow.ListOf(arrow.PrimitiveTypes.Float64), Nullable: true},
}, nil)

// batch has a row of plain values, one of odd ones and one of NULLs.
func batch(alloc memory.Allocator) arrow.RecordBatch {
	b := array.NewRecordBuilder(alloc, schema)
	defer b.Release()
	texts, numbers := b.Field(0).(*array.StringBuilder), b.Field(1).(*array.Int64Builder)
	decimals, days, lists := b.Field(2).(*array.Decimal128Builder), b.Field(3).(*array.Date32Builder), b.Field(4).(*array.ListBuilder)
	texts.Append("Hội Phụ nữ")
	numbers.Append(1)
	decimals.Append(decimal128.FromI64(150))
	days.Append(18627)
	lists.Append(true)
	lists.ValueBuilder().(*array.Float64Builder).AppendValues([]float64{0.1, 2}, nil)
	texts.Append("a\"b,\n\x1b[31m|\u202e")
	numbers.Append(-9223372036854775808)
	decimals.Append(decimal128.FromI64(-5))
	days.Append(-1)
	lists.Append(true)
	for _, f := range b.Fields() {
		f.AppendNull()
	}
	return b.NewRecordBatch()
}

func once(b arrow.RecordBatch, err error) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		if yield(b, nil) && err != nil {
			yield(nil, err)
		}
	}
}

func TestWrite(t *testing.T) {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	b := batch(alloc)
	defer b.Release()
	for format, want := range map[string]string{
		"csv": "tên,n,n,d,l\n" +
			"Hội Phụ nữ,1,1.50,2020-12-31,\"[0.1,2]\"\n" +
			"\"a\"\"b,\n\x1b[31m|\u202e\",-9223372036854775808,-0.05,1969-12-31,[]\n" +
			",,,,\n",
		"json": "[\n" +
			`  {"tên": "Hội Phụ nữ", "n": 1, "n_2": 1.50, "d": "2020-12-31", "l": [0.1,2]},` + "\n" +
			`  {"tên": "a\"b,\n\u001b[31m|` + "\u202e" + `", "n": -9223372036854775808, "n_2": -0.05, "d": "1969-12-31", "l": []},` + "\n" +
			`  {"tên": null, "n": null, "n_2": null, "d": null, "l": null}` + "\n]\n",
		"table": "tên                                        n      n  d           l\n" +
			strings.Repeat("─", 72) + "\n" +
			"Hội Phụ nữ                                 1   1.50  2020-12-31  [0.1,2]\n" +
			`a"b,⏎\u001b[31m|\u202e  -9223372036854775808  -0.05  1969-12-31  []` + "\n" +
			"NULL                                    NULL   NULL  NULL        NULL\n",
		"record": "─── 1 ───\ntên  Hội Phụ nữ\nn    1\nn    1.50\nd    2020-12-31\nl    [0.1,2]\n" +
			"─── 2 ───\ntên  a\"b,⏎\\u001b[31m|\\u202e\nn    -9223372036854775808\nn    -0.05\nd    1969-12-31\nl    []\n" +
			"─── 3 ───\ntên  NULL\nn    NULL\nn    NULL\nd    NULL\nl    NULL\n",
		"markdown": "| tên | n | n | d | l |\n| --- | ---: | ---: | --- | --- |\n| Hội Phụ nữ | 1 | 1.50 | 2020-12-31 | [0.1,2] |\n" +
			`| a"b,⏎\u001b[31m\|\u202e | -9223372036854775808 | -0.05 | 1969-12-31 | [] |` + "\n| NULL | NULL | NULL | NULL | NULL |\n",
	} {
		var out strings.Builder
		if rows, err := result.Write(&out, format, schema, once(b, nil)); rows != 3 || err != nil {
			t.Errorf("%s: %d rows, %v", format, rows, err)
		}
		if out.String() != want {
			t.Errorf("%s:\n%s\nwant\n%s", format, out.String(), want)
		}
	}
}

// TestParquet: what is written reads back the same, a name that comes twice with a number.
func TestParquet(t *testing.T) {
	b := batch(memory.DefaultAllocator)
	defer b.Release()
	var out bytes.Buffer
	if _, err := result.Write(&out, "parquet", schema, once(b, nil)); err != nil {
		t.Fatal(err)
	}
	f, err := file.NewParquetReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := r.ReadTable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	if table.NumRows() != 3 || table.Schema().Field(2).Name != "n_2" {
		t.Errorf("%d rows, %s", table.NumRows(), table.Schema())
	}
	for i := range int(table.NumCols()) {
		if got, want := table.Column(i).Data().Chunk(0).String(), b.Column(i).String(); got != want {
			t.Errorf("column %d: %s, want %s", i, got, want)
		}
	}
}

// TestCutShort: rows that came before an error are shown to people, and the error is returned.
func TestCutShort(t *testing.T) {
	b := batch(memory.DefaultAllocator)
	defer b.Release()
	broken := errors.New("broken")
	var out strings.Builder
	if rows, err := result.Write(&out, "table", schema, once(b, broken)); rows != 3 || !errors.Is(err, broken) || !strings.Contains(out.String(), "Phụ nữ") {
		t.Errorf("%d rows, %v:\n%s", rows, err, &out)
	}
}

// TestLong: a table of more rows than decide on its layout is whole.
func TestLong(t *testing.T) {
	b := batch(memory.DefaultAllocator)
	defer b.Release()
	var out strings.Builder
	rows, err := result.Write(&out, "table", schema, func(yield func(arrow.RecordBatch, error) bool) {
		for range 1000 {
			if !yield(b, nil) {
				return
			}
		}
	})
	if lines := strings.Count(out.String(), "\n"); rows != 3000 || lines != 3002 || err != nil {
		t.Errorf("%d rows in %d lines, %v", rows, lines, err)
	}
}
