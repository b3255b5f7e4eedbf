package chart

import (
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Chart is one chart there is.
type Chart struct {
	Name   string         // as the command takes it
	VI, EN string         // title
	Doc    string         // what it shows, for lists of charts
	Trend  *schemas.Table // the trend whose rows it takes
	draw   func(Data) figure
}

// Data are the rows of a chart's trend, read for one as-of day, and what is said about them.
type Data struct {
	Columns []schemas.Column
	Rows    [][]any // as the warehouse gives them, for these columns
	AsOf    calendar.Day
	Lang    string // vi or en; empty: vi
	Scope   string // what the rows are limited to, in words; empty: nothing
	Source  string // run and check status, in words: stands under the chart
}

// Charts lists the charts there are.
func Charts() []Chart {
	return []Chart{outstanding, lending, deposits, overdueRatio, quality, portfolioAtRisk, rollRate, cureRate, migration, vintage, vintageOverdue, maturityWall, seasonality}
}

// Names lists the names of the charts there are.
func Names() []string {
	var all []string
	for _, c := range Charts() {
		all = append(all, c.Name)
	}
	return all
}

// Lookup finds a chart by name.
func Lookup(name string) (Chart, bool) {
	i := slices.Index(Names(), name)
	if i < 0 {
		return Chart{}, false
	}
	return Charts()[i], true
}

// Title is the chart's title in a language.
func (c Chart) Title(lang string) string { return pick(lang, c.VI, c.EN) }

// SVG draws the chart as an SVG document of 900 by 520 pixels.
func (c Chart) SVG(d Data) ([]byte, error) { return c.render(d, "svg", 1) }

// PNG draws the chart as a PNG image of 1800 by 1040 pixels, for 900 by 520 on paper.
func (c Chart) PNG(d Data) ([]byte, error) { return c.render(d, "png", 2) }

func (c Chart) render(d Data, format string, scale int) (_ []byte, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("chart %s: %w", c.Name, err)
		}
	}()
	for _, row := range d.Rows {
		if len(row) != len(d.Columns) {
			return nil, fmt.Errorf("a row of %d values for %d columns", len(row), len(d.Columns))
		}
	}
	s, err := newSheet(format, scale)
	if err != nil {
		return nil, err
	}
	return s.paint(c.Title(d.Lang), d, c.draw(d).inUnit())
}

func pick(lang, vi, en string) string {
	if lang == "en" {
		return en
	}
	return vi
}
