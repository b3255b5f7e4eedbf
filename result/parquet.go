package result

import (
	"bufio"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// groupRows is how many rows a row group has at most: what a writer holds in memory.
const groupRows = 1 << 18

// parquetFile is a Parquet file, compressed with zstd. A name that comes again gets a number.
type parquetFile struct {
	schema *arrow.Schema
	to     *pqarrow.FileWriter
	rows   int64 // of the row group
}

func newParquet(out *bufio.Writer, schema *arrow.Schema) (*parquetFile, error) {
	fields := schema.Fields()
	for i, name := range distinct(schema) {
		fields[i].Name = name
		if id := fields[i].Type.ID(); id == arrow.INTERVAL_MONTH_DAY_NANO {
			return nil, fmt.Errorf("column %s: Parquet has no spans of time\n  → cast it to text: %s::VARCHAR", name, name)
		}
	}
	p := &parquetFile{schema: arrow.NewSchema(fields, nil)}
	var err error
	p.to, err = pqarrow.NewFileWriter(p.schema, out,
		parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(1)),
		pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	return p, err
}

func (p *parquetFile) batch(b arrow.RecordBatch) error {
	if p.rows += b.NumRows(); p.rows > groupRows {
		p.to.NewBufferedRowGroup()
		p.rows = b.NumRows()
	}
	named := array.NewRecordBatch(p.schema, b.Columns(), b.NumRows())
	defer named.Release()
	return p.to.WriteBuffered(named)
}

func (p *parquetFile) end() error { return p.to.Close() }
