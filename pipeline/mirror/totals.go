package mirror

import (
	"context"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// keepTotals writes the totals that the run compared into control_total, in place of the old ones of the
// same scope.
func (x *run) keepTotals(ctx context.Context, props map[string]string) error {
	t := &schemas.ControlTotal
	months, err := x.storedTotals(ctx)
	if err != nil {
		return err
	}
	for _, p := range x.proofs {
		for u, totals := range p.totals {
			m := unitMonth(u)
			if months[m] == nil {
				months[m] = newSheet(t)
			}
			months[m].total(x, p.table, u, totals)
		}
	}
	var parts []lake.Part
	for _, m := range slices.Sorted(maps.Keys(months)) {
		part, err := months[m].write(ctx, x.lk, lake.Unit{Month: m}, x.stamp())
		if err != nil {
			return err
		}
		parts = append(parts, part)
	}
	_, err = x.lk.Commit(ctx, t, parts, nil, props)
	return err
}

// storedTotals reads the months that the run's scopes reach into, without what is in scope.
func (x *run) storedTotals(ctx context.Context) (map[calendar.Month]*sheet, error) {
	parts, err := x.lk.Parts(ctx, &schemas.ControlTotal)
	if err != nil {
		return nil, err
	}
	months := map[calendar.Month]*sheet{}
	for _, p := range parts {
		if !slices.ContainsFunc(x.proofs, func(q proof) bool {
			return q.table.Proof.Day == "" && p.Unit.Month == undated || monthInScope(q.scope, p.Unit.Month)
		}) {
			continue
		}
		s := newSheet(&schemas.ControlTotal)
		months[p.Unit.Month] = s
		for b, err := range x.lk.Read(ctx, &schemas.ControlTotal, []lake.Part{p}, nil) {
			if err != nil {
				return nil, err
			}
			if err := s.copy(b, func(row int) bool { return !x.proved(totalRow(b, row)) }); err != nil {
				return nil, err
			}
		}
	}
	return months, nil
}

// proved tells whether the run compared a unit.
func (x *run) proved(table string, u control.Unit) bool {
	return slices.ContainsFunc(x.proofs, func(p proof) bool { return p.table.Name == table && inScope(p.scope, u) })
}

// totalRow reads which unit a row of control_total is of.
func totalRow(b arrow.RecordBatch, row int) (table string, u control.Unit) {
	u.Day = noDay
	if days := b.Column(3).(*array.Date32); days.IsValid(row) {
		u.Day = calendar.Day(days.Value(row))
	}
	if offices := b.Column(4).(*array.Dictionary); offices.IsValid(row) {
		u.Office = offices.ValueStr(row)
	}
	if buckets := b.Column(5).(*array.Int32); buckets.IsValid(row) {
		u = control.Unit{Bucket: buckets.Value(row)}
	}
	return b.Column(1).(*array.Dictionary).ValueStr(row), u
}

func unitMonth(u control.Unit) calendar.Month {
	if u.Day == noDay || u == (control.Unit{Bucket: u.Bucket}) {
		return undated
	}
	return u.Day.Month()
}

// unitCells are the columns that say which unit a row is of: month, day, office and bucket.
func unitCells(t *schemas.Table, u control.Unit) []any {
	cells := []any{unitMonth(u).First(), nil, nil, nil}
	switch {
	case t.Proof.Day == "":
		cells[3] = u.Bucket
	default:
		if u.Day != noDay {
			cells[1] = u.Day
		}
		if t.Proof.Office != "" {
			cells[2] = u.Office
		}
	}
	return cells
}

func (s *sheet) total(x *run, t *schemas.Table, u control.Unit, totals control.Totals) {
	cells := unitCells(t, u)
	s.add(cells[0], t.Name, u.Name(t), cells[1], cells[2], cells[3], totals.Rows, sums(t, totals), number(totals.IDs), number(totals.Checksum), number(totals.Witness), x.o.Now, x.o.Run)
}

// sums writes the sums of a table's money, separated by spaces. A unit without rows has zeros.
func sums(t *schemas.Table, totals control.Totals) string {
	words := make([]string, len(t.Money()))
	for i := range words {
		words[i] = "0"
		if i < len(totals.Sums) {
			words[i] = totals.Sums[i].String()
		}
	}
	return strings.Join(words, " ")
}

// number is a cell of a number of any size.
func number(n *big.Int) any {
	if n == nil {
		return nil
	}
	return n.String()
}
