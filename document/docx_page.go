package document

import "strconv"

// The page of Nghị định 30/2020/NĐ-CP: A4, top and bottom 20 to 25 mm, left 30 to 35 mm, right 15 to 20 mm;
// lengths in twentieths of a point.
const (
	pageShort, pageLong     = 11906, 16838 // 210 x 297 mm
	marginTop, marginBottom = 1134, 1134   // 20 mm
	marginLeft, marginRight = 1701, 851    // 30, 15 mm
	marginSideways          = 1134         // both sides of a landscape page
	headerAway              = 567
	letterheadOver          = 620 // the national name on one line needs more than the text's width
)

// textWidth is the width between the margins.
func textWidth(landscape bool) int {
	if landscape {
		return pageLong - 2*marginSideways
	}
	return pageShort - marginLeft - marginRight
}

// sectionProperties end a section: orientation, margins, and the number at the top of every page but the first.
func sectionProperties(landscape, first bool) element {
	size := el("w:pgSz", attribute{"w:w", strconv.Itoa(pageShort)}, attribute{"w:h", strconv.Itoa(pageLong)})
	left, right := marginLeft, marginRight
	if landscape {
		size = el("w:pgSz", attribute{"w:w", strconv.Itoa(pageLong)}, attribute{"w:h", strconv.Itoa(pageShort)}, attribute{"w:orient", "landscape"})
		left, right = marginSideways, marginSideways
	}
	return el("w:sectPr",
		el("w:headerReference", attribute{"w:type", "default"}, attribute{"r:id", "rIdHeader"}),
		el("w:headerReference", attribute{"w:type", "first"}, attribute{"r:id", "rIdFirst"}),
		val("w:type", "nextPage"), size,
		el("w:pgMar", attribute{"w:top", strconv.Itoa(marginTop)}, attribute{"w:right", strconv.Itoa(right)}, attribute{"w:bottom", strconv.Itoa(marginBottom)},
			attribute{"w:left", strconv.Itoa(left)}, attribute{"w:header", strconv.Itoa(headerAway)}, attribute{"w:footer", strconv.Itoa(headerAway)}, attribute{"w:gutter", "0"}),
		el("w:titlePg").when(first))
}

// letterhead is the head of the document: agency and nation side by side, title, subject, addressee.
func (o *office) letterhead() []any {
	l := o.d.Letterhead
	var left []any
	for _, s := range l.Parent {
		left = append(left, o.para("Head", nil, o.text(Run{Text: s})))
	}
	for _, s := range l.Agency {
		left = append(left, o.para("Head", nil, o.text(Run{Text: s, Bold: true})))
	}
	left = append(left, o.line(1300), o.para("Head", nil, o.texts(l.Number)))
	right := []any{
		o.para("Head", nil, o.text(Run{Text: l.Nation, Bold: true})),
		o.para("Head", nil, o.text(Run{Text: l.Motto, Bold: true}, val("w:sz", "26"))), o.line(1420),
		o.para("Head", nil, o.italics(l.Dated)),
	}
	width := textWidth(false) + letterheadOver
	head := plainTable([]int{width * 42 / 100, width - width*42/100}, [][]any{{left, right}})
	out := []any{head, o.para("Title", nil, o.text(Run{Text: l.Title})), o.para("Subject", nil, o.text(Run{Text: l.Subject})), o.line(3300)}
	if len(l.Addressee) > 0 {
		out = append(out, o.para("Addressee", nil, o.texts(l.Addressee)))
	}
	return out
}

// italics are runs of the place and date.
func (o *office) italics(runs []Run) []element {
	var out []element
	for _, r := range runs {
		out = append(out, o.text(r, el("w:i"), val("w:sz", "26")))
	}
	return out
}

// line is the rule under a name or a title, with this much left out on both sides.
func (o *office) line(indent int) element {
	side := strconv.Itoa(indent)
	return el("w:p", el("w:pPr", val("w:pStyle", "Thin"),
		el("w:pBdr", el("w:top", attribute{"w:val", "single"}, attribute{"w:sz", "6"}, attribute{"w:space", "1"}, attribute{"w:color", "000000"})),
		el("w:ind", attribute{"w:left", side}, attribute{"w:right", side})))
}

// signature is the foot of the document: recipients to the left, post and name to the right. Its rows stay together.
func (o *office) signature() []any {
	l := o.d.Letterhead
	left := []any{o.para("Recipients", nil, o.text(Run{Text: l.RecipientsLabel, Bold: true}, el("w:i"), val("w:sz", "24")))}
	for _, r := range l.Recipients {
		left = append(left, o.para("Recipients", nil, o.texts(append([]Run{{Text: "- "}}, r...))))
	}
	right := []any{}
	if l.Authority != "" {
		right = append(right, o.para("Sign", nil, o.text(Run{Text: l.Authority})))
	}
	right = append(right, o.para("Sign", nil, o.text(Run{Text: l.Post})))
	for range 4 {
		right = append(right, o.para("Sign", nil))
	}
	right = append(right, o.para("Sign", nil, o.texts(l.Signature)))
	width := textWidth(false)
	return []any{o.para("Thin", nil), plainTable([]int{width / 2, width - width/2}, [][]any{{left, right}}), o.para("Thin", nil)}
}
