package document

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// plainSheet writes rows of texts under widths of columns.
func (b *workbook) plainSheet(tab string, rows [][]any, widths ...float64) error {
	if err := b.paper(tab); err != nil {
		return err
	}
	for i, w := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.f.SetColWidth(tab, name, name, w); err != nil {
			return err
		}
	}
	for i, row := range rows {
		for j, v := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			styled, ok := v.(excelize.Cell)
			if !ok {
				styled = b.styled(look{}, v)
			}
			if err := b.f.SetCellValue(tab, cell, styled.Value); err != nil {
				return err
			}
			if err := b.f.SetCellStyle(tab, cell, cell, styled.StyleID); err != nil {
				return err
			}
		}
	}
	return nil
}

// The rows of a report's sheet: title, day, an empty one, headings, units, then the report's.
const headingRow, firstRow = 4, 6

// longest is how many rows of a report its sheet has: a list for action is longer only where the scope is too wide to act on,
// and a workbook of all tables is still made in two seconds.
const longest = 20_000

// sheet writes a report: every column, codes too, headings frozen, totals as formulas.
func (b *workbook) sheet(tab string, r Report) error {
	note := ""
	if all := len(r.Rows); all > longest {
		r.Rows = r.Rows[:longest]
		note = fmt.Sprintf(b.pick("; %d dòng đầu trong %d dòng, toàn bộ có trong `uythac report %s`", "; the first %d rows of %d, all of which `uythac report %s` has"), longest, all, r.Table.Name)
	}
	if err := errors.Join(b.paper(tab), b.repeat(tab)); err != nil {
		return err
	}
	t := render.Report(r.Table, r.Columns, r.Rows, b.d.AsOf, b.d.Lang, true)
	w, err := b.f.NewStreamWriter(tab)
	if err != nil {
		return err
	}
	if err := b.layout(w, t); err != nil {
		return err
	}
	heads, units := b.headings(t)
	if err := setRows(w, 1, []any{b.styled(look{bold: true, size: 14}, t.Title)}, []any{b.styled(look{italic: true}, t.Subtitle+note)}, nil, heads, units); err != nil {
		return err
	}
	sums := totals(r)
	for i, row := range t.Rows {
		cells := make([]any, len(row))
		total := r.Table != &schemas.Headline && isTotal(r, r.Rows[i], "") // the headline's rows are others for people
		for j, v := range row {
			c, err := b.cell(t.Columns[j], v, total)
			if err != nil {
				return err
			}
			c.Formula = sums[[2]int{i, j}]
			cells[j] = c
		}
		if err := setRows(w, firstRow+i, cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

func setRows(w *excelize.StreamWriter, at int, rows ...[]any) error {
	for i, cells := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", at+i), cells); err != nil {
			return err
		}
	}
	return nil
}

// headings are the row of headings and the row of units.
func (b *workbook) headings(t render.Table) (heads, units []any) {
	for _, c := range t.Columns {
		name := b.pick(c.VI, c.EN)
		if name == "" {
			name = c.Name
		}
		unit := b.pick(c.Show.VI, c.Show.EN)
		if unit == "" && c.Type != schemas.Code && c.Type != schemas.Text {
			unit = render.Word(b.d.Lang, "unit", c.Unit)
		}
		heads = append(heads, b.styled(look{bold: true, fill: true, wrap: true}, name))
		units = append(units, b.styled(look{italic: true, fill: true}, unit))
	}
	return heads, units
}

// cell is a value with the format that shows it as printed.
func (b *workbook) cell(c schemas.Column, v any, total bool) (excelize.Cell, error) {
	l := look{bold: total, line: total}
	show := c.Show
	if s, ok := v.(render.Shown); ok {
		v, show = s.Value, s.Show
	}
	switch x := v.(type) {
	case nil:
		return b.styled(l, nil), nil
	case int64:
		l.format = numberFormat(show, render.IsChange(c))
		return b.styled(l, x), nil
	case float64:
		l.format = numberFormat(show, render.IsChange(c))
		return b.styled(l, x), nil
	case bool:
		return b.styled(l, map[bool]string{true: b.pick("có", "yes"), false: b.pick("không", "no")}[x]), nil
	case calendar.Day:
		l.format = b.pick("dd/mm/yyyy", "yyyy-mm-dd")
		return b.styled(l, serial(x)), nil
	case string:
		if c.Type != schemas.Exact {
			return b.styled(l, render.Word(b.d.Lang, c.Name, x)), nil
		}
		r, ok := new(big.Rat).SetString(x)
		if !ok {
			return excelize.Cell{}, fmt.Errorf("%q is not a number", x)
		}
		l.format, l.right = numberFormat(show, true), true
		f, _ := r.Float64() // the nearest that a cell can hold
		return b.styled(l, f), nil
	}
	return excelize.Cell{}, fmt.Errorf("a value of type %T has no cell", v)
}

// ref is a cell's address: columns and rows of the report from 0.
func ref(column, row int) string {
	name, _ := excelize.ColumnNumberToName(column + 1) // reports have few columns
	return name + strconv.Itoa(firstRow+row)
}
