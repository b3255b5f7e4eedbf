package printed

import (
	"math/big"
	"strings"

	"github.com/uythac/uythac/published"
	"github.com/uythac/uythac/schemas"
)

// Figure is one printed number: a cell of a report's column, or of the headline report.
type Figure struct {
	File     string
	Line     int
	Name     string // the heading, or the headline's key, as it stands in the file
	Report   *schemas.Table
	Column   string
	Row      []string // values of the report's key without the as-of day
	Value    published.Decimal
	Decimals int  // printed, as the column's most precise cell has them
	Unit     Unit // of the value
	Over     bool // printed as "more than"
}

// Unit is what a printed number counts.
type Unit struct {
	Name string
	Size *big.Rat // of one, in đồng, pieces or as a fraction
}

// unitSuffixes are the ends of column names that say a unit.
var unitSuffixes = []struct {
	suffix string
	unit   Unit
}{
	{"_mvnd", Unit{"million đồng", big.NewRat(1_000_000, 1)}},
	{"_bvnd", Unit{"billion đồng", big.NewRat(1_000_000_000, 1)}},
	{"_pct", Unit{"percent", big.NewRat(1, 100)}},
}

// unitNamed is a unit by the words of the file's column unit; unknown words count pieces.
func unitNamed(words string) Unit {
	for _, u := range unitSuffixes {
		if u.unit.Name == words {
			return u.unit
		}
	}
	return Unit{words, big.NewRat(1, 1)}
}

// withoutUnit splits a column name into the name and its unit; ok is false when it says none.
func withoutUnit(name string) (string, Unit, bool) {
	for _, u := range unitSuffixes {
		if rest, ok := strings.CutSuffix(name, u.suffix); ok {
			return rest, u.unit, true
		}
	}
	return name, Unit{"", big.NewRat(1, 1)}, false
}

// Reached tells whether a raw value (đồng, a count, a fraction) prints as the figure does.
func (f *Figure) Reached(raw *big.Rat) bool {
	if f.Over {
		return f.Printed(raw).Cmp(f.Value.Rat()) > 0
	}
	return published.Round(f.Printed(raw), f.Decimals).Rat().Cmp(f.Value.Rat()) == 0
}

// Printed converts a raw value to the figure's unit.
func (f *Figure) Printed(raw *big.Rat) *big.Rat { return new(big.Rat).Quo(raw, f.Unit.Size) }

// half is half a unit of the last digit printed.
func (f *Figure) half() *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(f.Decimals)), nil)))
}

// interval is where the raw value lies when the figure is what it should be: half a unit of the last digit
// around the value. A figure that is "more than" has no upper end.
func (f *Figure) interval() bounds {
	v := f.Value.Rat()
	if f.Over {
		return bounds{low: v.Mul(v, f.Unit.Size)}
	}
	low, high := new(big.Rat).Sub(v, f.half()), new(big.Rat).Add(v, f.half())
	return bounds{low.Mul(low, f.Unit.Size), high.Mul(high, f.Unit.Size)}
}

// origin is what the figure is made of.
func (f *Figure) origin() (schemas.Origin, bool) {
	return schemas.OriginOf(f.Report, f.Column, f.Row[0])
}
