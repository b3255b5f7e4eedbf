package board

import (
	"net/url"
	"slices"
	"strings"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// roads are the pages that codes lead to, by the column that holds them.
var roads = map[string]string{
	"union_code": "/unions/", "office_code": "/places/", "commune_code": "/communes/", "group_code": "/groups/", "contract_no": "/loans/",
	"candidate_code": "/groups/",
}

// nowhere are the codes of rows that have no page: totals, the unassigned, direct lending.
var nowhere = map[string]bool{"": true, "00": true, "98": true, "99": true}

// grid lays rows out. Codes lead to their pages, keys are the columns that name a row.
func (a asked) grid(t rows, keys ...string) (*grid, error) {
	printed, err := render.Print(render.Table{Columns: t.columns, Rows: t.rows, Lang: a.Lang, Below: a.below})
	if err != nil {
		return nil, err
	}
	g := &grid{Notes: printed.Notes, Empty: a.T("Không có dòng nào.", "There are no rows.")}
	for i, text := range printed.Heads {
		g.Heads = append(g.Heads, head{text, printed.Units[i], printed.Numbers[i]})
	}
	isKey := map[string]bool{}
	for _, k := range keys {
		isKey[k] = true
	}
	for n, texts := range printed.Rows {
		line := row{Total: t.total(t.rows[n])}
		for i, text := range texts {
			c := cell{Text: text, Number: printed.Numbers[i], Key: isKey[t.columns[i].Name], Day: t.columns[i].Type == schemas.Date}
			c.Href = a.road(t.columns[i], t.rows[n][i])
			if code := t.codeOf(i); code >= 0 {
				c.Href = a.road(t.columns[code], t.rows[n][code])
			}
			line.Cells = append(line.Cells, c)
		}
		g.Rows = append(g.Rows, line)
	}
	return g, nil
}

// codeOf is the column of the codes that a column has the names of; -1: none.
func (t rows) codeOf(name int) int {
	of, ok := strings.CutSuffix(t.columns[name].Name, "_name")
	if !ok {
		return -1
	}
	return slices.IndexFunc(t.columns, func(c schemas.Column) bool { return c.Name == of+"_code" })
}

// total tells whether a row is a total: its first code is 00.
func (t rows) total(row []any) bool {
	for i, c := range t.columns {
		if c.Type == schemas.Code || c.Type == schemas.Text {
			return row[i] == "00"
		}
	}
	return false
}

// road is the address that a value leads to; empty: nowhere.
func (a asked) road(c schemas.Column, v any) string {
	base, ok := roads[c.Name]
	code, isText := v.(string)
	if !ok || !isText || nowhere[code] {
		return ""
	}
	return a.To(base + url.PathEscape(code))
}

// api is the address of a report's or trend's rows as CSV.
func (a asked) api(kind, name string, more ...string) string {
	return a.To("/api/"+kind+"/"+name, append([]string{"format", "csv"}, more...)...)
}

// tile is a figure of a row, with its change where the figure has one.
func (a asked) tile(f figure, row []any) (out tile, err error) {
	out = tile{Name: f.name.in(a.Lang), Value: "–"}
	if f.path != "" {
		out.Href = a.To(f.path)
	}
	if out.Value, out.Unit, _, err = a.amount(f.of, row, f.column); err != nil || f.change == "" || f.of.of(row, f.change) == nil {
		return out, err
	}
	number, unit, sign, err := a.amount(f.of, row, f.change)
	since := f.since
	if since == (said{}) {
		since = said{"so với đầu năm", "since the start of the year"}
	}
	switch {
	case err != nil:
	case sign == 0:
		out.Change = a.T("không đổi ", "no change ") + since.in(a.Lang)
	default:
		out.Change = strings.Join([]string{[]string{"▼", "", "▲"}[sign+1], strings.TrimPrefix(number, "-"), unit, since.in(a.Lang)}, " ")
	}
	return out, err
}

// amount is a value as a tile says it, with its unit and sign. NULL is a dash, or hidden and why.
func (a asked) amount(t rows, row []any, column string) (number, unit string, sign int, err error) {
	v := t.of(row, column)
	switch {
	case v == nil && (render.Table{Columns: t.columns, Below: a.below}).Hides(row):
		return render.Hidden(a.Lang), render.WhyHidden(a.Lang, a.below), 0, nil
	case v == nil:
		return "–", "", 0, nil
	}
	number, unit, exactly, err := render.Amount(a.Lang, t.columns[t.at(column)], v)
	if err != nil {
		return "", "", 0, err
	}
	if exactly.Sign() < 0 {
		number = "-" + number
	}
	return number, unit, exactly.Sign(), nil
}
