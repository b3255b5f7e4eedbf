package mirror

import (
	"context"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// propLoaded is the property of a copied table that was read to its end once.
const propLoaded = "uythac.loaded"

// undated is the month of rows without a day.
var undated = calendar.MonthOf(1970, 1)

// tableCopy is a table's copy as the lake holds it.
type tableCopy struct {
	table  *schemas.Table // the contract's
	mirror *schemas.Table
	parts  map[lake.Unit]lake.Part
	loaded bool
	format format
}

func (x *run) copyOf(ctx context.Context, t *schemas.Table) (*tableCopy, error) {
	c := &tableCopy{table: t, mirror: schemas.MirrorOf(t), parts: map[lake.Unit]lake.Part{}}
	if x.m.Present(t) {
		shape, err := x.m.Shape(ctx, t)
		if err != nil {
			return nil, err
		}
		c.mirror = schemas.MirrorOf(t, shape.Extra...)
	}
	c.format = newFormat(c.mirror)
	loaded, err := x.lk.Property(ctx, c.mirror, propLoaded)
	if err != nil {
		return nil, err
	}
	c.loaded = loaded != ""
	return c, c.list(ctx, x.lk)
}

// list reads which units the lake holds.
func (c *tableCopy) list(ctx context.Context, lk *lake.Lake) error {
	parts, err := lk.Parts(ctx, c.mirror)
	if err != nil {
		return err
	}
	clear(c.parts)
	for _, p := range parts {
		c.parts[p.Unit] = p
	}
	return nil
}

// byDay tells whether the table's units are days.
func (c *tableCopy) byDay() bool { return c.table.Proof.Day != "" }

// home is the unit of the lake that a unit of the table stands in.
func (c *tableCopy) home(u control.Unit) lake.Unit {
	switch {
	case c.mirror.Month == "":
		return lake.Unit{Month: lake.NoMonth}
	case u.Day == control.NoDay:
		return lake.Unit{Month: undated}
	}
	return lake.Unit{Month: u.Day.Month()}
}
