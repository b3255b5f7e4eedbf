package control

import (
	"fmt"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// column is one column of a batch, of one of the types that schemas has.
type column struct {
	name   string
	typ    schemas.Type
	array  arrow.Array
	opaque bool

	longs  []int64
	ints   []int32
	flags  *array.Boolean
	rates  *array.Decimal128
	plain  *array.String
	dict   *array.String // values of a dictionary, whose numbers are index
	index  *array.Int32
	stamps []arrow.Timestamp
}

func newColumn(c schemas.Column, batch arrow.RecordBatch) (*column, error) {
	at := batch.Schema().FieldIndices(c.Name)
	if len(at) != 1 {
		return nil, fmt.Errorf("column %s is missing", c.Name)
	}
	col := &column{name: c.Name, typ: c.Type, array: batch.Column(at[0])}
	switch a := col.array.(type) {
	case *array.Int64:
		col.longs = a.Int64Values()
	case *array.Int32:
		col.ints = a.Int32Values()
	case *array.Date32:
		col.ints = arrow.Int32Traits.CastFromBytes(arrow.Date32Traits.CastToBytes(a.Date32Values()))
	case *array.Timestamp:
		col.stamps = a.TimestampValues()
	case *array.Boolean:
		col.flags = a
	case *array.Decimal128:
		col.rates = a
	case *array.String:
		col.plain = a
	case *array.Dictionary:
		values, ok := a.Dictionary().(*array.String)
		index, ok2 := a.Indices().(*array.Int32)
		if ok && ok2 {
			col.dict, col.index = values, index
		}
	}
	if !col.fits() {
		return nil, fmt.Errorf("column %s is %s", c.Name, col.array.DataType())
	}
	return col, nil
}

// fits tells whether the array is of the column's type.
func (c *column) fits() bool {
	switch c.typ {
	case schemas.Code, schemas.Text:
		return c.plain != nil || c.dict != nil
	case schemas.Int64:
		_, ok := c.array.(*array.Int64)
		return ok
	case schemas.Int32, schemas.Int16:
		_, ok := c.array.(*array.Int32)
		return ok
	case schemas.Date:
		_, ok := c.array.(*array.Date32)
		return ok
	case schemas.Timestamp:
		_, ok := c.array.(*array.Timestamp)
		return ok
	case schemas.Bool:
		return c.flags != nil
	case schemas.Rate:
		return c.rates != nil
	}
	return false
}

// whole gives a number or a day; ok is false when it is NULL.
func (c *column) whole(row int) (v int64, ok bool) {
	switch {
	case c.array.IsNull(row):
		return 0, false
	case c.typ == schemas.Int64:
		return c.longs[row], true
	}
	return int64(c.ints[row]), true
}

// string gives a text; NULL is empty.
func (c *column) string(row int) string {
	switch {
	case c.array.IsNull(row):
		return ""
	case c.plain != nil:
		return c.plain.Value(row)
	}
	return c.dict.Value(int(c.index.Value(row)))
}

// write appends the text of a cell that is not NULL.
func (c *column) write(b []byte, row int, d Dialect) []byte {
	switch c.typ {
	case schemas.Code, schemas.Text:
		return append(b, c.string(row)...)
	case schemas.Int64:
		return strconv.AppendInt(b, c.longs[row], 10)
	case schemas.Timestamp:
		return appendMoment(b, int64(c.stamps[row]), d)
	case schemas.Bool:
		if c.flags.Value(row) {
			return append(b, '1')
		}
		return append(b, '0')
	case schemas.Rate:
		return strconv.AppendInt(b, int64(c.rates.Value(row).LowBits()), 10)
	}
	return strconv.AppendInt(b, int64(c.ints[row]), 10)
}

// appendMoment writes microseconds since 1970 as the dialect does.
func appendMoment(b []byte, micros int64, d Dialect) []byte {
	const second = 1_000_000
	seconds, part := micros/second, micros%second
	if part < 0 {
		seconds, part = seconds-1, part+second
	}
	day, clock := seconds/86400, seconds%86400
	if clock < 0 {
		day, clock = day-1, clock+86400
	}
	y, m, n := calendar.Day(day).YMD()
	b = appendPadded(b, int64(y), 4)
	b = appendPadded(append(b, '-'), int64(m), 2)
	b = appendPadded(append(b, '-'), int64(n), 2)
	b = appendPadded(append(b, ' '), clock/3600, 2)
	b = appendPadded(append(b, ':'), clock/60%60, 2)
	b = appendPadded(append(b, ':'), clock%60, 2)
	digits := 6
	for d == Postgres && digits > 0 && part%10 == 0 {
		part, digits = part/10, digits-1
	}
	if digits == 0 {
		return b
	}
	return appendPadded(append(b, '.'), part, digits)
}

func appendPadded(b []byte, v int64, digits int) []byte {
	at := len(b)
	for range digits {
		b = append(b, '0')
	}
	for i := len(b) - 1; i >= at; i-- {
		b[i] = byte('0' + v%10)
		v /= 10
	}
	return b
}
