package document

import (
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// look is how a cell looks.
type look struct {
	format             string // number format; empty: as it is
	bold, italic, fill bool
	wrap, right, line  bool // breaks lines, stands to the right, has a line above
	size               float64
}

// style is the number of a look in the workbook.
func (b *workbook) style(l look) int {
	if n, ok := b.styles[l]; ok {
		return n
	}
	s := &excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 11, Bold: l.bold, Italic: l.italic}, Alignment: &excelize.Alignment{WrapText: l.wrap, Vertical: "center"}}
	if l.size > 0 {
		s.Font.Size = l.size
	}
	if l.fill {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EAEFF5"}}
		s.Alignment.Horizontal = "center"
	}
	if l.right {
		s.Alignment.Horizontal = "right"
	}
	if l.line {
		s.Border = []excelize.Border{{Type: "top", Color: "000000", Style: 1}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	n, err := b.f.NewStyle(s)
	if err != nil {
		panic(err) // a style of these few properties is always one
	}
	b.styles[l] = n
	return n
}

func (b *workbook) styled(l look, v any) excelize.Cell {
	return excelize.Cell{StyleID: b.style(l), Value: v}
}

func (b *workbook) headRow(texts ...string) (cells []any) {
	for _, t := range texts {
		cells = append(cells, b.styled(look{bold: true, fill: true, wrap: true}, t))
	}
	return cells
}

// numberFormat is the format that shows an exact value as a report prints it: a comma after the digits
// divides by a thousand. Decreases of changes stand in parentheses.
func numberFormat(show schemas.Show, change bool) string {
	f := "#,##0"
	if show.Percent {
		f = "0"
	}
	if show.Decimals > 0 {
		f += "." + strings.Repeat("0", show.Decimals)
	}
	for s := show.Scale; s >= 1000; s /= 1000 {
		f += ","
	}
	if show.Percent {
		f += "%"
	}
	if change {
		f += ";(" + f + ")"
	}
	return f
}

// serial is a day as workbooks count them.
func serial(d calendar.Day) int {
	return int(d) + int(time.Unix(0, 0).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24)
}
