package warehouse

import (
	"context"
	"database/sql"
	"math/big"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/uythac/uythac/calendar"
)

// scanner takes the values of one row.
type scanner func(dest ...any) error

// each calls f for every row of a small result: the driver materialises all of it.
func (s *session) each(ctx context.Context, query string, f func(scanner) error) (err error) {
	rows, err := s.conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// table returns a small result as rows of plain values.
func (s *session) table(ctx context.Context, query string, args ...any) ([][]any, error) {
	_, rows, err := s.named(ctx, query, args...)
	return rows, err
}

// named is table with the names of the columns.
func (s *session) named(ctx context.Context, query string, args ...any) (columns []string, out [][]any, err error) {
	rows, err := s.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has been asked by then
	cols, err := rows.Columns()
	if err != nil {
		return nil, nil, err
	}
	for rows.Next() {
		row, dest := make([]any, len(cols)), make([]any, len(cols))
		for i := range row {
			dest[i] = &row[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, nil, err
		}
		for i := range row {
			row[i] = value(row[i])
		}
		out = append(out, row)
	}
	return cols, out, rows.Err()
}

// days returns a column of days.
func (s *session) days(ctx context.Context, query string) ([]calendar.Day, error) {
	days := []calendar.Day{}
	return days, s.each(ctx, query, func(scan scanner) error {
		var t sql.NullTime
		err := scan(&t)
		days = append(days, day(t.Time))
		return err
	})
}

// value turns what the driver gives into int64, float64, string, bool, calendar.Day or nil;
// a decimal becomes text without exponent or trailing zeros.
func value(v any) any {
	switch v := v.(type) {
	case int32:
		return int64(v)
	case int16:
		return int64(v)
	case time.Time:
		return day(v)
	case duckdb.Decimal:
		return decimal(v)
	}
	return v
}

func day(t time.Time) calendar.Day { return calendar.Day(t.Unix() / 86400) }

func decimal(d duckdb.Decimal) string {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.Scale)), nil)
	text := new(big.Rat).SetFrac(d.Value, scale).FloatString(int(d.Scale))
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}
