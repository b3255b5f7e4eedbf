package replay

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/uythac/uythac/schemas"
)

// ReadTable decodes a Parquet file of a raw table page by page, a third of the work that a general
// reader needs: texts become dictionaries whose numbers tell where a contract ends, and no text is
// copied twice. The batches have the columns asked for under the table's names, in that order, with
// every text as dictionary<int32, string>; a dictionary may hold a text twice. A batch is valid
// until the next is asked for.
//
// The file must be one that schemas describes: flat, its columns INT64, INT32, BOOLEAN and
// BYTE_ARRAY; anything else is an error, as is a column that is missing or a damaged page.
func ReadTable(r io.ReaderAt, size int64, t *schemas.Table, columns []string, mem memory.Allocator) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		again, shared := mem.(*recycler)
		if !shared {
			again = newRecycler(mem)
			defer again.close()
		}
		if err := readTable(r, size, t, columns, again, yield); err != nil {
			yield(nil, fmt.Errorf("reading %s: %w", t.Name, err))
		}
	}
}

// tableBatch is how many rows a batch of ReadTable has at most.
const tableBatch = 16 << 10

// damaged makes an error of a panic: the decoder's answer to some damaged pages.
func damaged(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the file is damaged: %v", p)
	}
}

func openTable(r io.ReaderAt, size int64) (f *parquet.File, err error) {
	defer damaged(&err)
	return parquet.OpenFile(r, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
}

func readTable(r io.ReaderAt, size int64, t *schemas.Table, columns []string, mem memory.Allocator, yield func(arrow.RecordBatch, error) bool) error {
	file, err := openTable(r, size)
	if err != nil {
		return err
	}
	cols := make([]*pageColumn, len(columns))
	fields := make([]arrow.Field, len(columns))
	for i, name := range columns {
		leaf, ok := file.Schema().Lookup(name)
		if !ok {
			return fmt.Errorf("column %s is missing", name)
		}
		if cols[i], err = newPageColumn(t, name, leaf, mem); err != nil {
			return err
		}
		fields[i] = arrow.Field{Name: name, Type: cols[i].arrow, Nullable: cols[i].nullable}
	}
	schema := arrow.NewSchema(fields, nil)
	for i, group := range file.RowGroups() {
		chunks := file.Metadata().RowGroups[i].Columns
		if more, err := readGroup(r, size, group, chunks, schema, cols, yield); err != nil || !more {
			return err
		}
	}
	return nil
}

func readGroup(r io.ReaderAt, size int64, group parquet.RowGroup, chunks []format.ColumnChunk, schema *arrow.Schema, cols []*pageColumn, yield func(arrow.RecordBatch, error) bool) (more bool, err error) {
	defer func() {
		for _, c := range cols {
			err = errors.Join(err, c.close())
		}
	}()
	for _, c := range cols {
		if err := c.open(r, size, group.ColumnChunks()[c.leaf], &chunks[c.leaf].MetaData); err != nil {
			return false, err
		}
	}
	for left := int(group.NumRows()); left > 0; {
		n := min(left, tableBatch)
		b, err := readBatch(schema, cols, n)
		if err != nil {
			return false, err
		}
		more := yield(b, nil)
		b.Release()
		if !more {
			return false, nil
		}
		left -= n
	}
	return true, nil
}

func readBatch(schema *arrow.Schema, cols []*pageColumn, n int) (_ arrow.RecordBatch, err error) {
	arrays := make([]arrow.Array, 0, len(cols))
	defer func() {
		for _, a := range arrays {
			a.Release()
		}
	}()
	defer damaged(&err)
	for _, c := range cols {
		a, err := c.read(n)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		arrays = append(arrays, a)
	}
	return array.NewRecordBatch(schema, arrays, int64(n)), nil
}
