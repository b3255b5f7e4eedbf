package result

import (
	"bufio"
	"fmt"
	"io"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
)

// Formats lists the names that Write knows: the first is the default.
func Formats() []string { return []string{"table", "record", "csv", "json", "markdown", "parquet"} }

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
			_ = f.end() // rows that came before are shown; the error at hand says more
			_ = out.Flush()
			return rows, err
		}
		if err := f.batch(b); err != nil {
			return rows, err
		}
		rows += b.NumRows()
	}
	if err := f.end(); err != nil {
		return rows, err
	}
	return rows, out.Flush()
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
	}
	return nil, fmt.Errorf("there is no format %q", name)
}
