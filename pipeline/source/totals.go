package source

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"strings"

	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// totalsSQL writes what control totals are made of. The definition is that of package control, of which
// nothing is used here but the names: two ends that share code would share its mistakes.
type totalsSQL interface {
	unitSQL
	dayUnit(p pick) string        // the day of the unit; NULL when undated
	rawOffice(p pick) string      // an office as cheap as it can be grouped by, offices that differ kept apart
	amount(p pick) string         // the sum of a column, in which what does not fit counts 0
	checksum(picks []pick) string // the sum of the rows' hashes
	// witness is a checksum that covers hashed columns too, as the source has them, and begins with a salt.
	witness(picks []pick, salt int64) string
}

// bare leaves out what ends a statement.
func bare(query string) string { return strings.TrimRight(query, "; \t\r\n") }

// Totals gives the control totals of every unit of the selected rows, which the source computes; deep
// with checksums. Units without rows are not among them.
func (m *Moment) Totals(ctx context.Context, t *schemas.Table, sel Selection, deep bool) iter.Seq2[control.UnitTotals, error] {
	return func(yield func(control.UnitTotals, error) bool) {
		ctx, cancel := m.bound(ctx)
		defer cancel()
		err := m.totals(ctx, t, sel, deep, func(u control.UnitTotals) error {
			if !yield(u, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(control.UnitTotals{}, fmt.Errorf("control totals of %s: %w", t.Name, err))
		}
	}
}

func (m *Moment) totals(ctx context.Context, t *schemas.Table, sel Selection, deep bool, each func(control.UnitTotals) error) error {
	l, err := m.layout(ctx, t)
	if err != nil {
		return err
	}
	query, err := totalsQuery(l, m.view, sel, deep)
	if err != nil {
		return err
	}
	return m.view.rows(ctx, query, func(cells [][]byte) error {
		u, err := readTotals(l, deep, cells)
		if err != nil {
			return err
		}
		return each(u)
	})
}

// totalsQuery writes the query of a table's totals: the cells of the unit, then those of totalCells.
func totalsQuery(l *layout, w totalsSQL, sel Selection, deep bool) (string, error) {
	where, err := sel.where(l, w)
	if err != nil {
		return "", err
	}
	from := "FROM " + l.from
	if where != "" {
		from += "\nWHERE " + where
	}
	units, sums := unitColumns(l, w), totalCells(l, w, deep)
	switch {
	case len(units) == 0:
		return fmt.Sprintf("SELECT %s\n%s\nHAVING count(*) > 0", strings.Join(sums, ",\n  "), from), nil
	case l.table.Proof.Day == "":
		return fmt.Sprintf("SELECT %s,\n  %s\n%s\nGROUP BY 1", units[0], strings.Join(sums, ",\n  "), from), nil
	}
	return regrouped(l, w, units, sums, from), nil
}

// regrouped adds up by the columns as they are, which is cheaper by a third than by units made of them row
// by row, and then by units.
func regrouped(l *layout, w totalsSQL, units, sums []string, from string) string {
	raw := []string{w.quote(l.table.Proof.Day)}
	if l.table.Proof.Office != "" {
		raw = append(raw, w.rawOffice(l.pick(l.table.Proof.Office))+" AS "+w.quote(l.table.Proof.Office))
	}
	var inner, outer []string
	for i, s := range sums {
		inner = append(inner, fmt.Sprintf("%s AS total%d", s, i))
		outer = append(outer, fmt.Sprintf("sum(total%d)", i))
	}
	numbers := strings.Join([]string{"1", "2"}[:len(units)], ", ")
	return fmt.Sprintf("SELECT %s\nFROM (SELECT %s\n%s\nGROUP BY %s) AS days\nGROUP BY %s", strings.Join(append(units, outer...), ", "),
		strings.Join(append(raw, inner...), ",\n  "), from, numbers, numbers)
}

// totalCells are the sums of a unit: count, money, ids where the key has some, checksum when deep.
func totalCells(l *layout, w totalsSQL, deep bool) []string {
	cells := []string{"count(*)"}
	for _, c := range l.table.Money() {
		cells = append(cells, w.amount(l.pick(c.Name)))
	}
	var ids []string
	for _, c := range l.table.IDs() {
		ids = append(ids, w.amount(l.pick(c.Name)))
	}
	if len(ids) > 0 {
		cells = append(cells, strings.Join(ids, " + "))
	}
	if deep {
		cells = append(cells, w.checksum(l.picks))
	}
	if deep && l.salt != 0 {
		cells = append(cells, w.witness(l.picks, l.salt))
	}
	return cells
}

// unitColumns are the expressions by which rows are put into units; none: all are one.
func unitColumns(l *layout, w totalsSQL) []string {
	switch {
	case l.whole():
		return nil
	case l.table.Proof.Day == "":
		return []string{w.bucket(l.pick(l.table.Key[0]))}
	case l.table.Proof.Office == "":
		return []string{w.dayUnit(l.pick(l.table.Proof.Day))}
	}
	return []string{w.dayUnit(l.pick(l.table.Proof.Day)), w.office(l.pick(l.table.Proof.Office))}
}

// whole tells whether all rows are one unit, because what they would be cut by is hashed.
func (l *layout) whole() bool { return l.table.Proof.Day == "" && l.pick(l.table.Key[0]).opaque }

// readTotals reads a row of totalsQuery.
func readTotals(l *layout, deep bool, cells [][]byte) (u control.UnitTotals, err error) {
	if u.Unit, cells, err = unitOf(l.table, l.whole(), cells); err != nil {
		return u, err
	}
	numbers := make([]*big.Int, len(cells))
	for i, c := range cells {
		n, ok := new(big.Int).SetString(string(c), 10)
		if !ok {
			return u, fmt.Errorf("the source answered %q where a whole number belongs", c)
		}
		numbers[i] = n
	}
	u.Totals.Rows, numbers = numbers[0].Int64(), numbers[1:]
	money := len(l.table.Money())
	u.Totals.Sums, numbers = numbers[:money:money], numbers[money:]
	if len(l.table.IDs()) > 0 {
		u.Totals.IDs, numbers = numbers[0], numbers[1:]
	}
	if deep {
		u.Totals.Checksum = numbers[0]
	}
	if deep && l.salt != 0 {
		u.Totals.Witness = numbers[1]
	}
	return u, nil
}
