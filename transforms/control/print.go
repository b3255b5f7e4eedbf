package control

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/schemas"
)

// Print tells rows apart: the unit it is in, and hashes of its key and of the whole row.
type Print struct {
	Unit     Unit
	Key, Row uint64
}

// Prints gives the print of every row of a batch of a table's mirror.
func Prints(t *schemas.Table, d Dialect, o Options, batch arrow.RecordBatch) (prints []Print, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("rows of %s: %w", t.Name, err)
		}
	}()
	r, err := newRows(t, d, o.Opaque, batch)
	if err != nil {
		return nil, err
	}
	prints = make([]Print, batch.NumRows())
	var text []byte
	for row := range prints {
		if err := r.look(row); err != nil {
			return nil, err
		}
		p := &prints[row]
		p.Unit = r.unit(row)
		text = r.keyText(text[:0], row)
		p.Key = d.hash(text)
		text = r.text(text[:0], row)
		p.Row = d.hash(text)
	}
	return prints, nil
}
