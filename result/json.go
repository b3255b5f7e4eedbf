package result

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
)

// jsonRows is an array with an object per row, a row a line. A name that comes again gets a number.
type jsonRows struct {
	out   *bufio.Writer
	names [][]byte // quoted, with the colon
	kinds []kind
	rows  int64
	line  []byte
}

func newJSON(out *bufio.Writer, schema *arrow.Schema) *jsonRows {
	j := &jsonRows{out: out}
	for i, name := range distinct(schema) {
		j.names = append(j.names, append(appendString(nil, []byte(name)), ": "...))
		j.kinds = append(j.kinds, kindOf(schema.Field(i).Type))
	}
	return j
}

func (j *jsonRows) batch(b arrow.RecordBatch) error {
	columns := cells(b)
	for row := range int(b.NumRows()) {
		j.line = append(j.line[:0], ",\n  {"...)
		if j.rows == 0 {
			j.line = append(j.line[:0], "[\n  {"...)
		}
		j.rows++
		for i, write := range columns {
			if i > 0 {
				j.line = append(j.line, ", "...)
			}
			j.line = append(j.line, j.names[i]...)
			j.line = j.value(j.line, b.Column(i), write, j.kinds[i], row)
		}
		if _, err := j.out.Write(append(j.line, '}')); err != nil {
			return err
		}
	}
	return nil
}

// value appends a value as JSON; a number that JSON has no word for, as NaN, is a text.
func (j *jsonRows) value(b []byte, column arrow.Array, write cell, k kind, row int) []byte {
	if column.IsNull(row) {
		return append(b, "null"...)
	}
	from := len(b)
	b = write(b, row)
	if k == text || k == number && !json.Valid(b[from:]) {
		return appendString(b[:from], bytes.Clone(b[from:]))
	}
	return b
}

func (j *jsonRows) end() error {
	closing := "\n]\n"
	if j.rows == 0 {
		closing = "[]\n"
	}
	_, err := j.out.WriteString(closing)
	return err
}

func appendString(b, s []byte) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(string(s)) // a text can be encoded
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}

// distinct are the names of columns, each once: the second of a name gets _2.
func distinct(schema *arrow.Schema) []string {
	seen, names := map[string]bool{}, make([]string, schema.NumFields())
	for i, f := range schema.Fields() {
		names[i] = f.Name
		for n := 2; seen[names[i]]; n++ {
			names[i] = f.Name + "_" + strconv.Itoa(n)
		}
		seen[names[i]] = true
	}
	return names
}
