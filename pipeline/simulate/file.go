package simulate

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

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

// write makes the file aside, syncs it and gives it its name.
func (j *job) write(ctx context.Context, b *branch, dir string, progress Progress, open func(io.Writer, *schemas.Table) (rowWriter, error)) (err error) {
	path := filepath.Join(dir, j.name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), aside+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // the file goes, and err says why
			_ = os.Remove(f.Name())
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

// aside begins the names of files being written.
const aside = ".part-"

// prepare makes the folder, removes what an interrupted run left aside, and refuses a folder that holds files of the
// contract's tables which this run would not replace: a source reads all files of a table.
func prepare(n *Nation, dir, ext string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	mine := map[string]bool{}
	for i := range n.profiles {
		for _, j := range n.jobs(i, ext) {
			mine[filepath.Join(dir, j.name)] = true
		}
	}
	for _, t := range schemas.Contract() {
		var there []string
		for _, pattern := range []string{t.Name + ".*", t.Name + "/*", t.Name + "/.*", aside + "*"} {
			found, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				return err
			}
			there = append(there, found...)
		}
		for _, path := range there {
			switch {
			case strings.HasPrefix(filepath.Base(path), aside):
				if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
					return err
				}
			case !mine[path]:
				return fmt.Errorf("%s holds %s of something else\nchoose an empty folder or remove it", dir, path)
			}
		}
	}
	return nil
}
