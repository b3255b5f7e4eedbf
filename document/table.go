package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// filter keeps the rows whose column has one of the values; the zero value keeps all.
type filter struct {
	column string
	values []string
}

// newTable lays out columns of a report, all of them when none is named, and of its rows those that the
// filter keeps, printed as the empty table says. Codes beside names are left out unless named.
func newTable(r Report, printed render.Table, caption string, names []string, of filter) (*Table, error) {
	at, err := chosen(r, names)
	if err != nil {
		return nil, err
	}
	fixed := -1
	if of.column != "" {
		if fixed, err = column(r, of.column); err != nil {
			return nil, err
		}
	}
	printed.Columns = r.Columns
	for _, row := range r.Rows {
		if of.column == "" || slices.Contains(of.values, fmt.Sprint(row[fixed])) {
			printed.Rows = append(printed.Rows, row)
		}
	}
	p, err := render.Print(printed)
	if err != nil {
		return nil, err
	}
	narrow, err := render.Print(narrowed(printed, at)) // whose notes are about the columns shown
	if err != nil {
		return nil, err
	}
	t := &Table{Report: r.Table.Name, Caption: caption, Notes: narrow.Notes}
	for _, i := range at {
		t.Columns = append(t.Columns, Column{Column: r.Columns[i], Heading: p.Heads[i], Unit: p.Units[i], Number: p.Numbers[i]})
	}
	group(t.Columns, printed.Lang)
	for i, row := range printed.Rows {
		out := Row{Total: isTotal(r, row, of.column)}
		for _, j := range at {
			out.Cells, out.Values = append(out.Cells, p.Rows[i][j]), append(out.Values, row[j])
		}
		t.Rows = append(t.Rows, out)
	}
	span(t)
	return t, nil
}

// chosen finds the columns named.
func chosen(r Report, names []string) (at []int, err error) {
	if len(names) == 0 {
		for i, c := range r.Columns {
			if !codeBesideName(r, c) {
				at = append(at, i)
			}
		}
		return at, nil
	}
	for _, n := range names {
		i, err := column(r, n)
		if err != nil {
			return nil, err
		}
		at = append(at, i)
	}
	return at, nil
}

// codeBesideName tells whether a column is the code of what the next column calls by name.
func codeBesideName(r Report, c schemas.Column) bool {
	stem, isCode := strings.CutSuffix(c.Name, "_code")
	if !isCode {
		stem = c.Name
	}
	return slices.ContainsFunc(r.Columns, func(o schemas.Column) bool { return o.Name == stem+"_name" })
}

func column(r Report, name string) (int, error) {
	i := slices.IndexFunc(r.Columns, func(c schemas.Column) bool { return c.Name == name })
	if i < 0 {
		var all []string
		for _, c := range r.Columns {
			all = append(all, c.Name)
		}
		return 0, fmt.Errorf("report %s has no column %q; it has: %s", r.Table.Name, name, strings.Join(all, ", "))
	}
	return i, nil
}

// narrowed is a table with the columns shown only, and its codes: the rounding note is looked for in it.
func narrowed(t render.Table, at []int) render.Table {
	out := render.Table{Lang: t.Lang, Small: t.Small}
	keep := func(i int) bool { return slices.Contains(at, i) || t.Columns[i].Name == "union_code" }
	for i, c := range t.Columns {
		if keep(i) {
			out.Columns = append(out.Columns, c)
		}
	}
	for _, row := range t.Rows {
		var short []any
		for i, v := range row {
			if keep(i) {
				short = append(short, v)
			}
		}
		out.Rows = append(out.Rows, short)
	}
	return out
}

// group puts neighbouring changes under one heading, and shortens their own.
func group(cols []Column, lang string) {
	for i := range cols {
		beside := i > 0 && render.IsChange(cols[i-1].Column) || i+1 < len(cols) && render.IsChange(cols[i+1].Column)
		if !render.IsChange(cols[i].Column) || !beside {
			continue
		}
		for _, tail := range []string{" tăng, giảm", " +/-"} {
			if short, ok := strings.CutSuffix(cols[i].Heading, tail); ok {
				cols[i].Heading, cols[i].Group = short, pick(lang, "Tăng, giảm so với đầu năm", "Change since the start of the year")
			}
		}
	}
}

// isTotal tells whether a row is a total along any part of the report's key, but for the column named.
func isTotal(r Report, row []any, but string) bool {
	for i, c := range r.Columns {
		if c.Name != but && slices.Contains(r.Table.Key, c.Name) && (row[i] == "00" || c.Name == "by_level" && row[i] == "total") {
			return true
		}
	}
	return false
}

// span lets equal names of neighbouring rows share a cell: all text columns but the last, as long as
// the columns to the left are shared too.
func span(t *Table) {
	last := -1
	for j, c := range t.Columns {
		if !c.Number && c.Type != schemas.Date {
			last = j
		}
	}
	for i := range t.Rows {
		t.Rows[i].Spans = slices.Repeat([]int{1}, len(t.Columns))
	}
	for j := range last {
		for i := len(t.Rows) - 1; i > 0; i-- {
			same := slices.Equal(t.Rows[i].Cells[:j+1], t.Rows[i-1].Cells[:j+1])
			if same {
				t.Rows[i-1].Spans[j] += t.Rows[i].Spans[j]
				t.Rows[i].Spans[j] = 0
			}
		}
	}
}
