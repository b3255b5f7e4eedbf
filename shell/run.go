package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/result"
)

// run runs a statement and prints its rows or what is wrong; false when something is.
func (s *Shell) run(ctx context.Context, statement string, params map[string]any) bool {
	start := s.Now()
	rows, err := s.print(ctx, s.format, statement, params)
	s.failed(statement, err)
	if err == nil && (s.format == "table" || s.format == "record") {
		fmt.Fprintln(s.Out, s.footer(rows, s.Now().Sub(start)))
	} else if s.timing {
		fmt.Fprintln(s.Out, took(s.Now().Sub(start)))
	}
	return err == nil
}

// failed prints what is wrong with a statement, if anything is.
func (s *Shell) failed(statement string, err error) {
	var e *analyst.Error
	switch {
	case err == nil:
	case errors.As(err, &e):
		fmt.Fprintln(s.Out, Explain(statement, e))
	default:
		fmt.Fprintln(s.Out, err)
	}
}

// print writes the rows of a statement, through the pager when they are larger than the screen.
func (s *Shell) print(ctx context.Context, format, statement string, params map[string]any) (rows int64, err error) {
	ctx, done := s.interruptible(ctx)
	defer done()
	r, err := s.Pool.Query(ctx, s.Version.File, statement, params)
	if err != nil {
		return 0, err
	}
	defer func() { _ = r.Close() }() // the rows have been read, or the error at hand says more
	err = s.paged(func(w io.Writer) error {
		rows, err = result.Write(w, format, r.Schema(), r.Batches())
		return err
	})
	return rows, err
}

// interruptible is a context that Ctrl-C ends, until done is called.
func (s *Shell) interruptible(ctx context.Context) (_ context.Context, done func()) {
	ctx, cancel := context.WithCancel(ctx)
	for drained := false; !drained; { // what was pressed before is not meant for this statement
		select {
		case <-s.Interrupts:
		default:
			drained = true
		}
	}
	go func() {
		select {
		case <-s.Interrupts:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// footer counts the rows.
func (s *Shell) footer(rows int64, d time.Duration) string {
	text := fmt.Sprintf(s.text("%d dòng", "%d rows"), rows)
	if rows == 1 {
		text = s.text("1 dòng", "1 row")
	}
	if s.timing {
		text += "; " + took(d)
	}
	return "(" + text + ")"
}

func took(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}
