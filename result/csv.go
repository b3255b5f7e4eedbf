package result

import (
	"bufio"
	"bytes"

	"github.com/apache/arrow-go/v18/arrow"
)

// csv is RFC 4180 with a line of names: what holds a comma, a quote or a line break is quoted, as is an empty text,
// to tell it from NULL.
type csv struct {
	out  *bufio.Writer
	line []byte
}

func newCSV(out *bufio.Writer, schema *arrow.Schema) (*csv, error) {
	c := &csv{out: out}
	for i, f := range schema.Fields() {
		if i > 0 {
			c.line = append(c.line, ',')
		}
		c.line = quoteCSV(append(c.line, f.Name...), len(c.line))
	}
	return c, c.flush()
}

func (c *csv) batch(b arrow.RecordBatch) error {
	columns := cells(b)
	for row := range int(b.NumRows()) {
		for i, write := range columns {
			if i > 0 {
				c.line = append(c.line, ',')
			}
			if b.Column(i).IsNull(row) {
				continue
			}
			from := len(c.line)
			c.line = quoteCSV(write(c.line, row), from)
		}
		if err := c.flush(); err != nil {
			return err
		}
	}
	return nil
}

func (c *csv) flush() error {
	_, err := c.out.Write(append(c.line, '\n'))
	c.line = c.line[:0]
	return err
}

func (c *csv) end() error { return nil }

// quoteCSV quotes what was appended after from, where it must be.
func quoteCSV(b []byte, from int) []byte {
	field := b[from:]
	if len(field) > 0 && !bytes.ContainsAny(field, ",\"\r\n") && field[0] != ' ' {
		return b
	}
	quoted := bytes.ReplaceAll(field, []byte(`"`), []byte(`""`))
	b = append(b[:from], '"')
	return append(append(b, quoted...), '"')
}
