package chart

import (
	"slices"

	"github.com/go-analyze/charts"
)

// Colours that stay apart in print and for most colour-blind eyes (after Okabe and Ito), dark enough on white.
var (
	ink   = charts.ColorRGB(0x1f, 0x29, 0x37)
	faint = charts.ColorRGB(0x4b, 0x55, 0x63)
	rule  = charts.ColorRGB(0xe5, 0xe7, 0xeb)

	// hot is the darkest cell of a matrix: its text stays readable, and nothing is almost white.
	hot = charts.ColorRGB(0x5f, 0xa8, 0xdd)

	colours = []charts.Color{
		charts.ColorRGB(0x00, 0x72, 0xb2), charts.ColorRGB(0xd5, 0x5e, 0x00), charts.ColorRGB(0x00, 0x9e, 0x73), charts.ColorRGB(0xcc, 0x79, 0xa7),
		charts.ColorRGB(0xe6, 0x9f, 0x00), charts.ColorRGB(0x56, 0xb4, 0xe9), charts.ColorRGB(0x7a, 0x5c, 0x3e), charts.ColorRGB(0x6b, 0x72, 0x80),
		charts.ColorRGB(0x8b, 0x1a, 0x4a), charts.ColorRGB(0x3f, 0x7d, 0x20), charts.ColorRGB(0x2b, 0x2d, 0x83), charts.ColorRGB(0xa6, 0x76, 0x1d),
	}
)

// palette is the look of a chart whose series have these colours.
func palette(series []charts.Color) charts.ColorPalette {
	return charts.MakeTheme(charts.ThemeOption{
		AxisStrokeColor: faint, AxisSplitLineColor: rule, BackgroundColor: charts.ColorWhite, TextColor: ink, SeriesColors: series,
	})
}

// colours gives every series its own colour, and a total that of the text.
func (f figure) colours() []charts.Color {
	all := slices.Clone(colours)
	for i, s := range f.series {
		if s.strong && i < len(all) {
			all[i] = ink
		}
	}
	return all
}
