package document

import (
	"strings"
	"unicode/utf8"
)

// cellPad is the room left and right of a cell's text, in twentieths of a point.
const cellPad = 57

// slack makes up for letters wider than wide takes them.
const slack = 40

// widths are the columns' widths in twentieths of a point, and the size of the type in half points: the
// largest from 11 points down to 7 at which every word and number fits the room unbroken. Room that is left
// goes to the columns of text as far as they can use it, then to all alike.
func (t *Table) widths(room int) (widths []int, size int) {
	for size = 22; ; size -= 1 {
		widths = widths[:0]
		for j := range t.Columns {
			need, _ := t.need(j, size)
			widths = append(widths, need)
		}
		if sum(widths) <= room || size == 14 {
			break
		}
	}
	left := room - sum(widths)
	for j := range t.Columns {
		if _, whole := t.need(j, size); !t.Columns[j].Number && left > 0 {
			more := min(left, max(0, whole-widths[j]))
			widths[j], left = widths[j]+more, left-more
		}
	}
	for j := range t.Columns { // then units that would break over two lines
		if more := wide("("+t.Columns[j].Unit+")", size, false) + 2*cellPad + slack - widths[j]; t.Columns[j].Number && more > 0 && more <= left {
			widths[j], left = widths[j]+more, left-more
		}
	}
	for j := range widths {
		if share := left / len(widths); share > 0 {
			widths[j] += min(share, 400)
		}
	}
	return widths, size
}

// need is the width that a column's longest word or number takes, and the one its longest line takes.
func (t *Table) need(j, size int) (word, line int) {
	c := t.Columns[j]
	for _, w := range append(strings.Fields(c.Heading), strings.Fields("("+c.Unit+")")...) {
		word = max(word, wide(w, size, true))
	}
	for _, r := range t.Rows {
		line = max(line, wide(r.Cells[j], size, r.Total))
		if c.Number {
			word = max(word, wide(r.Cells[j], size, r.Total))
			continue
		}
		for _, w := range strings.Fields(r.Cells[j]) {
			word = max(word, wide(w, size, r.Total))
		}
	}
	return word + 2*cellPad + slack, line + 2*cellPad + slack
}

// wide is about how wide a text is in Times, in twentieths of a point: digits are half an em, letters are
// taken a little wider than most are.
func wide(s string, size int, bold bool) int {
	thousandths := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			thousandths += 500
		case strings.ContainsRune(".,;:'()il |-", r):
			thousandths += 330
		case r >= 'A' && r <= 'Z' || strings.ContainsRune("mw%", r):
			thousandths += 740
		case strings.ContainsRune("ơờớởỡợưừứửữựĐ", r):
			thousandths += 620
		default:
			thousandths += 510
		}
	}
	if bold {
		thousandths += 40 * utf8.RuneCountInString(s)
	}
	return thousandths * size * 10 / 1000
}

func sum(all []int) (n int) {
	for _, x := range all {
		n += x
	}
	return n
}

// grouped tells whether any heading stands under a common one.
func (t *Table) grouped() bool {
	for _, c := range t.Columns {
		if c.Group != "" {
			return true
		}
	}
	return false
}
