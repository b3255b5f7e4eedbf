package source

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// batchBytes is how many bytes of cells a batch has at most, of very long texts.
const batchBytes = 32 << 20

// gatherer makes batches of rows that come from a database. Its memory is used again once a batch is done with.
type gatherer struct {
	schema  *arrow.Schema
	table   string
	columns []columnBuilder
	rows    int
	bytes   int
	bad     []BadCell
	lines   []int64
}

func newGatherer(l *layout) *gatherer {
	cols := l.columns()
	g := &gatherer{schema: schemaOf(cols), table: l.table.Name, columns: make([]columnBuilder, len(cols))}
	for i, c := range cols {
		g.columns[i] = columnBuilder{Column: c, again: true}
	}
	g.start()
	return g
}

// start makes room for a batch; the one before is no more valid.
func (g *gatherer) start() {
	for i := range g.columns {
		g.columns[i].start(batchRows)
	}
	g.rows, g.bytes, g.bad = 0, 0, nil
}

func (g *gatherer) full() bool { return g.rows >= batchRows || g.bytes >= batchBytes }

// misfit notes that a cell of the row at hand does not fit its column.
func (g *gatherer) misfit(column int, text string) {
	g.bad = append(g.bad, BadCell{Row: g.rows, Column: column, Text: text})
}

// batch gives what was gathered; the rows are numbered from line on. The caller releases the record.
func (g *gatherer) batch(line int64) Batch {
	g.lines = room(true, g.lines, g.rows)
	for i := range g.rows {
		g.lines = append(g.lines, line+int64(i))
	}
	arrays := make([]arrow.Array, len(g.columns))
	for i := range g.columns {
		arrays[i] = g.columns[i].finish()
		defer arrays[i].Release()
	}
	return Batch{Record: array.NewRecordBatch(g.schema, arrays, int64(g.rows)), File: g.table, Lines: g.lines, Bad: g.bad}
}
