package cleaning

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/schemas"
)

// Frame holds all rows of a dimension or operation table, by column. Rows in quarantine stay in it
// for as long as they are compared with others.
type Frame struct {
	Table   *schemas.Table
	cols    []frameColumn // as offered, personal ones left out
	origins []Origin
	out     map[int]Reason // rows in quarantine
	order   []int          // kept rows in the table's order; set by Sort
}

// frameColumn keeps numbers, days, flags and codes (as numbers of dictionary) in 4 or 8 bytes.
type frameColumn struct {
	schemas.Column
	null  []bool
	ints  []int32
	longs []int64
	texts texts // Text, one per row
	codes *index
}

// NewFrame returns an empty frame of a table.
func NewFrame(t *schemas.Table) *Frame {
	f := &Frame{Table: t, out: map[int]Reason{}}
	for _, c := range t.Offered() {
		if !c.Personal {
			f.cols = append(f.cols, frameColumn{Column: c, codes: newIndex()})
		}
	}
	return f
}

// Len is the number of rows read, quarantined ones included.
func (f *Frame) Len() int { return len(f.origins) }

// add appends a batch, whose columns are the frame's.
func (f *Frame) add(batch arrow.RecordBatch, origins []Origin) error {
	if int(batch.NumCols()) != len(f.cols) || int(batch.NumRows()) != len(origins) {
		return fmt.Errorf("%s: a batch of %d columns and %d rows for %d columns and %d rows",
			f.Table.Name, batch.NumCols(), batch.NumRows(), len(f.cols), len(origins))
	}
	f.origins = append(f.origins, origins...)
	for i := range f.cols {
		if err := f.cols[i].add(batch.Column(i)); err != nil {
			return fmt.Errorf("%s.%s: %w", f.Table.Name, f.cols[i].Name, err)
		}
	}
	return nil
}

func (c *frameColumn) add(a arrow.Array) error {
	for i := range a.Len() {
		c.null = append(c.null, a.IsNull(i))
	}
	switch a := a.(type) {
	case *array.Dictionary:
		values, ok := a.Dictionary().(*array.String)
		if !ok {
			return fmt.Errorf("unexpected %s", a.DataType())
		}
		numbers := make([]int32, values.Len()) // plus one; 0 is not numbered: a dictionary may hold codes that no row has
		for i := range a.Len() {
			n := int32(0)
			if a.IsValid(i) {
				v := a.GetValueIndex(i)
				if numbers[v] == 0 {
					n, _ := c.codes.intern([]byte(values.Value(v)))
					numbers[v] = int32(n) + 1
				}
				n = numbers[v]
			}
			c.ints = append(c.ints, n-1)
		}
	case *array.String:
		for i := range a.Len() {
			c.texts.add([]byte(a.Value(i)))
		}
	case *array.Int64:
		c.longs = append(c.longs, a.Int64Values()...)
	case *array.Timestamp:
		for _, v := range a.TimestampValues() {
			c.longs = append(c.longs, int64(v))
		}
	case *array.Int32:
		c.ints = append(c.ints, a.Int32Values()...)
	case *array.Date32:
		for _, v := range a.Date32Values() {
			c.ints = append(c.ints, int32(v))
		}
	case *array.Boolean:
		for i := range a.Len() {
			c.ints = append(c.ints, boolInt(a.Value(i)))
		}
	case *array.Decimal128:
		for i := range a.Len() {
			c.ints = append(c.ints, int32(a.Value(i).LowBits()))
		}
	default:
		return fmt.Errorf("unexpected %s", a.DataType())
	}
	return nil
}

func boolInt(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// text returns a Code's or Text's value; empty when null.
func (c *frameColumn) text(row int) []byte {
	switch {
	case c.null[row]:
		return nil
	case c.Type == schemas.Text:
		return c.texts.at(row)
	}
	return c.codes.texts.at(int(c.ints[row]))
}

func (c *frameColumn) compare(a, b int) int {
	switch {
	case c.null[a] || c.null[b]:
		return int(boolInt(c.null[a]) - boolInt(c.null[b])) // NULL last
	case c.Type == schemas.Code && c.ints[a] == c.ints[b]:
		return 0
	case c.Type == schemas.Code || c.Type == schemas.Text:
		return bytes.Compare(c.text(a), c.text(b))
	case c.longs != nil:
		return cmp.Compare(c.longs[a], c.longs[b])
	}
	return cmp.Compare(c.ints[a], c.ints[b])
}

// column finds a column by name; it must be the table's.
func (f *Frame) column(name string) *frameColumn {
	i := slices.IndexFunc(f.cols, func(c frameColumn) bool { return c.Name == name })
	return &f.cols[i]
}

func (f *Frame) columnsOf(names []string) []*frameColumn {
	var cols []*frameColumn
	for _, n := range names {
		cols = append(cols, f.column(n))
	}
	return cols
}

func compareBy(cols []*frameColumn, a, b int) int {
	for _, c := range cols {
		if n := c.compare(a, b); n != 0 {
			return n
		}
	}
	return 0
}
