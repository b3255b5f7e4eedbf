package board

import (
	"slices"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// headings are those of columns of facts, ledgers and meta tables, which no report heads.
var headings = map[string]said{
	"as_of": {"Đến ngày", "As of"}, "contract_no": {"Khế ước", "Contract"}, "programme_code": {"Chương trình", "Programme"}, "first_disbursed_on": {"Giải ngân lần đầu", "First disbursed"},
	"maturity_on": {"Đến hạn", "Matures"}, "outstanding": {"Dư nợ", "Outstanding"}, "in_term": {"Trong hạn", "In term"}, "overdue": {"Quá hạn", "Overdue"}, "frozen": {"Khoanh", "Frozen"},
	"unpaid_interest": {"Lãi tồn", "Unpaid interest"}, "overdue_since": {"Quá hạn từ", "Overdue since"}, "days_past_due": {"Số ngày chậm trả", "Days past due"},
	"last_activity_on": {"Hoạt động gần nhất", "Last activity"}, "disbursed": {"Cho vay", "Lent"}, "collected": {"Thu nợ", "Collected"}, "interest_paid": {"Thu lãi", "Interest paid"},
	"written_off": {"Xóa nợ", "Written off"}, "group_code": {"Tổ", "Group"}, "union_code": {"Hội", "Union"},
	"entry_id": {"Bút toán", "Entry"}, "posted_on": {"Ngày", "Posted on"}, "entry_type": {"Loại", "Type"}, "from_class": {"Từ", "From"}, "to_class": {"Đến", "To"}, "amount": {"Số tiền", "Amount"},
	"rebooking": {"Ghi lại", "Re-booking"}, "reverses_entry_id": {"Đảo bút toán", "Reverses entry"},
	"run": {"Lần chạy", "Run"}, "started_at": {"Bắt đầu", "Began"}, "ended_at": {"Kết thúc", "Ended"}, "outcome": {"Kết quả", "Outcome"}, "through": {"Đến ngày", "Through"}, "error": {"Lỗi", "Error"},
	"title": {"Nội dung kiểm tra", "What is checked"}, "severity": {"Mức độ", "Severity"}, "failures": {"Dòng không đạt", "Rows that fail"}, "examined": {"Đã xem", "Examined"}, "remedy": {"Cần làm", "What to do"},
	"key": {"Về", "About"}, "detail": {"Phát hiện", "Found"},
	"table_name": {"Bảng", "Table"}, "rows_read": {"Đã đọc", "Read"}, "rows_kept": {"Đã giữ", "Kept"}, "rows_quarantined": {"Bị cách ly", "Quarantined"}, "rows_waiting": {"Còn chờ", "Waiting"},
}

// inDong prints amounts of single loans and entries to the đồng.
var inDong = schemas.Show{VI: "đồng", EN: "VND"}

// named gives headings to the columns that have none; amounts stand in đồng.
func (a asked) named(t rows) rows {
	out := rows{columns: slices.Clone(t.columns), rows: t.rows}
	for i, c := range out.columns {
		if h, ok := headings[c.Name]; ok && c.VI == "" {
			out.columns[i].VI, out.columns[i].EN = h.VI, h.EN
		}
		if c.Unit == "đồng" {
			out.columns[i].Show = inDong
		}
	}
	return out
}

// upright lays the columns of the only row out as rows: heading, value, unit.
func (a asked) upright(t rows) (*grid, error) {
	p, err := render.Print(render.Table{Columns: t.columns, Rows: t.rows, Lang: a.Lang, Below: a.below})
	if err != nil {
		return nil, err
	}
	g := &grid{Notes: p.Notes, Heads: []head{{Text: a.T("Chỉ tiêu", "Figure")}, {Text: a.T("Giá trị", "Value"), Number: true}, {Text: a.T("Đơn vị", "Unit")}}}
	for i, text := range p.Rows[0] {
		g.Rows = append(g.Rows, row{Cells: []cell{{Text: p.Heads[i], Key: true}, {Text: text, Number: true, Href: a.road(t.columns[i], t.rows[0][i])}, {Text: p.Units[i]}}})
	}
	return g, nil
}
