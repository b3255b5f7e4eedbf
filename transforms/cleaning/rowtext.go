package cleaning

import (
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// RowText writes a row as the quarantine keeps it: its key, and the contract's columns as
// column=value pairs, NULL as nothing. bad holds the texts of cells that could not be read.
// Columns of the batch that the contract does not offer, or that are personal, are left out.
func RowText(t *schemas.Table, batch arrow.RecordBatch, row int, bad []BadCell) (key, text string) {
	var keys, pairs []string
	for i, field := range batch.Schema().Fields() {
		c, ok := t.Column(field.Name)
		if !ok || c.Personal || c.Lake {
			continue
		}
		value := cell(batch.Column(i), row)
		for _, b := range bad {
			if b.Row == row && b.Column == i {
				value = b.Text
			}
		}
		if slices.Contains(t.Key, c.Name) {
			keys = append(keys, value)
		}
		pairs = append(pairs, c.Name+"="+value)
	}
	return strings.Join(keys, "/"), strings.Join(pairs, ", ")
}

func cell(a arrow.Array, row int) string {
	if a.IsNull(row) {
		return ""
	}
	switch a := a.(type) {
	case *array.Date32:
		return calendar.Day(a.Value(row)).String()
	case *array.Timestamp:
		return a.Value(row).ToTime(arrow.Microsecond).Format("2006-01-02 15:04:05.999999")
	case *array.Dictionary:
		return a.Dictionary().ValueStr(a.GetValueIndex(row))
	}
	return a.ValueStr(row)
}
