package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/audit"
)

// Desk answers for all doors. Its fields are set before the first question; it is safe for use by many goroutines.
type Desk struct {
	Dir       string // folder of the published warehouses
	Roles     access.Roles
	Gate      *account.Gate // nil: nobody has credentials
	Anonymous string        // role of who shows none; empty: they are turned away
	Pool      *analyst.Pool
	Audit     *audit.Log
	Rate      Rate
	Log       *slog.Logger
	Now       func() time.Time // nil: time.Now

	// RoleFile is the file that a role reads of a published one; MakeFiles makes those that are missing.
	RoleFile  func(published, role string, p access.Policy) string
	MakeFiles func(ctx context.Context, published string) error
	Serves    func(run string) // told of a version that every role has its file of; nil: nobody is

	mu       sync.Mutex
	looked   time.Time
	current  Version            // of the role all
	last     map[string]Version // by role: that which answered last
	facts    map[string]*Facts  // by file
	limiters map[string]*rate.Limiter
	turns    map[string]chan struct{} // by user: statements at once
	failed   time.Time                // when files of roles could not be made; of Watch alone
}

// Question is what a guest asks.
type Question struct {
	analyst.Statement
	Door   string
	Action string // query, report, trend
	Text   string // what the audit log says of it; empty: the statement
}

// Ask runs a statement on the version's file. The caller closes the answer, and with that it is written down; so is a
// question that gets none.
func (d *Desk) Ask(ctx context.Context, g Guest, v Version, q Question) (*Answer, error) {
	if err := d.Audit.Err(); err != nil {
		return nil, err
	}
	a := &Answer{desk: d, guest: g, version: v, question: q, began: d.now()}
	leave, err := d.turn(ctx, g.Name)
	if err == nil {
		if a.result, err = d.Pool.Ask(ctx, v.File, q.Statement); err != nil {
			leave()
		}
	}
	if err != nil {
		a.failed = err
		return nil, errors.Join(err, a.write())
	}
	a.leave, a.tables = leave, a.result.Tables()
	return a, nil
}

// patience is how long a user's statement waits for the user's others.
const patience = 20 * time.Second

// turn waits until a user's statements leave one of the workers to others.
func (d *Desk) turn(ctx context.Context, name string) (leave func(), err error) {
	d.mu.Lock()
	turns := d.turns[name]
	if turns == nil {
		if d.turns == nil || len(d.turns) >= mostLimiters {
			d.turns = map[string]chan struct{}{}
		}
		turns = make(chan struct{}, max(1, d.Pool.Limits().Concurrency-1))
		d.turns[name] = turns
	}
	d.mu.Unlock()
	waiting, done := context.WithTimeout(ctx, patience)
	defer done()
	select {
	case turns <- struct{}{}:
		return func() { <-turns }, nil
	case <-waiting.Done():
	}
	return nil, &analyst.Error{Reason: analyst.Busy, At: -1, Problem: fmt.Sprintf("%d statements of this user are running, as many as may", cap(turns)), Remedy: "let them end, and ask again"}
}

// Note writes down an answer that needed no worker: a list, or one that was kept.
func (d *Desk) Note(g Guest, v Version, q Question, tables []string, rows int64) error {
	a := &Answer{desk: d, guest: g, version: v, question: q, began: d.now(), tables: tables, rows: rows}
	return a.write()
}

// firstLine is what is wrong, without what to do.
func firstLine(err error) string {
	line, _, _ := strings.Cut(fmt.Sprint(err), "\n")
	return line
}

// Describe tells what a statement would answer with on a version's file, without running it.
func (d *Desk) Describe(ctx context.Context, v Version, statement string) (analyst.Description, error) {
	if err := d.Audit.Err(); err != nil {
		return analyst.Description{}, err
	}
	return d.Pool.Describe(ctx, v.File, statement)
}
