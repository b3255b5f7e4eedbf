package schemas

import "strings"

// Proof says by which parts a table of the source contract is proved equal to its source, and read
// again where it is not. The zero value is a dimension's: hash buckets of its key.
type Proof struct {
	Day    string // column of the day; empty: no days
	Office string // column of the office beside the day; empty: none
}

// Buckets is how many hash buckets a dimension's key has; a power of two.
const Buckets = 1024

// Money lists the columns that control totals add up: whole đồng, and what shares a column with them.
func (t *Table) Money() []Column {
	var cols []Column
	for _, c := range t.Offered() {
		if c.money() {
			cols = append(cols, c)
		}
	}
	return cols
}

func (c *Column) money() bool { return c.Type == Int64 && strings.HasPrefix(c.Unit, "đồng") }

// IDs lists the columns of the key that are whole numbers: control totals add them up.
func (t *Table) IDs() []Column {
	var cols []Column
	for _, name := range t.Key {
		if c, ok := t.Column(name); ok && c.Type == Int64 {
			cols = append(cols, c)
		}
	}
	return cols
}

// Kept lists the columns of the source contract that the lake may keep: all but personal ones.
func (t *Table) Kept() []Column {
	var cols []Column
	for _, c := range t.Offered() {
		if !c.Personal {
			cols = append(cols, c)
		}
	}
	return cols
}
