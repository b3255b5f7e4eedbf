package mirror

import (
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
	rows  map[rowKey]rowState // of the lake, not met in the source yet
	dims  []dimensionChange
}

type unitChanges struct{ added, changed, removed int64 }

type rowKey struct {
	unit control.Unit
	key  uint64
}

// rowState is a row of the lake. Rows with the same key, which only a damaged source has, are counted.
type rowState struct {
	print     uint64
	count     int64
	key, text string // of a dimension
}

// dimensionChange is a row of schemas.DimensionChange.
type dimensionChange struct {
	table, key, change string
	before, after      string // empty: there was none, there is none
}

func newChanges(x *run, c *tableCopy, diff []difference) *changes {
	l := &changes{table: c.table, units: map[control.Unit]*unitChanges{}, rows: map[rowKey]rowState{}, texts: isDimension(c.table) && c.loaded}
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
		k := rowKey{p.Unit, p.Key}
		s := l.rows[k]
		s.print, s.count = s.print+p.Row, s.count+1
		if l.texts {
			s.key, s.text = cleaning.RowText(l.table, b, row, bad)
		}
		l.rows[k] = s
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

// after meets the source's rows with them.
func (l *changes) after(b arrow.RecordBatch, prints []control.Print) error {
	bad, err := l.misfits(b)
	if err != nil {
		return err
	}
	for row, p := range prints {
		u := l.units[p.Unit]
		if u == nil {
			continue
		}
		k := rowKey{p.Unit, p.Key}
		s, was := l.rows[k]
		change := ""
		switch {
		case !was:
			u.added++
			change = "added"
		case s.print != p.Row:
			u.changed++
			change = "changed"
		}
		if s.count--; s.count <= 0 {
			delete(l.rows, k)
		} else {
			l.rows[k] = s
		}
		if l.texts && change != "" {
			key, text := cleaning.RowText(l.table, b, row, bad)
			l.dims = append(l.dims, dimensionChange{l.table.Name, key, change, s.text, text})
		}
	}
	return nil
}

// finish counts what was not met as removed.
func (l *changes) finish() {
	for k, s := range l.rows {
		l.units[k.unit].removed += s.count
		if l.texts {
			l.dims = append(l.dims, dimensionChange{l.table.Name, s.key, "removed", s.text, ""})
		}
	}
	l.rows = nil
}
