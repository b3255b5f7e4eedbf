package document

import (
	"strings"

	"github.com/uythac/uythac/render"
)

// table places a table of a report: its caption, then the columns to show; all when none is named.
func (f *filler) table(report, caption string, names ...string) (string, error) {
	return f.placeTable(report, caption, names, filter{})
}

// tableWhere is table with only the rows whose column has one of the values, written with slashes between.
func (f *filler) tableWhere(report, where, values, caption string, names ...string) (string, error) {
	return f.placeTable(report, caption, names, filter{where, strings.Split(values, "/")})
}

func (f *filler) placeTable(report, caption string, names []string, of filter) (string, error) {
	r, err := f.report(f.in.Reports, report)
	if err != nil || r == nil {
		return "", err
	}
	t, err := newTable(*r, render.Table{Lang: f.in.Lang, Small: f.in.Small}, caption, names, of)
	if err != nil || len(t.Rows) == 0 {
		return "", err
	}
	return f.place(t), nil
}
