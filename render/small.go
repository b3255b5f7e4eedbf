package render

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/uythac/uythac/schemas"
)

// SmallBase is the note of a trend with rows whose base is small, under so many loans or so much; empty when there are none.
func SmallBase(columns []schemas.Column, rows [][]any, loans, amount int64, lang string) string {
	at := slices.IndexFunc(columns, func(c schemas.Column) bool { return c.Name == "small_base" })
	if at < 0 || !slices.ContainsFunc(rows, func(row []any) bool { return row[at] == true }) {
		return ""
	}
	return fmt.Sprintf(pick(lang, "Số gốc nhỏ: dưới %s món (hộ, tổ, tổ viên) hoặc dưới %s đồng; tỷ lệ và tốc độ tăng khi đó ít ý nghĩa, hãy xem số tuyệt đối.",
		"Small base: under %s loans (households, groups, members) or under %s đồng; ratios and growth say little then, look at the absolute figures."),
		whole(lang, loans), whole(lang, amount))
}

// growthNote says that rows grew from little; empty when none did.
func growthNote(t Table) string {
	at := map[string]int{"overdue": -1, "overdue_change": -1, "overdue_growth": -1}
	for i, c := range t.Columns {
		if _, wanted := at[c.Name]; wanted {
			at[c.Name] = i
		}
	}
	if t.Small == 0 || min(at["overdue"], at["overdue_change"], at["overdue_growth"]) < 0 {
		return ""
	}
	little := slices.ContainsFunc(t.Rows, func(row []any) bool {
		now, known := row[at["overdue"]].(int64)
		change, compared := row[at["overdue_change"]].(int64)
		return known && compared && row[at["overdue_growth"]] != nil && now-change < t.Small
	})
	if !little {
		return ""
	}
	return fmt.Sprintf(pick(t.Lang, "Số gốc nhỏ: có dòng mà nợ quá hạn đầu năm dưới %s đồng; tỷ lệ tăng khi đó ít ý nghĩa, hãy xem số tuyệt đối.",
		"Small base: in some rows overdue debt began the year under %s đồng; its growth says little, look at the absolute figures."), whole(t.Lang, t.Small))
}

func whole(lang string, n int64) string { return Number(lang, big.NewRat(n, 1), schemas.Show{}) }
