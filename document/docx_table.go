package document

import (
	"strconv"

	"github.com/uythac/uythac/schemas"
)

// plainTable lays paragraphs side by side, without lines.
func plainTable(widths []int, rows [][]any) element {
	t := el("w:tbl", el("w:tblPr", el("w:tblW", attribute{"w:w", strconv.Itoa(sum(widths))}, attribute{"w:type", "dxa"}), centred, el("w:tblLayout", attribute{"w:type", "fixed"})), grid(widths))
	for _, cells := range rows {
		tr := el("w:tr", el("w:trPr", el("w:cantSplit")))
		for i, c := range cells {
			tc := el("w:tc", el("w:tcPr", width(widths[i]))).add(c.([]any)...)
			tr = tr.add(tc)
		}
		t = t.add(tr)
	}
	return t
}

func grid(widths []int) element {
	g := el("w:tblGrid")
	for _, n := range widths {
		g = g.add(el("w:gridCol", attribute{"w:w", strconv.Itoa(n)}))
	}
	return g
}

func width(n int) element {
	return el("w:tcW", attribute{"w:w", strconv.Itoa(n)}, attribute{"w:type", "dxa"})
}

// table is a table of figures with its caption and notes: lines around, header rows repeated on every page,
// rows that do not break across pages.
func (o *office) table(t *Table, room int) []any {
	widths, size := t.widths(room)
	tbl := el("w:tbl", el("w:tblPr", val("w:tblStyle", "Grid"), el("w:tblW", attribute{"w:w", strconv.Itoa(sum(widths))}, attribute{"w:type", "dxa"}),
		val("w:jc", "center"), el("w:tblLayout", attribute{"w:type", "fixed"}),
		el("w:tblCellMar", el("w:left", attribute{"w:w", strconv.Itoa(cellPad)}, attribute{"w:type", "dxa"}), el("w:right", attribute{"w:w", strconv.Itoa(cellPad)}, attribute{"w:type", "dxa"}))), grid(widths))
	tbl = tbl.add(o.heads(t, widths, size))
	for i := range t.Rows {
		tbl = tbl.add(o.row(t, i, widths, size))
	}
	out := []any{o.para("Caption", nil, o.text(Run{Text: t.Caption})), tbl}
	for _, n := range t.Notes {
		out = append(out, o.para("Note", nil, o.text(Run{Text: n})))
	}
	return append(out, o.para("Thin", nil)) // two tables in a row would grow together
}

// heads are the header rows: one, or two where headings are grouped.
func (o *office) heads(t *Table, widths []int, size int) []element {
	grouped := t.grouped()
	first, second := headRow(), headRow()
	for i := 0; i < len(t.Columns); i++ {
		c := t.Columns[i]
		if c.Group == "" {
			first = first.add(o.head(c, widths[i], size, val("w:vMerge", "restart").when(grouped)))
			second = second.add(el("w:tc", el("w:tcPr", width(widths[i]), el("w:vMerge")), o.para("Cell", el("w:keepNext"))))
			continue
		}
		n := 1
		for i+n < len(t.Columns) && t.Columns[i+n].Group == c.Group {
			n++
		}
		first = first.add(o.head(Column{Heading: c.Group}, sum(widths[i:i+n]), size, val("w:gridSpan", strconv.Itoa(n))))
		for j := i; j < i+n; j++ {
			second = second.add(o.head(t.Columns[j], widths[j], size, nil))
		}
		i += n - 1
	}
	if !grouped {
		return []element{first}
	}
	return []element{first, second}
}

func headRow() element { return el("w:tr", el("w:trPr", el("w:cantSplit"), el("w:tblHeader"))) }

func (o *office) head(c Column, w, size int, merge any) element {
	cell := el("w:tc", el("w:tcPr", width(w), merge, el("w:shd", attribute{"w:val", "clear"}, attribute{"w:color", "auto"}, attribute{"w:fill", "EAEFF5"}), val("w:vAlign", "center")),
		o.para("Cell", []element{el("w:keepNext"), centred}, o.cellText(Run{Text: c.Heading, Bold: true}, size)))
	if c.Unit != "" {
		cell = cell.add(o.para("Cell", []element{el("w:keepNext"), centred}, o.cellText(Run{Text: "(" + c.Unit + ")"}, size, el("w:i"))))
	}
	return cell
}

func (o *office) cellText(r Run, size int, more ...any) element {
	half := strconv.Itoa(size)
	return o.text(r, append(more, val("w:sz", half), val("w:szCs", half))...)
}

// wholeRows is how many rows a table may have that is never broken across pages.
const wholeRows = 12

// row is a row of figures; a total is bold. The first rows keep together, so that no heading stands alone, and the last, so
// that no total does.
func (o *office) row(t *Table, i int, widths []int, size int) element {
	r := t.Rows[i]
	tr := el("w:tr", el("w:trPr", el("w:cantSplit")))
	for j, text := range r.Cells {
		var merge any
		switch {
		case r.Spans[j] > 1:
			merge = val("w:vMerge", "restart")
		case r.Spans[j] == 0:
			merge, text = el("w:vMerge"), ""
		}
		side := "left"
		switch {
		case t.Columns[j].Number:
			side = "right"
		case t.Columns[j].Type == schemas.Date:
			side = "center"
		}
		place := []element{val("w:jc", side)}
		if i < len(t.Rows)-1 && (i == 0 || i >= len(t.Rows)-3 || len(t.Rows) <= wholeRows) {
			place = append([]element{el("w:keepNext")}, place...)
		}
		p := o.para("Cell", place, o.cellText(Run{Text: text, Bold: r.Total}, size))
		tr = tr.add(el("w:tc", el("w:tcPr", width(widths[j]), merge, val("w:vAlign", "center")), p))
	}
	return tr
}
