package mirror

import (
	"encoding/json"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// badCells is the column of cells that do not fit theirs.
func badCells(b source.Batch) (arrow.Array, error) {
	if len(b.Bad) == 0 {
		return array.MakeArrayOfNull(alloc, arrow.BinaryTypes.String, int(b.Record.NumRows())), nil
	}
	byRow := map[int]map[string]string{}
	for _, c := range b.Bad {
		if byRow[c.Row] == nil {
			byRow[c.Row] = map[string]string{}
		}
		byRow[c.Row][b.Record.Schema().Field(c.Column).Name] = c.Text
	}
	out := array.NewStringBuilder(alloc)
	defer out.Release()
	out.Reserve(int(b.Record.NumRows()))
	for row := range int(b.Record.NumRows()) {
		cells, ok := byRow[row]
		if !ok {
			out.AppendNull()
			continue
		}
		text, err := json.Marshal(cells)
		if err != nil {
			return nil, err
		}
		out.Append(string(text))
	}
	return out.NewArray(), nil
}

// misfits reads the column again: cells that do not fit, by their row and column in a batch of a mirror.
func misfits(b arrow.RecordBatch) (bad []cleaning.BadCell, err error) {
	at := b.Schema().FieldIndices(schemas.BadCells)
	if len(at) != 1 {
		return nil, fmt.Errorf("column %s is missing", schemas.BadCells)
	}
	cells, ok := b.Column(at[0]).(*array.String)
	if !ok {
		return nil, fmt.Errorf("column %s is %s", schemas.BadCells, b.Column(at[0]).DataType())
	}
	for row := 0; cells.NullN() < cells.Len() && row < cells.Len(); row++ {
		if cells.IsNull(row) {
			continue
		}
		var texts map[string]string
		if err := json.Unmarshal([]byte(cells.Value(row)), &texts); err != nil {
			return nil, fmt.Errorf("column %s, row %d: %w", schemas.BadCells, row, err)
		}
		for i, f := range b.Schema().Fields() {
			if text, bads := texts[f.Name]; bads {
				bad = append(bad, cleaning.BadCell{Row: row, Column: i, Text: text})
			}
		}
	}
	return bad, nil
}
