package document

import (
	"archive/zip"
	"io"
	"strconv"
	"time"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// part is a file in a zip.
type part struct {
	name string
	data []byte
}

// DOCX writes a document for Word.
func DOCX(w io.Writer, d *Document) error {
	o := &office{d: d}
	body := el("w:body", o.letterhead())
	for i, s := range d.Sections {
		last := i == len(d.Sections)-1
		if i == 1 {
			body = body.add(o.para("Heading1", centred, o.text(Run{Text: d.Letterhead.Annex})).when(d.Letterhead.Annex != ""))
		}
		for j, b := range s.Blocks {
			body = body.add(o.block(b, s.Landscape, i == 0 && j >= len(s.Blocks)-2))
		}
		if i == 0 {
			body = body.add(o.signature())
		}
		page := sectionProperties(s.Landscape, i == 0)
		if last {
			body = body.add(page)
		} else {
			body = body.add(el("w:p", el("w:pPr", val("w:pStyle", "Thin"), page)))
		}
	}
	if o.err != nil {
		return o.err
	}
	main := el("w:document", append(namespaces(), body)...)
	parts := append(fixedParts(d, len(o.pictures)), part{"word/document.xml", []byte(xmlHead + main.String())})
	return archive(w, append(parts, o.pictures...), d.Made)
}

// archive writes a zip whose files all bear one time, so that the same parts give the same bytes.
func archive(w io.Writer, parts []part, made time.Time) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: made.UTC()})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// office writes the parts of a DOCX.
type office struct {
	d        *Document
	pictures []part
	err      error // the first that drawing came to
}

// block writes a block of the text; the last before the signature stays with it.
func (o *office) block(b Block, landscape, last bool) any {
	stay := el("w:keepNext").when(last)
	switch b := b.(type) {
	case Heading:
		return o.para("Heading"+strconv.Itoa(b.Level), nil, o.text(Run{Text: b.Text}))
	case Paragraph:
		style := "BodyText"
		if b.Item {
			style = "ListItem"
			b.Runs = append([]Run{{Text: "- "}}, b.Runs...)
		}
		if b.Note {
			style = "Note"
		}
		return o.para(style, stay, o.texts(b.Runs))
	case *Table:
		return o.table(b, textWidth(landscape))
	case *Picture:
		return o.picture(b)
	}
	return nil
}

var centred = val("w:jc", "center")

// para is a paragraph in a style; more is what the style does not say, or nil.
func (o *office) para(style string, more any, kids ...any) element {
	return el("w:p", append([]any{el("w:pPr", val("w:pStyle", style), more)}, kids...)...)
}

func (o *office) texts(runs []Run) []element {
	var out []element
	for _, r := range runs {
		out = append(out, o.text(r))
	}
	return out
}

// text is a run of text; more are properties beyond the run's own.
func (o *office) text(r Run, more ...any) element {
	props := el("w:rPr", el("w:b").when(r.Bold)).add(more...).add(val("w:highlight", "yellow").when(r.Marked))
	return el("w:r", props, el("w:t", attribute{"xml:space", "preserve"}, r.Text))
}
