package document_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/document"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// TestScope: a document of a part names it in its heading, holds what reports of the part hold, draws nothing of the
// whole, and leaves out what has no meaning in the part.
func TestScope(t *testing.T) {
	day := calendar.Date(2020, 12, 31)
	for _, c := range []struct {
		lang, subject, without string
		scope                  warehouse.Scope
	}{
		{"vi", "- phạm vi: Hội Liên hiệp Phụ nữ", "chưa tổ chức lớp tập huấn", warehouse.Scope{Union: "12"}},
		{"en", "- scope: Women's Union, programme Near-poor households", "Deposits of group members", warehouse.Scope{Union: "12", Programme: "02"}},
	} {
		in := scopedInput(t, day, c.lang, "html", c.scope)
		d := build(t, in)
		if !strings.HasSuffix(d.Letterhead.Subject, c.subject) || !strings.HasSuffix(d.Title, c.subject) {
			t.Errorf("the heading is %q, and should end with %q", d.Title, c.subject)
		}
		if len(in.Trends) > 0 {
			t.Error("trends of the whole in a document of a part")
		}
		conf, err := branch()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range in.Reports {
			one, err := pipeline.ReadReport(t.Context(), conf, pipeline.Question{Report: r.Table.Name, AsOf: &day, Scope: c.scope, Lang: c.lang})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(one.Rows, r.Rows); diff != "" {
				t.Errorf("%s is not that of the scope:\n%s", r.Table.Name, diff)
			}
		}
		var page bytes.Buffer
		if err := document.HTML(&page, d); err != nil {
			t.Fatal(err)
		}
		for _, none := range []string{"chưa có số liệu", "(no figure)", "<svg", c.without} {
			if strings.Contains(page.String(), none) {
				t.Errorf("%v: the page says %q", c.scope, none)
			}
		}
	}
}
