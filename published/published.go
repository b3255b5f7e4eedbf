// Package published holds what a provincial branch printed for 2020: every figure of its report,
// the intervals in which the figures behind them must lie, the two misprints and the remarks.
//
// The simulator calibrates a branch to these figures and the demo compares with them. They stand
// in testdata as CSV and nowhere else in the program; the reader refuses anything that is not a
// number where a number belongs, an unknown union, unit or relation, and a second figure of one name.
package published

import (
	"fmt"
	"math/big"
)

// Relation says what a computed figure must be to the printed one.
type Relation string

// Equal at the printed decimals, over (more than printed), or a misprint of the document.
const (
	Equal    Relation = "equal"
	Over     Relation = "over"
	Misprint Relation = "misprint"
)

// Figure is one printed number.
type Figure struct {
	Table    string   // headlines, outstanding-by-union or inspections
	Key      string   // key of the headline, or column
	Union    string   // union code, 00 for the printed total row, empty for headlines
	Level    string   // inspecting level: province or district; inspections only
	Value    Decimal  // as printed
	Unit     string   // million đồng, billion đồng, percent, or what is counted
	Decimals int      // decimals printed; trailing zeros of a column's cells count
	Relation Relation // how a computed figure is to be compared
	Right    Decimal  // the right figure, where Relation is Misprint; else Value
	Note     string   // remark of whoever took the figures down
}

// Interval bounds a state or flow that is not printed but follows from what is. Where low and high are equal the value is known.
type Interval struct {
	Key, Union, AsOf string // AsOf as 2020-12-31
	Low, High        Decimal
	Unit, Note       string
}

// Remark is a sentence to print under the comparison.
type Remark struct{ VI, EN string }

// Report is the whole document.
type Report struct {
	Figures   []Figure
	Intervals []Interval
	Remarks   []Remark
	Unions    []string // codes of the printed rows, in order, without the total
}

// Headline finds a figure outside the tables.
func (r *Report) Headline(key string) (Figure, error) { return r.find("headlines", key, "", "") }

// Cell finds a figure of the table by union; union is a code, 00 is the printed total.
func (r *Report) Cell(union, column string) (Figure, error) {
	return r.find("outstanding-by-union", column, union, "")
}

// Visits finds the inspection visits of a union at a level; target is districts, communes, groups or households.
// A cell that the document leaves empty is not found.
func (r *Report) Visits(union, level, target string) (Figure, error) {
	return r.find("inspections", target, union, level)
}

func (r *Report) find(table, key, union, level string) (Figure, error) {
	for _, f := range r.Figures {
		if f.Table == table && f.Key == key && f.Union == union && f.Level == level {
			return f, nil
		}
	}
	return Figure{}, fmt.Errorf("no published figure %s %s %s %s", table, key, union, level)
}

// Interval finds the bounds of a figure for a union (00 is all) on a day written as 2020-12-31.
func (r *Report) Interval(key, union, asOf string) (Interval, error) {
	for _, v := range r.Intervals {
		if v.Key == key && v.Union == union && v.AsOf == asOf {
			return v, nil
		}
	}
	return Interval{}, fmt.Errorf("no interval for %s of union %s on %s", key, union, asOf)
}

// Printed converts a raw value (đồng, a count, a fraction) to the figure's unit.
func (f Figure) Printed(raw *big.Rat) *big.Rat { return new(big.Rat).Quo(raw, unitSize(f.Unit)) }

// Reached tells whether a raw value (đồng, a count, a fraction) meets the figure: equal to Right at the
// printed decimals, or more than the value where the document says so.
func (f Figure) Reached(raw *big.Rat) bool {
	x := f.Printed(raw)
	if f.Relation == Over {
		return x.Cmp(f.Value.Rat()) > 0
	}
	return Round(x, f.Decimals).Rat().Cmp(f.Right.Rat()) == 0
}

// Raw returns the right value in đồng, as a count or as a fraction.
func (f Figure) Raw() *big.Rat { return new(big.Rat).Mul(f.Right.Rat(), unitSize(f.Unit)) }

// Raw returns both bounds in đồng, as counts or as fractions.
func (v Interval) Raw() (low, high *big.Rat) {
	size := unitSize(v.Unit)
	return new(big.Rat).Mul(v.Low.Rat(), size), new(big.Rat).Mul(v.High.Rat(), size)
}

func unitSize(unit string) *big.Rat {
	switch unit {
	case "million đồng":
		return big.NewRat(1_000_000, 1)
	case "billion đồng":
		return big.NewRat(1_000_000_000, 1)
	case "percent":
		return big.NewRat(1, 100)
	}
	return big.NewRat(1, 1)
}
