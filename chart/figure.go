package chart

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// figure is what is drawn: series of values over the same labels, or a matrix.
type figure struct {
	kind    kind
	labels  []string // along the horizontal axis
	series  []series // lines, or parts of the stacks, or rows of the matrix from the top
	show    schemas.Show
	along   string   // title of the horizontal axis; empty: the labels say it
	down    string   // title of a matrix's rows
	remarks []string // lines under the chart, before the source
}

type kind int

const (
	lines  kind = iota // one above the other
	stacks             // parts of a bar
	bars               // side by side
	matrix             // a cell for each row and label
)

// series is a named row of values, as many as the figure has labels; NaN where there is none.
type series struct {
	name   string
	values []float64
	strong bool // a total: drawn in the colour of the text
}

// empty tells whether there is nothing to see.
func (f figure) empty() bool {
	for _, s := range f.series {
		for _, v := range s.values {
			if !math.IsNaN(v) {
				return false
			}
		}
	}
	return true
}

// thinned leaves out labels where there are too many to stand beside one another; the last one stays.
func (f figure) thinned() []string {
	const beside, most = 13, 9 // the last label is moved to the left where points stand at the edge
	every := 1
	if len(f.labels) > beside {
		every = (len(f.labels) + most - 1) / most
	}
	out := make([]string, len(f.labels))
	for i, l := range f.labels {
		if (len(f.labels)-1-i)%every == 0 {
			out[i] = l
		}
	}
	return out
}

// inUnit shows small amounts in millions: an axis of billions would say nothing.
func (f figure) inUnit() figure {
	if f.show.Scale != 1e9 || f.largest() >= 10 {
		return f
	}
	f.show.Scale, f.show.VI, f.show.EN = 1e6, "triệu đồng", "VND million"
	all := make([]series, len(f.series))
	for i, s := range f.series {
		all[i] = series{s.name, make([]float64, len(s.values)), s.strong}
		for j, v := range s.values {
			all[i].values[j] = v * 1000
		}
	}
	f.series = all
	return f
}

// printed prints values of an axis, which are in its unit already, with as many decimals as the largest calls for.
func (f figure) printed(lang string) func(float64) string {
	decimals := 0
	switch largest := f.largest(); {
	case f.kind == matrix:
		decimals = f.show.Decimals
	case largest < 5:
		decimals = 2
	case largest < 20, f.kind == bars && f.least() < 10:
		decimals = 1
	}
	return func(v float64) string {
		r, ok := new(big.Rat).SetString(strconv.FormatFloat(v, 'f', decimals, 64))
		if !ok {
			return "" // not a number
		}
		return render.Number(lang, r, schemas.Show{Decimals: decimals})
	}
}

func (f figure) largest() float64 {
	most := 0.0
	for _, s := range f.series {
		for _, v := range s.values {
			most = max(most, math.Abs(zeroed(v)))
		}
	}
	return most
}

// least is the smallest value that is not zero.
func (f figure) least() float64 {
	small := math.Inf(1)
	for _, s := range f.series {
		for _, v := range s.values {
			if v != 0 && !math.IsNaN(v) {
				small = min(small, math.Abs(v))
			}
		}
	}
	return small
}

// zeroed is zero where there is no value.
func zeroed(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// table finds values by row and column name.
type table struct {
	at   map[string]int
	rows [][]any
}

func (d Data) table() table {
	t := table{at: map[string]int{}, rows: d.Rows}
	for i, c := range d.Columns {
		t.at[c.Name] = i
	}
	return t
}

// only keeps the rows whose column has one of these values.
func (t table) only(column string, values ...string) table {
	kept := table{at: t.at}
	for _, row := range t.rows {
		if s, ok := row[t.at[column]].(string); ok && slices.Contains(values, s) {
			kept.rows = append(kept.rows, row)
		}
	}
	return kept
}

// number is a row's value in the unit of show; NaN for NULL.
func (t table) number(row []any, column string, show schemas.Show) float64 {
	v := math.NaN()
	switch x := row[t.at[column]].(type) {
	case int64:
		v = float64(x)
	case float64:
		v = x
	}
	switch {
	case show.Percent:
		return v * 100
	case show.Scale > 1:
		return v / float64(show.Scale)
	}
	return v
}

func (t table) text(row []any, column string) string {
	s, _ := row[t.at[column]].(string)
	return s
}

// amount prints a row's money in million đồng.
func (t table) amount(lang string, row []any, column string) string {
	v, _ := row[t.at[column]].(int64)
	return render.Number(lang, new(big.Rat).SetInt64(v), schemas.Show{Scale: 1e6}) + pick(lang, " triệu đồng", " VND million")
}

// count prints a row's whole number.
func (t table) count(lang string, row []any, column string) string {
	v, _ := row[t.at[column]].(int64)
	return render.Number(lang, new(big.Rat).SetInt64(v), schemas.Show{})
}

// distinct lists a column's values in the order of the rows.
func (t table) distinct(column string) []any {
	var all []any
	seen := map[any]bool{}
	for _, row := range t.rows {
		if v := row[t.at[column]]; !seen[v] {
			seen[v] = true
			all = append(all, v)
		}
	}
	return all
}

// months labels as-of days by their month.
func months(lang string, days []any) []string {
	var all []string
	for _, v := range days {
		d, _ := v.(calendar.Day)
		all = append(all, pick(lang, render.Day("vi", d)[3:], d.String()[:7]))
	}
	return all
}

// over makes a series of a column over the days; days without a row have none.
func (t table) over(days []any, name, column string, show schemas.Show) series {
	s := series{name: name, values: make([]float64, len(days))}
	for i := range s.values {
		s.values[i] = math.NaN()
	}
	for _, row := range t.rows {
		i := slices.Index(days, row[t.at["as_of"]])
		switch v := t.number(row, column, show); {
		case i < 0:
		case math.IsNaN(s.values[i]):
			s.values[i] = v
		default:
			s.values[i] += v // several branches serve the place
		}
	}
	return s
}
