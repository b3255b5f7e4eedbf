package document

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/chart"
	"github.com/uythac/uythac/schemas"
)

// Picture is a chart: it states its own title, unit and source.
type Picture struct {
	Name  string // of the chart
	Title string
	chart chart.Chart
	data  chart.Data // it is drawn when it is written, and as the format takes it: drawing takes its time
}

func (*Picture) block() {}

// The size of a chart on paper, in hundredths of a millimetre: the proportion of 900 to 520.
const pictureWide, pictureHigh = 15600, 15600 * 520 / 900

// Charted tells whether documents draw a chart of a trend.
func Charted(t *schemas.Table) bool {
	return slices.ContainsFunc(chart.Charts(), func(c chart.Chart) bool { return c.Trend == t && !t.Demand })
}

// chart places a chart. Where its trend is not there, or has but one day, nothing stands.
func (f *filler) chart(name string) (string, error) {
	c, ok := chart.Lookup(name)
	if !ok {
		return "", fmt.Errorf("there is no chart %q; there are: %s", name, listed("en", chart.Names()))
	}
	if !Charted(c.Trend) {
		return "", fmt.Errorf("chart %s is not for documents: it is drawn for a scope", name)
	}
	r, ok := find(f.in.Trends, c.Trend.Name)
	if !ok || len(r.Rows) == 0 || c.Trend.Running && len(days(r)) < 2 {
		return "", nil
	}
	d := chart.Data{Columns: r.Columns, Rows: r.Rows, AsOf: f.in.AsOf, Lang: f.in.Lang, Source: pick(f.in.Lang, "lần chạy ", "run ") + f.in.Origin.Run}
	return f.place(&Picture{name, c.Title(f.in.Lang), c, d}), nil
}

// days lists the as-of days of a running trend.
func days(r Report) (all []calendar.Day) {
	for _, row := range r.Rows {
		if d, ok := row[0].(calendar.Day); ok && !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	return all
}

// picture is a chart in a paragraph of its own.
func (o *office) picture(p *Picture) any {
	png, err := p.chart.PNG(p.data)
	if err != nil {
		o.err = err
		return nil
	}
	o.pictures = append(o.pictures, part{fmt.Sprintf("word/media/chart%d.png", len(o.pictures)+1), png})
	n := strconv.Itoa(len(o.pictures))
	wide, high := strconv.Itoa(pictureWide*360), strconv.Itoa(pictureHigh*360) // English metric units
	size := []any{attribute{"cx", wide}, attribute{"cy", high}}
	name := []any{attribute{"id", n}, attribute{"name", "chart" + n}, attribute{"descr", p.Title}}
	graphic := el("a:graphic", el("a:graphicData", attribute{"uri", "http://schemas.openxmlformats.org/drawingml/2006/picture"},
		el("pic:pic", el("pic:nvPicPr", el("pic:cNvPr", name...), el("pic:cNvPicPr")),
			el("pic:blipFill", el("a:blip", attribute{"r:embed", "rIdPicture" + n}), el("a:stretch", el("a:fillRect"))),
			el("pic:spPr", el("a:xfrm", el("a:off", attribute{"x", "0"}, attribute{"y", "0"}), el("a:ext", size...)),
				el("a:prstGeom", attribute{"prst", "rect"}, el("a:avLst"))))))
	inline := el("wp:inline", attribute{"distT", "0"}, attribute{"distB", "0"}, attribute{"distL", "0"}, attribute{"distR", "0"},
		el("wp:extent", size...), el("wp:docPr", name...), graphic)
	return o.para("Picture", nil, el("w:r", el("w:drawing", inline)))
}

// htmlPicture is a chart as a picture within the page.
func htmlPicture(p *Picture) (element, error) {
	svg, err := p.chart.SVG(p.data)
	if err != nil {
		return element{}, err
	}
	return el("figure", attribute{"class", "chart"}, el("img", attribute{"alt", p.Title}, attribute{"src", "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)})), nil
}
