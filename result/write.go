package result

import (
	"bufio"
	"fmt"
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
)

// Binary tells whether a format is no text, for a file and not for a terminal.
func Binary(name string) bool { return name == "parquet" || name == "arrow" || name == "xlsx" }

// Formats lists the names that Write knows: the first is the default.
func Formats() []string {
	return []string{"table", "record", "csv", "json", "markdown", "parquet", "arrow", "xlsx"}
}

// Batches are the rows of a result. A batch is valid until the next; an error is the last.
type Batches = iter.Seq2[arrow.RecordBatch, error]

// format writes one result.
type format interface {
	batch(arrow.RecordBatch) error
	end() error // after the last batch
}

// Write writes a result in the format of that name, and returns how many rows it wrote. After an error what was
// written is no whole result.
func Write(w io.Writer, name string, schema *arrow.Schema, batches Batches) (rows int64, err error) {
	out := bufio.NewWriterSize(w, 256<<10)
	f, err := formatOf(out, name, schema)
	if err != nil {
		return 0, err
	}
	for b, err := range batches {
		if err != nil {
			drop(f, name)
			_ = out.Flush()
			return rows, err
		}
		if err := f.batch(b); err != nil {
			drop(f, name)
			return rows, err
		}
		rows += b.NumRows()
	}
	if err := f.end(); err != nil {
		return rows, err
	}
	return rows, out.Flush()
}

// drop ends a result that is not whole: people are shown the rows that came before; what is binary gets no end, so that
// nobody takes it for whole.
func drop(f format, name string) {
	if x, ok := f.(*xlsx); ok {
		_ = x.book.Close() // its temporary files go
	}
	if !Binary(name) {
		_ = f.end() // the error at hand says more
	}
}

func formatOf(out *bufio.Writer, name string, schema *arrow.Schema) (format, error) {
	if ofPlan(schema) && (name == "table" || name == "record") {
		return plan{out}, nil
	}
	switch name {
	case "table":
		return &table{out: out, schema: schema}, nil
	case "record":
		return newRecord(out, schema), nil
	case "csv":
		return newCSV(out, schema)
	case "json":
		return newJSON(out, schema), nil
	case "markdown":
		return newMarkdown(out, schema)
	case "parquet":
		return newParquet(out, schema)
	case "arrow":
		return newArrow(out, schema), nil
	case "xlsx":
		return newXLSX(out, schema)
	}
	return nil, fmt.Errorf("there is no format %q", name)
}
