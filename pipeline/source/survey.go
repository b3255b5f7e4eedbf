package source

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/uythac/uythac/schemas"
)

// Survey is what can be seen of a database without reading its rows.
type Survey struct {
	Kind, Version      string // PostgreSQL, 15.8
	Encoding, TimeZone string // of the database; of the server
	User               string
	Superuser          bool
	Writable           []string // tables and views that the user could write to: it should not
	Clock              Clock
	Skew               time.Duration // how much the server's clock is ahead of ours, to half the time of an answer
	Tables             []TableSurvey // of the contract, in its order
	Others             []Relation    // other tables and views that the user may read, by name
}

// TableSurvey is what can be seen of a table of the contract.
type TableSurvey struct {
	Table    *schemas.Table
	Offered  Offer
	Columns  []ColumnSurvey // in the source's order
	Problem  error          // why it cannot be read; a *Refusal when its columns do not fit
	Notes    []string       // what drifted and is tolerated
	Loose    []string       // tables behind it that no read view covers, with their engines
	Rows     int64          // estimated
	DayIndex bool           // an index finds the rows of a day; true for tables without days
}

// Offer says from where a table of the contract is read.
type Offer string

// Absent is the zero value.
const (
	Absent    Offer = ""
	FromTable Offer = "table"
	FromQuery Offer = "query"
)

// ColumnSurvey is a column as the source has it.
type ColumnSurvey struct {
	Name, Type string
	Contract   string // the contract's type, where it has the column
}

// Relation is a table or view that the contract does not know.
type Relation struct {
	Name    string // with its schema
	Rows    int64  // estimated; -1: unknown
	Columns []ColumnSurvey
}

// Survey looks at the server, at what the user may do, and at every table of the contract.
func (db *DB) Survey(ctx context.Context) (s Survey, err error) {
	asked := time.Now()
	m, err := db.Moment(ctx)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	s.Clock = m.Clock()
	s.Skew = s.Clock.Now.Sub(asked.Add(time.Since(asked) / 2))
	if err := m.view.survey(ctx, &s); err != nil {
		return s, err
	}
	for _, t := range schemas.Contract() {
		s.Tables = append(s.Tables, m.survey(ctx, t))
	}
	return s, ctx.Err()
}

// survey looks at a table of the contract. What is wrong with it stands in Problem.
func (m *Moment) survey(ctx context.Context, t *schemas.Table) TableSurvey {
	s := TableSurvey{Table: t, DayIndex: t.Proof.Day == ""}
	if !m.Present(t) {
		return s
	}
	s.Offered = FromTable
	l := m.db.begin(t, m.view)
	if l.query != "" {
		s.Offered = FromQuery
	}
	have, err := m.view.columns(ctx, l.from)
	if err != nil {
		s.Problem = fmt.Errorf("columns of %s: %w", t.Name, err)
		return s
	}
	for _, c := range have {
		column := ColumnSurvey{Name: c.name, Type: c.typ}
		if want, ok := t.Column(c.name); ok && !want.Lake {
			column.Contract = contractType(want.Type)
		}
		s.Columns = append(s.Columns, column)
	}
	s.Problem = m.db.config.fit(t, l, have)
	s.Notes = l.shape.Notes
	if s.Problem == nil {
		s.Rows, s.DayIndex, s.Problem = m.access(ctx, l)
	}
	if u, ok := m.view.(unruly); ok && s.Problem == nil {
		s.Loose, s.Problem = u.uncovered(ctx, l)
	}
	return s
}

// access estimates a table's rows, and tells whether an index finds those of a day.
func (m *Moment) access(ctx context.Context, l *layout) (rows int64, index bool, err error) {
	if rows, err = m.view.estimate(ctx, m.view.readQuery(l, l.from)); err != nil || l.table.Proof.Day == "" {
		return rows, true, err
	}
	where, err := Selection{Days: []DayRange{{lastDay, lastDay}}}.where(l, m.view)
	if err != nil {
		return rows, false, err
	}
	index, err = m.view.indexed(ctx, m.view.readQuery(l, l.from, where))
	return rows, index, err
}

// Quote writes a name of the source as its SQL takes it, whatever is in it.
func (s Survey) Quote(name string) string {
	if s.Kind == postgresName {
		return pgQuote(name)
	}
	return mariaSQL{}.quote(name)
}

// other takes in a column of a relation that the contract does not know: name, rows, column and type. They come
// by relation.
func (s *Survey) other(cells [][]byte) error {
	name := string(cells[0])
	if n := len(s.Others); n == 0 || s.Others[n-1].Name != name {
		rows, err := strconv.ParseInt(string(cells[1]), 10, 64)
		if err != nil {
			return err
		}
		s.Others = append(s.Others, Relation{Name: name, Rows: rows})
	}
	r := &s.Others[len(s.Others)-1]
	r.Columns = append(r.Columns, ColumnSurvey{Name: string(cells[2]), Type: string(cells[3])})
	return nil
}
