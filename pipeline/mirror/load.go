package mirror

import (
	"context"
	"errors"
	"fmt"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
)

// load reads a table whole for the first time. Files that are whole are committed now and then, so that a
// run that is killed leaves most of it: the next run finds it as units that agree.
func (x *run) load(ctx context.Context, c *tableCopy) error {
	w := newWriters(x.lk, c, x.o, x.stamp)
	err := x.fill(ctx, c, w)
	if err == nil {
		err = w.finish(ctx)
	}
	if err != nil {
		// What is whole is kept even so; the error that stopped the reading is the one to tell.
		return errors.Join(err, w.abandon(), x.commitWhole(context.WithoutCancel(ctx), c, w))
	}
	c.loaded = true
	x.res.Loaded = append(x.res.Loaded, c.table.Name)
	return x.commitWhole(ctx, c, w)
}

// fill hands the source's rows to the writers.
func (x *run) fill(ctx context.Context, c *tableCopy, w *writers) error {
	for b, err := range x.m.Read(ctx, c.table, x.everything(c)) {
		if err != nil {
			return err
		}
		record, err := c.format.batch(b)
		if err != nil {
			return err
		}
		x.count(c.table.Name, record.NumRows())
		err = w.add(ctx, record)
		record.Release()
		if err != nil {
			return err
		}
		if w.whole >= x.o.Batch {
			if err := x.commitWhole(ctx, c, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// commitWhole commits the files that are whole, and with the last of them that the table was read to its end.
func (x *run) commitWhole(ctx context.Context, c *tableCopy, w *writers) error {
	var props map[string]string
	if c.loaded {
		props = map[string]string{propLoaded: x.o.Run}
	}
	parts := w.take()
	if len(parts) == 0 && props == nil {
		return nil
	}
	if _, err := x.lk.Commit(ctx, c.mirror, parts, nil, props); err != nil {
		return err
	}
	return c.list(ctx, x.lk)
}

// count tells how far the run has come.
func (x *run) count(table string, rows int64) {
	x.res.Rows += rows
	x.o.Progress(table, x.res.Rows)
}

// everything selects the rows that the copy holds: a ledger's through the last day taken, others all.
func (x *run) everything(c *tableCopy) source.Selection {
	if c.mirror.Month == "" {
		return source.Selection{}
	}
	return source.Selection{Days: []source.DayRange{{From: firstDay, To: x.res.Through}}, Undated: true}
}

// firstDay is before every day that a database can hold as a date.
const firstDay = calendar.Day(-1 << 30)

// stamp names a file of this run.
func (x *run) stamp() string {
	x.files++
	return fmt.Sprintf("%s-%d", x.o.Run, x.files)
}
