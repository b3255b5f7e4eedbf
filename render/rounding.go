package render

import (
	"math/big"
	"slices"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// totalRow finds the row of all unions, 00: -1 when there is none or several.
func totalRow(t Table) int {
	code := slices.IndexFunc(t.Columns, func(c schemas.Column) bool { return c.Name == "union_code" })
	found := -1
	for i, row := range t.Rows {
		if code >= 0 && row[code] == "00" {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// roundingNote says in which columns the printed rows miss the printed total. Totals are computed
// from unrounded parts and never forced to agree.
func roundingNote(t Table) (string, error) {
	total := totalRow(t)
	if total < 0 {
		return "", nil
	}
	var columns []string
	for i, c := range t.Columns {
		additive := c.Type == schemas.Int64 && c.Show.Scale > 1 || c.Name == "share"
		if !additive || t.Rows[total][i] == nil {
			continue
		}
		sum := new(big.Rat)
		for j, row := range t.Rows {
			if row[i] == nil {
				continue
			}
			v, err := exact(row[i])
			if err != nil {
				return "", err
			}
			if j == total {
				sum.Sub(sum, rounded(v, c.Show))
			} else {
				sum.Add(sum, rounded(v, c.Show))
			}
		}
		if sum.Sign() != 0 {
			columns = append(columns, heading(t.Lang, c))
		}
	}
	if columns == nil {
		return "", nil
	}
	return pick(t.Lang, "Tổng tính từ số chưa làm tròn nên các dòng in ra cộng lại có thể lệch ở chữ số cuối: ",
		"Totals are computed from unrounded parts, so the printed rows may miss the printed total in the last digit: ") +
		strings.Join(columns, "; ") + ".", nil
}
