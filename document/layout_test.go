package document_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/uythac/uythac/document"
)

// TestDOCXLayout: the page of an administrative document, header rows that repeat, merged cells, a section
// across, numbers at the top of all pages but the first, pictures that are there.
func TestDOCXLayout(t *testing.T) {
	d := build(t, input(t, ends[0], "vi", "docx"))
	var b bytes.Buffer
	if err := document.DOCX(&b, d); err != nil {
		t.Fatal(err)
	}
	parts := unzip(t, b.Bytes())
	var doc node
	if err := xml.Unmarshal(parts["word/document.xml"], &doc); err != nil {
		t.Fatal(err)
	}
	sections := doc.find("sectPr")
	if len(sections) != 2 {
		t.Fatalf("%d sections", len(sections))
	}
	for i, s := range sections {
		size, margin := s.find("pgSz")[0], s.find("pgMar")[0]
		if across := size.attr("orient") == "landscape"; across != (i == 1) || len(s.find("titlePg")) != 1-i {
			t.Errorf("section %d: %+v", i, size)
		}
		if margin.attr("top") != "1134" || i == 0 && (margin.attr("left") != "1701" || margin.attr("right") != "851") {
			t.Errorf("section %d: margins %+v", i, margin.Attrs)
		}
	}
	if !strings.Contains(string(parts["word/header1.xml"]), " PAGE ") || strings.Contains(string(parts["word/header2.xml"]), "PAGE") {
		t.Error("the number of the page is not on all pages but the first")
	}
	tables := 0
	for _, table := range doc.find("tbl") {
		columns := len(table.find("gridCol"))
		heads := 0
		for _, row := range table.find("tr") {
			heads += len(row.find("tblHeader"))
			wide := 0
			for _, cell := range row.find("tc") {
				wide++
				for _, span := range cell.find("gridSpan") {
					wide += int(span.attr("val")[0]-'0') - 1
				}
			}
			if wide != columns {
				t.Errorf("a row of %d cells in a table of %d columns: %s", wide, columns, row.words())
			}
		}
		if heads > 0 {
			tables++
		}
	}
	if merged := len(doc.find("vMerge")); tables < 10 || merged < 20 {
		t.Errorf("%d tables with header rows, %d cells merged", tables, merged)
	}
	if pictures := len(doc.find("drawing")); pictures != 2 || !bytes.HasPrefix(parts["word/media/chart2.png"], []byte("\x89PNG")) {
		t.Errorf("%d pictures", pictures)
	}
	if !strings.Contains(string(parts["word/styles.xml"]), `w:ascii="Times New Roman"`) || !strings.Contains(string(parts["docProps/core.xml"]), "20210105T030405Z-abcdef") {
		t.Error("the font, or the run in the file's properties")
	}
}

// TestHTMLStandsAlone: a page takes nothing from elsewhere and runs nothing.
func TestHTMLStandsAlone(t *testing.T) {
	var b bytes.Buffer
	if err := document.HTML(&b, build(t, input(t, ends[0], "en", "html"))); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"http:", "https:", "<script", "<link", "@import", "url("} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if n := strings.Count(b.String(), "data:image/svg+xml;base64,"); n != 2 {
		t.Errorf("%d charts", n)
	}
}

// TestOddTexts: what stands in names and templates is text in every format, never markup.
func TestOddTexts(t *testing.T) {
	in := input(t, ends[0], "vi", "docx")
	in.Branches = []string{`Chi nhánh <b>"A & B"</b> ` + "\x01"}
	d := build(t, in)
	for _, format := range []string{"docx", "xlsx", "html"} {
		var b bytes.Buffer
		if _, err := document.To(t.Context(), &b, format, d); err != nil {
			t.Fatal(err)
		}
		if format != "html" {
			unzip(t, b.Bytes())
		} else if strings.Contains(b.String(), "<b>CHI NHÁNH <B>") || !strings.Contains(b.String(), "CHI NHÁNH &lt;B&gt;") {
			t.Error("a name became markup")
		}
	}
}
