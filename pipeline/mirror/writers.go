package mirror

import (
	"context"
	"fmt"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// writers spread the copy's batches over new files, one a unit of the lake, all written side by side.
type writers struct {
	ctx   context.Context
	lk    *lake.Lake
	c     *tableCopy
	stamp func() string
	group *errgroup.Group
	units map[lake.Unit]*writer
}

type writer struct {
	rows chan arrow.RecordBatch
	part lake.Part
}

func newWriters(ctx context.Context, lk *lake.Lake, c *tableCopy, stamp func() string) *writers {
	w := &writers{lk: lk, c: c, stamp: stamp, units: map[lake.Unit]*writer{}}
	w.group, w.ctx = errgroup.WithContext(ctx)
	return w
}

// add hands a batch to the files of its months.
func (w *writers) add(b arrow.RecordBatch) error {
	if w.c.mirror.Month == "" {
		return w.send(lake.Unit{Month: lake.NoMonth}, b)
	}
	months, err := monthsOf(b)
	if err != nil {
		return err
	}
	for _, m := range months {
		part := b
		if len(months) > 1 {
			if part, err = ofMonth(w.ctx, b, m); err != nil {
				return err
			}
		} else {
			part.Retain()
		}
		err := w.send(lake.Unit{Month: m}, part)
		part.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

// send gives a batch to a unit's writer, and begins the file with what the lake holds of the unit.
func (w *writers) send(u lake.Unit, b arrow.RecordBatch) error {
	to := w.units[u]
	if to == nil {
		to = &writer{rows: make(chan arrow.RecordBatch, 1)}
		w.units[u] = to
		stamp := w.stamp()
		w.group.Go(func() (err error) {
			to.part, err = w.lk.Write(w.ctx, w.c.mirror, u, stamp, w.stream(w.c.parts[u], to.rows))
			return err
		})
	}
	b.Retain()
	select {
	case to.rows <- b:
		return nil
	case <-w.ctx.Done():
		b.Release()
		return context.Cause(w.ctx)
	}
}

// stream gives the rows that the lake holds, then those that come.
func (w *writers) stream(old lake.Part, rows <-chan arrow.RecordBatch) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for b, err := range w.lk.Read(w.ctx, w.c.mirror, []lake.Part{old}, nil) {
			if !yield(b, err) {
				return
			}
		}
		for b := range rows {
			more := yield(b, nil)
			b.Release()
			if !more {
				return
			}
		}
	}
}

// finish ends the files and returns them.
func (w *writers) finish() ([]lake.Part, error) {
	for _, to := range w.units {
		close(to.rows)
	}
	err := w.group.Wait()
	var parts []lake.Part
	for _, to := range w.units {
		for b := range to.rows { // what a failed writer left
			b.Release()
		}
		parts = append(parts, to.part)
	}
	if err != nil {
		return nil, err
	}
	return parts, nil
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

// monthsOf lists the months of a batch's rows, each once.
func monthsOf(b arrow.RecordBatch) ([]calendar.Month, error) {
	days, err := monthColumn(b)
	if err != nil {
		return nil, err
	}
	var months []calendar.Month
	seen := map[arrow.Date32]bool{}
	var last arrow.Date32 = -1 << 31
	for _, d := range days.Date32Values() {
		if d != last && !seen[d] {
			seen[d] = true
			months = append(months, calendar.Day(d).Month())
		}
		last = d
	}
	return months, nil
}

// ofMonth gives the rows of a month; the caller releases them.
func ofMonth(ctx context.Context, b arrow.RecordBatch, m calendar.Month) (arrow.RecordBatch, error) {
	days, err := monthColumn(b)
	if err != nil {
		return nil, err
	}
	want := arrow.Date32(m.First())
	return pick(ctx, b, func(row int) bool { return days.Value(row) == want })
}

// pick gives the rows of a batch that keep chooses; the caller releases them.
func pick(ctx context.Context, b arrow.RecordBatch, keep func(row int) bool) (arrow.RecordBatch, error) {
	mask := array.NewBooleanBuilder(memory.DefaultAllocator)
	defer mask.Release()
	mask.Reserve(int(b.NumRows()))
	for row := range int(b.NumRows()) {
		mask.UnsafeAppend(keep(row))
	}
	rows := mask.NewBooleanArray()
	defer rows.Release()
	return compute.FilterRecordBatch(ctx, b, rows, compute.DefaultFilterOptions())
}
