package control

import (
	"cmp"
	"fmt"
	"math/big"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// NoDay is the day of rows whose day is NULL or not in the years 1 to 9999.
const NoDay = calendar.Day(-1 << 31)

// The days that a row can have. Databases know others, before the first and after the last, which nobody
// can have meant.
var (
	firstDay = calendar.Date(1, 1, 1)
	lastDay  = calendar.Date(9999, 12, 31)
)

// Dated tells whether a row of this day is in a unit of a day.
func Dated(d calendar.Day) bool { return firstDay <= d && d <= lastDay }

// Unit is a part of a table. Which fields are set follows from the table's schemas.Proof; the zero
// value of the others says nothing.
type Unit struct {
	Day    calendar.Day // NoDay: rows without one
	Office string       // empty: rows without one
	Bucket int32
}

// Name writes a unit of a table for people, as String does, which takes the table's 1970-01-01 for a bucket.
func (u Unit) Name(t *schemas.Table) string {
	if t.Proof.Day != "" && u == (Unit{}) {
		return u.Day.String()
	}
	return u.String()
}

// String writes a unit for people: "2020-11-12 000101", "2020-11-12", or "bucket 17".
func (u Unit) String() string {
	switch {
	case u.Day == 0 && u.Office == "":
		return fmt.Sprintf("bucket %d", u.Bucket)
	case u.Day == NoDay:
		return "no day " + u.Office
	case u.Office == "":
		return u.Day.String()
	}
	return u.Day.String() + " " + u.Office
}

// Totals prove that two sides hold the same rows.
type Totals struct {
	Rows     int64
	Sums     []*big.Int // of the money columns, in the contract's order; NULL and cells that do not fit count 0
	IDs      *big.Int   // sum of the whole-number columns of the key; nil: the key has none
	Checksum *big.Int   // nil: not asked for
	Witness  *big.Int   // the source's word on columns that only it can hash, to be held against its word of the last run; nil: there are none
}

// Plus gives the totals of the rows of both. Of sides that were not asked for the same it has all that either has.
func (t Totals) Plus(u Totals) Totals {
	add := func(a, b *big.Int) *big.Int {
		if a == nil || b == nil {
			return cmp.Or(a, b)
		}
		return new(big.Int).Add(a, b)
	}
	sum := Totals{Rows: t.Rows + u.Rows, IDs: add(t.IDs, u.IDs), Checksum: add(t.Checksum, u.Checksum), Witness: add(t.Witness, u.Witness)}
	for i := range max(len(t.Sums), len(u.Sums)) {
		switch {
		case i >= len(t.Sums):
			sum.Sums = append(sum.Sums, u.Sums[i])
		case i >= len(u.Sums):
			sum.Sums = append(sum.Sums, t.Sums[i])
		default:
			sum.Sums = append(sum.Sums, add(t.Sums[i], u.Sums[i]))
		}
	}
	return sum
}

// UnitTotals are the totals of one unit.
type UnitTotals struct {
	Unit   Unit
	Totals Totals
}

// Equal compares what both sides have: checksums only when both were computed.
func (t Totals) Equal(u Totals) bool {
	if t.Rows != u.Rows || len(t.Sums) != len(u.Sums) || !same(t.IDs, u.IDs) {
		return false
	}
	for i := range t.Sums {
		if !same(t.Sums[i], u.Sums[i]) {
			return false
		}
	}
	return t.Checksum == nil || u.Checksum == nil || same(t.Checksum, u.Checksum)
}

func same(a, b *big.Int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Cmp(b) == 0
}
