package schemas

import (
	"hash/crc32"
	"slices"
)

// Columns that a mirror has beside the contract's.
const (
	UnitMonth = "unit_month" // of a ledger
	BadCells  = "bad_cells"
)

// extraIDs is where the field ids of columns begin that the contract does not have.
const extraIDs = 100_000

// MirrorOf describes the copy of a contract's table as a database holds it: every column that may be
// kept, all nullable because nothing is cleaned yet, and what cells hold that do not fit their column.
// Ledgers are kept by the month of posted_on. extra are columns that the source has beyond the
// contract, kept as text: their field ids follow from their names.
func MirrorOf(t *Table, extra ...string) *Table {
	m := &Table{Name: t.Name, Kind: Mirror, Key: t.Key, Proof: t.Proof, Doc: "As the source database holds it, before cleaning. " + t.Doc}
	if t.Month != "" {
		m.Month = UnitMonth
		m.Columns = append(m.Columns, col(900, UnitMonth, Date, "First day of the month of "+t.Month+"; 1970-01-01 for rows without one."))
	}
	for _, c := range t.Kept() {
		c.Null = true
		switch c.Type { // in the source's order neighbours are close, and few values come again
		case Int64, Int32, Int16, Date, Timestamp:
			c.Encoding = Delta
		}
		if c.money() {
			c.Encoding = Steps
		}
		m.Columns = append(m.Columns, c)
	}
	m.Columns = append(m.Columns, col(901, BadCells, Text, "Cells that are not of their column's type, as JSON: column and text.", null))
	for _, name := range slices.Sorted(slices.Values(extra)) {
		m.Columns = append(m.Columns, col(extraIDs+int(crc32.ChecksumIEEE([]byte(name))%extraIDs), name, Text, "Of the source, beyond the contract.", null))
	}
	return m
}
