package pipeline

import (
	"context"
	"sync"

	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// ahead looks behind the terms of a figure, those on the day and those on the day before at the same time, and hands the parts out in the
// order of the terms. Terms of one day stay together, because the entries of one are often those of the next. What is listed
// is looked for when it is asked for.
func (x *Explanation) ahead(ctx context.Context, look looking, other *warehouse.Warehouse, origin schemas.Origin) func(schemas.Term, bool) (Part, error) {
	one := func(term schemas.Term, below bool) (Part, error) { return x.part(ctx, look, term, below) }
	if look.list != nil {
		return one
	}
	all := x.wanted(origin)
	var onBase, others []*found
	for i := range all {
		if all[i].term.Span == schemas.OnBase {
			onBase = append(onBase, &all[i])
		} else {
			others = append(others, &all[i])
		}
	}
	if len(onBase) == 0 || len(others) == 0 {
		return one
	}
	beside := look
	beside.w = other
	var group sync.WaitGroup
	group.Go(func() { x.look(ctx, beside, onBase) })
	x.look(ctx, look, others)
	group.Wait()
	next := 0
	return func(schemas.Term, bool) (Part, error) {
		next++
		return all[next-1].part, all[next-1].err
	}
}

// found is a term that has been looked behind.
type found struct {
	term  schemas.Term
	below bool
	part  Part
	err   error
}

// wanted are the terms of a figure in the order of its quotients, without those about days before the ledger's first.
func (x *Explanation) wanted(origin schemas.Origin) (all []found) {
	for _, q := range origin {
		for i, terms := range [][]schemas.Term{q.Terms, q.Over} {
			for _, t := range terms {
				if !x.tooEarly(t) {
					all = append(all, found{term: t, below: i == 1})
				}
			}
		}
	}
	return all
}

// look looks behind terms one after another.
func (x *Explanation) look(ctx context.Context, look looking, terms []*found) {
	for _, f := range terms {
		f.part, f.err = x.part(ctx, look, f.term, f.below)
	}
}
