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
		fields := f.fields(mem, rows, branch)
		defer func() {
			for _, field := range fields {
				field.codes.release()
			}
		}()
		for part := range slices.Chunk(rows, recordRows) {
			record, err := f.record(mem, fields, part)
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

// frameField is a column as the lake keeps it: one of the frame's, or the branch's code, which the
// lake adds.
type frameField struct {
	column *frameColumn      // nil: the branch's code
	number func(row int) int // of a column of codes
	codes  *codeSet          // all that occur in the rows; nil: no codes
}

// fields finds the lake's columns and the codes that occur in rows.
func (f *Frame) fields(mem memory.Allocator, rows []int, branch string) []frameField {
	schema := f.Table.Arrow()
	list := make([]frameField, schema.NumFields())
	for i := range list {
		field, text := &list[i], func(int) string { return branch }
		field.number = func(int) int { return 0 }
		if at := slices.IndexFunc(f.cols, func(c frameColumn) bool { return c.Name == schema.Field(i).Name }); at >= 0 {
			c := &f.cols[at]
			if field.column = c; c.Type != schemas.Code {
				continue
			}
			field.number = func(row int) int { return int(c.ints[row]) }
			text = func(n int) string { return string(c.codes.texts.at(n)) }
		}
		field.codes = newCodeSet(mem, len(rows), func(i int) int { return field.number(rows[i]) }, text)
	}
	return list
}

func (f *Frame) record(mem memory.Allocator, fields []frameField, rows []int) (arrow.RecordBatch, error) {
	arrays := make([]arrow.Array, 0, len(fields))
	defer func() {
		for _, a := range arrays {
			a.Release()
		}
	}()
	for _, field := range fields {
		if field.codes != nil {
			arrays = append(arrays, field.codes.array(mem, len(rows), func(i int) int { return field.number(rows[i]) }))
			continue
		}
		a, err := field.column.build(mem, rows)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", f.Table.Name, field.column.Name, err)
		}
		arrays = append(arrays, a)
	}
	return array.NewRecordBatch(f.Table.Arrow(), arrays, int64(len(rows))), nil
}

// build makes an array of rows that are not codes. A null where the lake has none is an empty text:
// only labels come that far (see optional).
func (c *frameColumn) build(mem memory.Allocator, rows []int) (arrow.Array, error) {
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
