package lake

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// NoMonth is the month of units of tables that are not kept by month.
const NoMonth calendar.Month = -1 << 31

// Unit addresses what is replaced as a whole: a table's rows of one branch and one month.
// Branch is empty for tables that are not kept by branch, Month is [NoMonth] for tables that are
// not kept by month; Unit{Month: NoMonth} is a whole table.
type Unit struct {
	Branch string
	Month  calendar.Month
}

// HasMonth tells whether the unit is a month's.
func (u Unit) HasMonth() bool { return u.Month != NoMonth }

// String writes the unit as "0201 2020-12", without what it does not have; a whole table is "all".
func (u Unit) String() string {
	switch {
	case u.Branch == "" && !u.HasMonth():
		return "all"
	case !u.HasMonth():
		return u.Branch
	case u.Branch == "":
		return u.Month.String()
	}
	return u.Branch + " " + u.Month.String()
}

// Compare orders units by branch, then month.
func (u Unit) Compare(v Unit) int {
	return cmp.Or(cmp.Compare(u.Branch, v.Branch), cmp.Compare(u.Month, v.Month))
}

// check refuses a unit whose shape is not the table's.
func (u Unit) check(t *schemas.Table) error {
	if t.ByBranch() != (u.Branch != "") {
		return fmt.Errorf("unit %q: %s is kept by branch: %t", u, t.Name, t.ByBranch())
	}
	if (t.Month != "") != u.HasMonth() {
		return fmt.Errorf("unit %q: %s is kept by month: %t", u, t.Name, t.Month != "")
	}
	return nil
}

// Part is a unit as the lake holds it. Path is the absolute path of its Parquet file and Bytes the
// file's size; units without rows have no file: Path is empty, Rows and Bytes are 0.
type Part struct {
	Unit  Unit
	Stamp string
	Rows  int64
	Path  string
	Bytes int64
}

func sortParts(parts []Part) []Part {
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(a.Unit.Compare(b.Unit), cmp.Compare(a.Path, b.Path))
	})
	return parts
}
