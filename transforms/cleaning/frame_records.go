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

// Records yields rows as the lake keeps them (schemas.Table.Arrow). branch is the branch_code that the
// lake adds to some tables. A batch is valid until the next one is asked for.
func (f *Frame) Records(mem memory.Allocator, rows []int, branch string) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for part := range slices.Chunk(rows, recordRows) {
			record, err := f.record(mem, part, branch)
			if err != nil {
				yield(nil, err)
				return
			}
			more := yield(record, nil)
			record.Release()
			if !more {
				return
			}
		}
	}
}

func (f *Frame) record(mem memory.Allocator, rows []int, branch string) (arrow.RecordBatch, error) {
	schema := f.Table.Arrow()
	arrays := make([]arrow.Array, 0, schema.NumFields())
	defer func() {
		for _, a := range arrays {
			a.Release()
		}
	}()
	for _, field := range schema.Fields() {
		at := slices.IndexFunc(f.cols, func(c frameColumn) bool { return c.Name == field.Name })
		if at < 0 {
			arrays = append(arrays, codeArray(mem, len(rows), func(int) int { return 0 }, func(int) string { return branch }))
			continue
		}
		a, err := f.cols[at].build(mem, rows)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", f.Table.Name, field.Name, err)
		}
		arrays = append(arrays, a)
	}
	return array.NewRecordBatch(schema, arrays, int64(len(rows))), nil
}

// build makes an array of rows. A null where the lake has none is an empty text: only labels come
// that far (see optional).
func (c *frameColumn) build(mem memory.Allocator, rows []int) (arrow.Array, error) {
	if c.Type == schemas.Code {
		return codeArray(mem, len(rows), func(i int) int { return int(c.ints[rows[i]]) },
			func(n int) string { return string(c.codes.texts.at(n)) }), nil
	}
	b := array.NewBuilder(mem, c.Type.Arrow())
	defer b.Release()
	b.Reserve(len(rows))
	for _, row := range rows {
		if c.null[row] && (c.Null || c.Type != schemas.Text) {
			b.AppendNull()
			continue
		}
		switch b := b.(type) {
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
			return nil, fmt.Errorf("unexpected builder %T", b)
		}
	}
	return b.NewArray(), nil
}
