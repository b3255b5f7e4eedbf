package analyst

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	patience = 2 * time.Minute  // longest that a statement usually waits for a worker: ten analysts beside a refresh waited half a minute
	grace    = 2 * time.Second  // longest that a worker may take to stop when it is told to, before it is killed
	silence  = 20 * time.Second // longest beyond the time for a statement that a worker says nothing: it may have to start first
)

// Pool runs statements in workers. It is safe for use by many goroutines.
type Pool struct {
	// Shared is a folder in which programs count their statements together: all that name it run at most
	// Limits.Concurrency at once. Empty: the pool counts its own. It is set before the first statement.
	Shared string
	// Patience is how long a statement waits for a worker when all are at work; 0: two minutes. It is set before the
	// first statement.
	Patience time.Duration

	limits  Limits
	command []string
	slots   chan struct{}

	mu     sync.Mutex
	idle   []*process
	closed bool
}

// New makes a pool that starts nothing yet. The command starts this program so that it calls [Work] on its standard
// input and output.
func New(limits Limits, command ...string) *Pool {
	limits = limits.filled()
	return &Pool{limits: limits, command: command, slots: make(chan struct{}, limits.Concurrency)}
}

// Limits are those in force.
func (p *Pool) Limits() Limits { return p.limits }

// Query is Ask of a statement with its named parameters.
func (p *Pool) Query(ctx context.Context, file, statement string, params map[string]any) (*Result, error) {
	return p.Ask(ctx, file, Statement{SQL: statement, Params: params})
}

// Ask runs one SELECT on a published file. It returns when the first rows are there. What the statement causes is an *[Error].
// The end of ctx stops it, also while rows are read. The caller closes the result.
func (p *Pool) Ask(ctx context.Context, file string, s Statement) (*Result, error) {
	values, err := written(s.Params)
	if err != nil {
		return nil, err
	}
	return p.send(ctx, file, request{SQL: s.SQL, Params: values, Vars: s.Variables})
}

// send hands a request to a worker, and waits for the schema.
func (p *Pool) send(ctx context.Context, file string, q request) (*Result, error) {
	if !utf8.ValidString(q.SQL) {
		return nil, noText("the statement") // the pipe would mend it
	}
	place, err := p.take(ctx)
	if err != nil {
		return nil, err
	}
	w, err := p.worker(file)
	if err != nil {
		p.leave(place)
		return nil, err
	}
	r := &Result{pool: p, worker: w, ctx: ctx, place: place}
	if err := r.begin(q); err != nil {
		return nil, errors.Join(r.end(err), r.Close())
	}
	return r, nil
}

// take waits for a slot of the pool, and for one of the machine where programs share some.
func (p *Pool) take(ctx context.Context) (*slot, error) {
	waiting, done := context.WithTimeout(ctx, cmp.Or(p.Patience, patience))
	defer done()
	select {
	case p.slots <- struct{}{}:
		if p.Shared == "" {
			return nil, nil
		}
		if place, err := takeSlot(waiting, p.Shared, p.limits.Concurrency); err == nil {
			return place, nil
		}
		<-p.slots
	case <-waiting.Done():
	}
	if ctx.Err() != nil {
		return nil, stopped()
	}
	return nil, &Error{Reason: Busy, At: -1, Problem: fmt.Sprintf("%d queries are running, as many as may", p.limits.Concurrency),
		Remedy: "wait and ask again, or raise sql.concurrency"}
}

// leave gives back what take took.
func (p *Pool) leave(place *slot) {
	place.free()
	<-p.slots
}

// worker is an idle worker that has the file open, or a new one. There are never more than slots: an idle one for
// another file makes room.
func (p *Pool) worker(file string) (*process, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errors.New("the pool of queries is closed")
	}
	if i := slices.IndexFunc(p.idle, func(w *process) bool { return w.file == file }); i >= 0 {
		w := p.idle[i]
		p.idle = slices.Delete(p.idle, i, i+1)
		return w, nil
	}
	if len(p.idle) > 0 && len(p.idle)+len(p.slots) > p.limits.Concurrency {
		p.idle[0].kill()
		p.idle = slices.Delete(p.idle, 0, 1)
	}
	return start(p.command, file, p.limits)
}

// give takes a worker back after a statement, or lets go of it when it is not fit for another.
func (p *Pool) give(w *process, place *slot, fit bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if fit && !p.closed {
		p.idle = append(p.idle, w)
	} else {
		w.kill()
	}
	p.leave(place)
}

// Retire ends the idle workers of files that are not to be kept: they would hold them open, and their room on the disk.
func (p *Pool) Retire(keep func(file string) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = slices.DeleteFunc(p.idle, func(w *process) bool {
		if keep(w.file) {
			return false
		}
		w.kill()
		return true
	})
}

// Close ends the idle workers; those at work end with their statements.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, w := range p.idle {
		w.kill()
	}
	p.idle = nil
}

func stopped() *Error {
	return &Error{Reason: Cancelled, At: -1, Problem: "the query was stopped"}
}

func noText(what string) *Error {
	return &Error{Reason: Refused, At: -1, Problem: what + " holds bytes that are no text", Remedy: "write it in UTF-8"}
}
