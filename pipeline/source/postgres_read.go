package source

import (
	"context"
	"errors"
	"iter"
	"strings"
)

// readQuery writes the query that reads a table's rows.
func (w pgSQL) readQuery(l *layout, where string) string {
	var cells []string
	for _, p := range l.picks {
		cells = append(cells, w.cell(p))
	}
	query := "SELECT " + strings.Join(cells, ", ") + "\nFROM " + l.from
	if where != "" {
		query += "\nWHERE " + where
	}
	return query
}

func (v *pgView) read(ctx context.Context, l *layout, where string) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		r := newPgReader(l, v.pg.config.Key)
		err := v.main.query(ctx, v.readQuery(l, where), asBinary, func(cells [][]byte) error {
			if err := r.add(cells); err != nil {
				return err
			}
			if r.full() && !r.flush(yield) {
				return errEnough
			}
			return nil
		})
		if err == nil {
			r.flush(yield)
		} else if !errors.Is(err, errEnough) {
			yield(Batch{}, err)
		}
	}
}

// pgReader makes batches of rows.
type pgReader struct {
	*rowBuilder
	cells []*pgCell
	row   int64
}

func newPgReader(l *layout, key []byte) *pgReader {
	r := &pgReader{rowBuilder: newBuilder(l.columns(), l.table.Name)}
	for _, p := range l.picks {
		r.cells = append(r.cells, newPgCell(p, key))
	}
	return r
}

// add appends a row.
func (r *pgReader) add(cells [][]byte) error {
	for i, raw := range cells {
		misfit, err := r.cells[i].add(&r.columns[i], raw)
		if err != nil {
			return err
		}
		if misfit != "" {
			r.batch.Bad = append(r.batch.Bad, BadCell{Row: len(r.batch.Lines), Column: i, Text: misfit})
		}
	}
	r.row++
	r.batch.Lines = append(r.batch.Lines, r.row)
	return nil
}
