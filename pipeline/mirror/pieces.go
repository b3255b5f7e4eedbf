package mirror

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/compute"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// piece is the rows of a batch that are of one month; there may be several of a month.
type piece struct {
	month calendar.Month
	rows  arrow.RecordBatch
}

func releaseAll(pieces []piece) {
	for _, p := range pieces {
		p.rows.Release()
	}
}

// manyRuns is from how many runs of rows of one month on they are gathered: slices cost nothing, but the
// writer works through each on its own.
const manyRuns = 16

// byMonth cuts a batch into pieces; the caller releases them.
func byMonth(ctx context.Context, b arrow.RecordBatch) ([]piece, error) {
	days, err := monthColumn(b)
	if err != nil {
		return nil, err
	}
	cuts := []int{0}
	months := map[arrow.Date32]bool{}
	values := days.Date32Values()
	for row, d := range values {
		if row > 0 && d != values[row-1] {
			cuts = append(cuts, row)
		}
		if row == cuts[len(cuts)-1] {
			months[d] = true
		}
	}
	var pieces []piece
	if len(cuts) <= max(manyRuns, len(months)) {
		for i, from := range cuts {
			to := len(values)
			if i+1 < len(cuts) {
				to = cuts[i+1]
			}
			pieces = append(pieces, piece{calendar.Day(values[from]).Month(), b.NewSlice(int64(from), int64(to))})
		}
		return pieces, nil
	}
	for d := range months {
		rows, err := pick(ctx, b, func(row int) bool { return values[row] == d })
		if err != nil {
			releaseAll(pieces)
			return nil, err
		}
		pieces = append(pieces, piece{calendar.Day(d).Month(), rows})
	}
	return pieces, nil
}

func monthColumn(b arrow.RecordBatch) (*array.Date32, error) {
	at := b.Schema().FieldIndices(schemas.UnitMonth)
	if len(at) == 1 {
		if a, ok := b.Column(at[0]).(*array.Date32); ok {
			return a, nil
		}
	}
	return nil, fmt.Errorf("column %s is missing", schemas.UnitMonth)
}

// pick gives the rows of a batch that keep chooses; the caller releases them.
func pick(ctx context.Context, b arrow.RecordBatch, keep func(row int) bool) (arrow.RecordBatch, error) {
	mask := array.NewBooleanBuilder(alloc)
	defer mask.Release()
	mask.Reserve(int(b.NumRows()))
	for row := range int(b.NumRows()) {
		mask.UnsafeAppend(keep(row))
	}
	rows := mask.NewBooleanArray()
	defer rows.Release()
	return compute.FilterRecordBatch(ctx, b, rows, compute.DefaultFilterOptions())
}

// detach gives the rows of a slice in memory of their own; the caller releases them.
func detach(b arrow.RecordBatch) (arrow.RecordBatch, error) {
	columns := make([]arrow.Array, b.NumCols())
	for i, a := range b.Columns() {
		own, err := array.Concatenate([]arrow.Array{a}, alloc)
		if err != nil {
			return nil, err
		}
		defer own.Release()
		columns[i] = own
	}
	return array.NewRecordBatch(b.Schema(), columns, b.NumRows()), nil
}
