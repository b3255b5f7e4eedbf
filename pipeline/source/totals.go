package source

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
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
	amount(l *layout, p pick) string // the sum of a column, in which what does not fit counts 0
	checksum(l *layout) string       // the sum of the rows' hashes
	// byDay writes the query of sums by day and, where the table has them, offices; a unit may come in several rows.
	byDay(l *layout, p part, sums []string, from string) string
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
	parts, err := m.parts(ctx, l, sel)
	if err != nil {
		return err
	}
	for _, p := range parts {
		units, err := m.unitTotals(ctx, l, p, deep)
		if errors.Is(err, errRough) {
			l.exact = true
			units, err = m.unitTotals(ctx, l, p, deep)
		}
		if err != nil {
			return err
		}
		for u, t := range units {
			if err := each(control.UnitTotals{Unit: u, Totals: t}); err != nil {
				return err
			}
		}
	}
	return nil
}

// unitTotals adds up what the source says of one part of a selection.
func (m *Moment) unitTotals(ctx context.Context, l *layout, p part, deep bool) (map[control.Unit]control.Totals, error) {
	units := map[control.Unit]control.Totals{}
	err := m.view.rows(ctx, totalsQuery(l, m.view, p, deep), func(cells [][]byte) error {
		u, err := readTotals(l, deep, cells)
		units[u.Unit] = units[u.Unit].Plus(u.Totals)
		return err
	})
	return units, err
}

// totalsQuery writes the query of the totals of some rows: the cells of the unit, then those of totalCells.
func totalsQuery(l *layout, w totalsSQL, p part, deep bool) string {
	from := "FROM " + l.from
	if p.where != "" {
		from += "\nWHERE " + p.where
	}
	sums := totalCells(l, w, deep)
	switch {
	case l.whole():
		return fmt.Sprintf("SELECT %s\n%s\nHAVING count(*) > 0", strings.Join(sums, ",\n  "), from)
	case l.table.Proof.Day == "":
		return fmt.Sprintf("SELECT %s,\n  %s\n%s\nGROUP BY 1", w.bucket(l.pick(l.table.Key[0])), strings.Join(sums, ",\n  "), from)
	}
	return w.byDay(l, p, sums, from)
}

// totalCells are the sums of a unit: count, money, ids where the key has some, checksum when deep.
func totalCells(l *layout, w totalsSQL, deep bool) []string {
	cells := []string{"count(*)"}
	for _, c := range l.table.Money() {
		cells = append(cells, w.amount(l, l.pick(c.Name)))
	}
	var ids []string
	for _, c := range l.table.IDs() {
		ids = append(ids, w.amount(l, l.pick(c.Name)))
	}
	if len(ids) > 0 {
		cells = append(cells, strings.Join(ids, " + "))
	}
	if deep {
		cells = append(cells, w.checksum(l))
	}
	if deep && l.salt != 0 {
		cells = append(cells, w.witness(l.picks, l.salt))
	}
	return cells
}

// whole tells whether all rows are one unit, because what they would be cut by is hashed.
func (l *layout) whole() bool { return l.table.Proof.Day == "" && l.pick(l.table.Key[0]).opaque }

// readTotals reads a row of totalsQuery.
func readTotals(l *layout, deep bool, cells [][]byte) (u control.UnitTotals, err error) {
	if u.Unit, cells, err = unitOf(l.table, l.whole(), cells); err != nil {
		return u, err
	}
	var more []*big.Int
	if u.Totals, more, err = readSums(l, deep, cells); err != nil {
		return u, err
	}
	if len(more) > 0 && !sameOffice(u, more[0]) {
		return u, errRough
	}
	return u, nil
}

// readSums reads the cells of totalCells, and gives what comes behind them.
func readSums(l *layout, deep bool, cells [][]byte) (t control.Totals, more []*big.Int, err error) {
	numbers := make([]*big.Int, len(cells))
	for i, c := range cells {
		n, ok := new(big.Int).SetString(string(c), 10)
		switch {
		case c == nil:
			return t, nil, errRough
		case !ok:
			return t, nil, fmt.Errorf("the source answered %q where a whole number belongs", c)
		}
		numbers[i] = n
	}
	t.Rows, numbers = numbers[0].Int64(), numbers[1:]
	money := len(l.table.Money())
	t.Sums, numbers = numbers[:money:money], numbers[money:]
	if len(l.table.IDs()) > 0 {
		t.IDs, numbers = numbers[0], numbers[1:]
	}
	if deep {
		t.Checksum, numbers = numbers[0], numbers[1:]
	}
	if deep && l.salt != 0 {
		t.Witness, numbers = numbers[0], numbers[1:]
	}
	return t, numbers, nil
}

// errRough is of sums that have more rows than they can be exact for, and of rows that a server has put together
// although their offices differ.
var errRough = errors.New("a cheaper query does not do")

// sameOffice tells whether all rows of a group have the office that was told: the CRC-32 of each is added up.
func sameOffice(u control.UnitTotals, sum *big.Int) bool {
	want := new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(u.Unit.Office))))
	return want.Mul(want, big.NewInt(u.Totals.Rows)).Cmp(sum) == 0
}
