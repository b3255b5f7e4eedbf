package board

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/serve"
)

var facts = &serve.Facts{
	Asked:  []calendar.Day{calendar.Date(2020, 11, 30), calendar.Date(2020, 12, 31)},
	Tables: map[string]bool{schemas.OutstandingByUnion.String(): true},
}

// TestAsk: day and language stand in the address, and in every address of a page; the latest day needs no word.
func TestAsk(t *testing.T) {
	for address, want := range map[string]string{
		"/":                              "/x?q=a",
		"/?lang=en":                      "/x?lang=en&q=a",
		"/?as_of=2020-12-31":             "/x?q=a",
		"/?as_of=2020-11-30&lang=en":     "/x?as_of=2020-11-30&lang=en&q=a",
		"/?lang=fr":                      "/x?q=a",
		"/?as_of=2020-10-31":             "Không có số liệu đến ngày 31/10/2020. Có các ngày: 31/12/2020, 30/11/2020.",
		"/?as_of=31/12/2020":             "as_of là một ngày, như 2020-12-31",
		"/?as_of=%3Cscript%3E":           "as_of là một ngày, như 2020-12-31",
		"/?as_of=2020-11-30&as_of=other": "/x?as_of=2020-11-30&q=a",
	} {
		a, err := ask(httptest.NewRequest("GET", address, nil), facts, true)
		got := a.To("/x", "q", "a", "empty", "")
		if err != nil {
			got, _ = Gone(err, "vi")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if _, err := ask(httptest.NewRequest("GET", "/", nil), &serve.Facts{}, true); err == nil {
		t.Error("a warehouse without a day has a page")
	}
}

// TestLeaf: pages of a long list follow one another without a gap, and the last one has no next.
func TestLeaf(t *testing.T) {
	var all rows
	all.columns = []schemas.Column{{Name: "union_code", Type: schemas.Code}}
	for i := range 2*perPage + 5 {
		all.rows = append(all.rows, []any{fmt.Sprint(1000 + i)})
	}
	seen, notes := 0, ""
	for next := "/watch/x?lang=en"; next != ""; {
		req := httptest.NewRequest("GET", next, nil)
		a, err := ask(req, facts, true)
		if err != nil {
			t.Fatal(err)
		}
		p := &page{}
		if err := p.long(&reader{asked: a, facts: facts}, req, &schemas.OutstandingByUnion, all, "union_code", "union_code"); err != nil {
			t.Fatal(err)
		}
		g := p.Parts[0].Grid
		if first := g.Rows[0].Cells[0].Text; first != fmt.Sprint(1000+seen) {
			t.Fatalf("%s begins with %s after %d rows", next, first, seen)
		}
		seen, notes, next = seen+len(g.Rows), notes+p.Parts[0].Note+";", g.Next
	}
	if seen != len(all.rows) || notes != "rows 1 to 100;rows 101 to 200;rows 201 to 205;" {
		t.Errorf("%d rows, %s", seen, notes)
	}
	if n := fromRow(httptest.NewRequest("GET", "/?from=-5", nil)); n != 0 {
		t.Errorf("from -5 is %d", n)
	}
}

// TestGrid: codes and names lead to their pages, totals and the unassigned nowhere; what is in a text stays a text.
func TestGrid(t *testing.T) {
	a := asked{Lang: "vi"}
	code, name := schemas.Column{Name: "commune_code", Type: schemas.Code}, schemas.Column{Name: "commune_name", Type: schemas.Text}
	g, err := a.grid(rows{[]schemas.Column{code, name}, [][]any{{"037/1?", "xã <b>An</b>"}, {"00", "Tổng cộng"}}}, "commune_name")
	if err != nil {
		t.Fatal(err)
	}
	if c := g.Rows[0].Cells; c[0].Href != "/communes/037%2F1%3F" || c[1].Href != c[0].Href || !c[1].Key || g.Rows[0].Total {
		t.Errorf("%+v", g.Rows[0])
	}
	if c := g.Rows[1].Cells; c[0].Href != "" || c[1].Href != "" || !g.Rows[1].Total {
		t.Errorf("%+v", g.Rows[1])
	}
	var out strings.Builder
	if err := layout.Execute(&out, &page{asked: a, Title: "<i>", Parts: []part{{ID: "x", Grid: g}}}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "<b>An") || strings.Contains(out.String(), "<i>") {
		t.Error("a text became a part of the page")
	}
}
