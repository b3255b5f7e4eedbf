package source

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/schemas"
)

// batchRows is how many rows a batch has at most: enough to make its cost per batch disappear, and
// a few MB.
const batchRows = 32 << 10

// rowBuilder gathers the rows of one file into batches.
type rowBuilder struct {
	schema  *arrow.Schema
	columns []columnBuilder
	batch   Batch
}

func newRowBuilder(t *schemas.Table, file string) *rowBuilder {
	b := &rowBuilder{schema: Schema(t), batch: Batch{File: file}}
	for _, c := range columns(t) {
		b.columns = append(b.columns, columnBuilder{Column: c})
	}
	b.start()
	return b
}

func (b *rowBuilder) start() {
	room := batchRows
	if len(b.batch.Lines) == 0 {
		room = 1 << 10 // most files are small
	}
	for i := range b.columns {
		b.columns[i].start(room)
	}
	b.batch = Batch{File: b.batch.File, Lines: make([]int64, 0, room)}
}

func (b *rowBuilder) full() bool { return len(b.batch.Lines) >= batchRows }

func (b *rowBuilder) empty() bool { return len(b.batch.Lines) == 0 && len(b.batch.Junk) == 0 }

// flush hands over what was gathered and starts anew. It tells whether the consumer wants more.
func (b *rowBuilder) flush(yield func(Batch, error) bool) bool {
	if b.empty() {
		return true
	}
	arrays := make([]arrow.Array, len(b.columns))
	for i := range b.columns {
		arrays[i] = b.columns[i].finish()
		defer arrays[i].Release()
	}
	b.batch.Record = array.NewRecordBatch(b.schema, arrays, int64(len(b.batch.Lines)))
	defer b.batch.Record.Release()
	more := yield(b.batch, nil)
	b.start()
	return more
}
