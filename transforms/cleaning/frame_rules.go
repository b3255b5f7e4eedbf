package cleaning

import (
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/schemas"
)

// labels are texts that people read and nothing is computed from: a row is not lost for want of
// one. A missing label becomes an empty text.
var labels = []string{"name", "short_name", "name_vi", "name_en", "village"}

func optional(c schemas.Column) bool {
	return c.Null || c.Type == schemas.Text && slices.Contains(labels, c.Name)
}

// maxPoints are the highest scores of a group; the lowest is 0.
var maxPoints = map[string]int32{
	"overdue_points": 30, "session_points": 20, "interest_points": 20,
	"due_points": 15, "deposit_points": 10, "saver_points": 5,
}

// Add appends a batch of the source's columns and judges each row by itself. Findings are by row of the
// batch, at most one each. origins says where each row came from; bad is sorted by row.
func (f *Frame) Add(batch arrow.RecordBatch, bad []BadCell, origins []Origin) ([]Finding, error) {
	first := f.Len()
	if err := f.add(batch, origins); err != nil {
		return nil, err
	}
	var found []Finding
	report := func(row int, reason Reason, detail string, args ...any) {
		if _, known := f.out[first+row]; !known {
			f.out[first+row] = reason
			found = append(found, Finding{row, reason, fmt.Sprintf(detail, args...)})
		}
	}
	for _, b := range bad {
		c := f.cols[b.Column].Column
		report(b.Row, badCell(c), "%s is %q", c.Name, b.Text)
	}
	for i := range f.cols {
		c := &f.cols[i]
		if !optional(c.Column) && batch.Column(i).NullN() > 0 {
			for row := range batch.Column(i).Len() {
				if batch.Column(i).IsNull(row) {
					report(row, MissingValue, "%s is missing", c.Name)
				}
			}
		}
		if highest, ok := maxPoints[c.Name]; ok {
			for row, v := range batch.Column(i).(*array.Int32).Int32Values() {
				if v < 0 || v > highest {
					report(row, ScoreOutOfRange, "%s is %d, want 0 to %d", c.Name, v, highest)
				}
			}
		}
		if f.Table.Name == schemas.PrincipalSchedule.Name && c.Name == "amount" {
			for row, v := range batch.Column(i).(*array.Int64).Int64Values() {
				if v <= 0 {
					report(row, BadAmount, "%s is %d", c.Name, v)
				}
			}
		}
	}
	return found, nil
}

// badCell is the reason for a cell of the column that does not parse.
func badCell(c schemas.Column) Reason {
	switch c.Type {
	case schemas.Date:
		return BadDate
	case schemas.Timestamp:
		return BadTimestamp
	case schemas.Bool:
		return BadBoolean
	}
	if c.Unit == "đồng" {
		return BadAmount
	}
	return BadNumber
}

// Sort puts the kept rows into the table's order and takes out rows whose key occurs again: of
// equal rows the first one read is kept, of different rows none. Rows already in quarantine count
// as different. Findings are by row of the frame.
func (f *Frame) Sort() []Finding {
	keys, order := f.columnsOf(f.Table.Key), f.columnsOf(f.Table.Order())
	rows := make([]int, 0, f.Len())
	for row := range f.Len() {
		if !slices.ContainsFunc(keys, func(c *frameColumn) bool { return c.null[row] }) {
			rows = append(rows, row)
		}
	}
	// Rows of a frame stand in the order of reading, so a stable sort keeps the first one first.
	slices.SortStableFunc(rows, func(a, b int) int { return compareBy(order, a, b) })
	var found []Finding
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && compareBy(keys, rows[from], rows[to]) == 0 {
			to++
		}
		if to-from > 1 {
			found = append(found, f.duplicates(rows[from:to])...)
		}
		from = to
	}
	for _, d := range found {
		f.out[d.Row] = d.Reason
	}
	f.order = slices.DeleteFunc(rows, func(row int) bool { return f.out[row] != "" })
	return found
}

// duplicates judges rows of one key, the first one read first.
func (f *Frame) duplicates(rows []int) (found []Finding) {
	equal := true
	for _, row := range rows {
		equal = equal && f.out[row] == "" && f.same(rows[0], row)
	}
	for i, row := range rows {
		switch {
		case f.out[row] != "":
		case !equal:
			found = append(found, Finding{row, DuplicateDifferent, fmt.Sprintf("%d rows of this key, not all equal", len(rows))})
		case i > 0:
			found = append(found, Finding{row, DuplicateEqual, "the same row again"})
		}
	}
	return found
}

func (f *Frame) same(a, b int) bool {
	for i := range f.cols {
		if f.cols[i].compare(a, b) != 0 {
			return false
		}
	}
	return true
}

// Rows returns the kept rows in the table's order; Sort must have been called.
func (f *Frame) Rows() []int { return f.order }

// Origin says where a row came from.
func (f *Frame) Origin(row int) Origin { return f.origins[row] }

// reject takes rows out for which detail gives a text, and reports them with a reason.
func (f *Frame) reject(reason Reason, detail func(row int) string) (found []Finding) {
	f.order = slices.DeleteFunc(f.order, func(row int) bool {
		text := detail(row)
		if text != "" {
			f.out[row] = reason
			found = append(found, Finding{row, reason, text})
		}
		return text != ""
	})
	return found
}
