package document

import (
	"fmt"
	"math/big"

	"github.com/uythac/uythac/schemas"
)

// inPeriod is the flow of the period: a column that runs from 1 January, less what it was on the day before
// the period when that is in the same year. Empty when that day is not there.
func (f *filler) inPeriod(report, key, name string) (string, error) {
	if f.in.Period.Before(f.in.AsOf).Year() < f.in.AsOf.Year() {
		now, err := f.row(report, key)
		if err != nil || now == nil {
			return "", err
		}
		return now.Cell(name)
	}
	c, v, ok, err := f.difference(report, key, name)
	if err != nil || !ok {
		return "", err
	}
	return f.amount(c, v)
}

// since is a stock's change against the day before the period, as tăng … or giảm …. Empty when that day is not there.
func (f *filler) since(report, key, name string) (string, error) {
	c, v, ok, err := f.difference(report, key, name)
	if err != nil || !ok {
		return "", err
	}
	return f.moved(c, v)
}

// difference is a cell less the same cell of the day before the period, both whole numbers; false when one is missing.
func (f *filler) difference(report, key, name string) (c schemas.Column, v int64, ok bool, err error) {
	now, err := f.row(report, key)
	if err != nil || now == nil {
		return c, 0, false, err
	}
	at, err := column(now.report, name)
	if err != nil {
		return c, 0, false, err
	}
	was, err := f.rowOf(f.in.Earlier, report, key)
	if err != nil || was == nil {
		return c, 0, false, err
	}
	a, isA := now.cells[at].(int64)
	b, isB := was.cells[at].(int64)
	return now.report.Columns[at], a - b, isA && isB, nil
}

// total adds up a column of amounts over the rows of a list, in millions.
func (f *filler) total(report, name string) (string, error) {
	all, err := f.rows(report)
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return f.amount(inMillions, int64(0))
	}
	at, err := column(all[0].report, name)
	if err != nil {
		return "", err
	}
	sum := new(big.Int)
	for _, r := range all {
		v, ok := r.cells[at].(int64)
		if !ok && r.cells[at] != nil {
			return "", fmt.Errorf("%s of %s is no amount", name, report)
		}
		sum.Add(sum, big.NewInt(v))
	}
	return f.amount(inMillions, sum.String())
}

// inMillions is a column of amounts that are said in millions.
var inMillions = schemas.Column{Name: "total", Type: schemas.Exact, Show: schemas.Show{Scale: 1e6, VI: "triệu đồng", EN: "VND million"}}
