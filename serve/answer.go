package serve

import (
	"errors"
	"iter"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/audit"
)

// Answer is the result of a question, read while it is computed. It is for one goroutine.
type Answer struct {
	desk     *Desk
	guest    Guest
	version  Version
	question Question
	result   *analyst.Result
	tables   []string
	leave    func()
	began    time.Time
	rows     int64
	failed   error
	closed   bool
}

// Schema is that of every batch.
func (a *Answer) Schema() *arrow.Schema { return a.result.Schema() }

// Batches are the rows, once; see [analyst.Result.Batches].
func (a *Answer) Batches() iter.Seq2[arrow.RecordBatch, error] {
	return counted(a, a.result.Batches(), arrow.RecordBatch.NumRows)
}

// Messages are the rows, once, as the worker wrote them; see [analyst.Result.Messages].
func (a *Answer) Messages(room func(size int) []byte) iter.Seq2[analyst.Message, error] {
	return counted(a, a.result.Messages(room), func(m analyst.Message) int64 { return m.Rows })
}

// counted adds up the rows of an answer as they are read, and keeps why they end early.
func counted[T any](a *Answer, all iter.Seq2[T, error], rows func(T) int64) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for t, err := range all {
			if err != nil {
				a.failed = err
			} else {
				a.rows += rows(t)
			}
			if !yield(t, err) {
				return
			}
		}
	}
}

// Fail says why the rest of the answer is not handed over.
func (a *Answer) Fail(err error) {
	if a.failed == nil {
		a.failed = err
	}
}

// Close lets go of the statement and writes the question down.
func (a *Answer) Close() error {
	if a.closed {
		return nil
	}
	a.closed = true
	err := a.result.Close()
	a.leave()
	return errors.Join(err, a.write())
}

// write adds the question to the audit log.
func (a *Answer) write() error {
	d, q := a.desk, a.question
	text := q.Text
	if text == "" {
		text = q.SQL
	}
	r := audit.Record{Who: a.guest.Name, Role: a.guest.Role, From: a.guest.From, Door: q.Door, Action: q.Action, Run: a.version.Run,
		Tables: a.tables, Text: text, Rows: a.rows, Millis: d.now().Sub(a.began).Milliseconds()}
	if a.failed != nil {
		r.Error = reasonOf(a.failed)
	}
	err := d.Audit.Add(r)
	if err != nil {
		d.Log.Error("nobody is answered any more: questions cannot be written down", "error", err)
	}
	return err
}

// reasonOf is a word for an error: what it says may hold what was asked about.
func reasonOf(err error) string {
	var e *analyst.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return "broken off"
}

// Tables are those that the statement names.
func (a *Answer) Tables() []string { return a.tables }
