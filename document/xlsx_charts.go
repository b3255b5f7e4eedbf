package document

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/schemas"
)

// graph is a native chart over columns of a report, a category per union.
type graph struct {
	report  string
	vi, en  string
	kind    excelize.ChartType
	columns []string
}

var graphs = []graph{
	{schemas.OutstandingByUnion.Name, "Dư nợ ủy thác theo tổ chức hội", "Entrusted outstanding by union", excelize.Col, []string{"outstanding"}},
	{schemas.OutstandingByUnion.Name, "Nợ quá hạn theo tổ chức hội", "Overdue debt by union", excelize.Col, []string{"overdue"}},
	{schemas.DepositsByUnion.Name, "Tiền gửi của tổ viên theo tổ chức hội", "Member deposits by union", excelize.Col, []string{"balance"}},
	{schemas.RatingsByUnion.Name, "Xếp loại tổ theo tổ chức hội", "Ratings of groups by union", excelize.ColPercentStacked, []string{"good", "fair", "average", "weak"}},
	{schemas.WatchGroupsByUnion.Name, "Các tổ cần quan tâm theo tổ chức hội", "Groups to watch by union", excelize.Col, []string{"small", "overdue", "over_2pct"}},
	{schemas.FeesByUnion.Name, "Phí ủy thác và hoa hồng đã chi", "Fees and commissions paid", excelize.Col, []string{"entrustment_fee", "group_commission"}},
}

// charts draws the native charts, two side by side: of reports, then of months.
func (b *workbook) charts() error {
	if !b.hasCharts() {
		return nil
	}
	shown := b.shown()
	for n, g := range shown {
		i := slices.IndexFunc(b.d.Reports, func(r Report) bool { return r.Table.Name == g.report })
		if err := b.draw(g, i, b.d.Reports[i], n); err != nil {
			return err
		}
	}
	if err := b.months(len(shown)); err != nil {
		return err
	}
	return b.chartPages((len(shown) + len(monthlies) + 1) / 2)
}

// chartRows is how many rows of the sheet two charts side by side take.
const chartRows = 24

// chartPages prints the charts across A4, two rows of two a page.
func (b *workbook) chartPages(rows int) error {
	across, a4, scale := "landscape", 9, uint(52)
	if err := b.f.SetPageLayout(b.chartTab(), &excelize.PageLayoutOptions{Orientation: &across, Size: &a4, AdjustTo: &scale}); err != nil {
		return err
	}
	for row := 2; row < rows; row += 2 {
		if err := b.f.InsertPageBreak(b.chartTab(), fmt.Sprintf("A%d", 1+row*chartRows)); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) hasCharts() bool { return len(b.shown()) > 0 || b.hasMonths() }

// shown are the charts of reports that are there; what has nothing but zeros is left out.
func (b *workbook) shown() []graph {
	return slices.DeleteFunc(slices.Clone(graphs), func(g graph) bool {
		r, ok := find(b.d.Reports, g.report)
		return !ok || !worthShowing(r, g.columns)
	})
}

// worthShowing tells whether a report has a union with a figure.
func worthShowing(r Report, columns []string) bool {
	for _, row := range r.Rows {
		for _, name := range columns {
			at, err := column(r, name)
			if err == nil && row[at] != int64(0) && row[at] != nil && !isTotal(r, row, "") {
				return true
			}
		}
	}
	return false
}

func (b *workbook) draw(g graph, number int, r Report, n int) error {
	last := len(r.Rows) - 1
	for last >= 0 && isTotal(r, r.Rows[last], "") {
		last--
	}
	name, err := column(r, "union_name")
	if err != nil {
		return err
	}
	span := func(c int) string {
		return fmt.Sprintf("'%s'!$%s:$%s", b.tab(number), dollar(ref(c, 0)), dollar(ref(c, last)))
	}
	var series []excelize.ChartSeries
	var show schemas.Show
	for _, want := range g.columns {
		at, err := column(r, want)
		if err != nil {
			return err
		}
		show = r.Columns[at].Show
		head, _ := excelize.CoordinatesToCellName(at+1, headingRow, true) // reports have few columns
		series = append(series, excelize.ChartSeries{Name: fmt.Sprintf("'%s'!%s", b.tab(number), head), Categories: span(name), Values: span(at)})
	}
	title := b.pick(g.vi, g.en)
	if unit := b.pick(show.VI, show.EN); unit != "" {
		title += " (" + unit + ")"
	}
	return b.addChart(n, g.kind, title, numberFormat(show, false), series)
}

// addChart draws a native chart at the n-th place of the sheet of charts.
func (b *workbook) addChart(n int, kind excelize.ChartType, title, format string, series []excelize.ChartSeries) error {
	legend, vary := "bottom", false
	if len(series) == 1 {
		legend = "none"
	}
	if kind == excelize.ColPercentStacked {
		format = "0%"
	}
	at, err := excelize.CoordinatesToCellName(1+n%2*11, 1+n/2*chartRows)
	if err != nil {
		return err
	}
	across := excelize.ChartAxis{Font: *chartFont(10, false)}
	if kind == excelize.Line || kind == excelize.ColStacked { // months
		across.TickLabelSkip, across.NumFmt = 3, excelize.ChartNumFmt{CustomNumFmt: "mm/yyyy"}
		across.Alignment.TextRotation = -45 // for programs that show every month
	}
	return b.f.AddChart(b.chartTab(), at, &excelize.Chart{
		Type: kind, Series: series, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: chartFont(13, true)}}}, VaryColors: &vary,
		Legend: excelize.ChartLegend{Position: legend, Font: chartFont(10, false)}, Dimension: excelize.ChartDimension{Width: 680, Height: 440},
		XAxis: across,
		YAxis: excelize.ChartAxis{MajorGridLines: true, Font: *chartFont(10, false), NumFmt: excelize.ChartNumFmt{CustomNumFmt: format}},
	})
}

func chartFont(size float64, bold bool) *excelize.Font {
	return &excelize.Font{Family: "Times New Roman", Size: size, Bold: bold, Color: "000000"}
}

// dollar fixes an address after its first sign, which the caller writes: B6 as B$6.
func dollar(cell string) string {
	for i, c := range cell {
		if c >= '0' && c <= '9' {
			return cell[:i] + "$" + cell[i:]
		}
	}
	return cell
}
