package mirror

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/transforms/control"
)

const noDay = control.NoDay

// compare holds units of a table against the source, with their checksums when it looks deep, and mends
// those that differ.
func (x *run) compare(ctx context.Context, c *tableCopy, sel source.Selection, deep bool) error {
	diff, err := x.differences(ctx, c, sel, deep)
	if err != nil {
		return err
	}
	if x.o.Look {
		for _, d := range diff {
			x.res.Differ = append(x.res.Differ, Heal{Table: c.table.Name, Unit: d.unit, Before: d.ours, After: d.theirs})
		}
		return nil
	}
	if len(diff) > 0 {
		if err := x.heal(ctx, c, diff); err != nil {
			return err
		}
	}
	if !c.loaded {
		_, err = x.lk.Commit(ctx, c.mirror, nil, nil, map[string]string{propLoaded: x.o.Run})
	}
	return err
}

// difference is a unit that differs.
type difference struct {
	unit         control.Unit
	ours, theirs control.Totals
}

// scope says which units of a table this run compares: dimensions whole, days in the window and in this
// run's slice, and everything where a first load was cut short.
func (x *run) scope(c *tableCopy) source.Selection {
	if !c.byDay() {
		return source.Selection{}
	}
	last := x.res.Through
	if c.mirror.Month == "" {
		last = farAway // other tables are not cut at the last day
	}
	if !c.loaded && !x.o.Look {
		return source.Selection{Days: []source.DayRange{{From: firstDay, To: last}}, Undated: true}
	}
	if x.o.Days != nil {
		return source.Selection{Days: []source.DayRange{{From: x.o.Days.From, To: min(x.o.Days.To, last)}}, Undated: true}
	}
	days := []source.DayRange{{From: x.recent(), To: last}}
	if x.slice.To >= x.slice.From {
		days = append(days, x.slice)
	}
	return source.Selection{Days: days, Undated: true}
}

// recent is the first day of the window: so many days before the last run's last day.
func (x *run) recent() calendar.Day {
	last := x.res.Through
	if x.last != noDay {
		last = min(last, x.last)
	}
	return last - calendar.Day(x.o.Window) + 1
}

// inScope tells whether a unit is of the selection.
func inScope(sel source.Selection, u control.Unit) bool {
	if len(sel.Days) == 0 && !sel.Undated {
		return true
	}
	if u.Day == noDay {
		return sel.Undated
	}
	return slices.ContainsFunc(sel.Days, func(r source.DayRange) bool { return r.From <= u.Day && u.Day <= r.To })
}

// differences compares both sides' totals of a selection.
func (x *run) differences(ctx context.Context, c *tableCopy, sel source.Selection, deep bool) ([]difference, error) {
	theirs, err := x.theirs(ctx, c, sel, deep)
	if err != nil {
		return nil, err
	}
	ours, err := x.ours(ctx, c, sel)
	if err != nil {
		return nil, err
	}
	changed, err := x.witnessed(ctx, c, theirs)
	if err != nil {
		return nil, err
	}
	var diff []difference
	all := maps.Clone(theirs)
	maps.Copy(all, ours)
	for u := range all {
		if changed[u] || !ours[u].Equal(theirs[u]) {
			diff = append(diff, difference{u, ours[u], theirs[u]})
		}
	}
	slices.SortFunc(diff, func(a, b difference) int { return compareUnits(a.unit, b.unit) })
	x.res.Compared += len(all)
	x.prove(proof{c.table, sel, theirs})
	return diff, nil
}

// prove notes what was compared, in place of what was compared of the same units before.
func (x *run) prove(p proof) {
	for _, q := range x.proofs {
		if q.table == p.table {
			maps.DeleteFunc(q.totals, func(u control.Unit, _ control.Totals) bool { return inScope(p.scope, u) })
		}
	}
	x.proofs = append(x.proofs, p)
}

func compareUnits(a, b control.Unit) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Office, b.Office), cmp.Compare(a.Bucket, b.Bucket))
}

// theirs asks the source for the totals of a selection. Rows of spans on which both sides agree are not added up by
// units again: their units' totals are those of the lake.
func (x *run) theirs(ctx context.Context, c *tableCopy, sel source.Selection, deep bool) (units map[control.Unit]control.Totals, err error) {
	units = map[control.Unit]control.Totals{}
	if deep {
		if sel.Except, err = x.agreed(ctx, c, sel, units); err != nil {
			return nil, err
		}
	}
	for t, err := range x.m.Totals(ctx, c.table, sel, deep) {
		if err != nil {
			return nil, err
		}
		units[t.Unit] = units[t.Unit].Plus(t.Totals)
	}
	return units, nil
}

// partsOf are the files with rows of a selection.
func (c *tableCopy) partsOf(sel source.Selection) (parts []lake.Part) {
	for _, p := range c.parts {
		if c.mirror.Month == "" || monthInScope(sel, p.Unit.Month) {
			parts = append(parts, p)
		}
	}
	return parts
}

// ours computes the totals of a selection from the lake's files.
func (x *run) ours(ctx context.Context, c *tableCopy, sel source.Selection) (map[control.Unit]control.Totals, error) {
	totals, err := x.totalsOf(ctx, c, c.partsOf(sel))
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(totals, func(u control.Unit, _ control.Totals) bool { return !inScope(sel, u) })
	return totals, nil
}

func monthInScope(sel source.Selection, m calendar.Month) bool {
	if len(sel.Days) == 0 && !sel.Undated || sel.Undated && m == undated {
		return true
	}
	return slices.ContainsFunc(sel.Days, func(r source.DayRange) bool { return r.From <= m.Last() && m.First() <= r.To })
}

// totalsOf computes the totals of whole files.
func (x *run) totalsOf(ctx context.Context, c *tableCopy, parts []lake.Part) (map[control.Unit]control.Totals, error) {
	a := control.NewAccumulator(c.table, x.m.Dialect(), x.m.Options(c.table))
	for b, err := range x.lk.Read(ctx, c.mirror, parts, nil) {
		if err != nil {
			return nil, err
		}
		if err := a.Add(b); err != nil {
			return nil, err
		}
	}
	return a.Totals(), nil
}

// proven checks that what was written agrees with the source.
func proven(diff []difference, now map[control.Unit]control.Totals) error {
	for _, d := range diff {
		if !now[d.unit].Equal(d.theirs) {
			return fmt.Errorf("%s still differs after it was read again: the source counts %d rows, the lake has %d\n  → run `uythac doctor`; if it finds nothing, this is a defect: report it with the column types that doctor shows",
				d.unit, d.theirs.Rows, now[d.unit].Rows)
		}
	}
	return nil
}
