package main

import (
	"fmt"
	"strings"

	"github.com/uythac/uythac/pipeline/history"
)

// namedDamages is how many damaged lines are named one by one: a file of another kind has thousands.
const namedDamages = 5

// damaged names the lines of the records that cannot be read, and says what to do; empty when there are none.
func damaged(found []history.Damage, lang string) string {
	if len(found) == 0 {
		return ""
	}
	var b strings.Builder
	for _, d := range found[:min(len(found), namedDamages)] {
		fmt.Fprintf(&b, both(lang, "Không đọc được dòng %d của %s: %s\n", "Line %d of %s cannot be read: %s\n"), d.Line, d.File, d.Text)
	}
	if more := len(found) - namedDamages; more > 0 {
		fmt.Fprintf(&b, both(lang, "và %d dòng khác; `uythac doctor` nêu tất cả\n", "and %d more lines; `uythac doctor` names all\n"), more)
	}
	return b.String() + both(lang,
		"  → các dòng còn lại vẫn dùng được; xóa dòng hỏng, hoặc lấy lại từ bản sao lưu (`uythac backup`)\n",
		"  → the other lines count; take the damaged ones out, or bring them back from a backup (`uythac backup`)\n")
}
