package chart

import (
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/go-analyze/charts"
	"github.com/golang/freetype/truetype"

	"github.com/uythac/uythac/render"
)

// The sheet in pixels at scale 1.
const (
	width, height = 900, 520
	margin        = 16
)

// face is the font, parsed once.
var face = sync.OnceValues(func() (*truetype.Font, error) { return truetype.Parse(liberationsansregular.TTF) })

// sheet is one picture being drawn, from the top down and the bottom up; the chart takes what is left.
type sheet struct {
	*charts.Painter
	scale       int
	font        *truetype.Font
	top, bottom int // what title and remarks have left between them
}

func newSheet(format string, scale int) (*sheet, error) {
	f, err := face()
	if err != nil {
		return nil, err
	}
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: format, Width: width * scale, Height: height * scale, Font: f, Theme: palette(colours)})
	p.FilledRect(0, 0, width*scale, height*scale, charts.ColorWhite, charts.ColorWhite, 0)
	return &sheet{p, scale, f, margin, height - margin}, nil
}

// paint draws title, chart, remarks and source.
func (s *sheet) paint(title string, d Data, f figure) ([]byte, error) {
	s.head(title, 17, ink)
	under := pick(d.Lang, "Đến ngày ", "As of ") + render.Day(d.Lang, d.AsOf)
	if unit := pick(d.Lang, f.show.VI, f.show.EN); unit != "" {
		under += pick(d.Lang, "; đơn vị: ", "; unit: ") + unit
	}
	if d.Scope != "" {
		under += "; " + d.Scope
	}
	s.head(under, 11, faint)
	notes := append([]string(nil), f.remarks...)
	if d.Source != "" {
		notes = append(notes, pick(d.Lang, "Nguồn: ", "Source: ")+d.Source)
	}
	s.foot(notes)
	if f.empty() {
		s.sentence(pick(d.Lang, "Không có số liệu để vẽ đến ngày này.", "There is no figure to draw up to this day."))
		return s.Bytes()
	}
	const gap = 8 // above and below the chart
	s.top, s.bottom = s.top+gap, s.bottom-gap
	if err := s.chart(f, d.Lang); err != nil {
		return nil, err
	}
	return s.Bytes()
}

// style is a font in a size, in points at scale 1.
func (s *sheet) style(size float64, c charts.Color) charts.FontStyle {
	return charts.FontStyle{FontSize: size * float64(s.scale), Font: s.font, FontColor: c}
}

// head writes lines under what is at the top already.
func (s *sheet) head(text string, size float64, c charts.Color) {
	style := s.style(size, c)
	for _, line := range s.broken(text, style) {
		h := s.MeasureText("ỀÂpg", 0, style).Height() / s.scale
		s.top += h
		s.Text(line, margin*s.scale, s.top*s.scale, 0, style)
		s.top += 6
	}
}

// foot writes lines at the bottom, the last one lowest.
func (s *sheet) foot(texts []string) {
	style := s.style(9, faint)
	var all []string
	for _, t := range texts {
		all = append(all, s.broken(t, style)...)
	}
	const step = 15
	s.bottom -= step * len(all)
	for i, line := range all {
		s.Text(line, margin*s.scale, (s.bottom+step*(i+1)-3)*s.scale, 0, style)
	}
}

// broken splits a text into lines that the sheet is wide enough for.
func (s *sheet) broken(text string, style charts.FontStyle) (lines []string) {
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last >= 0 && s.MeasureText(lines[last]+" "+word, 0, style).Width() <= (width-2*margin)*s.scale {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// sentence stands in the middle of an empty chart.
func (s *sheet) sentence(text string) {
	style := s.style(13, faint)
	w := s.MeasureText(text, 0, style).Width()
	s.Text(text, (width*s.scale-w)/2, (s.top+s.bottom)/2*s.scale, 0, style)
}
