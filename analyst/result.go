package analyst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// Result is the answer to a statement, read while it is computed. It is for one goroutine.
type Result struct {
	pool   *Pool
	worker *process
	place  *slot
	ctx    context.Context
	stream *ipc.Reader
	frames frames
	id     int
	stop   func() bool
	closed bool
}

// begin sends the statement and reads the schema.
func (r *Result) begin(q request) (err error) {
	r.frames = frames{worker: r.worker, limit: r.pool.limits.Timeout}
	r.worker.asked++
	q.ID, r.id = r.worker.asked, r.worker.asked
	if err := r.worker.send(q); err != nil {
		return err
	}
	r.stop = context.AfterFunc(r.ctx, r.cancel)
	r.stream, err = ipc.NewReaderFromMessageReader(&r.frames)
	return err
}

// cancel tells the worker to stop, and kills it when it does not.
func (r *Result) cancel() {
	r.frames.cancelled.Store(true)
	_ = r.worker.send(request{ID: r.id, Cancel: true}) // one that is gone need not stop
	time.AfterFunc(grace, func() {
		if !r.frames.over.Load() {
			_ = r.worker.cmd.Process.Kill()
		}
	})
}

// Schema is that of every batch.
func (r *Result) Schema() *arrow.Schema { return arrow.NewSchema(r.stream.Schema().Fields(), nil) }

// Batches are the rows, once. A batch is valid until the next; who keeps it retains it. The last pair holds the
// error, if the result is not whole.
func (r *Result) Batches() iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		schema := r.Schema()
		for n := 0; r.stream.Next(); n++ {
			if n == longResult {
				letGo()
			}
			read := r.stream.RecordBatch()
			b := array.NewRecordBatch(schema, read.Columns(), read.NumRows())
			more := yield(b, nil)
			b.Release()
			if !more {
				return
			}
		}
		if err := r.end(r.stream.Err()); err != nil {
			yield(nil, err)
		}
	}
}

// Message is one of an Arrow IPC stream, as the worker wrote it: a batch of rows, or the values of a dictionary.
type Message struct {
	Head []byte // the flatbuffer
	Body []byte
	Rows int64 // of a batch
}

// Messages are the rows, once and unread, instead of Batches, for who passes them on. A body is put into what room gives for its
// size, which is not used again.
func (r *Result) Messages(room func(size int) []byte) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for n := 0; ; n++ {
			if n == longResult {
				letGo()
			}
			m, err := r.frames.next(room)
			if err != nil {
				if err = r.end(err); err != nil {
					yield(Message{}, err)
				}
				return
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// end finds out how the statement ended: the stream's own error is that of its last frame.
func (r *Result) end(err error) error {
	if err == nil {
		err = r.frames.drain()
	}
	return r.frames.verdict(err)
}

// Close stops what still runs and gives the worker back.
func (r *Result) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	if !r.frames.over.Load() {
		r.cancel()
		_ = r.frames.drain() // it was asked to stop
	}
	if r.stop != nil {
		r.stop()
	}
	if r.stream != nil {
		r.stream.Release()
	}
	r.pool.give(r.worker, r.place, r.frames.fit)
	return nil
}

// frames are those of a statement, up to the last one. Without an error they are the messages of an Arrow IPC stream, and
// implement ipc.MessageReader.
type frames struct {
	worker    *process
	limit     time.Duration // of the statement, which the worker keeps itself if it can
	message   *ipc.Message  // the last one; nil: none
	last      error         // what the last frame said; io.EOF: done
	cancelled atomic.Bool
	silent    atomic.Bool // it was killed for saying nothing
	over      atomic.Bool // the last frame was read, or the worker is gone
	fit       bool        // it read its last frame: it can take another statement
}

// next reads the next message; the last frame is an error, io.EOF when all is well.
func (f *frames) next(room func(size int) []byte) (m Message, err error) {
	if f.last != nil {
		return m, f.last
	}
	watch := time.AfterFunc(f.limit+silence, func() {
		f.silent.Store(true)
		_ = f.worker.cmd.Process.Kill() // it may have ended
	})
	defer func() {
		watch.Stop()
		if f.last = err; err != nil {
			f.over.Store(true)
		}
	}()
	start, err := readFrameStart(f.worker.out)
	if err != nil {
		return m, f.gone()
	}
	m = Message{Head: make([]byte, start.head), Rows: int64(start.rows)}
	if _, err := io.ReadFull(f.worker.out, m.Head); err != nil {
		return m, f.gone()
	}
	if start.kind != frameRows {
		return m, f.ending(start.kind, m.Head)
	}
	m.Body = room(int(start.body))
	if _, err := io.ReadFull(f.worker.out, m.Body); err != nil {
		return m, f.gone()
	}
	return m, nil
}

// ending is what the last frame says.
func (f *frames) ending(kind byte, text []byte) error {
	if kind == frameDone {
		f.fit = true
		return io.EOF
	}
	e := &Error{At: -1}
	if err := json.Unmarshal(text, e); err != nil {
		return fmt.Errorf("a worker says %q", text)
	}
	f.fit = kind == frameFailed && e.Reason != Memory // what one holds that ran out of memory is not known
	return e
}

func newRoom(size int) []byte { return make([]byte, size) }

// Message implements ipc.MessageReader.
func (f *frames) Message() (*ipc.Message, error) {
	f.Release()
	m, err := f.next(newRoom)
	if err != nil {
		return nil, err
	}
	f.message = ipc.NewMessage(memory.NewBufferBytes(m.Head), memory.NewBufferBytes(m.Body))
	return f.message, nil
}

// Retain implements ipc.MessageReader: who reads messages is the result that has the frames.
func (f *frames) Retain() {}

// Release implements ipc.MessageReader.
func (f *frames) Release() {
	if f.message != nil {
		f.message.Release()
		f.message = nil
	}
}

// drain reads up to the last frame, which is never nil.
func (f *frames) drain() (err error) {
	var thrown []byte
	for err == nil {
		_, err = f.next(func(size int) []byte {
			thrown = slices.Grow(thrown[:0], size)[:size]
			return thrown
		})
	}
	return err
}

// gone says why a worker ended.
func (f *frames) gone() error {
	e := f.worker.autopsy()
	switch {
	case f.silent.Load():
		return overtime(f.limit)
	case f.cancelled.Load():
		return stopped()
	}
	return e
}

// verdict prefers what the worker said to what the reader of its stream makes of that.
func (f *frames) verdict(err error) error {
	var said *Error
	if errors.As(f.last, &said) {
		return said
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func brokenPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.EINVAL)
}
