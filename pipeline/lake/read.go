package lake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/uythac/uythac/schemas"
)

// batchRows is how many rows a batch of Read has at most.
const batchRows = 64 << 10

// Read streams the rows of parts in the given order, each file's in its own order, in batches of at most
// 65,536 rows that carry the table's schema, narrowed to columns (nil: all) in the order given.
// Parts without rows give nothing. A batch is valid until the next one is asked for: the consumer
// releases nothing and retains what it keeps. The first error ends the stream.
func (l *Lake) Read(ctx context.Context, t *schemas.Table, parts []Part, columns []string) iter.Seq2[arrow.RecordBatch, error] {
	return ahead(func(yield func(arrow.RecordBatch, error) bool) {
		schema, err := narrow(t, columns)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, p := range parts {
			if p.Path == "" {
				continue
			}
			more, err := l.readFile(ctx, p, schema, t.Kind == schemas.Mirror, yield)
			if err != nil && ctx.Err() == nil {
				err = &FileError{p.Path, err}
			}
			if err != nil {
				yield(nil, fmt.Errorf("reading %s %s: %w", t.Name, p.Unit, err))
				return
			}
			if !more {
				return
			}
		}
	})
}

// FileError is a file of the lake that cannot be read.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string {
	var path *fs.PathError
	if errors.As(e.Err, &path) {
		return e.Err.Error() // which names it
	}
	return e.Path + ": " + e.Err.Error()
}

func (e *FileError) Unwrap() error { return e.Err }

// narrow picks columns of a table's schema, in their order.
func narrow(t *schemas.Table, columns []string) (*arrow.Schema, error) {
	all := t.Arrow()
	if columns == nil {
		return all, nil
	}
	fields := make([]arrow.Field, len(columns))
	for i, name := range columns {
		k := index(all, name)
		if k < 0 {
			return nil, fmt.Errorf("reading %s: it has no column %s", t.Name, name)
		}
		fields[i] = all.Field(k)
	}
	return arrow.NewSchema(fields, nil), nil
}

// readFile yields a file's batches; more is false when the consumer has had enough. Of a table that grows
// with its source, files from before a column was there hold NULL in it.
func (l *Lake) readFile(ctx context.Context, p Part, schema *arrow.Schema, grows bool, yield func(arrow.RecordBatch, error) bool) (more bool, err error) {
	f, err := os.Open(p.Path)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }() // read only: nothing is lost
	parquet, err := file.NewParquetReader(f)
	if err != nil {
		return false, err
	}
	defer func() { _ = parquet.Close() }()
	reader, err := pqarrow.NewFileReader(parquet, pqarrow.ArrowReadProperties{BatchSize: batchRows}, l.o.Allocator)
	if err != nil {
		return false, err
	}
	columns, order, err := locate(reader, schema, grows)
	if err != nil {
		return false, err
	}
	// Row group by row group: a batch over two would join two dictionaries into a third.
	for g := range parquet.NumRowGroups() {
		if more, err := readGroup(ctx, reader, g, columns, order, schema, yield); err != nil || !more {
			return false, err
		}
	}
	return true, nil
}

// locate finds the columns of schema in a file: their numbers in the file's order, and for each field of
// schema its place among those, or -1 where it grew since.
func locate(reader *pqarrow.FileReader, schema *arrow.Schema, grows bool) (columns, order []int, err error) {
	stored, err := reader.Schema()
	if err != nil {
		return nil, nil, err
	}
	place := make([]int, stored.NumFields())
	for i := range place {
		place[i] = -1
	}
	for i, f := range schema.Fields() {
		k := index(stored, f.Name)
		if k < 0 && grows && f.Nullable {
			continue
		}
		if k < 0 || !arrow.TypeEqual(stored.Field(k).Type, f.Type) {
			return nil, nil, fmt.Errorf("the file was written with other columns: %s is not there as %s\n"+
				"derive the unit again", f.Name, f.Type)
		}
		place[k] = i
	}
	order = slices.Repeat([]int{-1}, schema.NumFields())
	for k, i := range place {
		if i >= 0 {
			order[i] = len(columns)
			columns = append(columns, k) // flat tables: a field is a leaf
		}
	}
	return columns, order, nil
}

func readGroup(ctx context.Context, reader *pqarrow.FileReader, group int, columns, order []int, schema *arrow.Schema, yield func(arrow.RecordBatch, error) bool) (more bool, err error) {
	batches, err := reader.GetRecordReader(ctx, columns, []int{group})
	if err != nil {
		return false, err
	}
	defer batches.Release()
	picked := make([]arrow.Array, len(order))
	for batches.Next() {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		b := batches.RecordBatch()
		for i, k := range order {
			if k >= 0 {
				picked[i] = b.Column(k)
				continue
			}
			picked[i] = array.MakeArrayOfNull(memory.DefaultAllocator, schema.Field(i).Type, int(b.NumRows())) // Go's heap: nothing to release
		}
		out := array.NewRecordBatch(schema, picked, b.NumRows())
		more := yield(out, nil)
		out.Release()
		if !more {
			return false, nil
		}
	}
	return true, batches.Err()
}
