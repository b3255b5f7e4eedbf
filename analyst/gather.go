package analyst

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory/mallocator"
)

// outside is memory that is free again when a batch is released: Go's own would be garbage for a while, as much again as the rows.
var outside = mallocator.NewMallocator()

// gatherer joins DuckDB's small batches, and splits large ones, so that those written are neither.
type gatherer struct {
	schema *arrow.Schema
	write  func(arrow.RecordBatch) error
	held   []arrow.RecordBatch
	rows   int64
	bytes  int64
}

// add takes over a batch.
func (g *gatherer) add(b arrow.RecordBatch) error {
	size := recordBytes(b)
	if g.rows+b.NumRows() > batchRows || g.bytes+size > batchBytes {
		if err := g.flush(); err != nil {
			b.Release()
			return err
		}
	}
	if size > batchBytes {
		defer b.Release()
		return g.split(b, size)
	}
	g.held, g.rows, g.bytes = append(g.held, b), g.rows+b.NumRows(), g.bytes+size
	return nil
}

// flush writes what is held as one batch.
func (g *gatherer) flush() error {
	defer g.release()
	switch len(g.held) {
	case 0:
		return nil
	case 1:
		return g.write(g.held[0])
	}
	columns := make([]arrow.Array, g.schema.NumFields())
	defer func() {
		for _, c := range columns {
			if c != nil {
				c.Release()
			}
		}
	}()
	for i := range columns {
		parts := make([]arrow.Array, len(g.held))
		for j, b := range g.held {
			parts[j] = b.Column(i)
		}
		var err error
		if columns[i], err = array.Concatenate(parts, outside); err != nil {
			return err
		}
	}
	joined := array.NewRecordBatch(g.schema, columns, g.rows)
	defer joined.Release()
	return g.write(joined)
}

func (g *gatherer) release() {
	for _, b := range g.held {
		b.Release()
	}
	g.held, g.rows, g.bytes = g.held[:0], 0, 0
}

// split writes a batch in halves, and these in halves, until they are small enough.
func (g *gatherer) split(b arrow.RecordBatch, size int64) error {
	rows := b.NumRows()
	switch {
	case size <= batchBytes:
		return g.write(b)
	case rows == 1 && size > rowBytes:
		return &Error{Reason: TooLarge, At: -1, Problem: fmt.Sprintf("a row has %d MB, more than %d", size>>20, rowBytes>>20),
			Remedy: "cut long texts and lists, as with left(text, 1000)"}
	case rows == 1:
		return g.write(b)
	}
	for _, at := range [][2]int64{{0, rows / 2}, {rows / 2, rows}} {
		half := b.NewSlice(at[0], at[1])
		err := g.split(half, recordBytes(half))
		half.Release()
		if err != nil {
			return err
		}
	}
	return nil
}
