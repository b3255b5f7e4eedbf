package result

import (
	"bufio"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/render"
)

// sample is how many rows decide how wide the columns of a table are.
const sample = 1000

const gap = "  "

// table is aligned text: names, a line, rows with numbers to the right.
type table struct {
	out    *bufio.Writer
	schema *arrow.Schema
	held   [][]string // rows before the layout is known
	widths []int      // nil: not known yet
}

func (t *table) batch(b arrow.RecordBatch) error {
	columns := cells(b)
	for row := range int(b.NumRows()) {
		texts := make([]string, len(columns))
		for i, write := range columns {
			texts[i] = forPeople(b.Column(i), write, row)
		}
		if t.widths != nil {
			if err := t.line(texts); err != nil {
				return err
			}
			continue
		}
		if t.held = append(t.held, texts); len(t.held) == sample {
			if err := t.layOut(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *table) end() error {
	if t.widths != nil {
		return nil
	}
	return t.layOut()
}

// layOut decides on the widths and writes what was held.
func (t *table) layOut() error {
	names, total := make([]string, t.schema.NumFields()), 0
	t.widths = make([]int, len(names))
	for i, f := range t.schema.Fields() {
		names[i] = printable(f.Name)
		t.widths[i] = render.Width(names[i])
		for _, row := range t.held {
			t.widths[i] = max(t.widths[i], render.Width(row[i]))
		}
		total += t.widths[i] + len(gap)
	}
	rule := strings.Repeat("─", max(0, total-len(gap)))
	if err := t.line(names); err != nil {
		return err
	}
	if _, err := t.out.WriteString(rule + "\n"); err != nil {
		return err
	}
	for _, row := range t.held {
		if err := t.line(row); err != nil {
			return err
		}
	}
	t.held = nil
	return nil
}

func (t *table) line(texts []string) error {
	var b strings.Builder
	for i, s := range texts {
		if i > 0 {
			b.WriteString(gap)
		}
		pad := strings.Repeat(" ", max(0, t.widths[i]-render.Width(s)))
		switch {
		case kindOf(t.schema.Field(i).Type) == number:
			b.WriteString(pad + s)
		case i == len(texts)-1:
			b.WriteString(s)
		default:
			b.WriteString(s + pad)
		}
	}
	_, err := t.out.WriteString(b.String() + "\n")
	return err
}
