package document

import (
	"cmp"
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/render"
)

// about writes the first sheet: title, freshness, the list of sheets, the checks.
func (b *workbook) about() error {
	all, failed, warned := b.d.Source.counts()
	l := b.d.Letterhead
	rows := [][]any{
		{b.styled(look{bold: true, size: 14}, l.Title+": "+l.Subject)}, {},
		{b.pick("Ngày số liệu", "Data as of"), render.Day(b.d.Lang, b.d.AsOf)},
		{b.pick("Lấy từ nguồn đến hết ngày", "Taken from the source through"), render.Day(b.d.Lang, b.d.Source.Through)},
		{b.pick("Lần chạy", "Run"), b.d.Source.Run},
		{b.pick("Thời điểm chạy (UTC)", "Run at (UTC)"), b.d.Source.Built.UTC().Format("2006-01-02 15:04")},
		{b.pick("Phiên bản chương trình", "Version of the program"), b.d.Source.Version},
		{b.pick("Kiểm tra", "Checks"), fmt.Sprintf(b.pick("%d mục, %d mục không đạt, %d mục cảnh báo", "%d made, %d failed, %d with warnings"), all, failed, warned)}, {},
		{b.pick("Ô số chứa giá trị chính xác (đồng, số đếm, tỷ lệ); định dạng ô hiển thị theo đơn vị ghi dưới tiêu đề. Dòng tổng là công thức ở những cột cộng được; số đếm riêng từng cấp (hộ, tổ trong bảng chéo) là giá trị.",
			"Cells hold exact values (đồng, counts, fractions); formats show them in the unit under the heading. Totals are formulas where columns add up; what is counted anew at each level (households, groups in crosses) is a value.")}, {},
	}
	rows = append(rows, b.headRow(b.pick("Trang", "Sheet"), b.pick("Nội dung", "Contents"), b.pick("Tên báo cáo", "Report"), b.pick("Số dòng", "Rows")))
	links := len(rows)
	for i, r := range b.d.Reports {
		rows = append(rows, []any{b.tabs[i], b.pick(r.Table.VI, r.Table.EN), r.Table.Name, len(r.Rows)})
	}
	rows = append(rows, []any{}, b.headRow(b.pick("Kiểm tra", "Check"), b.pick("Nội dung", "What is checked"), b.pick("Kết quả", "Outcome"), b.pick("Số dòng phát hiện", "Rows found")))
	for _, c := range b.d.Source.Checks {
		rows = append(rows, []any{c.Name, c.Title, b.outcome(c), c.Failures})
	}
	if err := b.plainSheet(b.aboutTab(), rows, 32, 70, 26, 18); err != nil {
		return err
	}
	for i, tab := range b.tabs {
		if err := b.f.SetCellHyperLink(b.aboutTab(), fmt.Sprintf("A%d", links+i+1), "'"+tab+"'!A1", "Location"); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) outcome(c Check) string {
	switch {
	case c.Failures == 0:
		return b.pick("đạt", "held")
	case c.Blocking:
		return b.pick("không đạt", "failed")
	}
	return b.pick("cảnh báo", "warning")
}

// definitions says what every column means.
func (b *workbook) definitions() error {
	rows := [][]any{b.headRow(b.pick("Trang", "Sheet"), b.pick("Cột", "Column"), b.pick("Đơn vị", "Unit"), b.pick("Tên cột", "Name"), b.pick("Định nghĩa (tiếng Anh, theo danh mục chỉ tiêu)", "Definition, after the indicator catalogue"))}
	for i, r := range b.d.Reports {
		rows = append(rows, []any{b.styled(look{bold: true}, b.tabs[i]), b.styled(look{bold: true}, b.pick(r.Table.VI, r.Table.EN)), nil, b.styled(look{bold: true}, r.Table.Name), b.styled(look{bold: true}, r.Table.Doc)})
		for _, c := range r.Columns {
			rows = append(rows, []any{b.tabs[i], cmp.Or(b.pick(c.VI, c.EN), c.Name), cmp.Or(b.pick(c.Show.VI, c.Show.EN), c.Unit), c.Name, c.Doc})
		}
	}
	if err := b.plainSheet(b.definitionTab(), rows, 12, 34, 14, 26, 110); err != nil {
		return err
	}
	return b.f.SetPanes(b.definitionTab(), &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
