package control

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/schemas"
)

// column is one column of a batch, of one of the types that schemas has.
type column struct {
	name   string
	typ    schemas.Type
	array  arrow.Array
	nulls  bool
	opaque bool // the source holds something else
	text   bool // a whole number that the source holds as numeric: hashed as text
	alone  bool // a number of 64 bits that no sum covers

	longs  []int64
	ints   []int32
	stamps []arrow.Timestamp
	flags  *array.Boolean
	rates  *array.Decimal128
	plain  *array.String
	dict   *array.String // values of a dictionary, whose numbers are index
	index  []int32

	misfits map[int]string // texts of cells that do not fit, by row; nil: none
}

func newColumn(c schemas.Column, batch arrow.RecordBatch) (*column, error) {
	at := batch.Schema().FieldIndices(c.Name)
	if len(at) != 1 {
		return nil, fmt.Errorf("column %s is missing", c.Name)
	}
	a := batch.Column(at[0])
	col := &column{name: c.Name, typ: c.Type, array: a, nulls: a.NullN() > 0}
	switch a := a.(type) {
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
			col.dict, col.index = values, index.Int32Values()
		}
	}
	if !col.fits() {
		return nil, fmt.Errorf("column %s is %s", c.Name, a.DataType())
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

func (c *column) null(row int) bool { return c.nulls && c.array.IsNull(row) }

// whole gives a number or a day; ok is false when it is NULL.
func (c *column) whole(row int) (v int64, ok bool) {
	switch {
	case c.null(row):
		return 0, false
	case c.typ == schemas.Int64:
		return c.longs[row], true
	}
	return int64(c.ints[row]), true
}

// string gives a text; NULL is empty.
func (c *column) string(row int) string {
	switch {
	case c.null(row):
		return ""
	case c.plain != nil:
		return c.plain.Value(row)
	}
	return c.dict.Value(int(c.index[row]))
}
