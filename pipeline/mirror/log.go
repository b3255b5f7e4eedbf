package mirror

import (
	"context"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// logChanges writes down what a healing changes, before it is committed, and tells whether there was anything to write.
// Days after the last run's and tables that are being loaded are no healings.
func (x *run) logChanges(ctx context.Context, c *tableCopy, home lake.Unit, diff []difference, l *changes) (logged bool, err error) {
	l.finish()
	var heals []Heal
	for _, d := range diff {
		if u := l.units[d.unit]; c.loaded && !(c.byDay() && d.unit.Day > x.last) {
			heals = append(heals, Heal{c.table.Name, d.unit, d.ours, d.theirs, u.added, u.changed, u.removed})
		} else {
			x.res.New++
		}
	}
	x.res.Heals = append(x.res.Heals, heals...)
	err = x.append(ctx, &schemas.Heal, len(heals), map[string]string{propLogged: x.healing(c, home)}, func(s *sheet) {
		for _, h := range heals {
			u := unitCells(c.table, h.Unit)
			s.add(x.today(), x.o.Run, x.o.Now, h.Table, h.Unit.Name(c.table), u[0], u[1], u[2], u[3], h.Before.Rows, h.After.Rows, sums(c.table, h.Before), sums(c.table, h.After), h.Added, h.Changed, h.Removed)
		}
	})
	if err != nil {
		return false, err
	}
	return len(heals) > 0, x.append(ctx, &schemas.DimensionChange, len(l.dims), nil, func(s *sheet) {
		for _, d := range l.dims {
			s.add(x.today(), x.o.Run, x.o.Now, d.table, d.key, d.change, text(d.before), text(d.after))
		}
	})
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (x *run) today() calendar.Day { return calendar.Day(x.o.Now.UTC().Unix() / 86400) }

// append adds rows to this month's part of one of the run's own tables.
func (x *run) append(ctx context.Context, t *schemas.Table, rows int, props map[string]string, add func(*sheet)) error {
	if rows == 0 {
		return nil
	}
	u := lake.Unit{Month: x.today().Month()}
	parts, err := x.lk.Parts(ctx, t)
	if err != nil {
		return err
	}
	s := newSheet(t)
	for _, p := range parts {
		if p.Unit != u {
			continue
		}
		for b, err := range x.lk.Read(ctx, t, []lake.Part{p}, nil) {
			if err != nil {
				return err
			}
			if err := s.copy(b, func(int) bool { return true }); err != nil {
				return err
			}
		}
	}
	add(s)
	part, err := s.write(ctx, x.lk, u, x.stamp())
	if err != nil {
		return err
	}
	_, err = x.lk.Commit(ctx, t, []lake.Part{part}, nil, props)
	return err
}
