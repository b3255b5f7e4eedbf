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
		missed, parts, err := missing(t, i, total)
		if err != nil {
			return "", err
		}
		if missed && parts > 0 { // a plan may be made for all unions alone
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

// missing tells whether the rows of a column, as printed, miss the printed total, and how many rows there are beside it.
func missing(t Table, column, total int) (missed bool, parts int, err error) {
	show := t.Columns[column].Show
	const small = 1 << 40 // a million of such rows are far from overflow
	sum, units := new(big.Rat), int64(0)
	for j, row := range t.Rows {
		if row[column] == nil {
			continue
		}
		sign := int64(-1)
		if j != total {
			sign = 1
			parts++
		}
		if n, ok := fixed(row[column], show); ok && -small < n && n < small {
			units += sign * n
			continue
		}
		v, err := exact(row[column])
		if err != nil {
			return false, 0, err
		}
		sum.Add(sum, new(big.Rat).Mul(rounded(v, show), big.NewRat(sign, 1)))
	}
	sum.Add(sum, big.NewRat(units, power(show.Decimals)))
	return sum.Sign() != 0, parts, nil
}
