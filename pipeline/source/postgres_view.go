package source

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/uythac/uythac/transforms/control"
)

// pgView is a transaction of PostgreSQL that sees one state.
type pgView struct {
	pgSQL
	pg       *postgres
	pace     pace
	sessions []*pgSession // the first one has the transaction whose state is seen
	snapshot string       // by which further connections see the same state; empty: there are none
	time     Clock
}

func (pg *postgres) begin(ctx context.Context) (view, error) {
	m := &meter{}
	m.begin()
	s, err := pg.connect(ctx, m, "")
	if err != nil {
		return nil, err
	}
	v := &pgView{pgSQL: pgSQL{hex: pg.dialect() == control.PostgresHex}, pg: pg, sessions: []*pgSession{s}, pace: pace{perSecond: pg.config.Limits.RowsPerSecond}}
	if err := v.begin(ctx); err != nil {
		_ = v.close() // nothing was begun that could fail to end
		return nil, err
	}
	return v, nil
}

func (v *pgView) begin(ctx context.Context) (err error) {
	// The clock is read before the state is taken: the state holds at least what was committed until then.
	if v.time, err = v.main().clock(ctx); err != nil {
		return err
	}
	if err := v.main().begin(ctx, ""); err != nil {
		return err
	}
	if v.pg.config.Limits.Connections == 1 {
		return nil
	}
	v.snapshot, err = v.main().snapshot(ctx)
	return err
}

// clock reads the server's clock, outside a transaction.
func (s *pgSession) clock(ctx context.Context) (c Clock, err error) {
	const micros = "(extract(epoch FROM %s) * 1000000)::bigint"
	// A replica that is connected and has replayed all that it received is not late.
	const late = "CASE WHEN pg_last_xact_replay_timestamp() IS NULL THEN false ELSE coalesce(pg_last_wal_replay_lsn() < pg_last_wal_receive_lsn(), true) OR NOT EXISTS (SELECT FROM pg_stat_wal_receiver) END"
	results, err := s.conn.Exec(ctx, fmt.Sprintf("SELECT "+micros+", pg_is_in_recovery(), "+micros+", "+late, "clock_timestamp()", "pg_last_xact_replay_timestamp()")).ReadAll()
	if err != nil {
		return c, s.failed(ctx, err)
	}
	cells := results[0].Rows[0]
	moment := func(cell []byte) time.Time {
		n, err := strconv.ParseInt(string(cell), 10, 64)
		if err != nil {
			return time.Time{} // NULL: unknown
		}
		return time.UnixMicro(n).UTC()
	}
	c.Now, c.Replica = moment(cells[0]), string(cells[1]) == "t"
	if c.Replica {
		c.ReplayedTo = moment(cells[2])
		if string(cells[3]) == "t" && !c.ReplayedTo.IsZero() {
			c.Late = c.Now.Sub(c.ReplayedTo)
		}
	}
	return c, nil
}

// snapshot names the transaction's state. It must not be called inside a savepoint.
func (s *pgSession) snapshot(ctx context.Context) (string, error) {
	results, err := s.conn.Exec(ctx, "SELECT pg_export_snapshot()").ReadAll()
	if err != nil {
		return "", s.failed(ctx, err)
	}
	return string(results[0].Rows[0][0]), nil
}

func (v *pgView) main() *pgSession { return v.sessions[0] }

func (v *pgView) dialect() control.Dialect { return v.pg.dialect() }
func (v *pgView) clock() Clock             { return v.time }
func (v *pgView) meter() *meter            { return v.main().meter }

func (v *pgView) close() error {
	for _, s := range v.sessions {
		s.close()
	}
	v.meter().end()
	return nil
}

func (v *pgView) rows(ctx context.Context, query string, each func(cells [][]byte) error) error {
	return v.main().query(ctx, query, asText, each)
}

// relations looks names up on the search path: tables, views, materialised views, partitioned and foreign tables.
func (v *pgView) relations(ctx context.Context, names []string) (map[string]bool, error) {
	var quoted []string
	for _, n := range names {
		quoted = append(quoted, pgLiteral(n))
	}
	there := map[string]bool{}
	query := "SELECT n FROM unnest(ARRAY[" + strings.Join(quoted, ", ") + "]) n JOIN pg_class c ON c.oid = to_regclass(quote_ident(n)) WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f')"
	err := v.rows(ctx, query, func(cells [][]byte) error {
		there[string(cells[0])] = true
		return nil
	})
	return there, err
}

func (v *pgView) columns(ctx context.Context, from string) ([]resultColumn, error) {
	fields, err := v.main().describe(ctx, "SELECT * FROM "+from)
	if err != nil {
		return nil, err
	}
	var cols []resultColumn
	for _, f := range fields {
		c := resultColumn{name: f.Name, code: f.DataTypeOID, class: pgClass(f.DataTypeOID)}
		name, err := v.main().one(ctx, fmt.Sprintf("SELECT format_type(%d, %d)", f.DataTypeOID, f.TypeModifier))
		if err != nil {
			return nil, err
		}
		c.typ = name[0]
		cols = append(cols, c)
	}
	return cols, nil
}
