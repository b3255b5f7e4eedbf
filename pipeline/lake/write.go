package lake

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/uythac/uythac/schemas"
)

// Footer keys of every Parquet file of the lake.
const (
	stampKey = "uythac.stamp"
	unitKey  = "uythac.unit"
	tableKey = "uythac.table"
)

// Write streams a unit's rows into a new Parquet file, whole when Write returns and visible to nobody
// before [Lake.Commit]. A batch need only be valid until the next one is asked for. A unit
// without rows gives a Part with an empty Path. On error, or when ctx ends, no file stays behind.
//
// The stamp is 1 to 120 letters, digits, '-', '_' or '.'. Rows must carry the table's stored schema
// (field metadata aside), belong to the unit, and have no null where the schema allows none; their
// order is kept and not checked.
func (l *Lake) Write(ctx context.Context, t *schemas.Table, u Unit, stamp string, rows iter.Seq2[arrow.RecordBatch, error]) (p Part, err error) {
	w, err := l.NewWriter(t, u, stamp)
	if err != nil {
		return p, err
	}
	for batch, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			err = fmt.Errorf("writing %s %s: %w", t.Name, u, err)
		} else {
			err = w.Add(batch)
		}
		if err != nil {
			return p, errors.Join(err, w.Abandon())
		}
	}
	return w.Finish()
}

// Writer writes a unit's rows as [Lake.Write] does, for those who have several units open at once. It
// ends with Finish, or with Abandon after an error.
type Writer struct {
	lake  *Lake
	table *schemas.Table
	guard *guard
	part  Part
	file  *unitFile // nil before the first rows
}

// NewWriter begins a unit. There is no file before there are rows.
func (l *Lake) NewWriter(t *schemas.Table, u Unit, stamp string) (*Writer, error) {
	w := &Writer{lake: l, table: t, guard: newGuard(t, u), part: Part{Unit: u, Stamp: stamp}}
	return w, w.wrap(errors.Join(u.check(t), checkStamp(stamp)))
}

func (w *Writer) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing %s %s: %w", w.table.Name, w.part.Unit, err)
}

// Add writes rows. The batch need not be valid afterwards.
func (w *Writer) Add(batch arrow.RecordBatch) (err error) {
	if batch.NumRows() == 0 {
		return nil
	}
	if err := w.guard.check(batch); err != nil {
		return w.wrap(err)
	}
	if w.file == nil {
		if w.file, err = w.lake.newUnitFile(w.table, w.part.Unit, w.part.Stamp); err != nil {
			return w.wrap(err)
		}
	}
	w.part.Rows += batch.NumRows()
	return w.wrap(w.file.write(batch))
}

// Finish makes the file whole and gives it as a Part. On error no file stays behind.
func (w *Writer) Finish() (p Part, err error) {
	if w.file == nil {
		return w.part, nil
	}
	if w.part.Bytes, err = w.file.finish(); err != nil {
		return p, errors.Join(w.wrap(err), w.Abandon())
	}
	w.part.Path = w.file.path
	return w.part, nil
}

// Abandon removes what there is of the file.
func (w *Writer) Abandon() error {
	if w.file == nil {
		return nil
	}
	return w.wrap(errors.Join(w.file.abandon(), w.lake.settle(w.table.String(), w.file.path)))
}

// unitFile is a Parquet file in the making: under a temporary name until finish.
type unitFile struct {
	path   string
	temp   *os.File
	out    *counter
	w      *pqarrow.FileWriter
	schema *arrow.Schema
	limit  int64 // rows of a row group
	room   int64 // rows that still fit the present one
}

func (l *Lake) newUnitFile(t *schemas.Table, u Unit, stamp string) (f *unitFile, err error) {
	f = &unitFile{path: l.newFile(t, u, stamp), schema: t.Arrow(), limit: l.o.RowGroupRows, room: l.o.RowGroupRows}
	if err := l.promise(t.String(), f.path); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
		return nil, err
	}
	if f.temp, err = os.OpenFile(f.path+tempSuffix, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644); err != nil {
		return nil, err
	}
	f.out = &counter{w: bufio.NewWriterSize(f.temp, 256<<10)}
	f.w, err = pqarrow.NewFileWriter(f.schema, f.out, t.WriterProperties(),
		pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema(), pqarrow.WithAllocator(l.o.Allocator)))
	if err != nil {
		return nil, errors.Join(err, f.abandon())
	}
	for _, kv := range [][2]string{{tableKey, t.Name}, {unitKey, u.String()}, {stampKey, stamp}} {
		if err := f.w.AppendKeyValueMetadata(kv[0], kv[1]); err != nil {
			return nil, errors.Join(err, f.abandon())
		}
	}
	return f, nil
}

const tempSuffix = ".tmp"

// write appends a batch, split where row groups end.
func (f *unitFile) write(batch arrow.RecordBatch) error {
	for from := int64(0); from < batch.NumRows(); {
		if f.room == 0 {
			if err := f.w.NewBufferedRowGroupChecked(); err != nil {
				return err
			}
			f.room = f.limit
		}
		n := min(f.room, batch.NumRows()-from)
		if err := f.append(batch, from, from+n); err != nil {
			return err
		}
		from, f.room = from+n, f.room-n
	}
	return nil
}

func (f *unitFile) append(batch arrow.RecordBatch, from, to int64) error {
	slice := batch.NewSlice(from, to)
	defer slice.Release()
	own := array.NewRecordBatch(f.schema, slice.Columns(), to-from) // with the field ids of the table
	defer own.Release()
	return f.w.WriteBuffered(own)
}

// finish closes the Parquet file and gives it its name. Commit syncs it, together with the others: one after
// another the syncs of a run's thousand files would take longer than the run.
func (f *unitFile) finish() (size int64, err error) {
	if err := f.w.Close(); err != nil {
		return 0, err
	}
	if err := f.out.w.Flush(); err != nil {
		return 0, err
	}
	if err := f.temp.Close(); err != nil {
		return 0, err
	}
	if err := os.Rename(f.temp.Name(), f.path); err != nil {
		return 0, err
	}
	return f.out.n, nil
}

// abandon removes what there is of the file; it may be called at any stage.
func (f *unitFile) abandon() error {
	if f.w != nil {
		_ = f.w.Close() // frees its buffers; its error does not matter, nor that of the file: the file goes
	}
	_ = f.temp.Close()
	err := os.Remove(f.temp.Name())
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// counter counts bytes, and keeps pqarrow from closing the file below.
type counter struct {
	w *bufio.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
