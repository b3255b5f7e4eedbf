package source

import (
	"unsafe"

	duckdb "github.com/duckdb/duckdb-go-bindings"

	"github.com/uythac/uythac/schemas"
)

// vector is a column of a DuckDB chunk: flat memory of DuckDB's own, valid as long as the chunk.
type vector struct {
	data  unsafe.Pointer
	valid []uint64 // bitmap; nil: nothing is null
	rows  int
}

func newVector(chunk duckdb.DataChunk, col, rows int) vector {
	v := duckdb.DataChunkGetVector(chunk, duckdb.IdxT(col))
	out := vector{data: duckdb.VectorGetData(v), rows: rows}
	if mask := duckdb.VectorGetValidity(v); mask != nil {
		out.valid = unsafe.Slice((*uint64)(mask), (rows+63)/64)
	}
	return out
}

func (v vector) null(i int) bool { return v.valid != nil && v.valid[i/64]>>(i%64)&1 == 0 }

// text reads DuckDB's string layout: a length, then up to 12 bytes in place or 4 and a pointer.
func (v vector) text(i int) []byte {
	const size, inline = 16, 12
	at := unsafe.Add(v.data, i*size)
	n := int(*(*uint32)(at))
	if n <= inline {
		return unsafe.Slice((*byte)(unsafe.Add(at, 4)), n)
	}
	return unsafe.Slice(*(**byte)(unsafe.Add(at, 8)), n)
}

// appendTo adds the vector to a column whose cast (sqlCast) decides the layout. Numbers that do not
// fit the column are null and reported.
func (v vector) appendTo(b *columnBuilder, column, firstRow int, bad *[]BadCell) {
	for i := range v.rows {
		if v.null(i) {
			b.null()
			continue
		}
		switch b.Type {
		case schemas.Code, schemas.Text:
			b.str(v.text(i))
		case schemas.Bool:
			b.bool(unsafe.Slice((*bool)(v.data), v.rows)[i])
		case schemas.Date:
			b.int(unsafe.Slice((*int32)(v.data), v.rows)[i])
		case schemas.Rate:
			// A DECIMAL(38,4) is a 128-bit number, the lower half first.
			pair := unsafe.Slice((*[2]int64)(v.data), v.rows)[i]
			if low := pair[0]; pair[1] != low>>63 || low > rateMax || low < -rateMax {
				v.reject(b, column, firstRow+i, bad)
			} else {
				b.rate(low)
			}
		case schemas.Timestamp:
			b.long(unsafe.Slice((*int64)(v.data), v.rows)[i])
		default:
			if !b.integer(unsafe.Slice((*int64)(v.data), v.rows)[i]) {
				v.reject(b, column, firstRow+i, bad)
			}
		}
	}
}

func (v vector) reject(b *columnBuilder, column, row int, bad *[]BadCell) {
	b.null()
	*bad = append(*bad, BadCell{Row: row, Column: column, Text: "outside " + contractType(b.Type)})
}
