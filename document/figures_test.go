package document_test

import (
	"bytes"
	"math/big"
	"strings"
	"testing"

	"github.com/uythac/uythac/document"
)

// TestTablesAreTheReports: every row of a table is a row of its report, every number in a cell is the
// report's value, rounded here again from the exact value, and the DOCX has the same texts as the model.
func TestTablesAreTheReports(t *testing.T) {
	for _, day := range ends {
		in := input(t, day, "vi", "docx")
		d := build(t, in)
		var b bytes.Buffer
		if err := document.DOCX(&b, d); err != nil {
			t.Fatal(err)
		}
		text, cells := docxText(t, b.Bytes()), 0
		for _, s := range d.Sections {
			for _, block := range s.Blocks {
				table, ok := block.(*document.Table)
				if !ok {
					continue
				}
				for _, row := range table.Rows {
					if !inReport(in, table, row) {
						t.Errorf("%s: row %v is no row of %s", day, row.Cells, table.Report)
					}
					for j, c := range table.Columns {
						if c.Number {
							cells++
							number(t, c, row.Values[j], row.Cells[j])
						}
						if row.Spans[j] > 0 && !strings.Contains(text, row.Cells[j]) {
							t.Errorf("%s: %q is not in the DOCX", table.Caption, row.Cells[j])
						}
					}
				}
			}
		}
		if cells < 200 {
			t.Errorf("only %d numbers", cells)
		}
	}
}

// inReport tells whether a report has a row with the values of a table's.
func inReport(in document.Input, table *document.Table, row document.Row) bool {
	for _, r := range in.Reports {
		if r.Table.Name != table.Report {
			continue
		}
		for _, values := range r.Rows {
			same := true
			for j, c := range table.Columns {
				for k, of := range r.Columns {
					if of.Name == c.Name {
						same = same && values[k] == row.Values[j]
					}
				}
			}
			if same {
				return true
			}
		}
	}
	return false
}

// number holds a printed number against its value: it is at most half of its last digit away.
func number(t *testing.T, c document.Column, v any, printed string) {
	t.Helper()
	if v == nil {
		if printed != "–" {
			t.Errorf("%s: NULL is printed as %q", c.Name, printed)
		}
		return
	}
	exact := new(big.Rat)
	switch v := v.(type) {
	case int64:
		exact.SetInt64(v)
	case float64:
		exact.SetFloat64(v)
	default:
		t.Fatalf("%s: a value of type %T", c.Name, v)
	}
	scale := big.NewRat(max(c.Show.Scale, 1), 1)
	if c.Show.Percent {
		scale = big.NewRat(1, 100)
	}
	exact.Quo(exact, scale)
	plain := strings.NewReplacer(".", "", ",", ".", "(", "-", ")", "").Replace(printed)
	got, ok := new(big.Rat).SetString(plain)
	if !ok {
		t.Errorf("%s: %q is no number", c.Name, printed)
		return
	}
	half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(big.NewInt(2), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.Show.Decimals)), nil)))
	half.Add(half, big.NewRat(1, 1e12)) // a float64 is not the quotient itself
	if gap := new(big.Rat).Sub(got, exact); gap.Abs(gap).Cmp(half) > 0 {
		t.Errorf("%s: %s is printed for %s", c.Name, printed, exact.FloatString(6))
	}
}

// TestPeriodFlows: the flow of a month that is had from the year's flows is the report's own figure of the month.
func TestPeriodFlows(t *testing.T) {
	in := input(t, ends[1], "vi", "docx")
	const text = `{{with row "activity_by_union" "00"}}{{.Cell "disbursed_month"}} {{.Cell "collected_month"}}{{end}}
|{{inperiod "activity_by_union" "00" "disbursed_year"}} {{inperiod "activity_by_union" "00" "collected_year"}}`
	d, err := document.Build("entrustment-report", in, edited("entrustment-report.vi.txt", text))
	if err != nil {
		t.Fatal(err)
	}
	month, year, _ := strings.Cut(d.Sections[0].Blocks[0].(document.Paragraph).Runs[0].Text, "|")
	if strings.TrimSpace(month) != strings.TrimSpace(year) || !strings.Contains(month, "triệu đồng") {
		t.Errorf("%q and %q", month, year)
	}
}
