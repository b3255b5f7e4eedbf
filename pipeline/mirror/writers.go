package mirror

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/pipeline/lake"
)

const (
	// idleRows is after how many rows of other months a month's file is closed: entries come more or less
	// by day, and an open file holds the pages of all its columns in memory.
	idleRows = 250_000
	// lateRows is how many rows of closed months wait in memory.
	lateRows = 100_000
)

// writers spread a table's batches over new files, one a unit of the lake. A batch is written when add
// returns: its memory may be used again, and while it is written the source's readers make the next.
type writers struct {
	lk    *lake.Lake
	c     *tableCopy
	o     Options
	stamp func() string
	open  map[lake.Unit]*writer
	parts map[lake.Unit]lake.Part           // whole files
	fresh map[lake.Unit]bool                // of parts: not taken yet
	late  map[lake.Unit][]arrow.RecordBatch // rows for them that came afterwards
	rows  int64                             // that came so far
	waits int64                             // of late
	whole int64                             // rows of fresh
}

type writer struct {
	*lake.Writer
	last int64 // writers.rows when rows came last
}

func newWriters(lk *lake.Lake, c *tableCopy, o Options, stamp func() string) *writers {
	return &writers{lk: lk, c: c, o: o, stamp: stamp, open: map[lake.Unit]*writer{}, parts: map[lake.Unit]lake.Part{},
		fresh: map[lake.Unit]bool{}, late: map[lake.Unit][]arrow.RecordBatch{}}
}

// add writes a batch to the files of its months.
func (w *writers) add(ctx context.Context, b arrow.RecordBatch) error {
	w.rows += b.NumRows()
	if w.c.mirror.Month == "" {
		return w.write(lake.Unit{Month: lake.NoMonth}, b)
	}
	pieces, err := byMonth(ctx, b)
	if err != nil {
		return err
	}
	defer releaseAll(pieces)
	for _, p := range pieces {
		u := lake.Unit{Month: p.month}
		if _, closed := w.parts[u]; closed {
			err = w.wait(ctx, u, p.rows)
		} else {
			err = w.write(u, p.rows)
		}
		if err != nil {
			return err
		}
	}
	return w.closeIdle()
}

func (w *writers) write(u lake.Unit, b arrow.RecordBatch) error {
	to, err := w.begin(u)
	if err != nil {
		return err
	}
	to.last = w.rows
	return to.Add(b)
}

// begin opens a unit's file, unless it is.
func (w *writers) begin(u lake.Unit) (*writer, error) {
	if to := w.open[u]; to != nil {
		return to, nil
	}
	file, err := w.lk.NewWriter(w.c.mirror, u, w.stamp())
	if err != nil {
		return nil, err
	}
	w.open[u] = &writer{Writer: file}
	return w.open[u], nil
}

// wait keeps rows of a month whose file is closed, copied: they would keep their whole batch.
func (w *writers) wait(ctx context.Context, u lake.Unit, b arrow.RecordBatch) error {
	own, err := detach(b)
	if err != nil {
		return err
	}
	w.late[u] = append(w.late[u], own)
	if w.waits += b.NumRows(); w.waits < w.o.late {
		return nil
	}
	return w.takeLate(ctx)
}

// closeIdle closes the files of months for which nothing has come for long.
func (w *writers) closeIdle() error {
	for u, to := range w.open {
		if w.rows-to.last < w.o.idle {
			continue
		}
		if err := w.close(u); err != nil {
			return err
		}
	}
	return nil
}

// close makes a file whole.
func (w *writers) close(u lake.Unit) error {
	part, err := w.open[u].Finish()
	delete(w.open, u)
	if err != nil {
		return err
	}
	w.parts[u], w.fresh[u] = part, true
	w.whole += part.Rows
	return nil
}

// takeLate writes the months anew for which rows came late, one after another.
func (w *writers) takeLate(ctx context.Context) error {
	for _, u := range slices.SortedFunc(maps.Keys(w.late), lake.Unit.Compare) {
		to, err := w.begin(u)
		if err != nil {
			return err
		}
		for b, err := range w.lk.Read(ctx, w.c.mirror, []lake.Part{w.parts[u]}, nil) {
			if err != nil {
				return err
			}
			if err := w.readd(to, b); err != nil {
				return err
			}
		}
		for _, b := range w.late[u] {
			if err := to.Add(b); err != nil {
				return err
			}
		}
		w.forget(u)
		if err := w.close(u); err != nil {
			return err
		}
	}
	w.waits = 0
	return nil
}

// readd writes rows that the lake holds.
func (w *writers) readd(to *writer, b arrow.RecordBatch) error {
	same, err := w.c.format.stored(b)
	if err != nil {
		return err
	}
	defer same.Release()
	return to.Add(same)
}

func (w *writers) forget(u lake.Unit) {
	for _, b := range w.late[u] {
		b.Release()
	}
	delete(w.late, u)
}

// finish makes all files whole.
func (w *writers) finish(ctx context.Context) error {
	for _, u := range slices.SortedFunc(maps.Keys(w.open), lake.Unit.Compare) {
		if err := w.close(u); err != nil {
			return err
		}
	}
	return w.takeLate(ctx)
}

// abandon removes the files that are not whole.
func (w *writers) abandon() error {
	var errs []error
	for _, to := range w.open {
		errs = append(errs, to.Abandon())
	}
	for u := range w.late {
		w.forget(u)
	}
	clear(w.open)
	return errors.Join(errs...)
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
