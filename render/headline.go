package render

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// figure says how people read a key of the headline report.
type figure struct {
	key, vi, en string
	show        schemas.Show
}

var (
	bn0     = schemas.Show{Scale: 1e9, VI: "tỷ đồng", EN: "VND billion"}
	bn1     = schemas.Show{Scale: 1e9, Decimals: 1, VI: "tỷ đồng", EN: "VND billion"}
	m0      = schemas.Show{Scale: 1e6, VI: "triệu đồng", EN: "VND million"}
	m1      = schemas.Show{Scale: 1e6, Decimals: 1, VI: "triệu đồng", EN: "VND million"}
	m2      = schemas.Show{Scale: 1e6, Decimals: 2, VI: "triệu đồng", EN: "VND million"}
	pct0    = schemas.Show{Percent: true, VI: "%", EN: "%"}
	pct1    = schemas.Show{Percent: true, Decimals: 1, VI: "%", EN: "%"}
	pct2    = schemas.Show{Percent: true, Decimals: 2, VI: "%", EN: "%"}
	groups  = schemas.Show{VI: "tổ", EN: "groups"}
	homes   = schemas.Show{VI: "hộ", EN: "households"}
	persons = schemas.Show{VI: "người", EN: "people"}
	items   = schemas.Show{VI: "món", EN: "loans"}
	visits  = schemas.Show{VI: "lượt", EN: "visits"}
)

// figures lists the headline keys that have words; another key is printed by its name and unit.
var figures = []figure{
	{"district_offices", "Phòng giao dịch cấp huyện", "District offices", schemas.Show{VI: "phòng", EN: "offices"}},
	{"lending_turns", "Lượt hộ vay vốn trong năm", "Lending turns this year", schemas.Show{VI: "lượt", EN: "turns"}},
	{"disbursed", "Doanh số cho vay", "Disbursed", bn0},
	{"outstanding", "Dư nợ ủy thác", "Entrusted outstanding", bn0},
	{"outstanding_change", "Dư nợ tăng, giảm so với đầu năm", "Outstanding, change this year", bn1},
	{"entrusted_share_pct", "Dư nợ ủy thác trên tổng dư nợ", "Entrusted share of all outstanding", pct1},
	{"households_per_group", "Số hộ còn dư nợ bình quân một tổ", "Households with debt per group", homes},
	{"outstanding_per_group", "Dư nợ bình quân một tổ", "Outstanding per group", m0},
	{"outstanding_per_group_change", "Dư nợ bình quân một tổ tăng, giảm", "Outstanding per group, change", m0},
	{"writeoff_loans_decided", "Số món đã được xóa nợ", "Write-offs decided", items},
	{"writeoff_principal_decided", "Số tiền gốc đã được xóa nợ", "Write-offs decided, principal", m1},
	{"writeoff_loans_pending", "Số món đang trình xóa nợ", "Write-offs pending", items},
	{"writeoff_principal_pending", "Số tiền gốc đang trình xóa nợ", "Write-offs pending, principal", m2},
	{"deposits_in", "Doanh số thu tiền gửi", "Deposits in", bn1},
	{"deposits_out", "Doanh số chi tiền gửi", "Deposits out", bn1},
	{"deposit_balance", "Số dư tiền gửi tổ viên", "Deposit balance", bn1},
	{"deposit_change", "Số dư tiền gửi tăng, giảm", "Deposit balance, change", bn1},
	{"deposit_members", "Số tổ viên gửi tiền", "Members with deposits", schemas.Show{VI: "tổ viên", EN: "members"}},
	{"deposit_members_pct", "Tỷ lệ tổ viên gửi tiền", "Members with deposits, share", pct1},
	{"deposit_groups_pct", "Tỷ lệ tổ có gửi tiền", "Groups with deposits, share", pct0},
	{"deposit_plan_pct", "Hoàn thành kế hoạch tăng tiền gửi", "Planned deposit increase reached", pct0},
	{"rating_good", "Tổ xếp loại tốt", "Groups rated good", groups},
	{"rating_fair", "Tổ xếp loại khá", "Groups rated fair", groups},
	{"rating_average", "Tổ xếp loại trung bình", "Groups rated average", groups},
	{"rating_average_change", "Tổ trung bình tăng, giảm", "Groups rated average, change", groups},
	{"rating_weak", "Tổ xếp loại yếu", "Groups rated weak", groups},
	{"rating_weak_change", "Tổ yếu tăng, giảm", "Groups rated weak, change", groups},
	{"groups_consolidated", "Số tổ đã sáp nhập", "Groups consolidated", groups},
	{"groups_overdue", "Tổ có nợ quá hạn", "Groups with overdue debt", groups},
	{"groups_overdue_change", "Tổ có nợ quá hạn tăng, giảm", "Groups with overdue debt, change", groups},
	{"groups_overdue_gt2pct", "Tổ có nợ quá hạn trên 2%", "Groups over 2 % overdue", groups},
	{"groups_overdue_gt2pct_change", "Tổ có nợ quá hạn trên 2% tăng, giảm", "Groups over 2 % overdue, change", groups},
	{"groups_lt20_households", "Tổ dưới 20 hộ", "Groups under 20 households", groups},
	{"trained", "Số người được tập huấn", "People trained", persons},
	{"entrustment_fee_paid", "Phí ủy thác đã trả", "Entrustment fees paid", bn1},
	{"group_commission_paid", "Hoa hồng đã trả cho tổ", "Group commissions paid", bn1},
	{"rating_good_pct", "Tỷ lệ tổ tốt", "Groups rated good, share", pct2},
	{"rating_fair_pct", "Tỷ lệ tổ khá", "Groups rated fair, share", pct2},
	{"rating_average_pct", "Tỷ lệ tổ trung bình", "Groups rated average, share", pct2},
	{"rating_weak_pct", "Tỷ lệ tổ yếu", "Groups rated weak, share", pct2},
	{"groups_overdue_pct", "Tỷ lệ tổ có nợ quá hạn", "Groups with overdue debt, share", pct2},
	{"groups_overdue_gt2pct_pct", "Tỷ lệ tổ có nợ quá hạn trên 2%", "Groups over 2 % overdue, share", pct1},
	{"overdue_total_mvnd", "Tổng nợ quá hạn", "Overdue in total", m0},
	{"risk_rounds", "Số đợt trình xử lý nợ rủi ro", "Rounds of risk handling submitted", schemas.Show{VI: "đợt", EN: "rounds"}},
	{"inspections_district", "Lượt kiểm tra cấp huyện", "Inspection visits to districts", visits},
	{"inspections_commune", "Lượt kiểm tra cấp xã", "Inspection visits to communes", visits},
	{"inspections_group", "Lượt kiểm tra tổ", "Inspection visits to groups", visits},
	{"inspections_household", "Lượt kiểm tra hộ", "Inspection visits to households", visits},
	{"use_checked_in_time_pct", "Món vay được kiểm tra sử dụng vốn đúng hạn", "Loan use checked in time", pct0},
}

// headlineColumns are the columns of the headline report for people.
var headlineColumns = []schemas.Column{
	{Name: "figure", Type: schemas.Text, VI: "Chỉ tiêu", EN: "Figure"},
	{Name: "value", Type: schemas.Exact, VI: "Giá trị", EN: "Value"},
	{Name: "unit", Type: schemas.Text, VI: "Đơn vị", EN: "Unit"},
	{Name: "key", Type: schemas.Text, VI: "Tên trong CSV", EN: "Name in CSV"},
}

// headlines turns the rows key, value, unit of the headline report into rows for people: words,
// a readable unit and the key last, in the order of figures; keys without words come after.
func headlines(lang string, rows [][]any) [][]any {
	byKey := map[string][]any{}
	for _, row := range rows {
		byKey[fmt.Sprint(row[0])] = row
	}
	var out [][]any
	for _, f := range figures {
		if row, ok := byKey[f.key]; ok {
			show := readable(row[1], f.show)
			out = append(out, []any{pick(lang, f.vi, f.en), Shown{row[1], show}, pick(lang, show.VI, show.EN), f.key})
		}
		delete(byKey, f.key)
	}
	for _, row := range rows {
		if _, left := byKey[fmt.Sprint(row[0])]; left {
			_, fraction, _ := strings.Cut(fmt.Sprint(row[1]), ".")
			out = append(out, []any{row[0], Shown{row[1], schemas.Show{Decimals: len(fraction)}}, row[2], row[0]})
		}
	}
	return out
}

// readable prints billions in millions where less than one would be left.
func readable(v any, show schemas.Show) schemas.Show {
	if v == nil || show.Scale != bn1.Scale {
		return show
	}
	if r, err := exact(v); err == nil && r.Sign() != 0 && r.Abs(r).Cmp(new(big.Rat).SetInt64(show.Scale)) < 0 {
		return m1
	}
	return show
}

// Label is what people call a headline key; the key itself where it has no words.
func Label(lang, key string) string {
	for _, f := range figures {
		if f.key == key {
			return pick(lang, f.vi, f.en)
		}
	}
	return key
}
