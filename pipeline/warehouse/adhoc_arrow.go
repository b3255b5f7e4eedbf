package warehouse

/*
#include <stdint.h>
#include <stdlib.h>

// Prototypes of DuckDB's C interface to Arrow. The bindings have them only under a build tag, which every build of the
// program and of what imports it would have to set. Handles are pointers; what they point to is DuckDB's own.
struct ArrowSchema;
struct ArrowArray;
extern void *duckdb_to_arrow_schema(void *options, void **types, const char **names, uint64_t columns, struct ArrowSchema *out);
extern void *duckdb_data_chunk_to_arrow(void *options, void *chunk, struct ArrowArray *out);

static void *to_schema(void *options, void **types, const char **names, uint64_t columns, void *out) {
	return duckdb_to_arrow_schema(options, types, names, columns, (struct ArrowSchema *)out);
}
static void *to_array(void *options, void *chunk, void *out) {
	return duckdb_data_chunk_to_arrow(options, chunk, (struct ArrowArray *)out);
}
*/
import "C"

import (
	"errors"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/cdata"
	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// chunks turns the chunks of a result into Arrow batches, without copying.
type chunks struct {
	options duckdb.ArrowOptions
	schema  *arrow.Schema
}

func newChunks(result *duckdb.Result) (_ *chunks, err error) {
	c := &chunks{options: duckdb.ResultGetArrowOptions(result)}
	defer func() {
		if err != nil {
			c.close()
		}
	}()
	n := int(duckdb.ColumnCount(result))
	types, names := make([]duckdb.LogicalType, n), make([]string, n)
	for i := range n {
		types[i], names[i] = duckdb.ColumnLogicalType(result, duckdb.IdxT(i)), duckdb.ColumnName(result, duckdb.IdxT(i))
	}
	defer func() {
		for i := range types {
			duckdb.DestroyLogicalType(&types[i])
		}
	}()
	c.schema, err = arrowSchema(c.options, types, names)
	return c, err
}

func (c *chunks) close() { duckdb.DestroyArrowOptions(&c.options) }

// arrowSchema asks DuckDB which Arrow types stand for the types of a result.
func arrowSchema(options duckdb.ArrowOptions, types []duckdb.LogicalType, names []string) (*arrow.Schema, error) {
	size := C.size_t(unsafe.Sizeof(uintptr(0))) * C.size_t(max(1, len(types)))
	cTypes, cNames := C.malloc(size), C.malloc(size)
	defer C.free(cTypes)
	defer C.free(cNames)
	typeList, nameList := unsafe.Slice((*unsafe.Pointer)(cTypes), len(types)), unsafe.Slice((*unsafe.Pointer)(cNames), len(types))
	for i := range types {
		typeList[i], nameList[i] = types[i].Ptr, unsafe.Pointer(C.CString(names[i]))
		defer C.free(nameList[i])
	}
	out := C.calloc(1, C.size_t(unsafe.Sizeof(cdata.CArrowSchema{})))
	defer C.free(out)
	failed := C.to_schema(options.Ptr, (*unsafe.Pointer)(cTypes), (**C.char)(cNames), C.uint64_t(len(types)), out)
	if err := arrowError(failed); err != nil {
		return nil, err
	}
	defer cdata.ReleaseCArrowSchema((*cdata.CArrowSchema)(out))
	return cdata.ImportCArrowSchema((*cdata.CArrowSchema)(out))
}

// batch takes over the rows of a chunk.
func (c *chunks) batch(chunk duckdb.DataChunk) (arrow.RecordBatch, error) {
	out := C.calloc(1, C.size_t(unsafe.Sizeof(cdata.CArrowArray{})))
	defer C.free(out)
	if err := arrowError(C.to_array(c.options.Ptr, chunk.Ptr, out)); err != nil {
		return nil, err
	}
	return cdata.ImportCRecordBatchWithSchema((*cdata.CArrowArray)(out), c.schema)
}

// arrowError takes an error of DuckDB's C interface, which may be none.
func arrowError(p unsafe.Pointer) error {
	if p == nil {
		return nil
	}
	data := duckdb.ErrorData{Ptr: p}
	defer duckdb.DestroyErrorData(&data)
	if !duckdb.ErrorDataHasError(data) {
		return nil
	}
	return errors.New("DuckDB: " + duckdb.ErrorDataMessage(data))
}
