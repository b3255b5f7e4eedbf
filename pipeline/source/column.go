package source

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// columnBuilder gathers the values of one column. Its slices become the array's buffers without a
// copy, therefore it starts anew with every batch, unless nobody holds the last batch any more.
type columnBuilder struct {
	schemas.Column
	again bool // the memory of the last batch may be used again
	rows  int  // expected
	n     int
	valid []byte // bitmap; nil while nothing is null
	nulls int

	longs []int64          // Int64, Timestamp
	ints  []int32          // Int32, Int16, Date, and the index of a Code
	bits  []byte           // Bool, a bitmap
	rates []decimal128.Num // Rate
	text  []byte           // Text, and the dictionary of a Code
	ends  []int32          // offsets into text
	codes map[string]int32 // Code
	seen  [32]int32        // indices of the latest Codes, by how these end: most columns have few
	spare []byte           // memory for valid

	latest latestDay // Date, Timestamp
}

// start makes room for a batch.
func (b *columnBuilder) start(rows int) {
	if b.valid != nil {
		b.spare = b.valid
	}
	b.rows, b.n, b.nulls, b.valid = rows, 0, 0, nil
	switch b.Type {
	case schemas.Int64, schemas.Timestamp:
		b.longs = room(b.again, b.longs, rows)
	case schemas.Int32, schemas.Int16, schemas.Date:
		b.ints = room(b.again, b.ints, rows)
	case schemas.Bool:
		b.bits = room(b.again, b.bits, rows/8+1)
	case schemas.Rate:
		b.rates = room(b.again, b.rates, rows)
	case schemas.Text:
		b.text, b.ends = room(b.again, b.text, rows*16), append(room(b.again, b.ends, rows+1), 0)
	case schemas.Code:
		b.ints = room(b.again, b.ints, rows)
		b.text, b.ends = nil, append(room(b.again, b.ends, 16), 0) // the texts are few, and kept by who takes a code from a batch
		if b.codes == nil || !b.again {
			b.codes = make(map[string]int32, len(b.codes))
		}
		clear(b.codes)
	}
}

// room gives an empty slice for n elements.
func room[T any](again bool, s []T, n int) []T {
	if again && cap(s) >= n {
		return s[:0]
	}
	return make([]T, 0, n)
}

// parse appends a cell as text stands for it; empty text is null. It tells whether the text is of the column's type.
func (b *columnBuilder) parse(cell []byte) bool {
	if len(cell) == 0 {
		b.null()
		return true
	}
	var ok bool
	switch b.Type {
	case schemas.Code, schemas.Text:
		b.str(cell)
		return true
	case schemas.Int64:
		var v int64
		if v, ok = parseInt(cell); ok {
			b.long(v)
		}
	case schemas.Timestamp:
		var v int64
		if v, ok = b.latest.timestamp(cell); ok {
			b.long(v)
		}
	case schemas.Int32, schemas.Int16:
		var v int32
		if v, ok = parseInt32(cell); ok {
			b.int(v)
		}
	case schemas.Date:
		var d calendar.Day
		if d, ok = b.latest.parse(cell); ok {
			b.int(int32(d))
		}
	case schemas.Bool:
		var v bool
		if v, ok = parseBool(cell); ok {
			b.bool(v)
		}
	case schemas.Rate:
		var v int64
		if v, ok = parseRate(cell); ok {
			b.rate(v)
		}
	default: // Ratio and Exact are computed and never in a source: ok stays false
	}
	if !ok {
		b.null()
	}
	return ok
}

func (b *columnBuilder) null() {
	if b.valid == nil {
		size := int(bitutil.BytesForBits(int64(b.n + 1)))
		b.valid = append(room(b.again, b.spare, max(b.rows, b.n)/8+1), make([]byte, size)...)
		bitutil.SetBitsTo(b.valid, 0, int64(b.n), true)
	}
	switch b.Type {
	case schemas.Int64, schemas.Timestamp:
		b.longs = append(b.longs, 0)
	case schemas.Int32, schemas.Int16, schemas.Date, schemas.Code:
		b.ints = append(b.ints, 0)
	case schemas.Bool:
		b.pushBit(false)
	case schemas.Rate:
		b.rates = append(b.rates, decimal128.Num{})
	case schemas.Text:
		b.ends = append(b.ends, int32(len(b.text)))
	}
	b.nulls++
	b.mark(false)
}

func (b *columnBuilder) mark(valid bool) {
	if b.valid != nil {
		if b.n/8 >= len(b.valid) {
			b.valid = append(b.valid, 0)
		}
		bitutil.SetBitTo(b.valid, b.n, valid)
	}
	b.n++
}

func (b *columnBuilder) long(v int64) { b.longs = append(b.longs, v); b.mark(true) }
func (b *columnBuilder) int(v int32)  { b.ints = append(b.ints, v); b.mark(true) }
func (b *columnBuilder) bool(v bool)  { b.pushBit(v); b.mark(true) }
func (b *columnBuilder) rate(v int64) {
	b.rates = append(b.rates, decimal128.FromI64(v))
	b.mark(true)
}

func (b *columnBuilder) pushBit(v bool) {
	if b.n/8 >= len(b.bits) {
		b.bits = append(b.bits, 0)
	}
	bitutil.SetBitTo(b.bits, b.n, v)
}

// str appends a text, which is null when empty.
func (b *columnBuilder) str(v []byte) {
	switch {
	case len(v) == 0:
		b.null()
	case b.Type == schemas.Text:
		b.text = append(b.text, v...)
		b.ends = append(b.ends, int32(len(b.text)))
		b.mark(true)
	default:
		b.int(b.code(v))
	}
}

// code gives the index of a text, which is not empty, in the dictionary.
func (b *columnBuilder) code(v []byte) int32 {
	seen := &b.seen[(5*uint(v[len(v)-1])+uint(len(v)))%uint(len(b.seen))]
	if n := *seen; int(n) < len(b.ends)-1 && string(v) == string(b.text[b.ends[n]:b.ends[n+1]]) {
		return n
	}
	n, ok := b.codes[string(v)]
	if !ok {
		n = int32(len(b.codes))
		b.codes[string(v)] = n
		b.text = append(b.text, v...)
		b.ends = append(b.ends, int32(len(b.text)))
	}
	*seen = n
	return n
}

// finish gives the gathered values as an array; the caller releases it.
func (b *columnBuilder) finish() arrow.Array {
	var valid *memory.Buffer
	if b.nulls > 0 {
		valid = memory.NewBufferBytes(b.valid)
	}
	values := func(raw []byte) []*memory.Buffer { return []*memory.Buffer{valid, memory.NewBufferBytes(raw)} }
	var buffers []*memory.Buffer
	var dictionary *array.Data
	switch b.Type {
	case schemas.Int64, schemas.Timestamp:
		buffers = values(arrow.Int64Traits.CastToBytes(b.longs))
	case schemas.Bool:
		buffers = values(b.bits)
	case schemas.Rate:
		buffers = values(arrow.Decimal128Traits.CastToBytes(b.rates))
	case schemas.Text:
		buffers = append(values(arrow.Int32Traits.CastToBytes(b.ends)), memory.NewBufferBytes(b.text))
	case schemas.Code:
		buffers = values(arrow.Int32Traits.CastToBytes(b.ints))
		dictionary = array.NewData(arrow.BinaryTypes.String, len(b.codes), []*memory.Buffer{
			nil, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(b.ends)), memory.NewBufferBytes(b.text)}, nil, 0, 0)
		defer dictionary.Release()
	default:
		buffers = values(arrow.Int32Traits.CastToBytes(b.ints))
	}
	data := array.NewDataWithDictionary(b.Type.Arrow(), b.n, buffers, b.nulls, 0, dictionary)
	defer data.Release()
	return array.MakeFromData(data)
}
