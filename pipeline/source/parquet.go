package source

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/uythac/uythac/schemas"
)

// readParquet yields the batches of a Parquet file. It tells whether the consumer wants more.
func readParquet(ctx context.Context, mem memory.Allocator, t *schemas.Table, path string, f *os.File, yield func(Batch, error) bool) (more bool, err error) {
	damaged := func(err any) error {
		return &Refusal{File: path, Problem: fmt.Sprintf("the file is cut short or damaged (%v)", err), Remedy: remedyCopy}
	}
	yielding := false
	defer func() {
		// The decoders panic on some damaged pages.
		if p := recover(); p != nil {
			if yielding {
				panic(p) // the consumer's, not the file's
			}
			more, err = false, damaged(p)
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	pf, err := file.NewParquetReader(io.NewSectionReader(f, 0, info.Size()), file.WithReadProps(parquet.NewReaderProperties(mem))) // which cannot close f
	if err != nil {
		return false, damaged(err)
	}
	leaves, order, err := locateColumns(t, path, pf)
	if err != nil {
		return false, err
	}
	props := pqarrow.ArrowReadProperties{BatchSize: batchRows}
	for _, leaf := range leaves {
		if col, _ := t.Column(pf.MetaData().Schema.Column(leaf).Name()); col.Type == schemas.Code {
			props.SetReadDict(leaf, true)
		}
	}
	reader, err := pqarrow.NewFileReader(pf, props, mem)
	if err != nil {
		return false, damaged(err)
	}
	records, err := reader.GetRecordReader(ctx, leaves, nil)
	if err != nil {
		return false, damaged(err)
	}
	defer records.Release()
	schema, cols := Schema(t), columns(t)
	var row int64
	for records.Next() {
		batch, err := conform(cols, order, path, schema, records.RecordBatch())
		if err != nil {
			return false, err
		}
		n := int(batch.Record.NumRows())
		batch.Lines = make([]int64, n)
		for i := range batch.Lines {
			row++
			batch.Lines[i] = row
		}
		yielding = true
		more := yield(batch, nil)
		yielding = false
		batch.Record.Release()
		if !more {
			return false, nil
		}
	}
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if err := records.Err(); err != nil {
		return false, damaged(err)
	}
	if row != pf.NumRows() {
		return false, damaged(fmt.Sprintf("%d of %d rows", row, pf.NumRows()))
	}
	return true, nil
}

// locateColumns checks a file's columns and types and returns the leaves that are read, and for
// each column of the batch its place among those.
func locateColumns(t *schemas.Table, path string, pf *file.Reader) (leaves, order []int, err error) {
	var names []string
	leaf := map[string]int{}
	s := pf.MetaData().Schema
	for i := range s.Root().NumFields() {
		names = append(names, s.Root().Field(i).Name())
	}
	for i := range s.NumColumns() {
		leaf[s.Column(i).Path()] = i
	}
	if err := checkColumns(t, path, names); err != nil {
		return nil, nil, err
	}
	reader, err := pqarrow.NewFileReader(pf, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return nil, nil, err
	}
	have, err := reader.Schema()
	if err != nil {
		return nil, nil, &Refusal{File: path, Problem: "its columns cannot be read: " + err.Error(), Remedy: remedyCopy}
	}
	for _, c := range t.Offered() {
		fields, _ := have.FieldsByName(c.Name)
		if !accepts(c.Type, fields[0].Type) {
			return nil, nil, retyped(path, c, fields[0].Type.String())
		}
	}
	for _, c := range columns(t) {
		leaves = append(leaves, leaf[c.Name])
	}
	sorted := slices.Sorted(slices.Values(leaves)) // the reader gives columns in the file's order
	for _, l := range leaves {
		order = append(order, slices.Index(sorted, l))
	}
	return sorted, order, nil
}

func retyped(path string, c schemas.Column, found string) error {
	return &Refusal{File: path, Column: c.Name, Problem: fmt.Sprintf("the type is %s, the contract's is %s", found, contractType(c.Type)),
		Remedy: remedyCast}
}

const remedyCast = "cast the column in the extract's query to the contract's type"

// contractType is a type's name in the contract.
func contractType(t schemas.Type) string {
	switch t {
	case schemas.Code, schemas.Text:
		return "text"
	case schemas.Int64:
		return "BIGINT"
	case schemas.Int32:
		return "INTEGER"
	case schemas.Int16:
		return "SMALLINT"
	case schemas.Bool:
		return "BOOLEAN"
	case schemas.Date:
		return "DATE"
	case schemas.Timestamp:
		return "TIMESTAMP"
	case schemas.Rate:
		return "DECIMAL(7,4)"
	}
	return t.Arrow().String()
}

// accepts tells whether values of an Arrow type are the contract's without loss or guessing. The
// width of an integer says nothing about its meaning: all that fit int64 are taken.
func accepts(t schemas.Type, have arrow.DataType) bool {
	if d, ok := have.(*arrow.DictionaryType); ok {
		have = d.ValueType
	}
	switch t {
	case schemas.Code, schemas.Text:
		return have.ID() == arrow.STRING || have.ID() == arrow.LARGE_STRING
	case schemas.Int64, schemas.Int32, schemas.Int16:
		return arrow.IsInteger(have.ID()) && have.ID() != arrow.UINT64
	case schemas.Bool:
		return have.ID() == arrow.BOOL
	case schemas.Date:
		return have.ID() == arrow.DATE32
	case schemas.Timestamp:
		return have.ID() == arrow.TIMESTAMP
	case schemas.Rate:
		d, ok := have.(*arrow.Decimal128Type)
		return ok && d.Scale >= 0 && d.Scale <= rateScale
	}
	return false
}

// conform puts a file's batch into the source's schema; the caller releases it.
func conform(cols []schemas.Column, order []int, path string, schema *arrow.Schema, have arrow.RecordBatch) (Batch, error) {
	b := Batch{File: path}
	arrays := make([]arrow.Array, 0, len(cols))
	defer func() {
		for _, a := range arrays {
			a.Release()
		}
	}()
	for i, c := range cols {
		a, bad, err := convert(c, have.Column(order[i]))
		if err != nil {
			return b, &Refusal{File: path, Column: c.Name, Problem: err.Error(), Remedy: "write texts as UTF-8 and extract the table again"}
		}
		arrays = append(arrays, a)
		for _, cell := range bad {
			cell.Column = i
			b.Bad = append(b.Bad, cell)
		}
	}
	sortBad(b.Bad)
	b.Record = array.NewRecordBatch(schema, arrays, have.NumRows())
	return b, nil
}
