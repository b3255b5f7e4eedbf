package mirror

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// alloc is of everything made here: Go's heap.
var alloc = memory.DefaultAllocator

// format turns the source's batches into the copy's. Codes get one growing dictionary a column over all
// batches: Parquet's writer gives up a dictionary that changes, and after the first batches it does
// not any more.
type format struct {
	table  *schemas.Table // the mirror
	schema *arrow.Schema
	codes  map[string]*dictionary
}

func newFormat(t *schemas.Table) format {
	return format{table: t, schema: t.Arrow(), codes: map[string]*dictionary{}}
}

// batch makes the copy's batch; the caller releases it.
func (f *format) batch(b source.Batch) (arrow.RecordBatch, error) {
	return f.record(b.Record.NumRows(), func(field arrow.Field) (arrow.Array, error) {
		switch field.Name {
		case schemas.UnitMonth:
			return f.months(b.Record)
		case schemas.BadCells:
			return badCells(b)
		}
		return f.column(b.Record, field)
	})
}

// stored gives a batch of the lake the same dictionaries; the caller releases it.
func (f *format) stored(b arrow.RecordBatch) (arrow.RecordBatch, error) {
	return f.record(b.NumRows(), func(field arrow.Field) (arrow.Array, error) { return f.column(b, field) })
}

// record makes a batch of the copy from its columns.
func (f *format) record(rows int64, column func(arrow.Field) (arrow.Array, error)) (arrow.RecordBatch, error) {
	arrays := make([]arrow.Array, f.schema.NumFields())
	defer func() {
		for _, a := range arrays {
			if a != nil {
				a.Release()
			}
		}
	}()
	for i, field := range f.schema.Fields() {
		var err error
		if arrays[i], err = column(field); err != nil {
			return nil, err
		}
	}
	return array.NewRecordBatch(f.schema, arrays, rows), nil
}

func (f *format) column(b arrow.RecordBatch, field arrow.Field) (arrow.Array, error) {
	at := b.Schema().FieldIndices(field.Name)
	if len(at) != 1 {
		return nil, fmt.Errorf("column %s is missing", field.Name)
	}
	a := b.Column(at[0])
	codes, ok := a.(*array.Dictionary)
	if !ok {
		a.Retain()
		return a, nil
	}
	d := f.codes[field.Name]
	if d == nil {
		d = &dictionary{ids: map[string]int32{}}
		f.codes[field.Name] = d
	}
	return d.renumber(codes)
}

// months is the column of the month that each row stands in.
func (f *format) months(b arrow.RecordBatch) (arrow.Array, error) {
	at := b.Schema().FieldIndices(f.table.Proof.Day)
	if len(at) != 1 {
		return nil, fmt.Errorf("column %s is missing", f.table.Proof.Day)
	}
	days, ok := b.Column(at[0]).(*array.Date32)
	if !ok {
		return nil, fmt.Errorf("column %s is %s", f.table.Proof.Day, b.Column(at[0]).DataType())
	}
	firsts := make([]arrow.Date32, days.Len())
	last, first := arrow.Date32(-1<<31), arrow.Date32(undated.First())
	nulls := days.NullN() > 0
	for row, d := range days.Date32Values() {
		switch {
		case nulls && days.IsNull(row):
			firsts[row] = arrow.Date32(undated.First())
			continue
		case d != last:
			last, first = d, arrow.Date32(undated.First())
			if day := calendar.Day(d); control.Dated(day) {
				first = arrow.Date32(day.Month().First())
			}
		}
		firsts[row] = first
	}
	data := array.NewData(arrow.FixedWidthTypes.Date32, len(firsts), []*memory.Buffer{nil, memory.NewBufferBytes(arrow.Date32Traits.CastToBytes(firsts))}, nil, 0, 0)
	defer data.Release()
	return array.NewDate32Data(data), nil
}

// dictionary numbers the codes of a column as they are met.
type dictionary struct {
	ids    map[string]int32
	values []string
	array  arrow.Array // of values, garbage-collected memory; made anew when one was added
}

// renumber gives an array's codes in the dictionary's numbers.
func (d *dictionary) renumber(a *array.Dictionary) (arrow.Array, error) {
	texts, ok := a.Dictionary().(*array.String)
	index, ok2 := a.Indices().(*array.Int32)
	if !ok || !ok2 {
		return nil, fmt.Errorf("codes are %s", a.DataType())
	}
	numbers, same := make([]int32, texts.Len()), true
	for i := range numbers {
		numbers[i] = d.id(texts.Value(i))
		same = same && numbers[i] == int32(i)
	}
	if same {
		return array.NewDictionaryArray(schemas.Code.Arrow(), index, d.all()), nil
	}
	values := make([]int32, index.Len())
	for row, k := range index.Int32Values() {
		if int(k) < len(numbers) { // under NULL anything may stand
			values[row] = numbers[k]
		}
	}
	data := array.NewData(index.DataType(), index.Len(), []*memory.Buffer{index.Data().Buffers()[0], memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(values))},
		nil, index.NullN(), 0)
	defer data.Release()
	indices := array.NewInt32Data(data)
	defer indices.Release()
	return array.NewDictionaryArray(schemas.Code.Arrow(), indices, d.all()), nil
}

func (d *dictionary) id(s string) int32 {
	n, ok := d.ids[s]
	if !ok {
		s = string([]byte(s)) // it lives in a batch
		n = int32(len(d.values))
		d.ids[s] = n
		d.values, d.array = append(d.values, s), nil
	}
	return n
}

func (d *dictionary) all() arrow.Array {
	if d.array == nil {
		b := array.NewStringBuilder(alloc)
		defer b.Release()
		for _, s := range d.values {
			b.Append(s)
		}
		d.array = b.NewArray()
	}
	return d.array
}
