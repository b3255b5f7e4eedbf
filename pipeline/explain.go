package pipeline

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// Cell names a figure of a report.
type Cell struct {
	Question
	Row    string // values of the key, in its order and separated by commas, or column=value; what is left out is the total
	Column string
	Top    int // how many of the largest facts are shown
}

// Explanation is what a figure is made of, down to the ledger entries.
type Explanation struct {
	Report ReportRows
	Key    []any // of the row
	Column schemas.Column
	Value  any
	Parts  []Part
	Agrees bool // the facts give the figure, and the entries give the facts, all to the đồng
	Early  bool // the figure is empty because it is measured against a day before the ledger's first
	// Meaningless: the figure is empty because it has no meaning in the scope; there are no parts.
	Meaningless bool
	Missed      string // why entries are not shown, where they could be: the lake cannot be read, and the warehouse does not keep them added up
	// Source are the rows that the cell is taken from, when it is no sum: a date, a score, what rules give. There are no parts then.
	Source *warehouse.Stage

	row []any // of the report
}

// Part is one term of the figure with its trail.
type Part struct {
	schemas.Term
	Measure     schemas.Measure
	Denominator bool // it is below the line
	First, Last calendar.Day
	Value       int64 // of the term: what is counted or added up
	Trail       warehouse.Trail
	Agrees      bool // its entries add up to its facts
}

// Explain goes from a figure of the published warehouse to the facts it is made of, and from these to the
// ledger entries in the lake. What is asked wrongly is a *UsageError that says what there is. With list, it
// calls it for every fact of every part, or with entries for every ledger entry.
func Explain(ctx context.Context, c Config, cell Cell, list func(p Part, columns []string, row []any) error, entries bool) (x Explanation, err error) {
	w, err := x.open(ctx, c, cell)
	if err != nil {
		return x, err
	}
	defer w.Leave()
	if x.Report, err = posed(ctx, w, cell.Question); err != nil {
		return x, err
	}
	if err := x.read(ctx, w, cell); err != nil {
		return x, err
	}
	row, err := x.find(cell)
	if err != nil {
		return x, err
	}
	origin, ok := schemas.OriginOf(x.Report.Table, cell.Column, fmt.Sprint(x.Key[0]))
	if !ok || (origin.Rows() && x.Report.Scope != (warehouse.Scope{})) {
		if list != nil {
			return x, &UsageError{cell.Column + " of " + cell.Report + " is no sum whose parts could be listed", "leave --list out"}
		}
		return x, x.sourced(ctx, w, cell)
	}
	if err := x.kept(ctx, w); err != nil {
		return x, err
	}
	x.Agrees = true
	if x.Value == nil && x.Report.Scope != (warehouse.Scope{}) {
		x.Meaningless = true
		return x, nil
	}
	beside, err := w.Beside(ctx)
	if err != nil {
		return x, err
	}
	for _, w := range []*warehouse.Warehouse{w, beside} {
		if err := w.Ask(ctx, x.Report.AsOf, x.Report.Scope, cell.Lang); err != nil {
			return x, err
		}
	}
	look := looking{w: w, row: row, top: cell.Top, list: list, entries: entries, several: len(origin) > 1 || len(origin[0].Terms)+len(origin[0].Over) > 1}
	look.part = x.ahead(ctx, look, beside, origin)
	sum := new(big.Rat)
	for _, q := range origin {
		above, err := x.terms(ctx, look, q.Terms, false)
		if err != nil {
			return x, err
		}
		below := int64(1)
		if len(q.Over) > 0 {
			if below, err = x.terms(ctx, look, q.Over, true); err != nil {
				return x, err
			}
		}
		if below == 0 || x.Early {
			sum = nil // a figure that cannot be had: an empty cell
			break
		}
		r := big.NewRat(above, below)
		if q.Minus {
			r.Neg(r)
		}
		sum.Add(sum, r)
	}
	x.Agrees = x.Agrees && same(sum, x.Value)
	if !slices.ContainsFunc(x.Parts, func(p Part) bool { return p.Measure.Lake && p.Trail.Entries == nil }) {
		x.Missed = "" // what the lake has was not needed
	}
	return x, nil
}

// looking is how a figure is looked behind.
type looking struct {
	w       *warehouse.Warehouse
	row     map[string]string // the codes that facts must have
	top     int
	list    func(p Part, columns []string, row []any) error // nil: nothing is listed
	entries bool
	several bool // the figure has more than one term

	part func(term schemas.Term, below bool) (Part, error) // of the terms in their order
}

// terms looks behind each term, keeps it as a part, and adds them up.
func (x *Explanation) terms(ctx context.Context, look looking, terms []schemas.Term, below bool) (sum int64, err error) {
	for _, term := range terms {
		if x.tooEarly(term) {
			x.Early = true
			continue
		}
		p, err := look.part(term, below)
		if err != nil {
			return 0, err
		}
		if look.list != nil {
			if err := look.listed(ctx, p); err != nil {
				return 0, err
			}
		}
		x.Agrees = x.Agrees && p.Agrees
		x.Parts = append(x.Parts, p)
		if term.Minus {
			sum -= p.Value
		} else {
			sum += p.Value
		}
	}
	return sum, nil
}

// tooEarly tells whether a term is about a day before the ledger's first: then the figure is empty.
func (x *Explanation) tooEarly(t schemas.Term) bool {
	return t.Span == schemas.OnBase && x.Report.AsOf.BaseDay() < x.Report.Run.FirstPosted
}

// same tells whether a figure is what its parts make: exactly, or for quotients to twelve digits.
func same(sum *big.Rat, v any) bool {
	if sum == nil || v == nil {
		return sum == nil && v == nil
	}
	figure, ok := new(big.Rat).SetString(fmt.Sprint(v))
	if !ok {
		return false
	}
	off := new(big.Rat).Sub(sum, figure)
	if sum.IsInt() && figure.IsInt() {
		return off.Sign() == 0
	}
	bound := new(big.Rat).Abs(sum)
	if one := big.NewRat(1, 1); bound.Cmp(one) < 0 {
		bound = one
	}
	bound.Quo(bound, big.NewRat(1_000_000_000_000, 1))
	return off.Abs(off).Cmp(bound) <= 0
}

// kept refuses a day whose facts are no longer in the file; reports on demand have refused it already.
func (x *Explanation) kept(ctx context.Context, w *warehouse.Warehouse) error {
	if onDemand(x.Report.Table, x.Report.Scope) {
		return nil
	}
	days, err := w.FactDays(ctx)
	if err != nil {
		return err
	}
	if !slices.Contains(days, x.Report.AsOf) {
		return &UsageError{fmt.Sprintf("the facts behind the figures of %s are not in the published file", x.Report.AsOf), "take one of: " + joinDays(days)}
	}
	return nil
}

// part looks behind one term.
func (x *Explanation) part(ctx context.Context, look looking, term schemas.Term, below bool) (p Part, err error) {
	p.Term, p.Denominator = term, below
	top := look.top
	if below {
		top = 0 // the figure is not made of them
	}
	p.Measure, _ = schemas.MeasureNamed(term.Measure) // a test holds that every origin names measures that there are
	p.First, p.Last = span(term.Span, x.Report.AsOf)
	b := warehouse.Behind{Measure: term.Measure, First: p.First, Last: p.Last, Row: look.row}
	if term.Whole {
		b.Row = maps.Clone(look.row)
		delete(b.Row, "union")
	}
	if p.Trail, err = look.w.Trail(ctx, b, warehouse.Look{Top: top, Entries: x.Missed == "", Several: look.several, List: look.list != nil}); err != nil {
		return p, err
	}
	p.Value, p.Agrees = p.Trail.Facts.Sum, true
	if p.Measure.Counts != "" {
		p.Value = p.Trail.Facts.Keys
	}
	if l := p.Trail.Loans; l != nil {
		p.Agrees = l.Sum == p.Trail.Facts.Sum
	}
	if e := p.Trail.Entries; e != nil && !p.Measure.Apart {
		p.Agrees = p.Agrees && e.Sum == p.Trail.Facts.Sum
	}
	return p, nil
}

// span is the time a term is about, first and last day.
func span(s schemas.Span, asOf calendar.Day) (first, last calendar.Day) {
	switch s {
	case schemas.OnBase:
		return asOf.BaseDay(), asOf.BaseDay()
	case schemas.InMonth:
		return asOf.Month().First(), asOf
	case schemas.InYear:
		return asOf.YearStart(), asOf
	}
	return asOf, asOf
}

// listed hands on every fact or entry of a part.
func (l looking) listed(ctx context.Context, p Part) error {
	columns := p.Trail.Facts.Columns
	switch {
	case l.entries && p.Trail.Entries == nil:
		return nil
	case l.entries:
		columns = p.Trail.Entries.Columns
	case p.Trail.Loans != nil:
		columns = p.Trail.Loans.Columns
	}
	return l.w.Rows(ctx, l.entries, func(row []any) error { return l.list(p, columns, row) })
}
