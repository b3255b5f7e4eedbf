package render

// words says the codes of report columns in both languages. A code that is not here is printed as it is.
var words = map[string]map[string][2]string{
	"by_level": {
		"province": {"tỉnh", "province"},
		"district": {"huyện", "district"},
		"commune":  {"xã", "commune"},
		"total":    {"tỉnh + huyện", "province + district"},
	},
	"audience": {
		"union_officer": {"cán bộ hội", "union officers"},
		"group_board":   {"ban quản lý tổ", "group boards"},
	},
	"measure": {
		"extension": {"gia hạn nợ", "extension"},
		"freeze":    {"khoanh nợ", "freeze"},
		"write_off": {"xóa nợ", "write-off"},
	},
	"unit": {
		"million đồng":    {"triệu đồng", "VND million"},
		"billion đồng":    {"tỷ đồng", "VND billion"},
		"percent":         {"%", "%"},
		"groups":          {"tổ", "groups"},
		"households":      {"hộ", "households"},
		"household-turns": {"lượt hộ", "household-turns"},
		"loans":           {"món", "loans"},
		"members":         {"tổ viên", "members"},
		"points":          {"điểm", "points"},
		"people":          {"người", "people"},
		"offices":         {"phòng", "offices"},
		"units":           {"đơn vị", "units"},
		"visits":          {"lượt", "visits"},
		"sessions":        {"lớp", "sessions"},
		"days":            {"ngày", "days"},
		"count":           {"số lượng", "count"},
		"dong":            {"đồng", "VND"},
		"turns":           {"lượt", "turns"},
	},
	"unit_level": {
		"district": {"huyện", "district"},
		"commune":  {"xã", "commune"},
		"province": {"tỉnh", "province"},
		"central":  {"trung ương", "centre"},
		"group":    {"tổ", "group"},
		"00":       {"Tổng cộng", "Total"},
	},
	"cause": {
		"left_locality": {"bỏ đi khỏi địa phương", "left the locality"},
		"wilful":        {"chây ỳ", "wilful"},
		"no_income":     {"không có thu nhập", "no income"},
		"disaster":      {"thiên tai, dịch bệnh", "disaster"},
		"deceased":      {"chết, mất tích", "deceased"},
		"other":         {"khác", "other"},
		"":              {"chưa ghi", "not noted"},
		"00":            {"Tổng cộng", "Total"},
	},
	"part": {
		"union":     {"hội", "union"},
		"commune":   {"xã", "commune"},
		"programme": {"chương trình", "programme"},
	},
	"level": {
		"union":       {"hội", "union"},
		"branch":      {"chi nhánh", "branch"},
		"office":      {"phòng giao dịch", "office"},
		"commune":     {"xã", "commune"},
		"programme":   {"chương trình", "programme"},
		"fund_source": {"nguồn vốn", "fund source"},
	},
	"kind": {
		"stock":  {"số dư", "stock"},
		"flow":   {"phát sinh", "flow"},
		"period": {"trong kỳ", "of the month"},
		"year":   {"từ đầu năm", "of the year"},

		"entrustment_fee": {"phí ủy thác", "entrustment fee"}, "group_commission": {"hoa hồng", "group commission"},
	},
	"from_state": states,
	"to_state":   states,
	"band": {
		"past": {"đã quá hạn trả", "past due"},
		"30":   {"đến 30 ngày", "up to 30 days"},
		"60":   {"31 - 60 ngày", "31 to 60 days"},
		"90":   {"61 - 90 ngày", "61 to 90 days"},
		"180":  {"91 - 180 ngày", "91 to 180 days"},
		"365":  {"181 - 365 ngày", "181 to 365 days"},
		"over": {"trên 365 ngày", "over 365 days"},
	},
	"indicator": indicators,
	"entry_type": {
		"opening":          {"số dư chuyển sang", "opening"},
		"disbursement":     {"cho vay", "disbursement"},
		"repayment":        {"thu nợ", "repayment"},
		"transfer":         {"chuyển nợ", "transfer"},
		"write_off":        {"xóa nợ", "write-off"},
		"extension":        {"gia hạn", "extension"},
		"interest_opening": {"lãi tồn chuyển sang", "interest opening"},
		"interest_due":     {"lãi phải thu", "interest due"},
		"interest_paid":    {"thu lãi", "interest paid"},
		"interest_waived":  {"miễn lãi", "interest waived"},
		"deposit":          {"gửi tiền", "deposit"},
		"withdrawal":       {"rút tiền", "withdrawal"},
		"offset":           {"trừ tiền gửi trả nợ", "offset"},
		"interest":         {"nhập lãi", "interest"},
		"00":               {"Cộng", "Total"},
	},
	"from_class": states,
	"to_class":   states,
	"rating": {
		"good":    {"tốt", "good"},
		"fair":    {"khá", "fair"},
		"average": {"trung bình", "average"},
		"weak":    {"yếu", "weak"},
		"unrated": {"chưa xếp loại", "unrated"},
	},
	"overdue_new":   newly,
	"over_2pct_new": newly,
	"rating_new":    newly,
	"target_level": {
		"district":  {"huyện", "district"},
		"commune":   {"xã", "commune"},
		"group":     {"tổ", "group"},
		"household": {"hộ", "household"},
	},
	"status": {
		"decided": {"đã duyệt", "decided"},
		"refused": {"không duyệt", "refused"},
		"pending": {"đang chờ", "pending"},
	},
	"severity": {
		"error":   {"chặn công bố", "error"},
		"warning": {"cảnh báo", "warning"},
	},
}

// states are those of a loan between month-ends, and the classes of its principal.
var states = map[string][2]string{
	"in_term":         {"trong hạn", "in term"},
	"overdue":         {"quá hạn", "overdue"},
	"frozen":          {"khoanh", "frozen"},
	"closed":          {"tất toán", "closed"},
	"written_off":     {"xóa nợ", "written off"},
	"new":             {"cho vay mới", "new"},
	"brought_forward": {"số dư chuyển sang", "brought forward"},
}

// newly says since when something is so.
var newly = map[string][2]string{"month": {"trong tháng", "this month"}, "year": {"từ đầu năm", "this year"}}

// Word is what people call a code of a report column; the code itself where it has no words.
func Word(lang, column, code string) string {
	w, ok := words[column][code]
	if !ok {
		return code
	}
	return pick(lang, w[0], w[1])
}
