package render

import (
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

const gap = "  "

// firstMark is the first combining mark: what comes before it, but for the soft hyphen, takes one column.
const firstMark = '\u0300'

// Text prints a table for a terminal: title, headings broken over lines, units, rows with numbers
// to the right, notes.
func Text(w io.Writer, t Table) error {
	c, err := people(t)
	if err != nil {
		return err
	}
	align(t, c.rows)
	heads, widths := headings(t, c.rows)
	var b strings.Builder
	for _, line := range []string{t.Title, t.Subtitle} {
		if line != "" {
			b.WriteString(line + "\n")
		}
	}
	for i := range heads[0] {
		line := make([]string, len(heads))
		for j := range heads {
			line[j] = heads[j][i]
		}
		writeLine(&b, t, line, widths)
	}
	total := 0
	for _, n := range widths {
		total += n
	}
	b.WriteString(strings.Repeat("─", total+len(gap)*(len(widths)-1)) + "\n")
	for _, row := range c.rows {
		writeLine(&b, t, row, widths)
	}
	for _, n := range c.notes {
		b.WriteString(n + "\n")
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// align gives the numbers of a column with decreases a space where others have a parenthesis.
func align(t Table, rows [][]string) {
	for j, c := range t.Columns {
		closes := false
		for _, row := range rows {
			closes = closes || isChange(c) && strings.HasSuffix(row[j], ")")
		}
		for _, row := range rows {
			if closes && !strings.HasSuffix(row[j], ")") {
				row[j] += " "
			}
		}
	}
}

// headings breaks headings over lines no wider than need be, bottom-aligned with the unit last,
// and finds the width of every column.
func headings(t Table, rows [][]string) (heads [][]string, widths []int) {
	unit, hasUnits := units(t)
	tallest := 0
	for j, c := range t.Columns {
		need := Width(unit[j])
		for _, row := range rows {
			need = max(need, Width(row[j]))
		}
		lines := Wrapped(heading(t.Lang, c), max(need, 10))
		for _, l := range lines {
			need = max(need, Width(l))
		}
		if hasUnits {
			lines = append(lines, unit[j])
		}
		heads, widths, tallest = append(heads, lines), append(widths, need), max(tallest, len(lines))
	}
	for j := range heads {
		heads[j] = append(make([]string, tallest-len(heads[j])), heads[j]...)
	}
	return heads, widths
}

// Wrapped splits words into lines of at most n columns, where the words allow; no words give no lines.
func Wrapped(s string, n int) (lines []string) {
	for _, word := range strings.Fields(s) {
		if last := len(lines) - 1; last >= 0 && Width(lines[last])+1+Width(word) <= n {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

func writeLine(b *strings.Builder, t Table, cells []string, widths []int) {
	last := len(cells) - 1
	for last > 0 && strings.TrimRight(cells[last], " ") == "" {
		last--
	}
	for j, s := range cells[:last+1] {
		if j == last {
			s = strings.TrimRight(s, " ")
		}
		if j > 0 {
			b.WriteString(gap)
		}
		pad := max(0, widths[j]-Width(cells[j]))
		if rightAligned(t.Columns[j]) {
			b.WriteString(strings.Repeat(" ", pad) + s)
		} else if b.WriteString(s); j < last {
			b.WriteString(strings.Repeat(" ", pad))
		}
	}
	b.WriteString("\n")
}

// Width is how many terminal columns a text takes: combining marks none, wide letters two.
func Width(s string) (n int) {
	for _, r := range s {
		switch {
		case r < firstMark && r != '\u00ad':
			n++
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case width.LookupRune(r).Kind() == width.EastAsianWide, width.LookupRune(r).Kind() == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
