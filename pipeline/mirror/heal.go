package mirror

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// heal reads the units that differ again and writes anew what they stand in, month by month.
func (x *run) heal(ctx context.Context, c *tableCopy, diff []difference) error {
	homes := map[lake.Unit][]difference{}
	for _, d := range diff {
		homes[c.home(d.unit)] = append(homes[c.home(d.unit)], d)
	}
	for _, home := range slices.SortedFunc(maps.Keys(homes), lake.Unit.Compare) {
		if err := x.healHome(ctx, c, home, homes[home]); err != nil {
			return err
		}
	}
	return nil
}

// healHome writes one file anew and commits it, after it was looked at and the changes were logged.
func (x *run) healHome(ctx context.Context, c *tableCopy, home lake.Unit, diff []difference) error {
	old := c.parts[home]
	ledger := newChanges(c, diff)
	part, err := x.lk.Write(ctx, c.mirror, home, x.stamp(), x.healed(ctx, c, old, diff, ledger))
	if err != nil {
		return err
	}
	now, err := x.totalsOf(ctx, c, []lake.Part{part})
	if err != nil {
		return err
	}
	if err := proven(diff, now); err != nil {
		return err
	}
	logged, err := x.logChanges(ctx, c, home, diff, ledger)
	if err != nil {
		return err
	}
	var props map[string]string
	if logged {
		props = map[string]string{propHealed: x.healing(c, home)}
	}
	if _, err := x.lk.Commit(ctx, c.mirror, []lake.Part{part}, nil, props); err != nil {
		return err
	}
	c.parts[home] = part
	return nil
}

// healed streams what a file shall hold: the rows of units that agree, and the others as the source has
// them now.
func (x *run) healed(ctx context.Context, c *tableCopy, old lake.Part, diff []difference, ledger *changes) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for b, err := range x.lk.Read(ctx, c.mirror, []lake.Part{old}, nil) {
			if err != nil {
				yield(nil, err)
				return
			}
			kept, err := x.keep(ctx, c, b, ledger)
			if err != nil {
				yield(nil, err)
				return
			}
			more := yield(kept, nil)
			kept.Release()
			if !more {
				return
			}
		}
		for b, err := range x.m.Read(ctx, c.table, selectUnits(diff)) {
			if err != nil {
				yield(nil, err)
				return
			}
			fresh, err := x.fresh(c, b, ledger)
			if err != nil {
				yield(nil, err)
				return
			}
			more := yield(fresh, nil)
			fresh.Release()
			if !more {
				return
			}
		}
	}
}

func selectUnits(diff []difference) source.Selection {
	units := make([]control.Unit, len(diff))
	for i, d := range diff {
		units[i] = d.unit
	}
	return source.Selection{Units: units}
}

// keep leaves out the rows of units that are read again, and notes them.
func (x *run) keep(ctx context.Context, c *tableCopy, b arrow.RecordBatch, ledger *changes) (arrow.RecordBatch, error) {
	prints, err := control.Prints(c.table, x.m.Dialect(), x.m.Options(c.table), b)
	if err != nil {
		return nil, err
	}
	if err := ledger.before(b, prints); err != nil {
		return nil, err
	}
	kept, err := pick(ctx, b, func(row int) bool { return !ledger.differs(prints[row].Unit) })
	if err != nil {
		return nil, err
	}
	defer kept.Release()
	return c.format.stored(kept)
}

// fresh is a batch of units that were read again.
func (x *run) fresh(c *tableCopy, b source.Batch, ledger *changes) (arrow.RecordBatch, error) {
	record, err := c.format.batch(b)
	if err != nil {
		return nil, err
	}
	x.count(c.table.Name, record.NumRows())
	prints, err := control.Prints(c.table, x.m.Dialect(), x.m.Options(c.table), record)
	if err == nil {
		err = ledger.after(record, prints)
	}
	if err != nil {
		record.Release()
		return nil, err
	}
	return record, nil
}

// isDimension tells whether the history of a table's rows is kept.
func isDimension(t *schemas.Table) bool { return t.Kind == schemas.Dimension }
