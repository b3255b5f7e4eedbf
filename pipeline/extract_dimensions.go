package pipeline

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// readDimensions reads every table but the ledgers into memory and joins them into the books.
func (x *extraction) readDimensions(ctx context.Context) error {
	x.frames = map[string]*cleaning.Frame{}
	found := map[string]*[]cleaning.Finding{}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, t := range schemas.Contract() {
		if t.Kind == schemas.Ledger {
			continue
		}
		frame, later := cleaning.NewFrame(t), new([]cleaning.Finding)
		x.frames[t.Name], found[t.Name] = frame, later
		g.Go(func() error {
			err := x.read(gctx, t, func(b batch) (int64, []cleaning.Finding, error) {
				found, err := frame.Add(b.RecordBatch, b.bad, b.origins)
				return 0, found, err
			})
			*later = frame.Sort()
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	var err error
	if x.books, err = cleaning.NewBooks(x.frames); err != nil {
		return x.refuse(err)
	}
	for name, frame := range x.frames {
		if err := x.rejectRows(frame, append(*found[name], x.books.Findings[name]...)); err != nil {
			return err
		}
	}
	return x.quarantine.failed()
}

// rejectRows puts rows of a frame into quarantine that were counted as kept.
func (x *extraction) rejectRows(f *cleaning.Frame, found []cleaning.Finding) error {
	rows := make([]int, len(found))
	for i, d := range found {
		rows[i] = d.Row
	}
	at := 0
	for record, err := range f.Records(x.o.Alloc, rows, "") {
		if err != nil {
			return err
		}
		for i := range int(record.NumRows()) {
			d := found[at]
			key, text := cleaning.RowText(f.Table, record, i, nil)
			x.quarantine.add(f.Table, f.Origin(d.Row), row{d.Reason, key, d.Detail, text})
			at++
		}
	}
	x.tally[f.Table.Name].Kept -= int64(len(found))
	x.tally[f.Table.Name].Quarantined += int64(len(found))
	return nil
}

// writeDimensions writes what changed of every frame: one unit, or one per branch.
func (x *extraction) writeDimensions(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range x.frames {
		g.Go(func() error { return x.writeFrame(ctx, f) })
	}
	return g.Wait()
}

func (x *extraction) writeFrame(ctx context.Context, f *cleaning.Frame) error {
	units := map[lake.Unit][]int{}
	if f.Table.ByBranch() {
		for _, row := range f.Rows() {
			u := lake.Unit{Branch: x.books.BranchOf(f.Table, row), Month: lake.NoMonth}
			units[u] = append(units[u], row)
		}
	} else {
		units[lake.Unit{Month: lake.NoMonth}] = f.Rows()
	}
	old, err := x.parts(ctx, f.Table)
	if err != nil {
		return err
	}
	for u, rows := range units {
		if err := x.writeRows(ctx, f, u, rows, old[u]); err != nil {
			return err
		}
		delete(old, u)
	}
	x.dropRest(f.Table, old)
	return nil
}

// writeRows writes a unit unless the lake holds it. A table that never had rows is not made.
func (x *extraction) writeRows(ctx context.Context, f *cleaning.Frame, u lake.Unit, rows []int, old lake.Part) error {
	if len(rows) == 0 && old.Stamp == "" {
		return nil
	}
	s := newStamp(f.Table)
	for record, err := range f.Records(x.o.Alloc, rows, u.Branch) {
		if err != nil {
			return err
		}
		s.add(record)
	}
	if stamp := s.sum(); stamp != old.Stamp {
		part, err := x.lk.Write(ctx, f.Table, u, stamp, f.Records(x.o.Alloc, rows, u.Branch))
		if err != nil {
			return err
		}
		x.written(f.Table, part)
	}
	return nil
}

// parts lists what the lake holds of a table.
func (x *extraction) parts(ctx context.Context, t *schemas.Table) (map[lake.Unit]lake.Part, error) {
	parts, err := x.lk.Parts(ctx, t)
	if err != nil {
		return nil, err
	}
	byUnit := map[lake.Unit]lake.Part{}
	for _, p := range parts {
		byUnit[p.Unit] = p
	}
	return byUnit, nil
}

func (x *extraction) written(t *schemas.Table, p lake.Part) {
	x.mu.Lock()
	defer x.mu.Unlock()
	c := x.change(t)
	c.parts = append(c.parts, p)
	x.res.Bytes += p.Bytes
}

// dropRest takes units out of the lake that the source has no rows for any more.
func (x *extraction) dropRest(t *schemas.Table, rest map[lake.Unit]lake.Part) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for u := range rest {
		c := x.change(t)
		c.drop = append(c.drop, u)
	}
}

func (x *extraction) change(t *schemas.Table) *change {
	if x.changes[t.Name] == nil {
		x.changes[t.Name] = new(change)
	}
	return x.changes[t.Name]
}
