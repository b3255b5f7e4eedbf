package control

import (
	"fmt"
	"math/big"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Options may be empty.
type Options struct {
	Shallow bool     // no checksums
	Opaque  []string // columns that are not what the source holds: they stand as * in the text of a row, and a table with one in its key is one unit
}

// Accumulator adds up the totals of a table's units from batches of its mirror ([schemas.MirrorOf]).
type Accumulator struct {
	table   *schemas.Table
	dialect Dialect
	o       Options
	units   map[Unit]*sums
	text    []byte // of the row at hand
	last    Unit
	sums    *sums // of last
}

// sums are the totals of a unit in the making.
type sums struct {
	rows          int64
	money         []wide
	ids, checksum wide
}

// NewAccumulator begins with no units. The table is the contract's.
func NewAccumulator(t *schemas.Table, d Dialect, o Options) *Accumulator {
	return &Accumulator{table: t, dialect: d, o: o, units: map[Unit]*sums{}}
}

// Add takes in a batch, in which the contract's columns stand under their names. It is an error when one
// is missing or not of its type.
func (a *Accumulator) Add(batch arrow.RecordBatch) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("control totals of %s: %w", a.table.Name, err)
		}
	}()
	r, err := newRows(a.table, a.dialect, a.o.Opaque, batch)
	if err != nil {
		return err
	}
	for row := range int(batch.NumRows()) {
		if err := r.look(row); err != nil {
			return err
		}
		s := a.unit(r.unit(row))
		s.rows++
		for i, c := range r.money {
			if v, ok := c.whole(row); ok {
				s.money[i].add(v)
			}
		}
		for _, c := range r.ids {
			if v, ok := c.whole(row); ok {
				s.ids.add(v)
			}
		}
		if a.o.Shallow {
			continue
		}
		a.text = r.text(a.text[:0], row)
		if h := a.dialect.hash(a.text); a.dialect == Postgres {
			s.checksum.add(int64(h))
		} else {
			s.checksum.addUnsigned(h)
		}
	}
	return nil
}

func (a *Accumulator) unit(u Unit) *sums {
	if a.sums != nil && u == a.last {
		return a.sums
	}
	s := a.units[u]
	if s == nil {
		s = &sums{money: make([]wide, len(a.table.Money()))}
		a.units[u] = s
	}
	a.last, a.sums = u, s
	return s
}

// Totals gives what was added up so far; units without rows are not in it.
func (a *Accumulator) Totals() map[Unit]Totals {
	all := make(map[Unit]Totals, len(a.units))
	for u, s := range a.units {
		t := Totals{Rows: s.rows, Sums: make([]*big.Int, len(s.money))}
		for i, m := range s.money {
			t.Sums[i] = m.big()
		}
		if len(a.table.IDs()) > 0 {
			t.IDs = s.ids.big()
		}
		if !a.o.Shallow {
			t.Checksum = s.checksum.big()
		}
		all[u] = t
	}
	return all
}

// unit finds the unit of a row.
func (r *rows) unit(row int) Unit {
	if r.whole {
		return Unit{}
	}
	if r.day == nil {
		r.key = r.keyText(r.key[:0], row)
		return Unit{Bucket: r.dialect.bucket(r.key, schemas.Buckets)}
	}
	u := Unit{Day: NoDay}
	if v, ok := r.day.whole(row); ok {
		u.Day = calendar.Day(v)
	}
	if r.office != nil {
		u.Office = r.office.string(row)
	}
	return u
}
