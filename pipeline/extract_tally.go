package pipeline

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// writeTally writes the counts of this extraction, the tables by name.
func (x *extraction) writeTally(ctx context.Context) error {
	t := &schemas.Tally
	b := array.NewRecordBuilder(x.o.Alloc, t.Arrow())
	defer b.Release()
	for _, name := range slices.Sorted(tableNames()) {
		c := x.tally[name]
		if err := appendText(b.Field(0), c.Name); err != nil {
			return err
		}
		b.Field(1).(*array.BooleanBuilder).Append(c.Present)
		for i, v := range []int64{c.Read, c.Kept, c.Quarantined, c.Waiting} {
			b.Field(2 + i).(*array.Int64Builder).Append(v)
		}
	}
	record := b.NewRecordBatch()
	defer record.Release()
	s := newStamp(t)
	s.add(record)
	stamp := s.sum()
	whole := lake.Unit{Month: lake.NoMonth}
	old, err := x.parts(ctx, t)
	if err != nil || old[whole].Stamp == stamp {
		return err
	}
	part, err := x.lk.Write(ctx, t, whole, stamp, func(yield func(arrow.RecordBatch, error) bool) { yield(record, nil) })
	if err == nil {
		x.written(t, part)
	}
	return err
}

func tableNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, t := range schemas.Contract() {
			if !yield(t.Name) {
				return
			}
		}
	}
}

// readTally reads the counts of the last extraction, in the contract's order.
func readTally(ctx context.Context, lk *lake.Lake) ([]TableTally, error) {
	parts, err := lk.Parts(ctx, &schemas.Tally)
	if err != nil {
		return nil, err
	}
	byName := map[string]TableTally{}
	columns := []string{"rows_read", "rows_kept", "rows_quarantined", "rows_waiting"}
	for batch, err := range lk.Read(ctx, &schemas.Tally, parts, append([]string{"table_name", "present"}, columns...)) {
		if err != nil {
			return nil, err
		}
		present, ok := batch.Column(1).(*array.Boolean)
		if !ok {
			return nil, fmt.Errorf("tally.present is %s", batch.Column(1).DataType())
		}
		for row := range int(batch.NumRows()) {
			c := TableTally{Name: batchText(batch.Column(0), row), Present: present.Value(row)}
			for i, to := range []*int64{&c.Read, &c.Kept, &c.Quarantined, &c.Waiting} {
				*to = batch.Column(2 + i).(*array.Int64).Value(row)
			}
			byName[c.Name] = c
		}
	}
	var all []TableTally
	for name := range tableNames() {
		if c, ok := byName[name]; ok {
			all = append(all, c)
		}
	}
	return all, nil
}

func batchText(a arrow.Array, row int) string {
	if d, ok := a.(*array.Dictionary); ok {
		return d.Dictionary().ValueStr(d.GetValueIndex(row))
	}
	return a.ValueStr(row)
}
