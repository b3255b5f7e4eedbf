package result

import (
	"bufio"
	"fmt"
	"strings"
	"unicode"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/render"
)

// forPeople is a value as text on one line.
func forPeople(column arrow.Array, write cell, row int) string {
	if column.IsNull(row) {
		return "NULL"
	}
	return printable(string(write(nil, row)))
}

// printable shows control characters instead of sending them to the terminal.
func printable(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString("⏎")
		case r == '\t':
			b.WriteString("→")
		case unprintable(r):
			fmt.Fprintf(&b, "\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unprintable are control characters, and those that turn the direction of writing around.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// record is a block of lines per row, a line per column: for rows that are wider than a screen.
type record struct {
	out   *bufio.Writer
	names []string // padded
	rows  int64
}

func newRecord(out *bufio.Writer, schema *arrow.Schema) *record {
	r, widest := &record{out: out}, 0
	for _, f := range schema.Fields() {
		r.names = append(r.names, printable(f.Name))
		widest = max(widest, render.Width(f.Name))
	}
	for i, n := range r.names {
		r.names[i] = n + strings.Repeat(" ", max(0, widest-render.Width(n))) + gap
	}
	return r
}

func (r *record) batch(b arrow.RecordBatch) error {
	columns := cells(b)
	for row := range int(b.NumRows()) {
		r.rows++
		fmt.Fprintf(r.out, "─── %d ───\n", r.rows)
		for i, write := range columns {
			if _, err := r.out.WriteString(r.names[i] + forPeople(b.Column(i), write, row) + "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *record) end() error { return nil }

// markdown is a Markdown table.
type markdown struct {
	out  *bufio.Writer
	line []string
}

var escape = strings.NewReplacer("|", `\|`)

func newMarkdown(out *bufio.Writer, schema *arrow.Schema) (*markdown, error) {
	m := &markdown{out: out, line: make([]string, schema.NumFields())}
	for i, f := range schema.Fields() {
		m.line[i] = f.Name
	}
	if err := m.flush(); err != nil {
		return nil, err
	}
	for i, f := range schema.Fields() {
		m.line[i] = "---"
		if kindOf(f.Type) == number {
			m.line[i] = "---:"
		}
	}
	return m, m.flush()
}

func (m *markdown) batch(b arrow.RecordBatch) error {
	columns := cells(b)
	for row := range int(b.NumRows()) {
		for i, write := range columns {
			m.line[i] = forPeople(b.Column(i), write, row)
		}
		if err := m.flush(); err != nil {
			return err
		}
	}
	return nil
}

func (m *markdown) flush() error {
	for i, s := range m.line {
		m.line[i] = escape.Replace(s)
	}
	_, err := m.out.WriteString("| " + strings.Join(m.line, " | ") + " |\n")
	return err
}

func (m *markdown) end() error { return nil }
