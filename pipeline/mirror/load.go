package mirror

import (
	"context"
	"fmt"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
)

// load reads a table whole for the first time. What was read is committed now and then, so that a run
// that is killed leaves most of it: the next run finds it as units that agree.
func (x *run) load(ctx context.Context, c *tableCopy) error {
	w, rows := newWriters(ctx, x.lk, c, x.stamp), int64(0)
	flush := func(done bool) error {
		parts, err := w.finish()
		if err != nil {
			return err
		}
		var props map[string]string
		if done {
			props = map[string]string{propLoaded: x.o.Run}
		}
		if _, err := x.lk.Commit(ctx, c.mirror, parts, nil, props); err != nil {
			return err
		}
		return c.list(ctx, x.lk)
	}
	for b, err := range x.m.Read(ctx, c.table, x.everything(c)) {
		if err != nil {
			_, _ = w.finish() // the error that stopped the reading is the one to tell; what was written goes at the next clean-up
			return err
		}
		if err := x.take(c, w, b); err != nil {
			_, _ = w.finish()
			return err
		}
		if rows += b.Record.NumRows(); rows >= x.o.Batch {
			if err := flush(false); err != nil {
				return err
			}
			w, rows = newWriters(ctx, x.lk, c, x.stamp), 0
		}
	}
	x.res.Loaded = append(x.res.Loaded, c.table.Name)
	c.loaded = true
	return flush(true)
}

// take hands a batch of the source to the writers.
func (x *run) take(c *tableCopy, w *writers, b source.Batch) error {
	record, err := c.format.batch(b)
	if err != nil {
		return err
	}
	defer record.Release()
	x.read(c.table.Name, record.NumRows())
	return w.add(record)
}

func (x *run) read(table string, rows int64) {
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
