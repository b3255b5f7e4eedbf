package analyst

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// recordBytes is about how many bytes the rows of a batch take, those of a slice alone.
func recordBytes(b arrow.RecordBatch) (n int64) {
	for _, c := range b.Columns() {
		n += arrayBytes(c)
	}
	return n
}

func arrayBytes(a arrow.Array) int64 {
	rows := int64(a.Len())
	if rows == 0 {
		return 0
	}
	switch a := a.(type) {
	case *array.String:
		return 4*rows + int64(len(a.ValueBytes()))
	case *array.Binary:
		return 4*rows + int64(len(a.ValueBytes()))
	case array.ListLike: // lists and maps
		first, _ := a.ValueOffsets(0)
		_, last := a.ValueOffsets(a.Len() - 1)
		values := array.NewSlice(a.ListValues(), first, last)
		defer values.Release()
		return 4*rows + arrayBytes(values)
	case *array.Struct:
		n := rows / 8
		for i := range a.NumField() {
			n += arrayBytes(a.Field(i))
		}
		return n
	}
	if t, ok := a.DataType().(arrow.FixedWidthDataType); ok {
		return rows * int64(t.BitWidth()+7) / 8
	}
	return 16 * rows
}
