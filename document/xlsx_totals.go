package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// totals are the formulas of a report's totals, by row and column: the sum of the rows that a total adds up.
// A column whose parts do not add up to the total exactly, because it is counted anew there, gets none.
func totals(r Report) map[[2]int]string {
	out := map[[2]int]string{}
	keys := keyColumns(r)
	if r.Table == &schemas.Headline || len(keys) == 0 {
		return out
	}
	index := map[string][]int{} // rows by the key without one part, and which part
	for i, row := range r.Rows {
		for p := range keys {
			if !totalPart(r, keys[p], row) {
				at := keyBut(row, keys, p)
				index[at] = append(index[at], i)
			}
		}
	}
	for i, row := range r.Rows {
		parts, last := partsOf(r, row, keys, index)
		if len(parts) == 0 {
			continue
		}
		for j, c := range r.Columns {
			if c.Type == schemas.Int64 && addsUp(r.Rows, parts, i, j) {
				if f := formula(r, parts, i, j, last); f != "" {
					out[[2]int{i, j}] = f
				}
			}
		}
	}
	return out
}

func keyColumns(r Report) (at []int) {
	for i, c := range r.Columns {
		if slices.Contains(r.Table.Key, c.Name) {
			at = append(at, i)
		}
	}
	return at
}

// totalPart tells whether a part of a row's key stands for all.
func totalPart(r Report, column int, row []any) bool {
	return row[column] == "00" || r.Columns[column].Name == "by_level" && row[column] == "total"
}

func keyBut(row []any, keys []int, part int) string {
	s := fmt.Sprint(part)
	for p, k := range keys {
		if p != part {
			s += "\x00" + fmt.Sprint(row[k])
		}
	}
	return s
}

// partsOf are the rows that a total adds up, along the last part of its key that is a total, and which that is.
func partsOf(r Report, row []any, keys []int, index map[string][]int) (parts []int, along int) {
	for p := len(keys) - 1; p >= 0; p-- {
		if !totalPart(r, keys[p], row) {
			continue
		}
		for _, i := range index[keyBut(row, keys, p)] {
			if r.Columns[keys[p]].Name != "by_level" || r.Rows[i][keys[p]] != "commune" { // visits by communes are beside the total of province and district
				parts = append(parts, i)
			}
		}
		return parts, p
	}
	return nil, 0
}

// addsUp tells whether the parts of a column are its total, to the đồng.
func addsUp(rows [][]any, parts []int, total, column int) bool {
	want, ok := rows[total][column].(int64)
	for _, i := range parts {
		v, isNumber := rows[i][column].(int64)
		ok = ok && isNumber
		want -= v
	}
	return ok && want == 0
}

// formula sums parts: as ranges when they stand together, else by the name in the column beside the key.
func formula(r Report, parts []int, total, column, along int) string {
	var ranges []string
	for k := 0; k < len(parts); {
		n := k
		for n+1 < len(parts) && parts[n+1] == parts[n]+1 {
			n++
		}
		ranges = append(ranges, ref(column, parts[k])+":"+ref(column, parts[n]))
		k = n + 1
	}
	if len(ranges) <= 4 {
		return "SUM(" + strings.Join(ranges, ",") + ")"
	}
	name := nameColumn(r, along)
	if name < 0 || !named(r.Rows, parts, total, name) {
		return ""
	}
	first, last := 0, parts[len(parts)-1]
	fixed := func(column int) string { return absolute(column, first) + ":" + absolute(column, last) }
	return fmt.Sprintf("SUMIFS(%s,%s,%s)", fixed(column), fixed(name), ref(name, total))
}

func absolute(column, row int) string {
	cell := ref(column, row)
	at := strings.IndexAny(cell, "0123456789")
	return cell[:at] + "$" + cell[at:]
}

// nameColumn is the column that names the other part of a key of two.
func nameColumn(r Report, along int) int {
	keys := keyColumns(r)
	if len(keys) != 2 {
		return -1
	}
	stem := strings.TrimSuffix(r.Columns[keys[1-along]].Name, "_code") + "_name"
	return slices.IndexFunc(r.Columns, func(c schemas.Column) bool { return c.Name == stem })
}

// named tells whether, down to the last part, the rows that bear the total's name are its parts and no others.
func named(rows [][]any, parts []int, total, name int) bool {
	var found []int
	for i := range parts[len(parts)-1] + 1 {
		if rows[i][name] == rows[total][name] {
			found = append(found, i)
		}
	}
	text, _ := rows[total][name].(string)
	return slices.Equal(found, parts) && text != "" && !strings.ContainsAny(text, "*?~<>=")
}
