package mirror

import (
	"context"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// sheet is a unit of one of the run's own tables in the making, row by row.
type sheet struct {
	table *schemas.Table
	b     *array.RecordBuilder
	err   error
}

func newSheet(t *schemas.Table) *sheet {
	return &sheet{table: t, b: array.NewRecordBuilder(alloc, t.Arrow())}
}

// add appends a row, its cells in the table's order; nil is NULL.
func (s *sheet) add(cells ...any) {
	if len(cells) != s.b.Schema().NumFields() {
		s.err = fmt.Errorf("%s: %d cells for %d columns", s.table.Name, len(cells), s.b.Schema().NumFields())
		return
	}
	for i, v := range cells {
		if err := appendCell(s.b.Field(i), v); err != nil && s.err == nil {
			s.err = fmt.Errorf("%s.%s: %w", s.table.Name, s.b.Schema().Field(i).Name, err)
		}
	}
}

func appendCell(b array.Builder, v any) error {
	if v == nil {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.Int64Builder:
		b.Append(v.(int64))
	case *array.Int32Builder:
		b.Append(v.(int32))
	case *array.Date32Builder:
		b.Append(arrow.Date32(v.(calendar.Day)))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(v.(time.Time).UnixMicro()))
	case *array.StringBuilder:
		b.Append(v.(string))
	case *array.BinaryDictionaryBuilder:
		return b.AppendString(v.(string))
	default:
		return fmt.Errorf("unexpected builder %T", b)
	}
	return nil
}

// copy appends the rows of a stored batch that keep chooses.
func (s *sheet) copy(b arrow.RecordBatch, keep func(row int) bool) error {
	cells := make([]any, b.NumCols())
	for row := range int(b.NumRows()) {
		if !keep(row) {
			continue
		}
		for i, a := range b.Columns() {
			v, err := cellOf(a, row)
			if err != nil {
				return err
			}
			cells[i] = v
		}
		s.add(cells...)
	}
	return s.err
}

func cellOf(a arrow.Array, row int) (any, error) {
	if a.IsNull(row) {
		return nil, nil
	}
	switch a := a.(type) {
	case *array.Int64:
		return a.Value(row), nil
	case *array.Int32:
		return a.Value(row), nil
	case *array.Date32:
		return calendar.Day(a.Value(row)), nil
	case *array.Timestamp:
		return a.Value(row).ToTime(arrow.Microsecond), nil
	case *array.String, *array.Dictionary:
		return a.ValueStr(row), nil
	}
	return nil, fmt.Errorf("unexpected %s", a.DataType())
}

// write makes the unit's file.
func (s *sheet) write(ctx context.Context, lk *lake.Lake, u lake.Unit, stamp string) (lake.Part, error) {
	defer s.b.Release()
	if s.err != nil {
		return lake.Part{}, s.err
	}
	record := s.b.NewRecordBatch()
	defer record.Release()
	return lk.Write(ctx, s.table, u, stamp, func(yield func(arrow.RecordBatch, error) bool) { yield(record, nil) })
}
