package source

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// pgSession is one connection. Its transaction is read-only.
type pgSession struct {
	pg      *postgres
	conn    *pgconn.PgConn
	address string // of the server
	meter   *meter
	asked   time.Time // when the statement at hand was sent
}

// asText is the format of all columns of a result.
var asText []int16

// closeTimeout is how long a server may take to say goodbye.
const closeTimeout = 5 * time.Second

func (s *pgSession) close() {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	_ = s.conn.Close(ctx) // nothing was written, so nothing can be lost
	s.meter.disconnected()
}

// begin opens the transaction: on the state that a snapshot names, or on the newest. What is set is set
// for the transaction only, so that poolers between us and the server do not matter.
func (s *pgSession) begin(ctx context.Context, snapshot string) error {
	limits := s.pg.config.Limits
	begin := "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	if snapshot != "" {
		begin += "; SET TRANSACTION SNAPSHOT " + pgLiteral(snapshot)
	}
	settings := []string{
		"standard_conforming_strings = on", "TimeZone = 'UTC'", "DateStyle = 'ISO, YMD'", "IntervalStyle = postgres", "extra_float_digits = 1", "bytea_output = hex",
		fmt.Sprintf("statement_timeout = %d", milliseconds(limits.Query)),
		fmt.Sprintf("lock_timeout = %d", milliseconds(lockWait)),
		fmt.Sprintf("idle_in_transaction_session_timeout = %d", milliseconds(limits.Transaction)),
		// Workers count as connections do.
		fmt.Sprintf("max_parallel_workers_per_gather = %d", limits.Connections-1),
	}
	for _, set := range settings {
		begin += "; SET LOCAL " + set
	}
	return s.exec(ctx, begin)
}

// lockWait is how long a run waits for a table that somebody has locked for himself.
const lockWait = 5 * time.Minute

// milliseconds is never 0 for a limit, which would be none.
func milliseconds(d time.Duration) int64 {
	if d <= 0 {
		return 0
	}
	return max(d.Milliseconds(), 1)
}

// query gives the rows of a query, valid until the next. When each returns an error the query is
// cancelled; the transaction outlives that and any other failure but a lost connection.
func (s *pgSession) query(ctx context.Context, sql string, formats []int16, each func(cells [][]byte) error) error {
	return s.guarded(ctx, func() error {
		s.asked = time.Now()
		defer s.meter.queried(s.asked)
		rows := s.conn.ExecParams(ctx, sql, nil, nil, nil, formats)
		for rows.NextRow() {
			if err := each(rows.Values()); err != nil {
				cancelling, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
				defer cancel()
				_ = s.conn.CancelRequest(cancelling) // if that fails, the rest is read and thrown away
				_, _ = rows.Close()
				return err
			}
		}
		if _, err := rows.Close(); err != nil {
			return s.failed(ctx, err)
		}
		return nil
	})
}

// guarded lets the transaction outlive what fails inside.
func (s *pgSession) guarded(ctx context.Context, inside func() error) error {
	if err := s.exec(ctx, "SAVEPOINT inside"); err != nil {
		return err
	}
	err := inside()
	if err == nil {
		return s.exec(ctx, "RELEASE SAVEPOINT inside")
	}
	if !s.conn.IsClosed() {
		_ = s.exec(ctx, "ROLLBACK TO SAVEPOINT inside; RELEASE SAVEPOINT inside") // the first error is the one that counts
	}
	return err
}

func (s *pgSession) exec(ctx context.Context, sql string) error {
	s.asked = time.Now()
	if _, err := s.conn.Exec(ctx, sql).ReadAll(); err != nil {
		return s.failed(ctx, err)
	}
	return nil
}

// describe gives the columns of a query's result, without running it.
func (s *pgSession) describe(ctx context.Context, sql string) (fields []pgconn.FieldDescription, err error) {
	err = s.guarded(ctx, func() error {
		s.asked = time.Now()
		d, err := s.conn.Prepare(ctx, "", sql, nil)
		if err != nil {
			return s.failed(ctx, err)
		}
		fields = d.Fields
		return nil
	})
	return fields, err
}

// one gives the only row of a query, as text.
func (s *pgSession) one(ctx context.Context, sql string) ([]string, error) {
	return onlyRow(func(each func([][]byte) error) error { return s.query(ctx, sql, asText, each) })
}

// onlyRow gives the cells of the last row of a query, of which there is one.
func onlyRow(query func(each func(row [][]byte) error) error) (cells []string, err error) {
	err = query(func(row [][]byte) error {
		cells = nil
		for _, c := range row {
			cells = append(cells, string(c))
		}
		return nil
	})
	if err == nil && cells == nil {
		err = errors.New("the server gave no row")
	}
	return cells, err
}

func pgLiteral(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func pgQuote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
