package result

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// cell appends the text of one row's value, which is not NULL.
type cell func(b []byte, row int) []byte

// kind is how a value is written where numbers, texts and the rest differ.
type kind uint8

const (
	number kind = iota
	logical
	text   // quoted in JSON
	nested // written as JSON
)

// kindOf tells how the values of a type are written.
func kindOf(t arrow.DataType) kind {
	switch t.ID() {
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64,
		arrow.FLOAT32, arrow.FLOAT64, arrow.DECIMAL32, arrow.DECIMAL64, arrow.DECIMAL128, arrow.DECIMAL256:
		return number
	case arrow.BOOL:
		return logical
	case arrow.LIST, arrow.LARGE_LIST, arrow.FIXED_SIZE_LIST, arrow.STRUCT, arrow.MAP:
		return nested
	}
	return text
}

// cellOf makes the writer of a column's values.
func cellOf(a arrow.Array) cell {
	switch a := a.(type) {
	case *array.Int8:
		return integers(a.Int8Values())
	case *array.Int16:
		return integers(a.Int16Values())
	case *array.Int32:
		return integers(a.Int32Values())
	case *array.Int64:
		return integers(a.Int64Values())
	case *array.Float32:
		return func(b []byte, row int) []byte { return strconv.AppendFloat(b, float64(a.Value(row)), 'g', -1, 32) }
	case *array.Float64:
		return func(b []byte, row int) []byte { return strconv.AppendFloat(b, a.Value(row), 'g', -1, 64) }
	case *array.String:
		return func(b []byte, row int) []byte { return append(b, a.Value(row)...) }
	case *array.Boolean:
		return func(b []byte, row int) []byte { return strconv.AppendBool(b, a.Value(row)) }
	case *array.Binary:
		return func(b []byte, row int) []byte { return hex.AppendEncode(b, a.Value(row)) }
	case *array.Dictionary:
		values := cellOf(a.Dictionary())
		return func(b []byte, row int) []byte { return values(b, a.GetValueIndex(row)) }
	}
	return rarer(a)
}

func integers[T int8 | int16 | int32 | int64](values []T) cell {
	return func(b []byte, row int) []byte { return strconv.AppendInt(b, int64(values[row]), 10) }
}

// rarer are the writers of days and moments, and of what Arrow itself writes well.
func rarer(a arrow.Array) cell {
	switch a := a.(type) {
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale //nolint:forcetypeassert // the type of a decimal array
		return func(b []byte, row int) []byte { return append(b, a.Value(row).ToString(scale)...) }
	case *array.Date32:
		return func(b []byte, row int) []byte { return a.Value(row).ToTime().AppendFormat(b, time.DateOnly) }
	case *array.Timestamp:
		t := a.DataType().(*arrow.TimestampType) //nolint:forcetypeassert // the type of a timestamp array
		layout := "2006-01-02 15:04:05.999999999"
		if t.TimeZone != "" {
			layout += "Z07:00"
		}
		zone, err := t.GetZone()
		if err != nil {
			zone = time.UTC
		}
		return func(b []byte, row int) []byte { return a.Value(row).ToTime(t.Unit).In(zone).AppendFormat(b, layout) }
	}
	if kindOf(a.DataType()) == nested {
		return func(b []byte, row int) []byte {
			value, err := json.Marshal(a.GetOneForMarshal(row))
			if err != nil {
				return append(b, a.ValueStr(row)...)
			}
			return append(b, value...)
		}
	}
	return func(b []byte, row int) []byte { return append(b, a.ValueStr(row)...) }
}

// cells are the writers of a batch's columns.
func cells(batch arrow.RecordBatch) []cell {
	all := make([]cell, batch.NumCols())
	for i := range all {
		all[i] = cellOf(batch.Column(i))
	}
	return all
}
