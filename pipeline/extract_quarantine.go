package pipeline

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// quarantine gathers rows that are not kept. A source may be all wrong, so their texts go to a
// temporary file and memory holds 40 bytes a row. Any number of goroutines may add.
type quarantine struct {
	mu    sync.Mutex
	file  *os.File
	out   *bufio.Writer
	size  int64
	index []place
	err   error
}

// place is where a row's text lies.
type place struct {
	table  *schemas.Table
	origin cleaning.Origin
	at     int64
	length int
}

// row is what the quarantine says of a row.
type row struct {
	reason            cleaning.Reason
	key, detail, text string
}

func newQuarantine(dir string) (*quarantine, error) {
	f, err := os.CreateTemp(dir, "quarantine-")
	if err != nil {
		return nil, err
	}
	return &quarantine{file: f, out: bufio.NewWriterSize(f, 1<<16)}, nil
}

func (q *quarantine) close() error { return errors.Join(q.file.Close(), os.Remove(q.file.Name())) }

// failed returns the first error of add.
func (q *quarantine) failed() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.err
}

func (q *quarantine) add(t *schemas.Table, origin cleaning.Origin, r row) {
	raw, err := json.Marshal([4]string{string(r.reason), r.key, r.detail, r.text})
	q.mu.Lock()
	defer q.mu.Unlock()
	if err == nil {
		_, err = q.out.Write(raw)
	}
	q.err = cmp.Or(q.err, err)
	q.index = append(q.index, place{t, origin, q.size, len(raw)})
	q.size += int64(len(raw))
}

// sorted puts the rows in order of table, file and line. files names the files that origins number.
func (q *quarantine) sorted(files map[string][]string) error {
	slices.SortFunc(q.index, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.table.Name, b.table.Name),
			cmp.Compare(files[a.table.Name][a.origin.File()], files[b.table.Name][b.origin.File()]),
			cmp.Compare(a.origin.Line(), b.origin.Line()))
	})
	return cmp.Or(q.err, q.out.Flush())
}

// quarantined gives all rows as batches of the quarantine table, valid until the next one is asked for.
func (x *extraction) quarantined(run string) iter.Seq2[arrow.RecordBatch, error] {
	q := x.quarantine
	return func(yield func(arrow.RecordBatch, error) bool) {
		b := array.NewRecordBuilder(x.o.Alloc, schemas.Quarantine.Arrow())
		defer b.Release()
		for part := range slices.Chunk(q.index, 8<<10) {
			for _, p := range part {
				raw := make([]byte, p.length)
				if _, err := q.file.ReadAt(raw, p.at); err != nil {
					yield(nil, err)
					return
				}
				var texts [4]string
				if err := json.Unmarshal(raw, &texts); err != nil {
					yield(nil, err)
					return
				}
				file := x.files[p.table.Name][p.origin.File()]
				for i, v := range []string{p.table.Name, texts[0], texts[1], texts[2], file, "", texts[3], run} {
					if line, ok := b.Field(i).(*array.Int64Builder); ok {
						line.Append(p.origin.Line())
						continue
					}
					if err := appendText(b.Field(i), v); err != nil {
						yield(nil, err)
						return
					}
				}
			}
			record := b.NewRecordBatch()
			more := yield(record, nil)
			record.Release()
			if !more {
				return
			}
		}
	}
}

func appendText(b array.Builder, v string) error {
	if d, ok := b.(*array.BinaryDictionaryBuilder); ok {
		return d.AppendString(v)
	}
	b.(*array.StringBuilder).Append(v)
	return nil
}

// writeQuarantine writes the quarantine unless its rows, the run apart, are those of the lake.
func (x *extraction) writeQuarantine(ctx context.Context) error {
	t := &schemas.Quarantine
	if err := x.quarantine.sorted(x.files); err != nil {
		return err
	}
	s := newStamp(t)
	s.skip = "run"
	for record, err := range x.quarantined("") {
		if err != nil {
			return err
		}
		s.add(record)
	}
	old, err := x.parts(ctx, t)
	if err != nil {
		return err
	}
	whole := lake.Unit{Month: lake.NoMonth}
	stamp := s.sum()
	if old[whole].Stamp == stamp || old[whole].Stamp == "" && len(x.quarantine.index) == 0 {
		return nil
	}
	part, err := x.lk.Write(ctx, t, whole, stamp, x.quarantined(x.o.Run))
	if err == nil {
		x.written(t, part)
	}
	return err
}
