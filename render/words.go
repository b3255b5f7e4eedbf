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
	"severity": {
		"error":   {"chặn công bố", "error"},
		"warning": {"cảnh báo", "warning"},
	},
}

func word(lang, column, code string) string {
	w, ok := words[column][code]
	if !ok {
		return code
	}
	return pick(lang, w[0], w[1])
}
