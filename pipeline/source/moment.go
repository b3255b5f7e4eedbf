package source

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// Moment is one read view of a database: all its methods see the same state. One goroutine may use it at
// a time. When the source's limit of a transaction is over, its methods give an error that says so.
type Moment struct {
	db      *DB
	view    view
	begun   time.Time
	offered map[string]bool    // tables of their own name that are there
	layouts map[string]*layout // that were asked for
}

// view is one read view of a kind of server, and how that kind writes what differs in SQL.
type view interface {
	totalsSQL
	dialect() control.Dialect
	clock() Clock
	// relations tells which of these names are tables or views.
	relations(ctx context.Context, names []string) (map[string]bool, error)
	// columns describes the columns of what can stand behind FROM, without reading rows.
	columns(ctx context.Context, from string) ([]resultColumn, error)
	// rows gives the rows of a query as text; nil is NULL.
	rows(ctx context.Context, query string, each func(cells [][]byte) error) error
	// readQuery writes the query of the rows that all of some conditions select; empty ones select all.
	readQuery(l *layout, from string, conditions ...string) string
	// read streams the rows of a table in some parts of a selection.
	read(ctx context.Context, l *layout, parts []part) iter.Seq2[Batch, error]
	// survey looks at the server, the user and other tables.
	survey(ctx context.Context, s *Survey) error
	// estimate guesses how many rows a query has.
	estimate(ctx context.Context, query string) (int64, error)
	// indexed tells whether an index can help a query.
	indexed(ctx context.Context, query string) (bool, error)
	meter() *meter
	close() error
}

// Clock tells how late it is in the source.
type Clock struct {
	Now        time.Time // the server's, just before the moment
	Replica    bool      // the server follows another one
	ReplayedTo time.Time // of a replica: what was committed up to here is in the moment; zero: unknown
	// Late is how long ago what a replica shows was all there was; 0: it knows of nothing that it does not show. A server
	// on which nobody writes makes ReplayedTo old, and its replica not late.
	Late time.Duration
}

// errLimit ends a moment that lives too long.
var errLimit = errors.New("the transaction is as long as source.limits.transaction allows")

// ErrMoved is of a table that was emptied, altered or created anew while a moment lived, which hides what it holds:
// a new moment sees it.
var ErrMoved = errors.New("the table is not that of the moment any more")

// Moment begins a read view. The caller closes it.
func (db *DB) Moment(ctx context.Context) (*Moment, error) {
	begun := time.Now()
	v, err := db.engine.begin(ctx)
	if err != nil {
		return nil, err
	}
	m := &Moment{db: db, view: v, begun: begun, layouts: map[string]*layout{}}
	var names []string
	for _, t := range schemas.Contract() {
		names = append(names, t.Name)
	}
	if m.offered, err = v.relations(ctx, names); err != nil {
		return nil, errors.Join(err, v.close())
	}
	return m, nil
}

// String shows nothing that may be secret.
func (m *Moment) String() string { return "moment of " + m.db.String() }

// GoString is String.
func (m *Moment) GoString() string { return m.String() }

// Close ends the read view.
func (m *Moment) Close() error { return m.view.close() }

// Dialect is how the source's SQL hashes rows.
func (m *Moment) Dialect() control.Dialect { return m.view.dialect() }

// Clock tells how late it was in the source just before the moment.
func (m *Moment) Clock() Clock { return m.view.clock() }

// Cost is what the moment has cost the source so far; it may be asked for after Close.
func (m *Moment) Cost() Cost { return m.view.meter().total() }

// Present tells whether the source offers a table.
func (m *Moment) Present(t *schemas.Table) bool {
	switch m.db.config.Tables[t.Name].Query {
	case "":
		return m.offered[t.Name]
	case "-":
		return false
	}
	return true
}

// Declined tells whether the configuration says that the source does not have a table.
func (m *Moment) Declined(t *schemas.Table) bool { return m.db.config.Tables[t.Name].Query == "-" }

// Shape looks at a table's columns, without reading rows. One that cannot be read as the contract says
// gives a *Refusal with all that is wrong.
func (m *Moment) Shape(ctx context.Context, t *schemas.Table) (Shape, error) {
	ctx, cancel := m.bound(ctx)
	defer cancel()
	l, err := m.layout(ctx, t)
	if err != nil {
		return Shape{}, err
	}
	return l.shape, nil
}

// Read streams the rows that are selected, in no order. A batch has the columns of [Schema] and then
// Shape.Extra as text, and is valid until the next one is asked for; its memory is used again. Lines
// number the rows as they come.
func (m *Moment) Read(ctx context.Context, t *schemas.Table, sel Selection) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		ctx, cancel := m.bound(ctx)
		defer cancel()
		l, err := m.layout(ctx, t)
		if err != nil {
			yield(Batch{}, err)
			return
		}
		parts := []part{{}}
		if !sel.all() {
			if parts, err = m.parts(ctx, l, sel); err != nil {
				yield(Batch{}, err)
				return
			}
		}
		m.view.read(ctx, l, parts)(yield)
	}
}

// parts cuts a selection into queries.
func (m *Moment) parts(ctx context.Context, l *layout, sel Selection) (list []part, err error) {
	if err := m.lookForOdd(ctx, l); err != nil {
		return nil, err
	}
	return sel.parts(l, m.view)
}

// lookForOdd looks once whether a table has days that there are not, where a server can hold them.
func (m *Moment) lookForOdd(ctx context.Context, l *layout) error {
	if v, ok := m.view.(oddFinder); ok && !l.proper && l.improper == "" && l.table.Proof.Day != "" {
		return v.findOdd(ctx, l)
	}
	return nil
}

// oddFinder is of servers whose date columns hold days that there are not.
type oddFinder interface {
	// findOdd looks whether a table has such days, and if so how they are best selected.
	findOdd(ctx context.Context, l *layout) error
}

// bound ends a context when the moment has lived as long as it may.
func (m *Moment) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if limit := m.db.config.Limits.Transaction; limit > 0 {
		return context.WithDeadlineCause(ctx, m.begun.Add(limit), errLimit)
	}
	return ctx, func() {}
}

// ended says why a context is over, and what to do where that is a limit; nil while it is not.
func ended(ctx context.Context) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, errLimit) {
		return fmt.Errorf("%w\n  → what was committed stays; run again, or raise source.limits.transaction", cause)
	}
	return cause
}

// layout lays out how a table is read, once.
func (m *Moment) layout(ctx context.Context, t *schemas.Table) (*layout, error) {
	if l := m.layouts[t.Name]; l != nil {
		return l, nil
	}
	if !m.Present(t) {
		return nil, fmt.Errorf("the source does not offer %s\n  → set source.tables.%s.query", t.Name, t.Name)
	}
	l, err := m.db.lay(ctx, m.view, t)
	if h, ok := m.view.(holder); ok && err == nil {
		err = h.hold(ctx, l)
	}
	if u, ok := m.view.(unruly); ok && err == nil {
		var tables []string
		if tables, err = u.uncovered(ctx, l); len(tables) > 0 {
			l.shape.Notes = append(l.shape.Notes, fmt.Sprintf("%s: %s lies outside the consistent view, so that rows that are changed meanwhile may come as of different moments; `uythac doctor` says what to do", t.Name, strings.Join(tables, ", ")))
		}
	}
	if err == nil {
		m.layouts[t.Name] = l
	}
	return l, err
}

// begin says from where a table is read.
func (db *DB) begin(t *schemas.Table, v view) *layout {
	l := &layout{table: t, query: bare(db.config.Tables[t.Name].Query), from: v.quote(t.Name)}
	if l.query != "" {
		l.from = "(\n" + l.query + "\n) AS source"
	}
	return l
}

// lay looks at a table's columns and lays out how they are read.
func (db *DB) lay(ctx context.Context, v view, t *schemas.Table) (*layout, error) {
	l := db.begin(t, v)
	have, err := v.columns(ctx, l.from)
	if err != nil {
		return nil, fmt.Errorf("columns of %s: %w", t.Name, err)
	}
	return l, db.config.fit(t, l, have)
}

// Options are what must be known of a table to compute the totals that the source computes. It holds once
// Shape has looked at the table.
func (m *Moment) Options(t *schemas.Table) control.Options {
	var o control.Options
	l := m.layouts[t.Name]
	if l == nil {
		return o
	}
	o.Extra = l.shape.Extra
	for _, p := range l.picks {
		if p.opaque {
			o.Opaque = append(o.Opaque, p.Name)
		}
		if p.asText() && whole(p.Type) {
			o.Texts = append(o.Texts, p.Name)
		}
	}
	return o
}
