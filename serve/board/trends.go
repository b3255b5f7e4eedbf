package board

import (
	"net/http"

	"github.com/uythac/uythac/chart"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func trendsPage(_ *Board, r *reader, _ *http.Request) (*page, error) {
	p := &page{Title: r.T("Xu hướng", "Trends"), Above: []crumb{r.home()}, Advice: r.T("Chọn một biểu đồ để xem số liệu của nó.", "Open a chart to read its figures.")}
	g := &grid{Heads: []head{{Text: r.T("Biểu đồ", "Chart")}}}
	for _, c := range chart.Charts() {
		if !r.has(c.Trend) {
			continue
		}
		g.Rows = append(g.Rows, row{Cells: []cell{{Text: c.Title(r.Lang), Href: r.To("/trends/" + c.Name), Key: true}}})
	}
	p.add("charts", r.T("Biểu đồ", "Charts"), g)
	for _, name := range []string{"outstanding", "lending", "overdue_ratio"} {
		p.chart(r, name, "")
	}
	return p, nil
}

func trendPage(_ *Board, r *reader, req *http.Request) (*page, error) {
	c, ok := chart.Lookup(req.PathValue("name"))
	if !ok || !r.has(c.Trend) {
		return nil, &missing{said{"Không có biểu đồ này", "There is no such chart"}}
	}
	union := req.URL.Query().Get("union")
	p := &page{Title: c.Title(r.Lang), Above: []crumb{r.home(), r.step("/trends", said{"Xu hướng", "Trends"})}}
	unions, err := r.unionNames()
	if err != nil {
		return nil, err
	}
	if _, ok := c.Trend.Column("union_code"); ok {
		p.Form = &form{Fields: []field{{Name: "union", Label: r.T("Tổ chức hội", "Union"), Options: r.options(unions, union)}}}
	}
	t, err := r.trend(c.Trend, union)
	if err != nil {
		return nil, err
	}
	drawn := r.picture(c, union)
	drawn.Href = ""
	p.Parts = append(p.Parts, part{ID: "picture", Title: r.T("Biểu đồ", "Chart"), Picture: drawn})
	printed := render.Trend(c.Trend, t.columns, t.rows, r.AsOf, r.Lang, true)
	return p, p.long(r, req, c.Trend, rows{printed.Columns, latestFirst(printed.Rows)}, t.columns[0].Name, columnNames(t)...)
}

// latestFirst turns rows around: what is newest is looked at most.
func latestFirst(all [][]any) [][]any {
	out := make([][]any, 0, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, all[i])
	}
	return out
}

func columnNames(t rows) (all []string) { return names(&schemas.Table{Columns: t.columns}) }
