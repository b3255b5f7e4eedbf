package mirror

import (
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
	"github.com/uythac/uythac/transforms/control"
)

// changes finds out what a healing changes: rows added, changed and removed, by unit and key. Of
// dimensions it keeps the texts of both sides.
type changes struct {
	table *schemas.Table
	units map[control.Unit]*unitChanges
	texts bool
	rows  map[rowKey]*rowsOfKey // that did not find their like on the other side yet
	dims  []dimensionChange
}

type unitChanges struct{ added, changed, removed int64 }

type rowKey struct {
	unit control.Unit
	key  uint64
}

// rowsOfKey are the rows of one key that the lake has, and then those that the source has instead. Only a
// source without keys has more than one.
type rowsOfKey struct{ before, after []rowState }

type rowState struct {
	print     uint64
	key, text string // of a dimension
}

// dimensionChange is a row of schemas.DimensionChange.
type dimensionChange struct {
	table, key, change string
	before, after      string // empty: there was none, there is none
}

func newChanges(c *tableCopy, diff []difference) *changes {
	l := &changes{table: c.table, units: map[control.Unit]*unitChanges{}, rows: map[rowKey]*rowsOfKey{}, texts: isDimension(c.table) && c.loaded}
	for _, d := range diff {
		l.units[d.unit] = &unitChanges{}
	}
	return l
}

func (l *changes) differs(u control.Unit) bool { return l.units[u] != nil }

// before notes the lake's rows of units that differ.
func (l *changes) before(b arrow.RecordBatch, prints []control.Print) error {
	bad, err := l.misfits(b)
	if err != nil {
		return err
	}
	for row, p := range prints {
		if !l.differs(p.Unit) {
			continue
		}
		k, s := rowKey{p.Unit, p.Key}, rowState{print: p.Row}
		if l.texts {
			s.key, s.text = cleaning.RowText(l.table, b, row, bad)
		}
		if l.rows[k] == nil {
			l.rows[k] = &rowsOfKey{}
		}
		l.rows[k].before = append(l.rows[k].before, s)
	}
	return nil
}

// misfits are needed where the rows' texts are kept.
func (l *changes) misfits(b arrow.RecordBatch) ([]cleaning.BadCell, error) {
	if !l.texts {
		return nil, nil
	}
	return misfits(b)
}

// after meets the source's rows with them: a row that reads the same has not changed, and of a key that the
// lake has no more rows of it was added. Which of the others are changed is known when all have come.
func (l *changes) after(b arrow.RecordBatch, prints []control.Print) error {
	bad, err := l.misfits(b)
	if err != nil {
		return err
	}
	for row, p := range prints {
		if !l.differs(p.Unit) {
			continue
		}
		k := rowKey{p.Unit, p.Key}
		r := l.rows[k]
		if r != nil && r.meet(p.Row) {
			continue
		}
		s := rowState{print: p.Row}
		if l.texts {
			s.key, s.text = cleaning.RowText(l.table, b, row, bad)
		}
		if r == nil || len(r.before) == 0 {
			l.add(k.unit, s)
		} else {
			r.after = append(r.after, s)
		}
	}
	return nil
}

// meet takes a row that both sides have out; false: the lake has no such row.
func (r *rowsOfKey) meet(print uint64) bool {
	i := slices.IndexFunc(r.before, func(s rowState) bool { return s.print == print })
	if i >= 0 {
		r.before = slices.Delete(r.before, i, i+1)
	}
	return i >= 0
}

func (l *changes) add(u control.Unit, s rowState) {
	l.units[u].added++
	l.note("added", s.key, "", s.text)
}

func (l *changes) note(change, key, before, after string) {
	if l.texts {
		l.dims = append(l.dims, dimensionChange{l.table.Name, key, change, before, after})
	}
}

// finish takes what is left of a key's rows on both sides in pairs as changed, and the rest as removed or added.
func (l *changes) finish() {
	for k, r := range l.rows {
		pairs := min(len(r.before), len(r.after))
		for i, s := range r.before[:pairs] {
			l.units[k.unit].changed++
			l.note("changed", s.key, s.text, r.after[i].text)
		}
		for _, s := range r.before[pairs:] {
			l.units[k.unit].removed++
			l.note("removed", s.key, s.text, "")
		}
		for _, s := range r.after[pairs:] {
			l.add(k.unit, s)
		}
	}
	l.rows = nil
}
