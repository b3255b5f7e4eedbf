package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"

	"github.com/uythac/uythac/schemas"
)

// CSV prints a header with the columns' names, unless the table is headless, and a line per row: UTF-8, comma, RFC 4180 quoting,
// \n, NULL as nothing.
func CSV(w io.Writer, t Table) error {
	out := csv.NewWriter(w)
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = c.Name
	}
	if !t.Headless {
		if err := out.Write(record); err != nil {
			return err
		}
	}
	for _, row := range t.Rows {
		for i, v := range row {
			record[i] = ""
			if v == nil {
				continue
			}
			var err error
			if record[i], err = Plain(v); err != nil {
				return err
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// JSON prints an array with an object per row, a row a line, keys in column order; numbers,
// decimals too, as JSON numbers and NULL as null.
func JSON(w io.Writer, t Table) error {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, row := range t.Rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  {")
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			b.WriteString(quoted(t.Columns[j].Name) + ": ")
			text, err := jsonText(t.Columns[j], v)
			if err != nil {
				return err
			}
			b.WriteString(text)
		}
		b.WriteByte('}')
	}
	if len(t.Rows) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	_, err := w.Write(b.Bytes())
	return err
}

func jsonText(c schemas.Column, v any) (string, error) {
	if v == nil {
		return "null", nil
	}
	text, err := Plain(v)
	if err != nil {
		return "", err
	}
	if _, isText := v.(string); (isText && !rightAligned(c)) || c.Type == schemas.Date {
		return quoted(text), nil
	}
	return text, nil
}

// quoted is a JSON string; < and > stay readable.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes, and a buffer never fails
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
