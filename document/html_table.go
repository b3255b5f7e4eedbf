package document

import (
	"fmt"
	"strconv"

	"github.com/uythac/uythac/schemas"
)

// htmlTable is a table of figures, as wide as in DOCX; browsers repeat its head on every printed page.
func htmlTable(t *Table, room int) element {
	widths, size := t.widths(room)
	columns := el("colgroup")
	for _, n := range widths {
		columns = columns.add(el("col", attribute{"style", fmt.Sprintf("width:%.1fpt", float64(n)/20)}))
	}
	body := el("tbody")
	for _, r := range t.Rows {
		tr := el("tr")
		if r.Total {
			tr = tr.add(class("total"))
		}
		for j, text := range r.Cells {
			if r.Spans[j] == 0 {
				continue
			}
			td := el("td", text)
			if r.Spans[j] > 1 {
				td = td.add(attribute{"rowspan", strconv.Itoa(r.Spans[j])})
			}
			switch {
			case t.Columns[j].Number:
				td = td.add(class("number"))
			case t.Columns[j].Type == schemas.Date:
				td = td.add(class("date"))
			}
			tr = tr.add(td)
		}
		body = body.add(tr)
	}
	shape := attribute{"style", fmt.Sprintf("width:%.1fpt;font-size:%.1fpt", float64(sum(widths))/20, float64(size)/2)}
	f := el("figure", el("table", shape, el("caption", t.Caption), columns, el("thead", htmlHeads(t)), body))
	if len(t.Rows) <= wholeRows {
		f = f.add(class("whole"))
	}
	for _, n := range t.Notes {
		f = f.add(el("p", class("note"), n))
	}
	return f
}

func htmlHeads(t *Table) []element {
	grouped := t.grouped()
	first, second := el("tr"), el("tr")
	for i := 0; i < len(t.Columns); i++ {
		c := t.Columns[i]
		if c.Group == "" {
			th := htmlHeading(c)
			if grouped {
				th = th.add(attribute{"rowspan", "2"})
			}
			first = first.add(th)
			continue
		}
		n := 0
		for i+n < len(t.Columns) && t.Columns[i+n].Group == c.Group {
			second = second.add(htmlHeading(t.Columns[i+n]))
			n++
		}
		first = first.add(el("th", attribute{"colspan", strconv.Itoa(n)}, c.Group))
		i += n - 1
	}
	if !grouped {
		return []element{first}
	}
	return []element{first, second}
}

func htmlHeading(c Column) element {
	th := el("th", c.Heading)
	if c.Unit != "" {
		th = th.add(raw("<br>"), el("i", "("+c.Unit+")"))
	}
	return th
}
