package simulate

import (
	"math"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// none stands for NULL among numbers; NULL text is empty.
const none = math.MinInt64

// frame is a table in plain slices, read back from the record batches that anyone else would get.
type frame struct {
	rows int
	text map[string][]string
	num  map[string][]int64
}

func load(t testing.TB, n *Nation, table string) *frame {
	t.Helper()
	f := &frame{text: map[string][]string{}, num: map[string][]int64{}}
	for r, err := range n.Table(table) {
		if err != nil {
			t.Fatal(err)
		}
		f.rows += int(r.NumRows())
		for i := range int(r.NumCols()) {
			f.add(t, r.ColumnName(i), r.Column(i))
		}
		r.Release()
	}
	return f
}

func (f *frame) add(t testing.TB, name string, a arrow.Array) {
	number := func(value func(int) int64) {
		f.num[name] = slices.Grow(f.num[name], a.Len())
		for i := range a.Len() {
			v := int64(none)
			if a.IsValid(i) {
				v = value(i)
			}
			f.num[name] = append(f.num[name], v)
		}
	}
	text := func(value func(int) string) {
		f.text[name] = slices.Grow(f.text[name], a.Len())
		for i := range a.Len() {
			v := ""
			if a.IsValid(i) {
				v = value(i)
			}
			f.text[name] = append(f.text[name], v)
		}
	}
	switch a := a.(type) {
	case *array.Dictionary:
		dict := a.Dictionary().(*array.String)
		words := make([]string, dict.Len())
		for i := range words {
			words[i] = dict.Value(i)
		}
		text(func(i int) string { return words[a.GetValueIndex(i)] })
	case *array.String:
		text(a.Value)
	case *array.Int64:
		number(a.Value)
	case *array.Int32:
		number(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Date32:
		number(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Timestamp:
		number(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Boolean:
		number(func(i int) int64 {
			if a.Value(i) {
				return 1
			}
			return 0
		})
	case *array.Decimal128:
		number(func(i int) int64 { return int64(a.Value(i).LowBits()) })
	default:
		t.Fatalf("column %s is %s", name, a.DataType())
	}
}
