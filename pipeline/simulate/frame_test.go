package simulate

import (
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// none stands for NULL among numbers; NULL text is empty.
const none = math.MinInt64

// frame is a table in plain slices, read back from the record batches that anyone else would get.
type frame struct {
	rows int
	text map[string]*words
	num  map[string][]int64
}

// words is a column of text, every distinct text once.
type words struct {
	is    []int32
	texts []string
	index map[string]int32
}

func (w *words) at(i int) string { return w.texts[w.is[i]] }

func (w *words) all() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range w.is {
			if !yield(i, w.at(i)) {
				return
			}
		}
	}
}

func (w *words) put(s string) int32 {
	i, ok := w.index[s]
	if !ok {
		i = int32(len(w.texts))
		s = strings.Clone(s)
		w.texts, w.index[s] = append(w.texts, s), i
	}
	return i
}

func load(t testing.TB, n *Nation, table string) *frame {
	t.Helper()
	f := &frame{text: map[string]*words{}, num: map[string][]int64{}}
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
	text := func(value func(int) int32) {
		w := f.text[name]
		w.is = slices.Grow(w.is, a.Len())
		for i := range a.Len() {
			v := int32(0)
			if a.IsValid(i) {
				v = value(i)
			}
			w.is = append(w.is, v)
		}
	}
	w := f.text[name]
	if w == nil && (a.DataType().ID() == arrow.DICTIONARY || a.DataType().ID() == arrow.STRING) {
		w = &words{texts: []string{""}, index: map[string]int32{"": 0}}
		f.text[name] = w
	}
	switch a := a.(type) {
	case *array.Dictionary:
		dict := a.Dictionary().(*array.String)
		is := make([]int32, dict.Len())
		for i := range is {
			is[i] = w.put(dict.Value(i))
		}
		text(func(i int) int32 { return is[a.GetValueIndex(i)] })
	case *array.String:
		text(func(i int) int32 { return w.put(a.Value(i)) })
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
