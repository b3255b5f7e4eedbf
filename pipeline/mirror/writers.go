package mirror

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/pipeline/lake"
)

const (
	// idleRows is after how many rows of other months a month's file is closed: entries come more or less
	// by day, and an open file holds the pages of all its columns in memory.
	idleRows = 400_000
	// lateRows is how many rows of closed months wait in memory.
	lateRows = 100_000
)

// writers spread a table's batches over new files, one a unit of the lake, all written side by side.
type writers struct {
	ctx   context.Context
	lk    *lake.Lake
	c     *tableCopy
	stamp func() string
	group *errgroup.Group
	open  map[lake.Unit]*writer
	parts map[lake.Unit]lake.Part           // whole files
	fresh map[lake.Unit]bool                // of parts: not taken yet
	late  map[lake.Unit][]arrow.RecordBatch // rows for them that came afterwards
	rows  int64                             // that came so far
	waits int64                             // of late
	whole int64                             // rows of fresh
}

type writer struct {
	rows chan arrow.RecordBatch
	done chan struct{}
	part lake.Part
	last int64 // writers.rows when rows came last
}

func newWriters(ctx context.Context, lk *lake.Lake, c *tableCopy, stamp func() string) *writers {
	w := &writers{lk: lk, c: c, stamp: stamp, open: map[lake.Unit]*writer{}, parts: map[lake.Unit]lake.Part{},
		fresh: map[lake.Unit]bool{}, late: map[lake.Unit][]arrow.RecordBatch{}}
	w.group, w.ctx = errgroup.WithContext(ctx)
	return w
}

// add hands a batch to the files of its months.
func (w *writers) add(b arrow.RecordBatch) error {
	w.rows += b.NumRows()
	if w.c.mirror.Month == "" {
		return w.send(lake.Unit{Month: lake.NoMonth}, b)
	}
	pieces, err := byMonth(w.ctx, b)
	if err != nil {
		return err
	}
	defer releaseAll(pieces)
	for _, p := range pieces {
		if err := w.send(lake.Unit{Month: p.month}, p.rows); err != nil {
			return err
		}
	}
	return w.closeIdle()
}

// send gives rows to a unit's writer.
func (w *writers) send(u lake.Unit, b arrow.RecordBatch) error {
	if _, closed := w.parts[u]; closed {
		return w.wait(u, b)
	}
	to := w.open[u]
	if to == nil {
		to = w.begin(u, func(yield func(arrow.RecordBatch, error) bool) {})
	}
	to.last = w.rows
	b.Retain()
	select {
	case to.rows <- b:
		return nil
	case <-w.ctx.Done():
		b.Release()
		return context.Cause(w.ctx)
	}
}

// begin opens a unit's file with the rows it held before.
func (w *writers) begin(u lake.Unit, before iter.Seq2[arrow.RecordBatch, error]) *writer {
	to := &writer{rows: make(chan arrow.RecordBatch, 2), done: make(chan struct{})}
	w.open[u] = to
	stamp := w.stamp()
	w.group.Go(func() (err error) {
		defer close(to.done)
		to.part, err = w.lk.Write(w.ctx, w.c.mirror, u, stamp, stream(w.ctx, before, to.rows))
		return err
	})
	return to
}

// stream gives rows that were there before, then those that come.
func stream(ctx context.Context, before iter.Seq2[arrow.RecordBatch, error], rows <-chan arrow.RecordBatch) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for b, err := range before {
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
		if err := context.Cause(ctx); err != nil { // the rows ended because the reading stopped
			yield(nil, err)
		}
	}
}

// wait keeps rows of a month whose file is closed, copied: they would keep their whole batch.
func (w *writers) wait(u lake.Unit, b arrow.RecordBatch) error {
	own, err := detach(b)
	if err != nil {
		return err
	}
	w.late[u] = append(w.late[u], own)
	if w.waits += b.NumRows(); w.waits < lateRows {
		return nil
	}
	return w.takeLate()
}

// closeIdle closes the files of months for which nothing has come for long.
func (w *writers) closeIdle() error {
	for u, to := range w.open {
		if w.rows-to.last < idleRows {
			continue
		}
		if err := w.close(u, to); err != nil {
			return err
		}
	}
	return nil
}

// close ends a file and waits for it.
func (w *writers) close(u lake.Unit, to *writer) error {
	delete(w.open, u)
	close(to.rows)
	<-to.done
	drain(to)
	if err := context.Cause(w.ctx); err != nil {
		return err
	}
	w.parts[u], w.fresh[u] = to.part, true
	w.whole += to.part.Rows
	return nil
}

// takeLate writes the months anew for which rows came late, one after another.
func (w *writers) takeLate() error {
	for _, u := range slices.SortedFunc(maps.Keys(w.late), lake.Unit.Compare) {
		rows := w.late[u]
		delete(w.late, u)
		to := w.begin(u, w.lk.Read(w.ctx, w.c.mirror, []lake.Part{w.parts[u]}, nil))
		for i, b := range rows {
			select {
			case to.rows <- b:
			case <-w.ctx.Done():
				release(rows[i:])
				return context.Cause(w.ctx)
			}
		}
		if err := w.close(u, to); err != nil {
			return err
		}
	}
	w.waits = 0
	return nil
}

// finish ends all files.
func (w *writers) finish() error {
	for _, u := range slices.SortedFunc(maps.Keys(w.open), lake.Unit.Compare) {
		if err := w.close(u, w.open[u]); err != nil {
			return err
		}
	}
	if err := w.takeLate(); err != nil {
		return err
	}
	return w.group.Wait()
}

// abandon ends the files that are not whole without keeping them; a first error of theirs is returned.
func (w *writers) abandon() error {
	stop := errors.New("the reading stopped")
	w.group.Go(func() error { return stop })
	<-w.ctx.Done()
	for u, to := range w.open {
		delete(w.open, u)
		close(to.rows)
		<-to.done
		drain(to)
	}
	for _, rows := range w.late {
		release(rows)
	}
	if err := w.group.Wait(); err != nil && !errors.Is(err, stop) && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// take hands out the whole files that were not handed out before.
func (w *writers) take() []lake.Part {
	var parts []lake.Part
	for u := range w.fresh {
		parts = append(parts, w.parts[u])
	}
	clear(w.fresh)
	w.whole = 0
	return parts
}

// drain releases what a failed writer left.
func drain(to *writer) {
	for b := range to.rows {
		b.Release()
	}
}

func release(rows []arrow.RecordBatch) {
	for _, b := range rows {
		b.Release()
	}
}
