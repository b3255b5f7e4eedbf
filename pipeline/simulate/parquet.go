package simulate

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/uythac/uythac/calendar"
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
		// WithNoMetadata and ours: columns of codes read back as dictionaries.
		return pqarrow.NewFileWriter(t.SourceArrow(), struct{ io.Writer }{w}, t.WriterProperties(), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	})
}

// rowWriter takes the batches of one file.
type rowWriter interface {
	WriteBuffered(arrow.RecordBatch) error
	Close() error
}

// job is one file.
type job struct {
	table *schemas.Table
	chunk chunk
	name  string
	rows  int64
	bytes int64
}

// chunkMonths is how many months of a ledger go into one file.
var chunkMonths = map[string]calendar.Month{schemas.LoanLedger.Name: 3, schemas.DepositLedger.Name: 6}

func (n *Nation) jobs(branch int, ext string) (out []*job) {
	first, last := n.options.From, n.options.To
	for _, t := range schemas.Contract() {
		step, ledger := chunkMonths[t.Name]
		switch {
		case ledger:
			for m := first; m <= last; m += step {
				c := chunk{m, min(m+step-1, last)}
				out = append(out, &job{table: t, chunk: c, name: filepath.Join(t.Name, fmt.Sprintf("part-%03d-%s%s", branch+1, m, ext))})
			}
		case len(n.profiles) == 1:
			out = append(out, &job{table: t, chunk: chunk{first, last}, name: t.Name + ext})
		default:
			out = append(out, &job{table: t, chunk: chunk{first, last}, name: filepath.Join(t.Name, fmt.Sprintf("part-%03d%s", branch+1, ext))})
		}
	}
	// The ledgers take longest and are begun first.
	stable(out, func(j *job) bool2 { return of(chunkMonths[j.table.Name] == 0) })
	return out
}

func write(ctx context.Context, n *Nation, dir, ext string, progress Progress, open func(io.Writer, *schemas.Table) (rowWriter, error)) (s Summary, err error) {
	if progress == nil {
		progress = func(string, int64) {}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
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

// write makes the file aside, syncs it and gives it its name.
func (j *job) write(ctx context.Context, b *branch, dir string, progress Progress, open func(io.Writer, *schemas.Table) (rowWriter, error)) (err error) {
	path := filepath.Join(dir, j.name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	w, err := open(out, j.table)
	if err != nil {
		return err
	}
	s := newSheet(j.table, func(r arrow.RecordBatch) error {
		defer r.Release()
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.WriteBuffered(r); err != nil {
			return err
		}
		progress(j.table.Name, r.NumRows())
		return nil
	})
	filler(j.table.Name)(b, s, j.chunk)
	if err := s.close(); err != nil {
		return err
	}
	j.rows = s.total
	if err := w.Close(); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	j.bytes = info.Size()
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
