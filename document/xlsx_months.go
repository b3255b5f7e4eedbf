package document

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// monthly is a native chart over months, a series per union, from the trend of the portfolio at risk.
type monthly struct {
	vi, en, column string
	kind           excelize.ChartType
	total          bool // the total is a series too
}

var monthlies = []monthly{
	{"Dư nợ ủy thác theo tháng", "Entrusted outstanding by month", "outstanding", excelize.ColStacked, false},
	{"Tỷ lệ nợ quá hạn theo tháng", "Overdue ratio by month", "overdue_ratio", excelize.Line, true},
	{"Tỷ lệ PAR 30 theo tháng", "PAR 30 ratio by month", "par_30_ratio", excelize.Line, true},
}

func (b *workbook) monthTab() string { return b.pick("Số liệu theo tháng", "Months") }

// hasMonths tells whether there are two months or more to draw.
func (b *workbook) hasMonths() bool {
	r, ok := find(b.d.Trends, schemas.PAR.Name)
	return ok && len(days(r)) > 1
}

// months writes the figures of the charts over months, a block a chart under one heading that stays in sight, and draws them from place n on.
func (b *workbook) months(n int) error {
	if !b.hasMonths() {
		return nil
	}
	r, _ := find(b.d.Trends, schemas.PAR.Name)
	names := unionNames(r)
	if err := b.monthHeading(names); err != nil {
		return err
	}
	top := 3
	for i, m := range monthlies {
		if err := b.month(m, r, names, top, n+i); err != nil {
			return err
		}
		top += len(days(r)) + 2
	}
	if err := b.f.SetColWidth(b.monthTab(), "A", "A", 14); err != nil {
		return err
	}
	return b.f.SetColWidth(b.monthTab(), "B", "K", 18)
}

// monthHeading names the columns of all blocks in the first row, and freezes it and the months.
func (b *workbook) monthHeading(names [][2]string) error {
	head := b.headRow(b.pick("Ngày", "Day"))
	for _, name := range names {
		head = append(head, b.headRow(name[1])...)
	}
	for j, cell := range head {
		if err := b.put(1+j, 1, cell.(excelize.Cell)); err != nil {
			return err
		}
	}
	return b.f.SetPanes(b.monthTab(), &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"})
}

// unionNames are the unions of a trend by code, in its order, the total last.
func unionNames(r Report) (all [][2]string) {
	code, _ := column(r, "union_code") // the trend is by union
	name, _ := column(r, "union_name")
	for _, row := range r.Rows {
		one := [2]string{fmt.Sprint(row[code]), fmt.Sprint(row[name])}
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b [2]string) int { return late(a[0]) - late(b[0]) })
	return all
}

// late puts the unassigned after the unions, and the total last.
func late(code string) int { return map[string]int{"98": 1, "00": 2}[code] }

// month writes one block: its title and unit, a row a month.
func (b *workbook) month(m monthly, r Report, names [][2]string, top, n int) error {
	at, err := column(r, m.column)
	if err != nil {
		return err
	}
	code, err := column(r, "union_code")
	if err != nil {
		return err
	}
	show, when := r.Columns[at].Show, days(r)
	title := b.pick(m.vi, m.en) + " (" + b.pick(show.VI, show.EN) + ")"
	if err := b.put(1, top, b.styled(look{bold: true}, title)); err != nil {
		return err
	}
	for i, d := range when {
		if err := b.put(1, top+1+i, b.styled(look{format: b.pick("mm/yyyy", "yyyy-mm")}, serial(d))); err != nil {
			return err
		}
	}
	var series []excelize.ChartSeries
	for j, name := range names {
		for _, row := range r.Rows {
			if row[code] != name[0] || row[at] == nil {
				continue
			}
			if err := b.put(2+j, top+1+slices.Index(when, row[0].(calendar.Day)), b.styled(look{format: numberFormat(show, false)}, row[at])); err != nil {
				return err
			}
		}
		if name[0] != "00" || m.total {
			line := b.line(2+j, top, len(when))
			if name[0] == "00" { // unlike every union, in print without colours, too
				line.Line, line.Fill = excelize.LineOptions{Width: 3}, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"262626"}}
			}
			series = append(series, line)
		}
	}
	return b.addChart(n, m.kind, title, numberFormat(show, false), series)
}

// line is a series of a block: its name in the heading, its values below the block's title, the months in the first column.
func (b *workbook) line(column, title, count int) excelize.ChartSeries {
	cell := func(c, r int) string {
		name, _ := excelize.CoordinatesToCellName(c, r, true) // counted from 1
		return name
	}
	span := func(c int) string {
		return fmt.Sprintf("'%s'!%s:%s", b.monthTab(), cell(c, title+1), cell(c, title+count))
	}
	return excelize.ChartSeries{Name: fmt.Sprintf("'%s'!%s", b.monthTab(), cell(column, 1)), Categories: span(1), Values: span(column), Marker: excelize.ChartMarker{Symbol: "none"}}
}

// put writes a cell of the sheet of months.
func (b *workbook) put(column, row int, c excelize.Cell) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	if err := b.f.SetCellValue(b.monthTab(), cell, c.Value); err != nil {
		return err
	}
	return b.f.SetCellStyle(b.monthTab(), cell, cell, c.StyleID)
}
