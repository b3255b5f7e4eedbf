package document_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/document"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/schemas"
)

// workbook writes and opens the workbook of a day.
func workbook(t testing.TB, in document.Input) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := document.XLSX(&b, build(t, in)); err != nil {
		t.Fatal(err)
	}
	unzip(t, b.Bytes())
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// firstRow is where a report's rows begin in its sheet.
const firstRow = 6

// TestWorkbook: every cell is the report's value, exactly, and every formula comes to the value beside it.
func TestWorkbook(t *testing.T) {
	in := input(t, calendar.Date(2020, 12, 31), "vi", "xlsx")
	f := workbook(t, in)
	if got, want := len(in.Reports), len(pipeline.AllReports()); got != want {
		t.Errorf("%d of the %d reports there are", got, want)
	}
	formulas := 0
	for i, r := range in.Reports {
		if r.Table == &schemas.Headline {
			continue // its rows are worded for people; the golden holds them
		}
		tab := fmt.Sprintf("Biểu %d", i+1)
		for j, row := range r.Rows {
			for k, v := range row {
				cell, _ := excelize.CoordinatesToCellName(k+1, firstRow+j)
				got, err := f.GetCellValue(tab, cell, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				if n, ok := v.(int64); ok && got != strconv.FormatInt(n, 10) {
					t.Errorf("%s %s %s: %s, the report has %d", r.Table.Name, tab, cell, got, n)
				}
				if formula, _ := f.GetCellFormula(tab, cell); formula != "" {
					formulas++
					calculated, err := f.CalcCellValue(tab, cell, excelize.Options{RawCellValue: true})
					if err != nil || calculated != got {
						t.Errorf("%s %s =%s: %s %v, the value is %s", tab, cell, formula, calculated, err, got)
					}
				}
			}
		}
	}
	if formulas < 200 {
		t.Errorf("only %d formulas", formulas)
	}
}

// TestWorkbookLayout: headings are frozen, formats show the unit of the heading, charts are native.
func TestWorkbookLayout(t *testing.T) {
	f := workbook(t, input(t, calendar.Date(2020, 12, 31), "en", "xlsx"))
	tabs := f.GetSheetList()
	if tabs[0] != "About" || tabs[1] != "Charts" || tabs[2] != "Table 1" || tabs[len(tabs)-1] != "Definitions" {
		t.Errorf("sheets %v", tabs)
	}
	panes, err := f.GetPanes("Table 1")
	if err != nil || !panes.Freeze || panes.YSplit != firstRow-1 || panes.XSplit != 2 {
		t.Errorf("panes %+v %v", panes, err)
	}
	if panes, err := f.GetPanes("Months"); err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 1 {
		t.Errorf("panes of months %+v %v", panes, err)
	}
	id, err := f.GetCellStyle("Table 1", "E6")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(id); err != nil || s.CustomNumFmt == nil || *s.CustomNumFmt != "#,##0,," {
		t.Errorf("outstanding is shown as %v %v", s, err)
	}
	if link, to, err := f.GetCellHyperLink("About", "A13"); err != nil || !link || to != "'Table 1'!A1" {
		t.Errorf("link %v %s %v", link, to, err)
	}
}

// TestWorkbookLongList: a list beyond the limit says how many rows there are.
func TestWorkbookLongList(t *testing.T) {
	in := input(t, calendar.Date(2020, 12, 31), "en", "docx")
	at := slices.IndexFunc(in.Reports, func(r document.Report) bool { return r.Table == &schemas.DueSoon })
	in.Reports = in.Reports[at : at+1]
	for len(in.Reports[0].Rows) < 20_001 {
		in.Reports[0].Rows = append(in.Reports[0].Rows, in.Reports[0].Rows...)
	}
	in.Reports[0].Rows = in.Reports[0].Rows[:20_001]
	f := workbook(t, in)
	if note, err := f.GetCellValue("Table 1", "A2"); err != nil || !strings.Contains(note, "first 20000 rows of 20001") {
		t.Error(note, err)
	}
	if last, err := f.GetCellValue("Table 1", "A20006"); err != nil || last != "" {
		t.Error("more than the limit", last, err)
	}
}

// BenchmarkDocuments is how long a document takes from its reports to its bytes.
func BenchmarkDocuments(b *testing.B) {
	for _, format := range document.Formats() {
		b.Run(format, func(b *testing.B) {
			in := input(b, calendar.Date(2020, 12, 31), "vi", format)
			for b.Loop() {
				var out bytes.Buffer
				if _, err := document.To(b.Context(), &out, format, build(b, in)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
