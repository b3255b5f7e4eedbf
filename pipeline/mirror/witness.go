package mirror

import (
	"context"
	"slices"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// witnessed finds the units of a table with hashed columns whose witness is another one than the last run
// noted. What that run read went with the note; a table that this run reads whole has none yet.
func (x *run) witnessed(ctx context.Context, c *tableCopy, theirs map[control.Unit]control.Totals) (changed map[control.Unit]bool, err error) {
	if len(x.m.Options(c.table).Opaque) == 0 || slices.Contains(x.res.Loaded, c.table.Name) {
		return nil, nil
	}
	noted, err := x.witnesses(ctx, c.table)
	if err != nil {
		return nil, err
	}
	changed = map[control.Unit]bool{}
	for u, t := range theirs {
		if t.Witness != nil && noted[u] != t.Witness.String() {
			changed[u] = true
		}
	}
	return changed, nil
}

// witnesses reads what was noted of a table's units.
func (x *run) witnesses(ctx context.Context, t *schemas.Table) (map[control.Unit]string, error) {
	parts, err := x.lk.Parts(ctx, &schemas.ControlTotal)
	if err != nil {
		return nil, err
	}
	noted := map[control.Unit]string{}
	for b, err := range x.lk.Read(ctx, &schemas.ControlTotal, parts, nil) {
		if err != nil {
			return nil, err
		}
		witness := b.Column(b.Schema().FieldIndices("witness")[0]).(*array.String)
		for row := range int(b.NumRows()) {
			if name, u := totalRow(b, row); name == t.Name && witness.IsValid(row) {
				noted[u] = witness.Value(row)
			}
		}
	}
	return noted, nil
}
