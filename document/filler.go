package document

import (
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// filler answers what templates ask for. Blocks that a template places are kept here, and stand in its
// text as a line of their number.
type filler struct {
	in     Input
	blocks []any // Block or turn
}

// turn begins pages of the other orientation.
type turn struct{ landscape bool }

// functions are what can stand in {{ }}; huong-dan.txt explains them to officers.
func (f *filler) functions() template.FuncMap {
	return template.FuncMap{
		"lang":   func() string { return f.in.Lang },
		"day":    func() string { return date(f.in.Lang, f.in.AsOf) },
		"base":   func() string { return date(f.in.Lang, f.in.AsOf.BaseDay()) },
		"before": func() string { return date(f.in.Lang, f.in.Period.Before(f.in.AsOf)) },
		"period": func() string { return f.in.Period.words(f.in.Lang, f.in.AsOf) },
		"next":   func() string { return f.in.Period.words(f.in.Lang, f.in.Period.next(f.in.AsOf)) },
		"year":   func() string { return fmt.Sprint(f.in.AsOf.Year()) },
		"is":     func(p string) (bool, error) { return string(f.in.Period) == p, known(p) },
		"origin": func() string { return f.in.Origin.sentence(f.in.Lang, f.in.AsOf) },
		"branch": f.branch,
		"upper":  strings.ToUpper,

		"figure": f.figure, "change": f.change, "sign": f.sign, "known": f.knows, "has": f.has,
		"row": f.row, "rows": f.rows, "count": f.count, "total": f.total, "named": f.named, "inperiod": f.inPeriod, "since": f.since,
		"table": f.table, "tablewhere": f.tableWhere, "chart": f.chart, "landscape": func() string { return f.place(turn{true}) }, "portrait": func() string { return f.place(turn{false}) },
	}
}

func known(period string) error {
	if slices.Contains(Periods(), period) {
		return nil
	}
	return fmt.Errorf("there is no period %q; take one of: %s", period, strings.Join(Periods(), ", "))
}

// place keeps a block and returns the line that stands for it.
func (f *filler) place(b any) string {
	f.blocks = append(f.blocks, b)
	return fmt.Sprintf("\n\n%s%d\n\n", placed, len(f.blocks)-1)
}

// placed begins a line that stands for a block; no officer types it.
const placed = "\x00"

// report finds a report; nil when the warehouse does not answer for the day.
func (f *filler) report(reports []Report, name string) (*Report, error) {
	if r, ok := find(reports, name); ok {
		return &r, nil
	}
	if t, ok := schemas.Lookup(name); ok && t.Kind == schemas.Report && Wanted(t) {
		return nil, nil
	}
	var names []string
	for _, r := range f.in.Reports {
		names = append(names, r.Table.Name)
	}
	return nil, fmt.Errorf("there is no report %q for documents; there are: %s", name, strings.Join(names, ", "))
}

// has tells whether a report has rows.
func (f *filler) has(name string) (bool, error) {
	r, err := f.report(f.in.Reports, name)
	return r != nil && len(r.Rows) > 0, err
}

// headline is the row of a headline key, as a value with the unit that people read.
func (f *filler) headline(key string) (c schemas.Column, v any, err error) {
	r, err := f.report(f.in.Reports, schemas.Headline.Name)
	if err != nil || r == nil {
		return c, nil, err
	}
	for _, row := range r.Rows {
		if row[0] != key {
			continue
		}
		if c, shown, ok := render.Figure(f.in.Lang, key, row[1]); ok && row[1] != nil {
			return c, shown, nil
		}
		return c, nil, nil
	}
	var keys []string
	for _, row := range r.Rows {
		keys = append(keys, fmt.Sprint(row[0]))
	}
	return c, nil, fmt.Errorf("there is no headline figure %q; there are: %s", key, strings.Join(keys, ", "))
}

// figure is a headline figure with its unit.
func (f *filler) figure(key string) (string, error) {
	c, v, err := f.headline(key)
	if err != nil {
		return "", err
	}
	return f.amount(c, v)
}

// change is a headline figure as tăng 164,3 tỷ đồng, giảm 2 tổ, không thay đổi; empty when it cannot be said.
func (f *filler) change(key string) (string, error) {
	c, v, err := f.headline(key)
	if err != nil {
		return "", err
	}
	return f.moved(c, v)
}

// sign is -1, 0 or 1, as a headline figure is; 0 when it is not known.
func (f *filler) sign(key string) (int, error) {
	_, v, err := f.headline(key)
	if err != nil {
		return 0, err
	}
	return signOf(v)
}

// knows tells whether a headline figure is known: in a scope some have no meaning.
func (f *filler) knows(key string) (bool, error) {
	_, v, err := f.headline(key)
	return v != nil, err
}

// branch is the branch's name when there is one, else the bank's.
func (f *filler) branch() string {
	if len(f.in.Branches) == 1 {
		return f.in.Branches[0]
	}
	return pick(f.in.Lang, "Ngân hàng Chính sách xã hội", "Vietnam Bank for Social Policies")
}
