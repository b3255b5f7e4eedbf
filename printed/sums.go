package printed

import (
	"math/big"
	"slices"

	"github.com/uythac/uythac/published"
	"github.com/uythac/uythac/schemas"
)

// Sum is a column's rows beside its printed total, in the column's unit.
type Sum struct {
	Total   *Figure
	Rows    int
	Added   published.Decimal // what the rows print, added up
	Rounded bool              // it may miss the total by rounding alone
}

// Agrees tells whether the rows add up to what the total prints.
func (s Sum) Agrees() bool { return s.Added.Rat().Cmp(s.Total.Value.Rat()) == 0 }

// Sums adds up the columns whose rows make their printed total.
func (d *Document) Sums() (sums []Sum) {
	for _, t := range d.Figures {
		if !d.additive(t) {
			continue
		}
		last := len(t.Row) - 1
		sum, rows := new(big.Rat), 0
		for _, f := range d.Figures {
			if f.Report == t.Report && f.Column == t.Column && f.File == t.File && f.Row[last] != "00" && slices.Equal(f.Row[:last], t.Row[:last]) {
				sum.Add(sum, f.Value.Rat())
				rows++
			}
		}
		if rows < 2 {
			continue
		}
		s := Sum{Total: t, Rows: rows, Added: published.Round(sum, t.Decimals)}
		off := sum.Sub(sum, t.Value.Rat())
		room := new(big.Rat).Mul(big.NewRat(int64(rows+1), 1), t.half())
		s.Rounded = off.Abs(off).Cmp(room) <= 0 && t.fractional()
		sums = append(sums, s)
	}
	return sums
}

// additive tells whether a figure is a total that rows make: a sum, or a share.
func (d *Document) additive(f *Figure) bool {
	if f.Report == &schemas.Headline || f.Row[len(f.Row)-1] != "00" {
		return false
	}
	o, ok := f.origin()
	if !ok || len(o) != 1 || len(o[0].Over) > 0 && f.Column != "share" {
		return false
	}
	return !slices.Contains(recounted, o[0].Terms[0].Measure)
}

// fractional tells whether a figure was rounded: whole numbers of pieces were not.
func (f *Figure) fractional() bool { return f.Unit.Size.Cmp(big.NewRat(1, 1)) != 0 || f.Decimals > 0 }
