package board

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// perPage is how many rows a page of a long list has.
const perPage = 100

// listed is which rows of a report a list has: those with some codes, and of groups those whose code or commune has a text.
type listed struct {
	table  *schemas.Table
	where  warehouse.Filter
	search string
}

// list adds one page of a list: no more rows are read than it shows, for there may be a million.
func (p *page) list(r *reader, req *http.Request, l listed, key string, columns ...string) error {
	if !r.has(l.table) {
		return nil
	}
	from := fromRow(req)
	q := warehouse.Asked{AsOf: r.AsOf, Lang: r.Lang, Where: l.where, Copied: !r.version.Whole}
	s := q.Rows(l.table)
	if l.search != "" {
		s.SQL = "SELECT * FROM (" + s.SQL + ") g WHERE g.group_code <> '00' AND contains(lower(g.group_code || ' ' || g.commune_name), lower($search)) ORDER BY g.group_code"
		s.Params["search"] = l.search
	}
	s.SQL += fmt.Sprintf(" LIMIT %d OFFSET %d", perPage+1, from)
	t, err := r.ask(l.table.Name, s)
	if err != nil {
		return err
	}
	t.columns = l.table.Columns
	return p.leaf(r, req, l.table, t, from, key, columns...)
}

// long adds one page of rows that were read.
func (p *page) long(r *reader, req *http.Request, t *schemas.Table, of rows, key string, columns ...string) error {
	from := min(fromRow(req), len(of.rows))
	return p.leaf(r, req, t, rows{of.columns, of.rows[from:min(from+perPage+1, len(of.rows))]}, from, key, columns...)
}

// leaf adds rows from one on, and the way to those after them when there is one more than a page has.
func (p *page) leaf(r *reader, req *http.Request, t *schemas.Table, of rows, from int, key string, columns ...string) error {
	more := len(of.rows) > perPage
	of.rows = of.rows[:min(perPage, len(of.rows))]
	if err := p.report(r, "rows", t, of, key, columns...); err != nil {
		return err
	}
	last := &p.Parts[len(p.Parts)-1]
	if n := len(of.rows); n > 0 && (more || from > 0) {
		last.Note = fmt.Sprintf(r.T("dòng %d–%d", "rows %d to %d"), from+1, from+n)
	}
	if more {
		v := req.URL.Query()
		v.Set("from", strconv.Itoa(from+perPage))
		last.Grid.Next = r.Path + "?" + v.Encode()
	}
	return nil
}

// fromRow is the first row that an address asks for.
func fromRow(req *http.Request) int {
	n, err := strconv.Atoi(req.URL.Query().Get("from"))
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}
