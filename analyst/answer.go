package analyst

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/pipeline/warehouse"
)

// answer runs one statement and writes its rows.
func (w *worker) answer(j job) (err error) {
	params, err := read(j.Params)
	if err != nil {
		return &Error{Reason: Invalid, Problem: err.Error(), At: -1}
	}
	clock := newClock(j.ctx, w.limits.Timeout, w.giveUp)
	defer func() {
		clock.stop()
		err = clock.verdict(err, w.limits.Timeout)
	}()
	if j.Only {
		return w.describe(j)
	}
	rows, err := w.warehouse.Ask(clock.ctx, warehouse.Statement{SQL: j.SQL, Params: params, Variables: j.Vars})
	if err != nil {
		return err
	}
	defer rows.Close()
	stream, send := newStream(w.out, naming(rows.Schema(), rows.Tables()))
	if err := w.write(rows, send, clock); err != nil {
		return err
	}
	return stream.Close()
}

// write hands the rows over in batches; the clock stands still while the reader takes them.
func (w *worker) write(rows *warehouse.Rows, send func(arrow.RecordBatch) error, clock *clock) error {
	written := 0
	g := &gatherer{schema: rows.Schema(), write: func(b arrow.RecordBatch) error {
		clock.stop()
		defer clock.start()
		if written++; written == longResult {
			letGo()
		}
		if written%forgetting == 0 {
			w.warehouse.Forget()
		}
		return send(b)
	}}
	defer g.release()
	left := w.limits.Rows
	for {
		batch, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return g.flush()
		}
		if err != nil {
			return errors.Join(g.flush(), err)
		}
		over := batch.NumRows() > left
		if over {
			whole := batch
			batch = whole.NewSlice(0, left)
			whole.Release()
		}
		left -= batch.NumRows()
		if err := g.add(batch); err != nil {
			return err
		}
		if over {
			return errors.Join(g.flush(), &Error{Reason: TooMany, At: -1, Problem: fmt.Sprintf("the result has more than %d rows; the others are left out", w.limits.Rows),
				Remedy: "ask for less, add a LIMIT, or raise sql.rows"})
		}
	}
}

// clock measures how long DuckDB computes, and ends its context when that is too long.
type clock struct {
	ctx    context.Context
	cancel context.CancelFunc
	giveUp func() // called when the end of the context does not help within [grace]
	timer  *time.Timer
	last   *time.Timer
	left   time.Duration
	since  time.Time
	up     bool // the time is up
}

func newClock(parent context.Context, limit time.Duration, giveUp func()) *clock {
	c := &clock{left: limit, giveUp: giveUp}
	c.ctx, c.cancel = context.WithCancel(parent)
	c.start()
	return c
}

func (c *clock) start() {
	c.since = time.Now()
	c.timer = time.AfterFunc(c.left, c.cancel)
	c.last = time.AfterFunc(c.left+grace, c.giveUp)
}

func (c *clock) stop() {
	c.last.Stop()
	c.up = c.up || !c.timer.Stop()
	c.left = max(0, c.left-time.Since(c.since))
}

// verdict says why a statement was interrupted.
func (c *clock) verdict(err error, limit time.Duration) error {
	defer c.cancel()
	var e *Error
	if !errors.As(err, &e) || e.Reason != Cancelled || !c.up && c.left > 0 {
		return err
	}
	return overtime(limit)
}

func overtime(limit time.Duration) *Error {
	return &Error{Reason: Timeout, At: -1, Problem: fmt.Sprintf("the query computed for longer than %v and was stopped", limit),
		Remedy: "ask for less at once, or raise sql.timeout"}
}
