package simulate

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/klauspost/compress/zstd"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// WriteCSV is WriteParquet with <table>.csv.zst as the contract describes them: a header row, UTF-8, commas, RFC 4180,
// ISO dates, true and false, a point before decimals, empty for NULL.
func WriteCSV(ctx context.Context, n *Nation, dir string, progress Progress) (Summary, error) {
	return write(ctx, n, dir, ".csv.zst", progress, func(w io.Writer, t *schemas.Table) (rowWriter, error) {
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
		if err != nil {
			return nil, err
		}
		c := &csvWriter{out: z}
		for i, f := range t.SourceArrow().Fields() {
			if i > 0 {
				c.line = append(c.line, ',')
			}
			c.line = append(c.line, f.Name...)
		}
		c.line = append(c.line, '\n')
		return c, nil
	})
}

// csvWriter writes batches as lines of text.
type csvWriter struct {
	out  io.WriteCloser
	line []byte
}

func (c *csvWriter) WriteBuffered(r arrow.RecordBatch) error {
	cells := make([]func([]byte, int) []byte, r.NumCols())
	for i := range cells {
		cell, err := cellOf(r.Column(i))
		if err != nil {
			return fmt.Errorf("column %s: %w", r.ColumnName(i), err)
		}
		cells[i] = cell
	}
	for row := range int(r.NumRows()) {
		for i, cell := range cells {
			if i > 0 {
				c.line = append(c.line, ',')
			}
			if r.Column(i).IsValid(row) {
				c.line = cell(c.line, row)
			}
		}
		c.line = append(c.line, '\n')
		if len(c.line) > 1<<16 {
			if _, err := c.out.Write(c.line); err != nil {
				return err
			}
			c.line = c.line[:0]
		}
	}
	return nil
}

// Close writes what is left, the header of an empty table included.
func (c *csvWriter) Close() error {
	if _, err := c.out.Write(c.line); err != nil {
		return err
	}
	return c.out.Close()
}

// cellOf returns what appends a value of an array as text.
func cellOf(a arrow.Array) (func([]byte, int) []byte, error) {
	switch a := a.(type) {
	case *array.Dictionary:
		words := a.Dictionary().(*array.String)
		return func(to []byte, i int) []byte { return quoted(to, words.Value(a.GetValueIndex(i))) }, nil
	case *array.String:
		return func(to []byte, i int) []byte { return quoted(to, a.Value(i)) }, nil
	case *array.Int64:
		return func(to []byte, i int) []byte { return strconv.AppendInt(to, a.Value(i), 10) }, nil
	case *array.Int32:
		return func(to []byte, i int) []byte { return strconv.AppendInt(to, int64(a.Value(i)), 10) }, nil
	case *array.Boolean:
		return func(to []byte, i int) []byte { return strconv.AppendBool(to, a.Value(i)) }, nil
	case *array.Date32:
		return func(to []byte, i int) []byte { return date(to, calendar.Day(a.Value(i))) }, nil
	case *array.Timestamp:
		return func(to []byte, i int) []byte { return moment(to, int64(a.Value(i))) }, nil
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		return func(to []byte, i int) []byte { return append(to, a.Value(i).ToString(scale)...) }, nil
	}
	return nil, fmt.Errorf("no text for %s", a.DataType())
}

// quoted appends text, in quotes where RFC 4180 wants them.
func quoted(to []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c == ',' || c == '"' || c == '\n' || c == '\r' {
			to = append(to, '"')
			for k := range len(s) {
				if s[k] == '"' {
					to = append(to, '"')
				}
				to = append(to, s[k])
			}
			return append(to, '"')
		}
	}
	return append(to, s...)
}

func date(to []byte, d calendar.Day) []byte {
	y, m, n := d.YMD()
	to = append(number(to, int64(y), 4), '-')
	to = append(number(to, int64(m), 2), '-')
	return number(to, int64(n), 2)
}

// moment appends microseconds as 2020-12-31 09:30:00.000001.
func moment(to []byte, us int64) []byte {
	const day = 86_400_000_000
	days := us / day
	us -= days * day
	to = append(date(to, calendar.Day(days)), ' ')
	for i, part := range []int64{us / 3_600_000_000, us / 60_000_000 % 60, us / 1_000_000 % 60} {
		if i > 0 {
			to = append(to, ':')
		}
		to = number(to, part, 2)
	}
	return number(append(to, '.'), us%1_000_000, 6)
}
