package document

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// paper prints a sheet across A4, as wide as the page and as many pages long as it takes.
func (b *workbook) paper(tab string) error {
	across, a4, wide, long, fit := "landscape", 9, 1, 0, true
	if err := b.f.SetPageLayout(tab, &excelize.PageLayoutOptions{Orientation: &across, Size: &a4, FitToWidth: &wide, FitToHeight: &long}); err != nil {
		return err
	}
	return b.f.SetSheetProps(tab, &excelize.SheetPropsOptions{FitToPage: &fit})
}

// repeat prints the headings of a report on every page.
func (b *workbook) repeat(tab string) error {
	return b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: tab, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", tab, headingRow, firstRow-1)})
}

// layout sets the columns' widths and freezes headings and names.
func (b *workbook) layout(w *excelize.StreamWriter, t render.Table) error {
	names := 0
	for j, c := range t.Columns {
		wide := 9.0
		for _, word := range strings.Fields(b.pick(c.VI, c.EN)) {
			wide = max(wide, float64(utf8.RuneCountInString(word))+3)
		}
		text := false
		for i := 0; i < len(t.Rows) && i < 500; i++ { // lists are long, and much alike
			s, isText := t.Rows[i][j].(string)
			if isText && c.Type != schemas.Exact {
				text = true
				wide = max(wide, min(50, float64(utf8.RuneCountInString(render.Word(b.d.Lang, c.Name, s)))+2))
			}
		}
		if text && names == j {
			names++
		}
		if !text {
			wide = max(wide, 13)
		}
		if err := w.SetColWidth(j+1, j+1, wide); err != nil {
			return err
		}
	}
	names = min(names, 4)
	corner, err := excelize.CoordinatesToCellName(names+1, firstRow)
	if err != nil {
		return err
	}
	return w.SetPanes(&excelize.Panes{Freeze: true, XSplit: names, YSplit: firstRow - 1, TopLeftCell: corner, ActivePane: map[bool]string{true: "bottomRight", false: "bottomLeft"}[names > 0]})
}
