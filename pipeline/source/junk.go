package source

import (
	"slices"
	"strings"
	"unicode"
)

// What lists that were once printed leave in a file, in lower case. Both are looked for only in
// lines whose key is none (see csvReader.keysLookRight) or whose fields are too many or too few: a village may well be called Tổng.
var (
	totalWords     = []string{"tổng", "tổng cộng", "tổng số", "cộng", "tong", "tong cong", "cong", "total", "grand total", "sum"}
	signatureWords = []string{
		"người lập", "lập biểu", "lập bảng", "kiểm soát", "kế toán", "giám đốc", "thủ trưởng", "trưởng phòng",
		"thủ quỹ", "phê duyệt", "ký tên", "(ký", "ký,", "họ tên", "họ và tên", "đóng dấu", "ngày tháng năm",
		"prepared by", "checked by", "approved by", "signature", "signed by", "director",
	}
)

// junkKind says what a line is that is no good row, or 0. Lines behind a signature that still are
// no rows belong to the signature block: names stand under titles.
func junkKind(header []string, fields [][]byte, signing bool) JunkKind {
	var texts []string
	same := len(fields) == len(header)
	for i, f := range fields {
		text := strings.ToLower(strings.TrimSpace(string(f)))
		same = same && strings.EqualFold(text, header[i])
		if text != "" {
			texts = append(texts, text)
		}
	}
	switch {
	case same:
		return RepeatedHeader
	case len(texts) == 0:
		if signing {
			return SignatureLine
		}
		return 0
	}
	for _, t := range texts {
		for _, w := range signatureWords {
			if strings.Contains(t, w) {
				return SignatureLine
			}
		}
		if strings.Contains(t, "ngày") && strings.Contains(t, "tháng") && strings.Contains(t, "năm") {
			return SignatureLine
		}
	}
	for _, w := range totalWords {
		rest, ok := strings.CutPrefix(texts[0], w)
		if ok && (rest == "" || !unicode.IsLetter([]rune(rest)[0])) || slices.Contains(texts, w) {
			return TotalLine
		}
	}
	if signing {
		return SignatureLine
	}
	return 0
}

// looksLikeCode tells whether a key may be one: codes are ASCII without blanks, and none is the word total.
func looksLikeCode(b []byte) bool {
	for _, c := range b {
		if c > 127 || c == ' ' {
			return false
		}
	}
	return b[0] >= '0' && b[0] <= '9' || !slices.Contains(totalWords, strings.ToLower(string(b)))
}
