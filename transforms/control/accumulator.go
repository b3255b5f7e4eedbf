package control

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Accumulator adds up the totals of a table's units from batches of its mirror ([schemas.MirrorOf]).
type Accumulator struct {
	table   *schemas.Table
	dialect Dialect
	o       Options
	units   map[Unit]*sums
	hashes  []uint64 // of the batch at hand
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
func (a *Accumulator) Add(batch arrow.RecordBatch) error {
	return Split(batch, []*Accumulator{a}, func(int) int { return 0 })
}

// Split takes in a batch as Add does, each row into the accumulator that which names; -1: into none. They are all
// of one table, alike, and there is one at least.
func Split(batch arrow.RecordBatch, list []*Accumulator, which func(row int) int) error {
	a := list[0]
	r, err := newRows(a.table, a.dialect, a.o, batch)
	if err != nil {
		return fmt.Errorf("control totals of %s: %w", a.table.Name, err)
	}
	if !a.o.Shallow {
		a.hashes = slices.Grow(a.hashes[:0], r.n)[:r.n]
		r.hashes(a.hashes)
	}
	units := make([]recent, len(list))
	for i, each := range list {
		units[i].a = each
	}
	for row := range r.n {
		i := which(row)
		if i < 0 {
			continue
		}
		s := units[i].of(r, row)
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
		switch {
		case a.o.Shallow:
		case a.dialect == MariaDB:
			s.checksum.addUnsigned(a.hashes[row])
		default:
			s.checksum.add(int64(a.hashes[row]))
		}
	}
	return nil
}

func (a *Accumulator) unit(u Unit) *sums {
	s := a.units[u]
	if s == nil {
		s = &sums{money: make([]wide, len(a.table.Money()))}
		a.units[u] = s
	}
	return s
}

// recent remembers the latest unit of every office, or of every bucket, in a batch: rows of a day come
// together, but offices take turns.
type recent struct {
	a    *Accumulator
	days []calendar.Day
	sums []*sums
}

func (m *recent) of(r *rows, row int) *sums {
	slot, day := 0, NoDay
	switch {
	case r.buckets != nil:
		slot = int(r.buckets[row])
	case r.day == nil:
	default:
		day = r.dayOf(row)
		if r.office != nil && (r.office.dict == nil || r.office.null(row)) {
			return m.a.unit(r.unit(row))
		}
		if r.office != nil {
			slot = int(r.office.index[row])
		}
	}
	for slot >= len(m.sums) {
		m.days, m.sums = append(m.days, 0), append(m.sums, nil)
	}
	if m.sums[slot] == nil || m.days[slot] != day {
		m.days[slot], m.sums[slot] = day, m.a.unit(r.unit(row))
	}
	return m.sums[slot]
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
