package source

import (
	"context"
	"database/sql/driver"
	"fmt"
	"net"
	"strings"
	"time"
)

// mariaSession is one connection.
type mariaSession struct {
	db     *mariadb
	driver driver.Conn
	wire   *mariaWire
	socket net.Conn // under TLS
	said   lastWord
	meter  *meter
	id     string // by which the server knows the connection
	begun  bool   // a transaction
	dead   error  // why it can be used no more; nil: it can
}

// close says goodbye.
func (s *mariaSession) close() {
	_ = s.socket.SetDeadline(time.Now().Add(closeTimeout)) // the socket of a lost connection may be closed
	_ = s.driver.Close()                                   // nothing was written, so nothing can be lost
	s.meter.disconnected()
}

// begin makes the session ready and opens the read view.
func (s *mariaSession) begin(ctx context.Context) error {
	settings, err := s.settings(ctx)
	if err != nil {
		return err
	}
	for _, sql := range append(settings, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", "SAVEPOINT begun") {
		if err := s.exec(ctx, sql); err != nil {
			return err
		}
	}
	s.begun = true
	return nil
}

// release lets go of the table that a query has read: until then nobody could alter it, and who tries keeps all
// others waiting too. What is altered after that cannot be read any more, and the server says so.
func (s *mariaSession) release() {
	if s.begun && s.dead == nil {
		_ = s.wire.query("ROLLBACK TO SAVEPOINT begun", nil, nil) // a connection that is lost is so for the next query too
	}
}

// unwantedModes are modes of SQL under which a date, a code or an empty text would not come as it is stored.
// All others stay: the configured queries may need them.
var unwantedModes = map[string]bool{"NO_ZERO_DATE": true, "NO_ZERO_IN_DATE": true, "PAD_CHAR_TO_FULL_LENGTH": true, "EMPTY_STRING_IS_NULL": true,
	"TRADITIONAL": true} // the last stands for several, of which two are here

// slowReader is how many seconds a server waits for a reader that is busy.
const slowReader = 3600

// settings are statements that make the session one in which nothing is left out, cut short or changed.
func (s *mariaSession) settings(ctx context.Context) ([]string, error) {
	row, err := s.one(ctx, "SELECT CONNECTION_ID(), @@SESSION.sql_mode")
	if err != nil {
		return nil, err
	}
	s.id = row[0]
	modes := []string{"ALLOW_INVALID_DATES"}
	for _, mode := range strings.Split(row[1], ",") {
		if mode != "" && !unwantedModes[mode] {
			modes = append(modes, mode)
		}
	}
	limits := s.db.config.Limits
	list := []string{
		"SET NAMES utf8mb4",
		"SET SESSION sql_mode = '" + strings.Join(modes, ",") + "'",
		"SET SESSION time_zone = '+00:00'",
		fmt.Sprintf("SET SESSION net_write_timeout = %d, wait_timeout = 86400, lock_wait_timeout = %d", slowReader, int(lockWait.Seconds())),
		"SET SESSION sql_select_limit = 18446744073709551615, sql_big_selects = 1",
	}
	if s.db.mysql {
		return append(list, fmt.Sprintf("SET SESSION max_execution_time = %d", milliseconds(limits.Query))), nil
	}
	return append(list,
		fmt.Sprintf("SET SESSION max_statement_time = %.3f", float64(milliseconds(limits.Query))/1000),
		"SET SESSION idle_transaction_timeout = 0, idle_readonly_transaction_timeout = 0"), nil
}

func (s *mariaSession) exec(ctx context.Context, sql string) error {
	return s.query(ctx, sql, nil, func([][]byte) error { return nil })
}

// one gives the only row of a query.
func (s *mariaSession) one(ctx context.Context, sql string) ([]string, error) {
	return onlyRow(func(each func([][]byte) error) error { return s.query(ctx, sql, nil, each) })
}

// query gives the rows of a query, valid until the next, after its columns, which nobody need want. When each
// returns an error, or the context ends, the server is told to end the query; the transaction outlives that.
func (s *mariaSession) query(ctx context.Context, sql string, fields func([]mariaField), each func(cells [][]byte) error) error {
	if s.dead != nil {
		return s.dead
	}
	if ctx.Err() != nil {
		return s.failed(ctx, ctx.Err())
	}
	defer s.meter.queried(time.Now())
	k := newKiller(ctx, s)
	var enough error // why the rest is thrown away
	err := s.wire.query(sql, fields, func(cells [][]byte) error {
		if enough == nil {
			if enough = each(cells); enough != nil {
				k.kill()
			}
		}
		return nil
	})
	k.done()
	if err != nil && !isReply(err) {
		s.dead = s.failed(ctx, s.said.instead(err))
	}
	s.release()
	switch {
	case enough != nil:
		return enough
	case s.dead != nil:
		return s.dead
	case err != nil:
		return s.failed(ctx, err)
	}
	return nil
}

func mariaQuote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }
