package document_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/document"
)

func edited(name, text string) document.Templates {
	return document.Templates{Folder: fstest.MapFS{name: {Data: []byte(text)}}, Name: "mau"}
}

// TestEditedTemplate: what an officer writes is what the document says; files not there come from the program.
func TestEditedTemplate(t *testing.T) {
	in := input(t, calendar.Date(2020, 12, 31), "vi", "docx")
	for _, c := range []struct{ text, want string }{
		{"# Một\nđoạn\nhai dòng\n\n- mục\n> ghi chú\n// không in", "Heading1: Một\nBodyText: đoạn hai dòng\nListItem: - mục\nNote: ghi chú\n"},
		{"\ufeffDư nợ **đậm** [[viết  vào]] .\r\n", "BodyText: Dư nợ đậm [viết vào].\n"},
		{"{{period}}, {{next}}, {{day}}, {{base}}, {{year}}", "BodyText: năm 2020, năm 2021, 31/12/2020, 31/12/2019, 2020\n"},
		{`{{with row "outstanding_by_union" "00"}}{{.Cell "groups"}}; {{.Sign "groups"}}{{end}}{{with row "outstanding_by_union" "77"}}nothing{{end}}`, "BodyText: 13 tổ; 1\n"},
		{`{{with row "inspections_by_union" "11/total"}}{{.Cell "by_level"}}: {{.Cell "communes"}}{{end}}`, "BodyText: tỉnh + huyện: 3 lượt\n"},
		{`{{table "trainings" "Tập huấn" "attendees"}}`, "Caption: Bảng 1. Tập huấn\n# Số người\n| 29\n"},
		{`{{tablewhere "outstanding_by_union" "union_code" "11/12" "Hai hội" "union_name" "groups"}}`, "Caption: Bảng 1. Hai hội\n# Tổ chức hội | Số tổ\n| Hội Nông dân | 5\n| Hội Liên hiệp Phụ nữ | 6\n"},
		{`{{figure "deposit_balance"}}; {{change "deposit_change"}}; {{change "rating_weak_change"}}`, "BodyText: 819,6 triệu đồng; tăng 103,1 triệu đồng; không thay đổi\n"},
		{`{{landscape}}ngang{{portrait}}dọc`, "BodyText: ngang\n"},
	} {
		d, err := document.Build("entrustment-report", in, edited("entrustment-report.vi.txt", c.text))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		var b bytes.Buffer
		if err := document.DOCX(&b, d); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(docxText(t, b.Bytes()), "\u00a0", " "); !strings.Contains(got, c.want) || !strings.Contains(got, "CHI NHÁNH TỈNH TRUNG NINH") {
			t.Errorf("%s gave\n%s\nwant\n%s", c.text, got, c.want)
		}
	}
}

// TestBrokenTemplates: the error names the file, the line and what is wrong.
func TestBrokenTemplates(t *testing.T) {
	in := input(t, calendar.Date(2020, 12, 31), "vi", "docx")
	for _, c := range []struct{ name, text, want string }{
		{"entrustment-report.vi.txt", "một\n{{figure \"outstandign\"}}", "mau/entrustment-report.vi.txt, line 2: figure \"outstandign\": there is no headline figure \"outstandign\"; there are: deposit_balance,"},
		{"entrustment-report.vi.txt", "{{if is \"year\"}}\n", "mau/entrustment-report.vi.txt, line 2: unexpected EOF"},
		{"entrustment-report.vi.txt", "một\n\n{{figur \"outstanding\"}}", "mau/entrustment-report.vi.txt, line 3: function \"figur\" not defined"},
		{"entrustment-report.vi.txt", "{{figure \"outstanding\"", "mau/entrustment-report.vi.txt, line 1: unclosed action"},
		{"entrustment-report.vi.txt", "{{row \"outstanding\" \"00\"}}", "line 1: row \"outstanding\" \"00\": there is no report \"outstanding\" for documents; there are: outstanding_by_union,"},
		{"entrustment-report.vi.txt", "{{with row \"outstanding_by_union\" \"00\"}}{{.Cell \"group\"}}{{end}}", "line 1: .Cell: report outstanding_by_union has no column \"group\"; it has: union_code,"},
		{"entrustment-report.vi.txt", "{{row \"inspections_by_union\" \"00\"}}", "line 1: row \"inspections_by_union\" \"00\": a row of inspections_by_union is named by union_code/by_level"},
		{"entrustment-report.vi.txt", "{{is \"week\"}}", "line 1: is \"week\": there is no period \"week\""},
		{"entrustment-report.vi.txt", "{{chart \"nothing\"}}", "line 1: chart \"nothing\": there is no chart \"nothing\"; there are: outstanding,"},
		{"entrustment-report.vi.txt", "{{named \"outstanding_by_union\" \"overdue\" \"more\"}}", "\"more\" is neither up nor down"},
		{"letterhead.vi.txt", "nation: Việt Nam\nmoto: Độc lập", "mau/letterhead.vi.txt, line 2: \"moto: Độc lập\" does not begin with one of the names there are"},
		{"letterhead.vi.text.txt", "", "mau/letterhead.vi.text.txt: there is no template of this name"},
	} {
		_, err := document.Build("entrustment-report", in, edited(c.name, c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "\n  → ") {
			t.Errorf("%q gave %v\nwant %s", c.text, err, c.want)
		}
	}
}

// TestPeriods: which period an as-of day ends, and what it is called.
func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		day    string
		period document.Period
		before string
		vi, en string
	}{
		{"2020-12-31", document.Year, "2019-12-31", "năm 2020", "2020"},
		{"2020-09-30", document.Quarter, "2020-06-30", "quý III năm 2020", "Quarter III of 2020"},
		{"2020-03-31", document.Quarter, "2019-12-31", "quý I năm 2020", "Quarter I of 2020"},
		{"2020-02-29", document.Month, "2020-01-31", "tháng 2 năm 2020", "February 2020"},
		{"2020-12-30", document.Month, "2020-11-30", "tháng 12 năm 2020", "December 2020"},
	} {
		d, err := calendar.Parse(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if p := document.PeriodOf(d); p != c.period || p.Before(d).String() != c.before {
			t.Errorf("%s ends a %s, before it %s", c.day, p, p.Before(d))
		}
		for lang, want := range map[string]string{"vi": c.vi, "en": c.en} {
			in := document.Input{AsOf: d, Period: c.period, Lang: lang}
			built, err := document.Build("entrustment-report", in, edited("entrustment-report."+lang+".txt", "{{period}}"))
			if err != nil {
				t.Fatal(err)
			}
			if got := built.Sections[0].Blocks[0].(document.Paragraph).Runs[0].Text; got != want {
				t.Errorf("%s is %q, want %q", c.day, got, want)
			}
		}
	}
}
