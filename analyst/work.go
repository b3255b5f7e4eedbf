package analyst

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"

	"github.com/uythac/uythac/pipeline/warehouse"
)

// Work is a worker: it reads requests from in and writes frames to out, until in ends. The program calls it for the
// hidden command that [New] was given, and ends when it returns. When in ends while a statement runs, the
// process ends at once: whoever asked is gone.
func Work(in io.Reader, out io.Writer) error {
	debug.SetMemoryLimit(64 << 20) // batches live briefly; DuckDB's memory is not Go's
	debug.SetGCPercent(50)         // and little is kept beside it
	requests := json.NewDecoder(in)
	var first request
	if err := requests.Decode(&first); err != nil || first.Open == nil {
		return fmt.Errorf("a worker is started by the program itself\n  → use `uythac sql`")
	}
	o := *first.Open
	defer func() { _ = os.RemoveAll(o.Temp) }()
	if err := confine(o.Limits); err != nil {
		return err
	}
	w := &worker{out: newPipe(out), limits: o.Limits, next: make(chan job)}
	warehouse, openErr := warehouse.OpenAdHoc(o.File, o.adHoc())
	if openErr == nil {
		defer warehouse.Close()
	}
	w.warehouse = warehouse
	go w.listen(requests, o.Temp)
	for j := range w.next {
		err := openErr
		if err == nil {
			err = w.answer(j)
		}
		w.end(j)
		if err := w.finish(err); err != nil {
			return err
		}
	}
	return nil
}

func (o opening) adHoc() warehouse.AdHocLimits {
	mb := func(bytes int64) string { return fmt.Sprintf("%dMiB", max(1, bytes>>20)) }
	return warehouse.AdHocLimits{Memory: mb(o.Limits.Memory), Threads: o.Limits.Threads, Temp: o.Temp, TempSize: mb(o.Limits.Temp)}
}

// job is a statement that was asked for.
type job struct {
	request
	ctx    context.Context
	cancel context.CancelFunc
}

// worker is the state of a worker process.
type worker struct {
	out       *pipe
	limits    Limits
	warehouse *warehouse.AdHoc
	next      chan job

	mu  sync.Mutex
	now *job // that was asked for and has not ended; nil: none
}

// listen reads requests, also while a statement runs: that is how it is cancelled.
func (w *worker) listen(requests *json.Decoder, temp string) {
	for {
		var r request
		switch err := requests.Decode(&r); {
		case err != nil:
			w.leave(temp)
			return
		case r.Cancel:
			w.interrupt(r.ID)
		default:
			w.next <- w.begin(r)
		}
	}
}

// leave ends the process when a statement runs, and the loop of Work otherwise.
func (w *worker) leave(temp string) {
	w.mu.Lock()
	busy := w.now != nil
	w.mu.Unlock()
	if busy {
		_ = os.RemoveAll(temp) // nobody is there to be told
		os.Exit(1)
	}
	close(w.next)
}

func (w *worker) interrupt(id int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now != nil && w.now.ID == id {
		w.now.cancel()
	}
}

func (w *worker) begin(r request) job {
	ctx, cancel := context.WithCancel(context.Background())
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = &job{r, ctx, cancel}
	return *w.now
}

func (w *worker) end(j job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	j.cancel()
	w.now = nil
}

// finish writes the last frame of a statement.
func (w *worker) finish(err error) error {
	if err == nil {
		return w.out.frame(frameDone, nil)
	}
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Reason: Invalid, Problem: err.Error(), At: -1}
	}
	return w.fail(frameFailed, e)
}

func (w *worker) fail(kind byte, e *Error) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return w.out.frame(kind, text)
}

// giveUp ends the process over a statement that computes on though it was interrupted: some functions do not look.
func (w *worker) giveUp() {
	_ = w.fail(frameLast, overtime(w.limits.Timeout)) // whoever listens sees the end, too
	os.Exit(1)
}
