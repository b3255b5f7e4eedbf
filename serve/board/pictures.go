package board

import (
	"fmt"

	"github.com/uythac/uythac/chart"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// chart adds a picture; union limits it to one, where its trend has unions.
func (p *page) chart(r *reader, name, union string) {
	c, ok := chart.Lookup(name)
	if !ok {
		panic("board: no chart " + name)
	}
	if !r.has(c.Trend) {
		return
	}
	p.Parts = append(p.Parts, part{ID: "chart-" + name, Title: r.T("Biểu đồ: ", "Chart: ") + c.Title(r.Lang), Picture: r.picture(c, union)})
}

func (a asked) picture(c chart.Chart, union string) *picture {
	alt := fmt.Sprintf(a.T("Biểu đồ: %s. Số liệu ở trang của biểu đồ.", "Chart: %s. Its figures are on the page of the chart."), c.Title(a.Lang))
	return &picture{Src: a.To("/charts/"+c.Name+".svg", "union", union), Alt: alt, Href: a.To("/trends/"+c.Name, "union", union)}
}

// charted reads what a chart shows.
func (r *reader) charted(c chart.Chart, union string) (chart.Data, error) {
	t, err := r.trend(c.Trend, union)
	d := chart.Data{Columns: t.columns, Rows: t.rows, AsOf: r.AsOf, Lang: r.Lang, Source: r.T("lần chạy ", "run ") + r.version.Run}
	if union != "" && err == nil {
		names, err := r.unionNames()
		if err != nil {
			return d, err
		}
		d.Scope = names[union]
	}
	return d, err
}

// trend reads a trend: series at the level of unions, of all or of one.
func (r *reader) trend(t *schemas.Table, union string) (rows, error) {
	where := warehouse.Filter{}
	if _, leveled := t.Column("level"); leveled {
		where["level"], where["union_code"] = "union", "00"
	}
	if _, ok := t.Column("union_code"); ok && union != "" {
		where["union_code"] = union
	}
	out, err := r.table(t, where)
	if err != nil || t.Running {
		return out, err
	}
	return out.without("as_of"), nil
}

// without leaves a column out.
func (t rows) without(name string) rows {
	var names []string
	for _, c := range t.columns {
		if c.Name != name {
			names = append(names, c.Name)
		}
	}
	return t.pick(names...)
}
