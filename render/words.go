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
		"people":          {"người", "people"},
		"offices":         {"phòng", "offices"},
		"units":           {"đơn vị", "units"},
		"count":           {"số lượng", "count"},
		"dong":            {"đồng", "VND"},
	},
	"unit_level": {
		"district": {"huyện", "district"},
		"commune":  {"xã", "commune"},
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
	"severity": {
		"error":   {"chặn công bố", "error"},
		"warning": {"cảnh báo", "warning"},
	},
}

// Word is what people call a code of a report column; the code itself where it has no words.
func Word(lang, column, code string) string {
	w, ok := words[column][code]
	if !ok {
		return code
	}
	return pick(lang, w[0], w[1])
}
