package simulate

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/uythac/uythac/schemas"
	"golang.org/x/sync/errgroup"
)

// Written is what became of one table.
type Written struct {
	Table string
	Files int
	Rows  int64
	Bytes int64
}

// Summary lists the tables written, in the contract's order.
type Summary struct{ Tables []Written }

// Rows sums the rows of the named tables.
func (s Summary) Rows(tables ...string) (n int64) {
	for _, w := range s.Tables {
		if slices.Contains(tables, w.Table) {
			n += w.Rows
		}
	}
	return n
}

// Progress is told, from several goroutines, how many more rows of a table are written. Nil is no progress.
type Progress func(table string, rows int64)

// WriteParquet writes every table of the contract into dir: <table>.parquet, or <table>/part-*.parquet for the ledgers
// and for nations of several branches. Personal columns are in. Files appear whole under their names or not at all; a
// cancelled context leaves those that were ready.
func WriteParquet(ctx context.Context, n *Nation, dir string, progress Progress) (Summary, error) {
	return write(ctx, n, dir, ".parquet", progress, func(w io.Writer, t *schemas.Table) (rowWriter, error) {
		// With the Arrow schema stored, columns of codes read back as dictionaries.
		return pqarrow.NewFileWriter(t.SourceArrow(), w, t.WriterProperties(), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	})
}

// rowWriter takes the batches of one file.
type rowWriter interface {
	WriteBuffered(arrow.RecordBatch) error
	Close() error
}

func write(ctx context.Context, n *Nation, dir, ext string, progress Progress, open func(io.Writer, *schemas.Table) (rowWriter, error)) (s Summary, err error) {
	if progress == nil {
		progress = func(string, int64) {}
	}
	if err := prepare(n, dir, ext); err != nil {
		return s, fmt.Errorf("simulate: %w", err)
	}
	var mu sync.Mutex
	byTable := map[string]*Written{}
	run := func(ctx context.Context, b *branch, j *job) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := j.write(ctx, b, dir, progress, open); err != nil {
			return fmt.Errorf("simulate %s: %w", j.name, err)
		}
		mu.Lock()
		defer mu.Unlock()
		w := byTable[j.table.Name]
		if w == nil {
			w = &Written{Table: j.table.Name}
			byTable[j.table.Name] = w
		}
		w.Files, w.Rows, w.Bytes = w.Files+1, w.Rows+j.rows, w.Bytes+j.bytes
		return nil
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(2) // two files at a time: more would only hold more memory
	if len(n.profiles) == 1 {
		b := n.branch(0)
		for _, j := range n.jobs(0, ext) {
			g.Go(func() error { return run(gctx, b, j) })
		}
	} else {
		for i := range n.profiles { // a branch at a time to each goroutine
			g.Go(func() error {
				if err := gctx.Err(); err != nil {
					return err
				}
				b := n.build(i)
				for _, j := range n.jobs(i, ext) {
					if err := run(gctx, b, j); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	if err := g.Wait(); err != nil {
		return s, err
	}
	for _, t := range schemas.Contract() {
		if w := byTable[t.Name]; w != nil {
			s.Tables = append(s.Tables, *w)
		}
	}
	return s, nil
}
