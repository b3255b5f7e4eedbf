package source

import (
	"context"
	"fmt"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/schemas"
)

// Source offers the contract's tables.
type Source interface {
	// Present tells whether the source offers the table at all.
	Present(t *schemas.Table) bool
	// Fingerprint hashes the bytes that the tables are read from, by table. Tables that are absent have none.
	Fingerprint(ctx context.Context) (map[string]string, error)
	// Read streams a table's rows in a fixed order. An absent table has no rows. A batch is valid until
	// the next one is asked for. The first error ends the stream; a *Refusal says what to do.
	Read(ctx context.Context, t *schemas.Table) iter.Seq2[Batch, error]
}

// Batch is a run of rows of one file.
type Batch struct {
	Record arrow.RecordBatch // the columns of Schema
	File   string            // path inside the source, or the table's name in a database
	Lines  []int64           // of each row: its first line in a text file, else its number, both from 1
	Bad    []BadCell         // cells that do not parse, by row; they are null in Record
	Junk   []Junk            // lines before, between or after these rows that are no rows
}

// BadCell is a cell whose text is not of its column's type.
type BadCell struct {
	Row, Column int // in Batch.Record
	Text        string
}

// Junk is a line of a text file that is no row of the table.
type Junk struct {
	Line int64
	Kind JunkKind
	Text string // the fields that are not empty, personal columns left out; nothing of a signature block
}

// JunkKind says what a line is that is no row.
type JunkKind uint8

// What spreadsheets and printed lists leave between and behind the rows.
const (
	RepeatedHeader JunkKind = iota + 1
	TotalLine
	SignatureLine
)

// Schema is the schema of every batch of a table: the contract's columns in the contract's order,
// personal ones left out, all nullable.
func Schema(t *schemas.Table) *arrow.Schema { return schemaOf(columns(t)) }

func schemaOf(cols []schemas.Column) *arrow.Schema {
	fields := make([]arrow.Field, len(cols))
	for i, c := range cols {
		fields[i] = arrow.Field{Name: c.Name, Type: c.Type.Arrow(), Nullable: true}
	}
	return arrow.NewSchema(fields, nil)
}

// columns are the columns that are read.
func columns(t *schemas.Table) []schemas.Column { return t.Kept() }

// Open opens a source: kind "files" with a folder, or "duckdb" with a database file.
func Open(kind, path string) (Source, error) {
	switch kind {
	case "files":
		return openFiles(path)
	case "duckdb":
		return openDuckDB(path)
	}
	return nil, fmt.Errorf("source kind %q is not known\n  → use files (a folder of CSV or Parquet files) or duckdb (a database file)", kind)
}

// Refusal is a file that cannot be used as it stands.
type Refusal struct {
	File    string
	Line    int64  // 0: the file as a whole
	Column  string // empty: no single column
	Problem string
	Remedy  string
}

func (r *Refusal) Error() string {
	where := r.File
	if r.Line > 0 {
		where += fmt.Sprintf(", line %d", r.Line)
	}
	if r.Column != "" {
		where += ", column " + r.Column
	}
	return where + ": " + r.Problem + "\n  → " + r.Remedy
}
