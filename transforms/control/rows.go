package control

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/schemas"
)

// separator stands between the cells of a row's text.
const separator = 0x1f

// rows reads a batch of a mirror row by row.
type rows struct {
	dialect     Dialect
	cells       []*column // in the contract's order
	money, ids  []*column
	keys        []*column // in the key's order
	whole       bool      // a column of a dimension's key is opaque: all rows are one unit
	day, office *column   // nil: the table has none
	bad         *column   // cells that do not fit, as JSON

	misfits map[string]string // of the row at hand
	key     []byte
}

func newRows(t *schemas.Table, d Dialect, opaque []string, batch arrow.RecordBatch) (*rows, error) {
	r := &rows{dialect: d}
	byName := map[string]*column{}
	for _, c := range t.Kept() {
		col, err := newColumn(c, batch)
		if err != nil {
			return nil, err
		}
		col.opaque = slices.Contains(opaque, c.Name)
		byName[c.Name] = col
		r.cells = append(r.cells, col)
	}
	pick := func(cols []schemas.Column) (list []*column) {
		for _, c := range cols {
			list = append(list, byName[c.Name])
		}
		return list
	}
	r.money, r.ids = pick(t.Money()), pick(t.IDs())
	r.day = byName[t.Proof.Day]
	for _, name := range t.Key {
		r.keys = append(r.keys, byName[name])
		r.whole = r.whole || r.day == nil && byName[name].opaque
	}
	r.office = byName[t.Proof.Office]
	if at := batch.Schema().FieldIndices(schemas.BadCells); len(at) == 1 {
		bad, err := newColumn(schemas.Column{Name: schemas.BadCells, Type: schemas.Text}, batch)
		if err != nil {
			return nil, err
		}
		r.bad = bad
	}
	return r, nil
}

// look reads which cells of a row do not fit their column.
func (r *rows) look(row int) error {
	r.misfits = nil
	if r.bad == nil || r.bad.array.IsNull(row) {
		return nil
	}
	if err := json.Unmarshal([]byte(r.bad.string(row)), &r.misfits); err != nil {
		return fmt.Errorf("%s of row %d: %w", schemas.BadCells, row, err)
	}
	return nil
}

// keyText writes the text of a row's key: its cells as in the row's text.
func (r *rows) keyText(b []byte, row int) []byte {
	for i, c := range r.keys {
		if i > 0 {
			b = append(b, separator)
		}
		b = r.cell(c, b, row)
	}
	return b
}

// text writes a row's text.
func (r *rows) text(b []byte, row int) []byte {
	for i, c := range r.cells {
		if i > 0 {
			b = append(b, separator)
		}
		b = r.cell(c, b, row)
	}
	return b
}

func (r *rows) cell(c *column, b []byte, row int) []byte {
	if c.opaque {
		return append(b, '*')
	}
	if r.misfits != nil {
		if text, bad := r.misfits[c.name]; bad {
			return append(b, text...)
		}
	}
	if c.array.IsNull(row) {
		return append(b, `\N`...)
	}
	return c.write(b, row, r.dialect)
}
