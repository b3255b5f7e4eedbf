package replay

import (
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
)

// never is the day of what has not happened: before every day.
const never = calendar.Day(-1 << 31)

// always is a day after every day: the end of what has no end.
const always = calendar.Day(1<<31 - 1)

// scan hands the batches of a table to each, one after another.
func scan(table string, rows iter.Seq2[arrow.RecordBatch, error], each func(*batch)) error {
	for rec, err := range rows {
		if err != nil {
			return fmt.Errorf("reading %s: %w", table, err)
		}
		b := batch{rec: rec, n: int(rec.NumRows())}
		if b.n == 0 {
			continue
		}
		each(&b)
		if b.err != nil {
			return fmt.Errorf("reading %s: %w", table, b.err)
		}
	}
	return nil
}

// batch gives typed access to the columns of a record batch by name. The first column that is
// not as it should be leaves an error; what is returned then must not be used.
type batch struct {
	rec arrow.RecordBatch
	n   int
	err error
}

func (b *batch) column(name string) arrow.Array {
	at := b.rec.Schema().FieldIndices(name)
	if len(at) != 1 {
		b.fail("column %s is missing", name)
		return nil
	}
	return b.rec.Column(at[0])
}

func (b *batch) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

// typed returns a column as one of Arrow's array types.
func typed[A arrow.Array](b *batch, name string) (a A) {
	col := b.column(name)
	if col == nil {
		return a
	}
	a, ok := col.(A)
	if !ok {
		b.fail("column %s holds %s", name, col.DataType())
	}
	return a
}

// int64s returns a column of numbers; what stands at nulls is undefined.
func (b *batch) int64s(name string) []int64 {
	if a := typed[*array.Int64](b, name); a != nil {
		return a.Int64Values()
	}
	return nil
}

func (b *batch) int32s(name string) []int32 {
	if a := typed[*array.Int32](b, name); a != nil {
		return a.Int32Values()
	}
	return nil
}

// dates returns a column of days as stored; nulls are undefined.
func (b *batch) dates(name string) []arrow.Date32 {
	if a := typed[*array.Date32](b, name); a != nil {
		return a.Date32Values()
	}
	return nil
}

// days is a column of days that may be null.
type days struct {
	array  *array.Date32
	values []arrow.Date32
}

func (b *batch) days(name string) days {
	if a := typed[*array.Date32](b, name); a != nil {
		return days{a, a.Date32Values()}
	}
	return days{}
}

// at returns a day, or otherwise when it is null.
func (d days) at(i int, otherwise calendar.Day) calendar.Day {
	if d.array.IsNull(i) {
		return otherwise
	}
	return calendar.Day(d.values[i])
}

// filled appends the rows of a column that are not null to list; it is quick when these are few.
func filled(a arrow.Array, list []int32) []int32 {
	bits, from := a.NullBitmapBytes(), a.Data().Offset()
	for i := 0; i < a.Len(); i++ {
		if at := from + i; at%8 == 0 && len(bits) > 0 && bits[at/8] == 0 {
			i += 7
		} else if a.IsValid(i) {
			list = append(list, int32(i))
		}
	}
	return list
}

// words is a column of texts, plain or by dictionary.
type words struct {
	plain  *array.String
	dict   *array.Dictionary
	index  []int32 // numbers of values, when all rows have one
	values *array.String
}

func (b *batch) words(name string) words {
	switch a := b.column(name).(type) {
	case nil:
	case *array.String:
		return words{plain: a}
	case *array.Dictionary:
		if v, ok := a.Dictionary().(*array.String); ok {
			w := words{dict: a, values: v}
			if i, ok := a.Indices().(*array.Int32); ok && i.NullN() == 0 {
				w.index = i.Int32Values()
			}
			return w
		}
		b.fail("column %s holds %s", name, a.DataType())
	default:
		b.fail("column %s holds %s", name, a.DataType())
	}
	return words{}
}

// at returns a text that lives as long as the batch; a null is the empty text.
func (w *words) at(i int) string {
	switch {
	case w.index != nil:
		return w.values.Value(int(w.index[i]))
	case w.plain != nil && w.plain.IsValid(i):
		return w.plain.Value(i)
	case w.dict != nil && w.dict.IsValid(i):
		return w.values.Value(w.dict.GetValueIndex(i))
	}
	return ""
}

// again tells that a row certainly has the text of the row before, without looking at it.
func (w *words) again(i int) bool { return i > 0 && w.index != nil && w.index[i] == w.index[i-1] }

// changes adds the rows whose text may be another than that of the row before to list.
func (w *words) changes(list []int32, rows int) []int32 {
	if w.index == nil {
		for i := range rows {
			list = append(list, int32(i))
		}
		return list
	}
	at, met := slices.Grow(list, rows)[:len(list)+rows], len(list)
	last := ^w.index[0]
	for i, k := range w.index[:rows] { // without a branch: a processor could not foresee what differs
		at[met] = int32(i)
		differs := uint32(k ^ last)
		met, last = met+int((differs|-differs)>>31), k
	}
	return at[:met]
}

// numbers writes number(text) of every row into out, asking number once per distinct dictionary
// value; a null gives null. Whatever number refuses is an error that carries the text.
func numbers[T any](b *batch, name string, out []T, null T, number func(string) (T, bool)) []T {
	w := b.words(name)
	if b.err != nil {
		return out
	}
	out = resize(out, b.n)
	translate := func(s string) T {
		v, ok := number(s)
		if !ok {
			b.fail("column %s holds %q", name, s)
		}
		return v
	}
	if w.plain != nil {
		last, value, any := "", null, false
		for i := range out {
			if w.plain.IsNull(i) {
				out[i] = null
				continue
			}
			if s := w.plain.Value(i); !any || s != last {
				last, value, any = s, translate(s), true
			}
			out[i] = value
		}
		return out
	}
	known := make([]T, w.values.Len())
	asked := make([]bool, len(known)) // a dictionary may hold texts that no row has
	ask := func(k int) T {
		if !asked[k] {
			asked[k], known[k] = true, translate(w.values.Value(k))
		}
		return known[k]
	}
	if indices, ok := w.dict.Indices().(*array.Int32); ok {
		numberRows(out, indices, null, known, asked, ask)
		return out
	}
	for i := range out {
		if out[i] = null; w.dict.IsValid(i) {
			out[i] = ask(w.dict.GetValueIndex(i))
		}
	}
	return out
}

// column gives the numbers of a column's texts, met for the first time or not; a null is the empty text.
func (c *codes) column(b *batch, name string) []int32 {
	var empty int32
	if b.column(name) != nil && b.column(name).NullN() > 0 {
		empty = c.id("")
	}
	return numbers(b, name, nil, empty, func(s string) (int32, bool) { return c.id(s), true })
}

// numberRows is numbers for dictionaries as the lake's readers give them.
func numberRows[T any](out []T, indices *array.Int32, null T, known []T, asked []bool, ask func(k int) T) {
	nulls := indices.NullN() > 0
	for i, k := range indices.Int32Values() {
		switch {
		case nulls && indices.IsNull(i):
			out[i] = null
		case asked[k]:
			out[i] = known[k]
		default:
			out[i] = ask(int(k))
		}
	}
}

// resize returns a slice of n elements, in s's memory when that is large enough.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// room makes room for n more elements, and then for at least as many as there are: what is read batch by
// batch is moved seldom.
func room[T any](s []T, n int) []T {
	if cap(s)-len(s) < n {
		n = max(n, len(s))
	}
	return slices.Grow(s, n)
}
