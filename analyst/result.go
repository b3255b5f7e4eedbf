package analyst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
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
	r.stream, err = ipc.NewReader(&r.frames)
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

// end finds out how the statement ended: the stream's own error is that of its last frame.
func (r *Result) end(err error) error {
	if err == nil {
		_, err = io.Copy(io.Discard, &r.frames) // up to the last frame
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
		_, _ = io.Copy(io.Discard, &r.frames) // up to the last frame: it was asked to stop
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

// frames is the Arrow stream of a worker: the payloads of its frames up to the last one.
type frames struct {
	worker    *process
	limit     time.Duration // of the statement, which the worker keeps itself if it can
	left      int           // bytes of the frame at hand
	last      error         // what the last frame said; io.EOF: done
	cancelled atomic.Bool
	silent    atomic.Bool // it was killed for saying nothing
	over      atomic.Bool // the last frame was read, or the worker is gone
	fit       bool        // it read its last frame: it can take another statement
}

// Read implements io.Reader.
func (f *frames) Read(p []byte) (int, error) {
	watch := time.AfterFunc(f.limit+silence, func() {
		f.silent.Store(true)
		_ = f.worker.cmd.Process.Kill() // it may have ended
	})
	defer watch.Stop()
	for f.left == 0 {
		if f.last != nil {
			return 0, f.last
		}
		if err := f.next(); err != nil {
			f.last = err
			f.over.Store(true)
		}
	}
	n, err := f.worker.out.Read(p[:min(len(p), f.left)])
	f.left -= n
	if err != nil {
		f.last = f.gone()
		f.over.Store(true)
		return n, f.last
	}
	return n, nil
}

// next reads up to the payload of the next frame of rows; the last frame is an error, io.EOF when all is well.
func (f *frames) next() error {
	kind, size, err := readFrameHead(f.worker.out)
	if err != nil {
		return f.gone()
	}
	switch kind {
	case frameRows:
		f.left = size
		return nil
	case frameDone:
		f.fit = true
		return io.EOF
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(f.worker.out, text); err != nil {
		return f.gone()
	}
	e := &Error{At: -1}
	if err := json.Unmarshal(text, e); err != nil {
		return fmt.Errorf("a worker says %q", text)
	}
	f.fit = kind == frameFailed && e.Reason != Memory // what one holds that ran out of memory is not known
	return e
}

// gone says why a worker ended.
func (f *frames) gone() error {
	f.left = 0
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
	if errors.Is(err, io.EOF) || errors.Is(f.last, io.EOF) && errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

func brokenPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.EINVAL)
}
