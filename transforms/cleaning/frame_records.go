package cleaning

import (
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/schemas"
)

// recordRows is how many rows a batch has at most.
const recordRows = 32 << 10

// Records yields rows as the lake keeps them (schemas.Table.Arrow). branch gives branch_code where the
// lake adds it, and may be nil elsewhere. A batch is valid until the next one is asked for.
func (f *Frame) Records(mem memory.Allocator, rows []int, branch func(row int) string) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for part := range slices.Chunk(rows, recordRows) {
			if !f.record(mem, part, branch, yield) {
				return
			}
		}
	}
}

func (f *Frame) record(mem memory.Allocator, rows []int, branch func(row int) string, yield func(arrow.RecordBatch, error) bool) bool {
	b := array.NewRecordBuilder(mem, f.Table.Arrow())
	defer b.Release()
	b.Reserve(len(rows))
	for i, field := range b.Fields() {
		at := slices.IndexFunc(f.cols, func(c frameColumn) bool { return c.Name == b.Schema().Field(i).Name })
		var err error
		if at < 0 {
			for _, row := range rows {
				err = field.(*array.BinaryDictionaryBuilder).AppendString(branch(row))
			}
		} else {
			err = f.cols[at].build(field, rows)
		}
		if err != nil {
			yield(nil, err)
			return false
		}
	}
	record := b.NewRecordBatch()
	defer record.Release()
	return yield(record, nil)
}

// build appends rows to the builder of the column's Arrow type. A null where the lake has none is
// an empty text: only labels come that far (see optional).
func (c *frameColumn) build(b array.Builder, rows []int) error {
	for _, row := range rows {
		if c.null[row] && (c.Null || c.Type != schemas.Text) {
			b.AppendNull()
			continue
		}
		switch b := b.(type) {
		case *array.BinaryDictionaryBuilder:
			if err := b.Append(c.text(row)); err != nil {
				return err
			}
		case *array.StringBuilder:
			b.BinaryBuilder.Append(c.text(row))
		case *array.Int64Builder:
			b.Append(c.longs[row])
		case *array.TimestampBuilder:
			b.Append(arrow.Timestamp(c.longs[row]))
		case *array.Int32Builder:
			b.Append(c.ints[row])
		case *array.Date32Builder:
			b.Append(arrow.Date32(c.ints[row]))
		case *array.BooleanBuilder:
			b.Append(c.ints[row] != 0)
		case *array.Decimal128Builder:
			b.Append(decimal128.FromI64(int64(c.ints[row])))
		default:
			return fmt.Errorf("unexpected builder %T", b)
		}
	}
	return nil
}
