package control

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// separator stands between the cells of a row's text.
const separator = 0x1f

// Options say how the source holds a table. They may be empty.
type Options struct {
	Shallow bool     // no checksums
	Opaque  []string // columns that the lake holds otherwise than the source: no checksum covers them, and a dimension whose key begins with one is one unit
	Texts   []string // whole numbers that the source holds as numeric
	Extra   []string // texts beyond the contract, sorted
}

// rows reads a batch of a mirror.
type rows struct {
	dialect     Dialect
	n           int
	cells       []*column // in the contract's order, then the extra ones
	money, ids  []*column
	keys        []*column // in the key's order
	day, office *column   // nil: the table has none
	buckets     []int32   // of each row; nil: the table has none
}

func newRows(t *schemas.Table, d Dialect, o Options, batch arrow.RecordBatch) (*rows, error) {
	r := &rows{dialect: d, n: int(batch.NumRows())}
	columns := t.Kept()
	for _, name := range o.Extra {
		columns = append(columns, schemas.Column{Name: name, Type: schemas.Text})
	}
	byName := map[string]*column{}
	for _, c := range columns {
		col, err := newColumn(c, batch)
		if err != nil {
			return nil, err
		}
		col.opaque, col.text = slices.Contains(o.Opaque, c.Name), slices.Contains(o.Texts, c.Name)
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
	for _, c := range r.cells {
		c.alone = c.typ == schemas.Int64 && !slices.Contains(r.money, c) && !slices.Contains(r.ids, c)
	}
	r.day, r.office = byName[t.Proof.Day], byName[t.Proof.Office]
	for _, name := range t.Key {
		r.keys = append(r.keys, byName[name])
	}
	if err := misfits(batch, byName); err != nil {
		return nil, err
	}
	if r.day == nil && !r.keys[0].opaque {
		r.sort()
	}
	return r, nil
}

// misfits reads which cells of a batch do not fit their column.
func misfits(batch arrow.RecordBatch, byName map[string]*column) error {
	at := batch.Schema().FieldIndices(schemas.BadCells)
	if len(at) != 1 || batch.Column(at[0]).NullN() == int(batch.NumRows()) {
		return nil
	}
	bad, err := newColumn(schemas.Column{Name: schemas.BadCells, Type: schemas.Text}, batch)
	if err != nil {
		return err
	}
	for row := range int(batch.NumRows()) {
		if bad.null(row) {
			continue
		}
		var texts map[string]string
		if err := json.Unmarshal([]byte(bad.string(row)), &texts); err != nil {
			return fmt.Errorf("%s of row %d: %w", schemas.BadCells, row, err)
		}
		for name, text := range texts {
			c := byName[name]
			if c == nil {
				return fmt.Errorf("%s of row %d name column %s, which there is not", schemas.BadCells, row, name)
			}
			if c.misfits == nil {
				c.misfits = map[int]string{}
			}
			c.misfits[row] = text
		}
	}
	return nil
}

// sort finds the bucket of every row.
func (r *rows) sort() {
	r.buckets = make([]int32, r.n)
	if r.dialect == MariaDB {
		var text []byte
		for row := range r.buckets {
			text = r.keys[0].write(text[:0], row, r.dialect)
			r.buckets[row] = textBucket(text)
		}
		return
	}
	h := make([]uint64, r.n)
	r.keys[0].link(h, r.dialect)
	for row := range h {
		r.buckets[row] = hashBucket(h[row])
	}
}

// prints tells rows apart by some columns, in 64 bits.
func (r *rows) prints(h []uint64, columns []*column) {
	if r.dialect != MariaDB {
		r.chains(h, columns)
		return
	}
	r.texts(columns, func(row int, text []byte) { h[row] = hashText(text, 0) })
}

// hashes computes the hash of every row, as the source does.
func (r *rows) hashes(h []uint64) {
	proved := slices.DeleteFunc(slices.Clone(r.cells), func(c *column) bool { return c.opaque })
	if r.dialect != MariaDB {
		r.chains(h, proved)
		return
	}
	r.texts(proved, func(row int, text []byte) { h[row] = textHash(text) })
}

// chains computes PostgreSQL's hash of every row over some columns.
func (r *rows) chains(h []uint64, columns []*column) {
	clear(h)
	for _, c := range columns {
		c.link(h, r.dialect)
	}
}

// texts writes the text of every row over some columns, valid until the next.
func (r *rows) texts(columns []*column, each func(row int, text []byte)) {
	var text []byte
	for row := range r.n {
		text = text[:0]
		for i, c := range columns {
			if i > 0 {
				text = append(text, separator)
			}
			text = c.write(text, row, r.dialect)
		}
		each(row, text)
	}
}

// dayOf is the day of a row's unit.
func (r *rows) dayOf(row int) calendar.Day {
	if v, ok := r.day.whole(row); ok && Dated(calendar.Day(v)) {
		return calendar.Day(v)
	}
	return NoDay
}

// unit finds the unit of a row.
func (r *rows) unit(row int) (u Unit) {
	switch {
	case r.buckets != nil:
		return Unit{Bucket: r.buckets[row]}
	case r.day == nil:
		return Unit{}
	}
	u.Day = r.dayOf(row)
	if r.office != nil {
		u.Office = r.office.string(row)
	}
	return u
}
