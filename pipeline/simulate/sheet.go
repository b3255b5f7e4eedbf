package simulate

import (
	"errors"
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/uythac/uythac/schemas"
)

// batchRows is the most rows of a record batch.
const batchRows = 1 << 16

// errStopped ends a table when its reader wants no more.
var errStopped = errors.New("stopped")

// The values that stand for NULL in a column under construction.
const (
	null32 = math.MinInt32
	null64 = math.MinInt64
)

// sheetColumn gathers the values of one column: 32 bits for codes, dates, small integers and flags; 64 for money,
// moments and rates; bytes for text.
type sheetColumn struct {
	kind   schemas.Type
	narrow []int32
	wide   []int64
	text   []byte
	ends   []int32
	absent []int32 // rows of text that are NULL
	words  []string
	index  map[string]int32
	dict   arrow.Array
}

// sheet gathers rows of a table and hands them on as record batches. Columns are filled by position, in the order of
// the source contract; every column must get one value a row.
type sheet struct {
	schema *arrow.Schema
	cols   []sheetColumn
	rows   int
	next   func(arrow.RecordBatch) error
	err    error
	total  int64
}

func newSheet(t *schemas.Table, next func(arrow.RecordBatch) error) *sheet {
	s := &sheet{schema: t.SourceArrow(), next: next}
	for _, c := range t.Offered() {
		col := sheetColumn{kind: c.Type, ends: []int32{0}}
		if t.Kind == schemas.Ledger { // large: room for a batch at once
			switch c.Type {
			case schemas.Int64, schemas.Timestamp:
				col.wide = make([]int64, 0, batchRows)
			case schemas.Text:
				col.ends, col.text = append(make([]int32, 0, batchRows+1), 0), make([]byte, 0, batchRows*16)
			default:
				col.narrow = make([]int32, 0, batchRows)
			}
		}
		s.cols = append(s.cols, col)
	}
	return s
}

// words fixes the dictionary of a code column, whose values are then given by position.
func (s *sheet) words(c int, words ...string) {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	defer b.Release()
	b.AppendValues(words, nil)
	s.cols[c].words, s.cols[c].dict = words, b.NewArray()
	s.cols[c].index = map[string]int32{}
	for i, w := range words {
		s.cols[c].index[w] = int32(i)
	}
}

func (s *sheet) small(c int, v int32) { s.cols[c].narrow = append(s.cols[c].narrow, v) }
func (s *sheet) large(c int, v int64) { s.cols[c].wide = append(s.cols[c].wide, v) }

func (s *sheet) flag(c int, v bool) {
	n := int32(0)
	if v {
		n = 1
	}
	s.small(c, n)
}

// bytes appends text.
func (s *sheet) bytes(c int, v []byte) {
	col := &s.cols[c]
	col.text = append(col.text, v...)
	col.ends = append(col.ends, int32(len(col.text)))
}

// str appends text, or a code by its word.
func (s *sheet) str(c int, v string) {
	col := &s.cols[c]
	if col.kind != schemas.Code {
		col.text = append(col.text, v...)
		col.ends = append(col.ends, int32(len(col.text)))
		return
	}
	i, ok := col.index[v]
	if !ok {
		s.words(c, append(append([]string{}, col.words...), v)...)
		i = col.index[v]
	}
	col.narrow = append(col.narrow, i)
}

// null appends a NULL.
func (s *sheet) null(c int) {
	col := &s.cols[c]
	switch col.kind {
	case schemas.Text:
		col.absent = append(col.absent, int32(s.rows))
		col.ends = append(col.ends, int32(len(col.text)))
	case schemas.Int64, schemas.Timestamp, schemas.Rate:
		col.wide = append(col.wide, null64)
	default:
		col.narrow = append(col.narrow, null32)
	}
}

// row ends a row.
func (s *sheet) row() {
	if s.rows++; s.rows == batchRows {
		s.flush()
	}
}

// close hands on what is left and reports the first error of the reader.
func (s *sheet) close() error {
	if s.rows > 0 {
		s.flush()
	}
	return s.err
}

func (s *sheet) flush() {
	if s.err == nil {
		arrays := make([]arrow.Array, len(s.cols))
		for i := range s.cols {
			a, err := s.cols[i].array(s.rows)
			if err != nil {
				s.err = fmt.Errorf("column %s: %w", s.schema.Field(i).Name, err)
				break
			}
			arrays[i] = a
			defer a.Release()
		}
		if s.err == nil {
			s.err = s.next(array.NewRecordBatch(s.schema, arrays, int64(s.rows)))
		}
	}
	s.total += int64(s.rows)
	s.rows = 0
	for i := range s.cols {
		c := &s.cols[i]
		c.narrow, c.wide, c.text = make([]int32, 0, cap(c.narrow)), make([]int64, 0, cap(c.wide)), make([]byte, 0, cap(c.text))
		c.ends, c.absent = append(make([]int32, 0, cap(c.ends)), 0), nil
	}
}

// array turns a column into an array that owns its values.
func (c *sheetColumn) array(rows int) (arrow.Array, error) {
	n := max(len(c.narrow), len(c.wide), len(c.ends)-1)
	if n != rows {
		return nil, fmt.Errorf("%d values for %d rows", n, rows)
	}
	valid, nulls := c.validity(rows)
	var values *memory.Buffer
	switch c.kind {
	case schemas.Text:
		data := array.NewData(arrow.BinaryTypes.String, rows, []*memory.Buffer{valid, bytesOf(c.ends), memory.NewBufferBytes(c.text)}, nil, nulls, 0)
		defer data.Release()
		return array.NewStringData(data), nil
	case schemas.Bool:
		bits := make([]byte, (rows+7)/8)
		for i, v := range c.narrow {
			if v == 1 {
				bits[i/8] |= 1 << (i % 8)
			}
		}
		values = memory.NewBufferBytes(bits)
	case schemas.Rate:
		wide := make([]decimal128.Num, rows)
		for i, v := range c.wide {
			wide[i] = decimal128.FromI64(v)
		}
		values = memory.NewBufferBytes(arrow.Decimal128Traits.CastToBytes(wide))
	case schemas.Int64, schemas.Timestamp:
		values = memory.NewBufferBytes(arrow.Int64Traits.CastToBytes(c.wide))
	default:
		values = bytesOf(c.narrow)
	}
	var dict arrow.ArrayData
	if c.kind == schemas.Code {
		if c.dict == nil { // only NULLs so far
			b := array.NewStringBuilder(memory.DefaultAllocator)
			defer b.Release()
			c.dict = b.NewArray()
		}
		dict = c.dict.Data()
	}
	if c.kind != schemas.Code {
		data := array.NewData(c.kind.Arrow(), rows, []*memory.Buffer{valid, values}, nil, nulls, 0)
		defer data.Release()
		return array.MakeFromData(data), nil
	}
	data := array.NewDataWithDictionary(c.kind.Arrow(), rows, []*memory.Buffer{valid, values}, nulls, 0, dict.(*array.Data))
	defer data.Release()
	return array.MakeFromData(data), nil
}

func bytesOf(v []int32) *memory.Buffer {
	return memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(v))
}

// validity finds the NULLs, replaces their marks by zero and returns the bitmap, nil when there are none.
func (c *sheetColumn) validity(rows int) (*memory.Buffer, int) {
	var bits []byte
	nulls := 0
	clear := func(i int) {
		if bits == nil {
			bits = make([]byte, (rows+7)/8)
			for k := range bits {
				bits[k] = 0xff
			}
		}
		bits[i/8] &^= 1 << (i % 8)
		nulls++
	}
	for i, v := range c.narrow {
		if v == null32 {
			clear(i)
			c.narrow[i] = 0
		}
	}
	for i, v := range c.wide {
		if v == null64 {
			clear(i)
			c.wide[i] = 0
		}
	}
	for _, i := range c.absent {
		clear(int(i))
	}
	if bits == nil {
		return nil, 0
	}
	return memory.NewBufferBytes(bits), nulls
}
