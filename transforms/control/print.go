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

// Prints gives the print of every row of a batch of a table's mirror. Unlike checksums they cover opaque
// columns too.
func Prints(t *schemas.Table, d Dialect, o Options, batch arrow.RecordBatch) ([]Print, error) {
	r, err := newRows(t, d, o, batch)
	if err != nil {
		return nil, fmt.Errorf("rows of %s: %w", t.Name, err)
	}
	prints, h := make([]Print, r.n), make([]uint64, r.n)
	r.prints(h, r.keys)
	for row := range prints {
		prints[row].Unit, prints[row].Key = r.unit(row), h[row]
	}
	r.prints(h, r.cells)
	for row := range prints {
		prints[row].Row = h[row]
	}
	return prints, nil
}
