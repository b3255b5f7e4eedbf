package source

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/uythac/uythac/transforms/control"
)

// mariaView is a transaction of MariaDB or MySQL that sees one state.
type mariaView struct {
	mariaSQL
	session *mariaSession
	pace    pace
	time    Clock
	tables  map[string]bool // what relations found: true for tables, false for views

	looked bool              // for what no read view covers:
	loose  []engineTable     // tables
	views  map[string]string // definitions, by name; nil where there are no such tables
}

func (db *mariadb) begin(ctx context.Context) (view, error) {
	m := &meter{}
	m.begin()
	s, err := db.connect(ctx, m)
	if err != nil {
		return nil, err
	}
	v := &mariaView{session: s, pace: pace{perSecond: db.config.Limits.RowsPerSecond}}
	// The clock is read before the state is taken: the state holds at least what was committed until then.
	if v.time, err = s.clock(ctx); err == nil {
		err = s.begin(ctx)
	}
	if err != nil {
		_ = v.close() // nothing was begun that could fail to end
		return nil, err
	}
	return v, nil
}

func (v *mariaView) dialect() control.Dialect { return control.MariaDB }
func (v *mariaView) clock() Clock             { return v.time }
func (v *mariaView) meter() *meter            { return v.session.meter }

func (v *mariaView) close() error {
	v.session.close()
	v.session.meter.end()
	return nil
}

func (v *mariaView) rows(ctx context.Context, query string, each func(cells [][]byte) error) error {
	return v.session.query(ctx, query, nil, each)
}

// relations looks names up in the database: tables and views.
func (v *mariaView) relations(ctx context.Context, names []string) (map[string]bool, error) {
	var literals []string
	for _, n := range names {
		literals = append(literals, v.textLiteral(n))
	}
	there := map[string]bool{}
	v.tables = map[string]bool{}
	query := "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND CAST(TABLE_NAME AS BINARY) IN (" + strings.Join(literals, ", ") + ")"
	err := v.rows(ctx, query, func(cells [][]byte) error {
		there[string(cells[0])] = true
		v.tables[string(cells[0])] = string(cells[1]) == "BASE TABLE"
		return nil
	})
	return there, err
}

// columns asks for a result without rows. Of a table only those columns are asked for that the user may read:
// personal ones need not be granted.
func (v *mariaView) columns(ctx context.Context, from string) (cols []resultColumn, err error) {
	list, utf8 := "*", map[string]bool{}
	name, ok := unquoted(from)
	if ok {
		if list, utf8, err = v.granted(ctx, name); err != nil {
			return nil, err
		}
	}
	err = v.session.query(ctx, "SELECT "+list+" FROM "+from+" LIMIT 0", func(fields []mariaField) {
		for _, f := range fields {
			if !v.tables[name] {
				f.flags &^= flagFilled // of views and queries it is not always so
			}
			c := f.column()
			c.utf8 = c.text() && utf8[c.name]
			cols = append(cols, c)
		}
	}, func([][]byte) error { return nil })
	return cols, err
}

// granted lists the columns of a table that the user may read, * when there is none, and tells which are in UTF-8.
func (v *mariaView) granted(ctx context.Context, table string) (list string, utf8 map[string]bool, err error) {
	var names []string
	utf8 = map[string]bool{}
	err = v.rows(ctx, fmt.Sprintf("SELECT COLUMN_NAME, CHARACTER_SET_NAME IN ('utf8mb4', 'utf8mb3', 'utf8', 'ascii') FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s"+
		" AND FIND_IN_SET('select', PRIVILEGES) > 0 ORDER BY ORDINAL_POSITION", v.textLiteral(table)), func(cells [][]byte) error {
		names = append(names, v.quote(string(cells[0])))
		utf8[string(cells[0])] = string(cells[1]) == "1"
		return nil
	})
	if len(names) == 0 {
		return "*", utf8, err
	}
	return strings.Join(names, ", "), utf8, err
}

// unquoted gives the name that stands behind FROM; ok is false for a query.
func unquoted(from string) (name string, ok bool) {
	if !strings.HasPrefix(from, "`") {
		return "", false
	}
	return strings.ReplaceAll(strings.Trim(from, "`"), "``", "`"), true
}

// read streams rows over the one connection that there is.
func (v *mariaView) read(ctx context.Context, l *layout, parts []part) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		flow(1, func(_ int, s *stream) error {
			r := &rowReader{ctx: ctx, layout: l, stream: s, pace: &v.pace, meter: v.meter()}
			for _, p := range l.picks {
				r.cells = append(r.cells, newMariaCell(p, v.session.db.config.Key))
			}
			for _, p := range parts {
				if err := v.rows(ctx, v.readQuery(l, l.from, p.where), r.add); err != nil {
					return err
				}
			}
			return r.finish()
		}, yield)
	}
}
