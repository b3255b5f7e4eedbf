package render

import (
	"io"
	"strings"
)

var escape = strings.NewReplacer("|", `\|`, "\n", " ")

// Markdown prints a table as Markdown, with the same texts as Text.
func Markdown(w io.Writer, t Table) error {
	c, err := people(t)
	if err != nil {
		return err
	}
	var b strings.Builder
	if t.Title != "" {
		b.WriteString("## " + t.Title + "\n\n")
	}
	if t.Subtitle != "" {
		b.WriteString(t.Subtitle + "\n\n")
	}
	unit, _ := units(t)
	heads, rules := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, col := range t.Columns {
		heads[i], rules[i] = heading(t.Lang, col), "---"
		if unit[i] != "" {
			heads[i] += " (" + unit[i] + ")"
		}
		if rightAligned(col) {
			rules[i] = "---:"
		}
	}
	for _, line := range append([][]string{heads, rules}, c.rows...) {
		for i, s := range line {
			line[i] = escape.Replace(s)
		}
		b.WriteString("| " + strings.Join(line, " | ") + " |\n")
	}
	for _, n := range c.notes {
		b.WriteString("\n" + n + "\n")
	}
	_, err = io.WriteString(w, b.String())
	return err
}
