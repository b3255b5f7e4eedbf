package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// node is any XML element.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// find lists the elements of a name, outermost first, not looking into those found.
func (n node) find(name string) (all []node) {
	for _, c := range n.Nodes {
		if c.XMLName.Local == name {
			all = append(all, c)
		} else {
			all = append(all, c.find(name)...)
		}
	}
	return all
}

// words is the text within an element.
func (n node) words() string {
	if n.XMLName.Local == "t" {
		return n.Text
	}
	s := ""
	for _, c := range n.Nodes {
		s += c.words()
	}
	return s
}

// unzip reads the parts of an Office file and checks that those that are XML can be read as such.
func unzip(t testing.TB, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
			continue
		}
		for dec := xml.NewDecoder(bytes.NewReader(parts[f.Name])); ; {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return parts
}

// docxText writes a DOCX as text: a line a paragraph with its style, tables row by row.
func docxText(t testing.TB, file []byte) string {
	t.Helper()
	var doc node
	if err := xml.Unmarshal(unzip(t, file)["word/document.xml"], &doc); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range doc.Nodes[0].Nodes {
		switch n.XMLName.Local {
		case "p":
			docxParagraph(&b, n)
		case "tbl":
			docxTable(&b, n)
		}
	}
	return b.String()
}

func docxParagraph(b *strings.Builder, n node) {
	style := ""
	for _, s := range n.find("pStyle") {
		style = s.attr("val")
	}
	if len(n.find("drawing")) > 0 {
		fmt.Fprintf(b, "%s: (picture)\n", style)
	}
	if s := n.words(); s != "" {
		fmt.Fprintf(b, "%s: %s\n", style, s)
	}
	if len(n.find("sectPr")) > 0 {
		b.WriteString("---- section\n")
	}
}

func docxTable(b *strings.Builder, n node) {
	for _, row := range n.find("tr") {
		var cells []string
		for _, cell := range row.find("tc") {
			var lines []string
			for _, p := range cell.find("p") {
				if s := p.words(); s != "" {
					lines = append(lines, s)
				}
			}
			text := strings.Join(lines, " / ")
			for _, m := range cell.find("vMerge") {
				if m.attr("val") == "" {
					text = "^"
				}
			}
			for _, m := range cell.find("gridSpan") {
				text += " {" + m.attr("val") + "}"
			}
			cells = append(cells, text)
		}
		mark := "|"
		if len(row.find("tblHeader")) > 0 {
			mark = "#"
		}
		b.WriteString(mark + " " + strings.Join(cells, " | ") + "\n")
	}
}

var (
	style  = regexp.MustCompile(`(?s)<style>.*?</style>`)
	ending = regexp.MustCompile(`</(p|h[1-6]|tr|caption|title|div)>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
	cell   = regexp.MustCompile(`</t[hd]>`)
)

// htmlText writes a page as text: a line a paragraph, cells between strokes.
func htmlText(page string) string {
	page = ending.ReplaceAllString(cell.ReplaceAllString(style.ReplaceAllString(page, ""), " | "), "\n")
	return html.UnescapeString(tag.ReplaceAllString(page, ""))
}

// xlsxText writes a workbook as text: a block a sheet, its rows with exact values and formulas.
func xlsxText(t testing.TB, file []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, tab := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", tab)
		rows, err := f.GetRows(tab, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if i == 24 {
				fmt.Fprintf(&b, "... %d rows in all\n", len(rows))
				break
			}
			for j := range row {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, err := f.GetCellFormula(tab, cell); err == nil && formula != "" {
					row[j] += " =" + formula
				}
			}
			b.WriteString(strings.TrimRight(strings.Join(row, " | "), " |") + "\n")
		}
	}
	return b.String()
}
