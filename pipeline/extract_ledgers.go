package pipeline

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// takeLedgers reads both ledgers side by side and writes the branches and months that changed.
func (x *extraction) takeLedgers(ctx context.Context) error {
	// The writers' context is the outer one: it must outlive the readers.
	w := writers{}
	w.Group, w.ctx = errgroup.WithContext(ctx)
	w.SetLimit(runtime.GOMAXPROCS(0))
	g, ctx := errgroup.WithContext(w.ctx)
	for _, t := range []*schemas.Table{&schemas.LoanLedger, &schemas.DepositLedger} {
		g.Go(func() error { return x.takeLedger(ctx, t, w) })
	}
	reading, writing := g.Wait(), w.Wait()
	if writing != nil && errors.Is(reading, context.Canceled) {
		return writing // it is what stopped the reading
	}
	return cmp.Or(reading, writing)
}

// writers turn settled months into files, as many at a time as there are cores. Go waits for a free one.
type writers struct {
	*errgroup.Group
	ctx context.Context
}

// takeLedger reads a ledger twice: from the source into the spill file, all entries by themselves,
// and from there by branch and month, each entry against the others. Deposits of customers who deal with
// several branches are put where they belong in between.
func (x *extraction) takeLedger(ctx context.Context, t *schemas.Table, w writers) (err error) {
	ledger := cleaning.NewLedger(t, x.books, x.res.Through)
	s, err := newSpill(x.o.Temp, t.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	err = x.read(ctx, t, func(b batch) (int64, []cleaning.Finding, error) {
		return ledger.Clean(b.RecordBatch, b.bad, b.origins, s.add)
	})
	if err != nil {
		return err
	}
	if ledger.NeedsLook() {
		if err := s.each(ctx, ledger.Look); err != nil {
			return err
		}
	}
	ledger.Resolve()
	if ledger.Roams() {
		if err := s.each(ctx, ledger.Follow); err != nil {
			return err
		}
		if err := s.regroup(ctx, ledger.Branch); err != nil {
			return err
		}
	}
	return x.writeUnits(ctx, ledger, s, w)
}

// writeUnits settles branch after branch, the months in order, and hands each month to the pool.
func (x *extraction) writeUnits(ctx context.Context, ledger *cleaning.Ledger, s *spill, w writers) error {
	old, err := x.parts(ctx, ledger.Table)
	if err != nil {
		return err
	}
	names := x.books.Branches()
	units := slices.SortedFunc(maps.Keys(s.units), func(a, b spillUnit) int {
		return cmp.Or(cmp.Compare(names[a.branch], names[b.branch]), cmp.Compare(a.month, b.month))
	})
	var activity *cleaning.Activity
	for i, u := range units {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i == 0 || units[i-1].branch != u.branch {
			activity = ledger.NewActivity()
		}
		entries, err := s.load(u)
		if err != nil {
			return err
		}
		entries, out := ledger.Settle(entries)
		x.rejectEntries(ledger, out)
		if len(entries) == 0 {
			continue
		}
		standing := activity.Month(entries)
		unit := lake.Unit{Branch: names[u.branch], Month: u.month}
		was := old[unit]
		delete(old, unit)
		w.Go(func() error { return x.writeUnit(w.ctx, ledger, unit, entries, standing, was) })
	}
	x.dropRest(ledger.Table, old)
	return x.quarantine.failed()
}

func (x *extraction) writeUnit(ctx context.Context, ledger *cleaning.Ledger, u lake.Unit, entries []cleaning.Entry, standing map[int64]calendar.Day, old lake.Part) error {
	x.sawFirst(entries)
	record := ledger.Record(x.o.Alloc, entries, u.Branch, standing)
	defer record.Release()
	s := newStamp(ledger.Table)
	s.add(record)
	stamp := s.sum()
	if stamp == old.Stamp {
		return nil
	}
	part, err := x.lk.Write(ctx, ledger.Table, u, stamp, func(yield func(arrow.RecordBatch, error) bool) { yield(record, nil) })
	if err == nil {
		x.written(ledger.Table, part)
	}
	return err
}

// sawFirst notes the first day of entries.
func (x *extraction) sawFirst(entries []cleaning.Entry) {
	first := entries[0].Posted
	for i := range entries {
		first = min(first, entries[i].Posted)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.first == 0 || first < x.first {
		x.first = first
	}
}

// rejectEntries puts entries into quarantine that were counted as kept.
func (x *extraction) rejectEntries(ledger *cleaning.Ledger, out []cleaning.Rejected) {
	const at = 1024 // entries turned into text at a time
	for part := range slices.Chunk(out, at) {
		entries := make([]cleaning.Entry, len(part))
		for i := range part {
			entries[i] = part[i].Entry
		}
		record := ledger.Record(x.o.Alloc, entries, "", nil)
		for i, r := range part {
			key, text := cleaning.RowText(ledger.Table, record, i, nil)
			x.quarantine.add(ledger.Table, r.Entry.Origin, row{r.Reason, key, r.Detail, text})
		}
		record.Release()
	}
	count := x.tally[ledger.Table.Name] // one goroutine settles a ledger
	count.Kept -= int64(len(out))
	count.Quarantined += int64(len(out))
}
