package closing

import (
	"math/big"
	"strconv"

	"github.com/uythac/uythac/schemas"
)

// Difference is a figure that is not what it was when its period was closed.
type Difference struct {
	Closed, Present Figure // of one place; Null also where the report has no such row
	By              string // Present - Closed, in digits; empty where the column has no numbers
}

// Differences lists the figures that differ, in the order of report, row and column.
func Differences(closed, present []Figure) []Difference {
	now := map[place]Figure{}
	for _, f := range present {
		now[f.place()] = f
	}
	var all []Difference
	for _, f := range ordered(append(missing(present, closed), closed...)) {
		p, ok := now[f.place()]
		if !ok {
			p = Figure{Report: f.Report, Row: f.Row, Column: f.Column, Null: true}
		}
		if p != f {
			all = append(all, Difference{f, p, minus(p, f)})
		}
	}
	return all
}

// missing lists, as nothing, the places of figures that closed does not have.
func missing(figures, closed []Figure) (all []Figure) {
	before := map[place]bool{}
	for _, f := range closed {
		before[f.place()] = true
	}
	for _, f := range figures {
		if !before[f.place()] {
			all = append(all, Figure{Report: f.Report, Row: f.Row, Column: f.Column, Null: true})
		}
	}
	return all
}

// minus subtracts exactly what is written in digits; nothing counts as zero unless both are nothing.
func minus(a, b Figure) string {
	t, ok := schemas.Lookup(a.Report)
	if !ok {
		return ""
	}
	if c, ok := t.Column(a.Column); !ok || c.Type != schemas.Int64 && c.Type != schemas.Ratio && c.Type != schemas.Exact {
		return ""
	}
	x, okX := number(a)
	y, okY := number(b)
	if !okX || !okY {
		return ""
	}
	d := x.Sub(x, y)
	if d.IsInt() {
		return d.Num().String()
	}
	f, _ := d.Float64()
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func number(f Figure) (*big.Rat, bool) {
	if f.Null {
		return new(big.Rat), true
	}
	return new(big.Rat).SetString(f.Value)
}
