package source

import (
	"context"
	"fmt"
	"strings"

	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// Span is the rows of some days whose key is a number from one up to another, which is not among them.
type Span struct {
	Days     DayRange
	From, To int64
}

// rangedSQL is of servers that find rows by ranges of their key, and add them up there, much cheaper than by units.
type rangedSQL interface{ ranged() }

// Spans tells whether the source adds up spans of a table cheaper than units.
func (m *Moment) Spans(ctx context.Context, t *schemas.Table) (bool, error) {
	if _, ok := m.view.(rangedSQL); !ok || t.Proof.Day == "" || len(t.Key) != 1 {
		return false, nil
	}
	l, err := m.layout(ctx, t)
	if err != nil {
		return false, err
	}
	key := l.pick(t.Key[0])
	return whole(key.Type) && key.from.class.whole() && l.salt == 0, nil
}

// SpanLook guesses how many rows the source looks at to find those of a span of a table that Spans tells of.
func (m *Moment) SpanLook(ctx context.Context, t *schemas.Table, s Span) (rows int64, err error) {
	err = m.inSpan(ctx, t, s, func(ctx context.Context, _ *layout, from string) error {
		rows, err = m.view.estimate(ctx, "SELECT count(*)\n"+from)
		return err
	})
	return rows, err
}

// SpanTotals gives the control totals of all rows of a span together, with the checksum.
func (m *Moment) SpanTotals(ctx context.Context, t *schemas.Table, s Span) (totals control.Totals, err error) {
	err = m.inSpan(ctx, t, s, func(ctx context.Context, l *layout, from string) error {
		query := "SELECT " + strings.Join(totalCells(l, m.view, true), ",\n  ") + "\n" + from
		return m.view.rows(ctx, query, func(cells [][]byte) error {
			totals, _, err = readSums(l, true, cells)
			return err
		})
	})
	return totals, err
}

// inSpan calls a function with what stands behind the columns of a query of a span's rows. The condition on days is
// hidden from their index.
func (m *Moment) inSpan(ctx context.Context, t *schemas.Table, s Span, ask func(ctx context.Context, l *layout, from string) error) error {
	ctx, cancel := m.bound(ctx)
	defer cancel()
	l, err := m.layout(ctx, t)
	if err == nil {
		err = m.lookForOdd(ctx, l)
	}
	if err == nil {
		err = ask(ctx, l, fmt.Sprintf("FROM %s\nWHERE IF(%s, TRUE, FALSE) AND %s", l.from, s.days(l, m.view), s.keys(l, m.view)))
	}
	if err != nil {
		return fmt.Errorf("control totals of a part of %s: %w", t.Name, err)
	}
	return nil
}

// days is true for rows whose day is of the span.
func (s Span) days(l *layout, w unitSQL) string {
	return during(w.quote(l.table.Proof.Day), DayRange{max(s.Days.From, firstDay), min(s.Days.To, lastDay)}, l, w)
}

// keys is true for rows whose key is of the span.
func (s Span) keys(l *layout, w unitSQL) string {
	return fmt.Sprintf("%[1]s >= %[2]d AND %[1]s < %[3]d", w.quote(l.table.Key[0]), s.From, s.To)
}

// outside is true for rows that are of no span. An index on days knows keys too, and tells it without the rows.
func outside(spans []Span, l *layout, w unitSQL) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, s.days(l, w)+" AND "+s.keys(l, w))
	}
	return "IF(" + strings.Join(parts, " OR ") + ", FALSE, TRUE)"
}
