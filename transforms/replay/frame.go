package replay

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// batchRows is how many rows a batch has at most.
const batchRows = 32 << 10

// sheet is a table in the making: the frames that it is built of share the dictionaries of its
// codes, because Parquet's writer gives up a dictionary that changes.
type sheet struct {
	mem    memory.Allocator
	schema *arrow.Schema
	rows   int
	sets   map[string]*codeSet
}

func newSheet(mem memory.Allocator, t *schemas.Table, rows int) *sheet {
	return &sheet{mem: mem, schema: t.Arrow(), rows: rows, sets: map[string]*codeSet{}}
}

// release gives the dictionaries back.
func (s *sheet) release() {
	for _, set := range s.sets {
		set.dictionary.Release()
	}
}

// frame is a record batch of a sheet in the making, its n rows from from on: columns are filled by
// name, in any order. Filling a column twice, or leaving one out, is an error of the package that
// finish reports. What gives a row's value is asked by the row's number in the sheet.
type frame struct {
	*sheet
	from, n int
	cols    []arrow.Array
	err     error
}

func (s *sheet) frame(from, to int) *frame {
	return &frame{sheet: s, from: from, n: to - from, cols: make([]arrow.Array, s.schema.NumFields())}
}

// put makes a column of buffers, which it releases.
func (f *frame) put(name string, dictionary arrow.Array, nulls int, buffers ...*memory.Buffer) {
	at := f.schema.FieldIndices(name)
	if len(at) != 1 || f.cols[at[0]] != nil {
		f.err = fmt.Errorf("column %s is filled twice or unknown", name)
	} else {
		var data *array.Data
		typ := f.schema.Field(at[0]).Type
		if dictionary != nil {
			data = array.NewDataWithDictionary(typ, f.n, buffers, nulls, 0, dictionary.Data().(*array.Data))
		} else {
			data = array.NewData(typ, f.n, buffers, nil, nulls, 0)
		}
		f.cols[at[0]] = array.MakeFromData(data)
		data.Release()
	}
	for _, b := range buffers {
		if b != nil {
			b.Release()
		}
	}
}

func (s *sheet) buffer(bytes int) *memory.Buffer {
	b := memory.NewResizableBuffer(s.mem)
	b.Resize(bytes)
	return b
}

// valid makes a validity bitmap; nil when nothing is null. It asks by the row's number in the frame.
func (f *frame) valid(isNull func(i int) bool) (bits *memory.Buffer, nulls int) {
	for i := range f.n {
		if !isNull(i) {
			continue
		}
		if nulls++; nulls == 1 {
			bits = f.buffer(int(bitutil.BytesForBits(int64(f.n))))
			bitutil.SetBitsTo(bits.Bytes(), 0, int64(f.n), true)
		}
		bitutil.ClearBit(bits.Bytes(), i)
	}
	return bits, nulls
}

// ints returns a column of numbers to be filled; it has no nulls.
func (f *frame) ints(name string) []int64 {
	b := f.buffer(f.n * arrow.Int64SizeBytes)
	values := arrow.Int64Traits.CastFromBytes(b.Bytes())
	f.put(name, nil, 0, nil, b)
	return values
}

func (f *frame) int32s(name string) []int32 {
	b := f.buffer(f.n * arrow.Int32SizeBytes)
	values := arrow.Int32Traits.CastFromBytes(b.Bytes())
	f.put(name, nil, 0, nil, b)
	return values
}

// maybeInts fills a column of small numbers that may be null.
func (f *frame) maybeInts(name string, at func(i int) (v int32, ok bool)) {
	b := f.buffer(f.n * arrow.Int32SizeBytes)
	values := arrow.Int32Traits.CastFromBytes(b.Bytes())
	bits, nulls := f.valid(func(i int) (null bool) {
		v, ok := at(f.from + i)
		values[i] = v
		return !ok
	})
	f.put(name, nil, nulls, bits, b)
}

// days fills a column of days; never is null.
func (f *frame) days(name string, at func(i int) calendar.Day) {
	f.maybeInts(name, func(i int) (int32, bool) {
		d := at(i)
		if d == never {
			return 0, false
		}
		return int32(d), true
	})
}

func (f *frame) bools(name string, at func(i int) bool) {
	b := f.buffer(int(bitutil.BytesForBits(int64(f.n))))
	clear(b.Bytes())
	for i := range f.n {
		if at(f.from + i) {
			bitutil.SetBit(b.Bytes(), i)
		}
	}
	f.put(name, nil, 0, nil, b)
}

// text fills a column of texts; ok false is null.
func (f *frame) text(name string, at func(i int) (s string, ok bool)) {
	offsets := f.buffer((f.n + 1) * arrow.Int32SizeBytes)
	ends := arrow.Int32Traits.CastFromBytes(offsets.Bytes())
	size := 0
	ends[0] = 0
	bits, nulls := f.valid(func(i int) bool {
		s, ok := at(f.from + i)
		size += len(s)
		ends[i+1] = int32(size)
		return !ok
	})
	data := f.buffer(size)
	for i := range f.n {
		s, _ := at(f.from + i)
		copy(data.Bytes()[ends[i]:], s)
	}
	f.put(name, nil, nulls, bits, offsets, data)
}

// codeSet is the dictionary of a column of codes: the names that the sheet's rows have, in the order
// in which they come.
type codeSet struct {
	place      []int32 // per code, its place in the dictionary plus one
	dictionary arrow.Array
}

func (s *sheet) codeSet(name string, of *codes, at func(i int) int32) *codeSet {
	if set, ok := s.sets[name]; ok {
		return set
	}
	set := &codeSet{place: make([]int32, len(of.names))}
	values := array.NewStringBuilder(s.mem)
	defer values.Release()
	for i := range s.rows {
		if id := at(i); id != none && set.place[id] == 0 {
			values.Append(of.names[id])
			set.place[id] = int32(values.Len())
		}
	}
	set.dictionary = values.NewArray()
	s.sets[name] = set
	return set
}

// code fills a column of codes: numbers of names; none is null.
func (f *frame) code(name string, of *codes, at func(i int) int32) {
	set := f.codeSet(name, of, at)
	b := f.buffer(f.n * arrow.Int32SizeBytes)
	values := arrow.Int32Traits.CastFromBytes(b.Bytes())
	bits, nulls := f.valid(func(i int) bool {
		id := at(f.from + i)
		if id == none {
			values[i] = 0
			return true
		}
		values[i] = set.place[id] - 1
		return false
	})
	f.put(name, set.dictionary, nulls, bits, b)
}

// one fills a column of codes with the same text in every row.
func (f *frame) one(name, text string) {
	var c codes
	c.id(text)
	f.code(name, &c, func(int) int32 { return 0 })
}

// finish returns the batch, which the caller releases.
func (f *frame) finish() (arrow.RecordBatch, error) {
	defer f.release()
	for i, c := range f.cols {
		if c == nil && f.err == nil {
			f.err = fmt.Errorf("column %s is not filled", f.schema.Field(i).Name)
		}
	}
	if f.err != nil {
		return nil, f.err
	}
	return array.NewRecordBatch(f.schema, f.cols, int64(f.n)), nil
}

func (f *frame) release() {
	for _, c := range f.cols {
		if c != nil {
			c.Release()
		}
	}
}
