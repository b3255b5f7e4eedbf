package chart

import (
	"math"

	"github.com/go-analyze/charts"
)

// chart draws the figure into what title and remarks have left.
func (s *sheet) chart(f figure, lang string) error {
	if f.kind == lines && len(f.labels) == 1 {
		f.kind = bars // a line of one point is none
	}
	box := charts.NewBox(margin*s.scale, s.top*s.scale, (width-margin)*s.scale, s.bottom*s.scale)
	p := s.Child(charts.PainterBoxOption(box))
	switch f.kind {
	case stacks, bars:
		return p.BarChart(s.bars(f, lang))
	case matrix:
		return p.HeatMapChart(s.matrix(f, lang))
	}
	return p.LineChart(s.lines(f, lang))
}

// values are those of the series, as the library wants to be told where there is none.
func (f figure) values() [][]float64 {
	all := make([][]float64, len(f.series))
	for i, r := range f.series {
		for _, v := range r.values {
			if math.IsNaN(v) {
				v = charts.GetNullValue()
			}
			all[i] = append(all[i], v)
		}
	}
	return all
}

func (s *sheet) legend(f figure) charts.LegendOption {
	l := charts.LegendOption{FontStyle: s.style(10, ink), Symbol: charts.SymbolSquare}
	for _, r := range f.series {
		l.SeriesNames = append(l.SeriesNames, r.name)
	}
	return l
}

func (s *sheet) category(f figure) charts.CategoryAxisOption {
	return charts.CategoryAxisOption{Labels: f.thinned(), LabelCount: len(f.labels), LabelFontStyle: s.style(9, ink), Title: f.along, TitleFontStyle: s.style(10, ink)}
}

// amounts is the axis of values; it begins at zero unless there is something below.
func (s *sheet) amounts(f figure, lang string) charts.ValueAxisOption {
	a := charts.ValueAxisOption{LabelFontStyle: s.style(9, ink), ValueFormatter: f.printed(lang), SplitLineShow: charts.Ptr(true)}
	least := 0.0
	for _, r := range f.series {
		for _, v := range r.values {
			least = min(least, zeroed(v))
		}
	}
	if least == 0 {
		a.Min = charts.Ptr(0.0)
	}
	return a
}

func (s *sheet) bars(f figure, lang string) charts.BarChartOption {
	o := charts.NewBarChartOptionWithData(f.values())
	o.Theme, o.Padding, o.StackSeries = palette(f.colours()), charts.NewBoxEqual(0), charts.Ptr(f.kind == stacks)
	if f.kind == bars {
		for i := range o.SeriesList {
			o.SeriesList[i].Label = charts.SeriesLabel{Show: charts.Ptr(true), FontStyle: s.style(9, ink), ValueFormatter: f.printed(lang)}
		}
	}
	o.Legend, o.CategoryAxis, o.ValueAxis = s.legend(f), s.category(f), []charts.ValueAxisOption{s.amounts(f, lang)}
	return o
}

func (s *sheet) lines(f figure, lang string) charts.LineChartOption {
	o := charts.NewLineChartOptionWithData(f.values())
	o.Theme, o.Padding = palette(f.colours()), charts.NewBoxEqual(0)
	o.Legend, o.XAxis, o.YAxis = s.legend(f), s.category(f), []charts.ValueAxisOption{s.amounts(f, lang)}
	// The library puts points at the edges when they are dense, whatever it is told, but not their labels.
	o.XAxis.BoundaryGap = charts.Ptr(700*s.scale/len(f.labels) > 40)
	o.LineStrokeWidth, o.Symbol = 2*float64(s.scale), charts.Symbol{Shape: charts.SymbolNone}
	return o
}

func (s *sheet) matrix(f figure, lang string) charts.HeatMapOption {
	var rows []string
	for _, r := range f.series {
		rows = append(rows, r.name)
	}
	o := charts.NewHeatMapOptionWithData(f.values())
	o.Theme, o.Padding = palette([]charts.Color{hot}), charts.NewBoxEqual(0)
	axis := charts.HeatMapAxis{Labels: f.labels, LabelFontStyle: s.style(10, ink), Title: f.along, TitleFontStyle: s.style(10, ink)}
	o.XAxis, o.YAxis = axis, axis
	o.YAxis.Labels, o.YAxis.Title = rows, f.down
	o.ScaleMinValue, o.ScaleMaxValue = charts.Ptr(0.0), charts.Ptr(100.0)
	o.ValuesLabel = charts.SeriesLabel{Show: charts.Ptr(true), FontStyle: s.style(11, ink), ValueFormatter: f.printed(lang)}
	return o
}
