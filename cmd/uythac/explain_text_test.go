package main

import (
	"io"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// TestExplanationOfEveryColumn: whatever a column holds, what explains it can be printed.
func TestExplanationOfEveryColumn(t *testing.T) {
	held := map[schemas.Type]any{schemas.Code: "11", schemas.Text: "An An", schemas.Int64: int64(1), schemas.Int32: int64(1), schemas.Int16: int64(1),
		schemas.Bool: true, schemas.Date: calendar.Date(2020, 12, 31), schemas.Rate: "6.6", schemas.Ratio: 0.5, schemas.Exact: "0.25"}
	for _, r := range pipeline.AllReports() {
		for _, c := range r.Columns[1:] {
			v, ok := held[c.Type]
			if !ok {
				t.Fatalf("%s.%s: what does it hold?", r.Name, c.Name)
			}
			x := pipeline.Explanation{Report: pipeline.ReportRows{Table: r, Columns: r.Columns[1:]}, Key: []any{"00"}, Column: c, Value: v, Source: &warehouse.Stage{Columns: []string{"as_of"}}}
			for _, format := range render.Formats() {
				tables := explanation(x, "vi")
				if !forPeople(format) {
					tables = []render.Table{steps(x)}
				}
				if err := printTables(io.Discard, format, tables); err != nil {
					t.Errorf("%s.%s as %s: %v", r.Name, c.Name, format, err)
				}
			}
		}
	}
}
