package document

import (
	_ "embed"
	"io"
	"strconv"
)

//go:embed page.css
var pageCSS string

// HTML writes a document as one page of its own: light, printable on A4, without anything from elsewhere.
func HTML(w io.Writer, d *Document) error {
	main := el("main")
	for i, s := range d.Sections {
		page := el("section", attribute{"class", map[bool]string{true: "wide", false: "page"}[s.Landscape]})
		if i == 0 {
			page = page.add(htmlHead(d.Letterhead))
		}
		if i == 1 && d.Letterhead.Annex != "" {
			page = page.add(el("h2", attribute{"class", "annex"}, d.Letterhead.Annex))
		}
		for _, b := range s.Blocks {
			if p, ok := b.(*Picture); ok {
				drawn, err := htmlPicture(p)
				if err != nil {
					return err
				}
				page = page.add(drawn)
				continue
			}
			page = page.add(htmlBlock(b, s.Landscape))
		}
		if i == 0 {
			page = page.add(htmlFoot(d.Letterhead))
		}
		main = main.add(page)
	}
	head := el("head", raw(`<meta charset="utf-8">`), raw(`<meta name="viewport" content="width=device-width, initial-scale=1">`),
		el("title", d.Title), raw(`<meta name="description" content="`+escaped(d.Origin)+`">`), el("style", raw(pageCSS)))
	_, err := io.WriteString(w, "<!DOCTYPE html>\n"+el("html", attribute{"lang", d.Lang}, head, el("body", main)).String()+"\n")
	return err
}

// raw is markup that is written as it stands.
type raw string

func class(name string) attribute { return attribute{"class", name} }

func htmlHead(l Letterhead) []any {
	return []any{
		el("header", class("letterhead"),
			el("div", broken(l.Parent, "p"), el("div", class("ruled"), broken(l.Agency, "p", "b")), el("p", htmlRuns(l.Number))),
			el("div", el("p", el("b", l.Nation)), el("p", class("ruled motto"), el("b", l.Motto)), el("p", class("dated"), htmlRuns(l.Dated)))),
		el("h1", l.Title), el("p", class("subject ruled"), el("b", l.Subject)), el("p", class("addressee"), htmlRuns(l.Addressee)),
	}
}

// broken writes lines one under another, each within the elements named.
func broken(lines []string, within ...string) (out []element) {
	for _, l := range lines {
		e := el(within[len(within)-1], l)
		for i := len(within) - 2; i >= 0; i-- {
			e = el(within[i], e)
		}
		out = append(out, e)
	}
	return out
}

func htmlFoot(l Letterhead) element {
	left := el("div", class("recipients"), el("p", el("b", el("i", l.RecipientsLabel))))
	for _, r := range l.Recipients {
		left = left.add(el("p", "- ", htmlRuns(r)))
	}
	right := el("div", class("sign"))
	if l.Authority != "" {
		right = right.add(el("p", el("b", l.Authority)))
	}
	return el("footer", class("signature"), left, right.add(el("p", el("b", l.Post)), el("p", class("name"), el("b", htmlRuns(l.Signature)))))
}

func htmlRuns(runs []Run) []any {
	var out []any
	for _, r := range runs {
		switch {
		case r.Marked:
			out = append(out, el("mark", r.Text))
		case r.Bold:
			out = append(out, el("b", r.Text))
		default:
			out = append(out, r.Text)
		}
	}
	return out
}

// htmlBlock is a block of the text but a picture.
func htmlBlock(b Block, landscape bool) any {
	switch b := b.(type) {
	case Heading:
		return el("h"+strconv.Itoa(b.Level+1), b.Text)
	case Paragraph:
		switch {
		case b.Item:
			return el("p", class("item"), "- ", htmlRuns(b.Runs))
		case b.Note:
			return el("p", class("note"), htmlRuns(b.Runs))
		}
		return el("p", htmlRuns(b.Runs))
	case *Table:
		return htmlTable(b, textWidth(landscape))
	}
	return nil
}
