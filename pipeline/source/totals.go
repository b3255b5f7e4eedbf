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
	amount(p pick) string         // the sum of a column, in which what does not fit counts 0
	checksum(picks []pick) string // the sum of the rows' hashes
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

// totalsQuery writes the query of a table's totals: the cells of the unit, count, sums of money, sum of
// ids where the key has some, checksum when deep.
func totalsQuery(l *layout, w totalsSQL, sel Selection, deep bool) (string, error) {
	units := unitColumns(l, w)
	cells := append(units, "count(*)")
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
	where, err := sel.where(l, w)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "SELECT %s\nFROM %s", strings.Join(cells, ",\n  "), l.from)
	if where != "" {
		fmt.Fprintf(&b, "\nWHERE %s", where)
	}
	if len(units) > 0 {
		b.WriteString("\nGROUP BY 1")
		if len(units) > 1 {
			b.WriteString(", 2")
		}
	} else {
		b.WriteString("\nHAVING count(*) > 0")
	}
	return b.String(), nil
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
	return u, nil
}
