package warehouse

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow/array"
	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// keptBlocks is how many bytes of the tables that it has read DuckDB keeps when it is told to forget.
const keptBlocks = 24 << 20

// heldSQL asks how much DuckDB holds of tables, and of anything else.
const heldSQL = `SELECT coalesce(sum(memory_usage_bytes) FILTER (tag = 'BASE_TABLE'), 0)::BIGINT, coalesce(sum(memory_usage_bytes) FILTER (tag <> 'BASE_TABLE'), 0)::BIGINT FROM duckdb_memory()`

// Forget lets go of what DuckDB keeps of the tables that it has read: it keeps all, up to its limit, in case it is read again,
// and a statement with many rows reads most of it once. It may be called while a statement runs. What the statement itself holds
// stays: for a moment the limit is that and [keptBlocks], which makes DuckDB let go of tables first. There is no other way to ask for it.
func (a *AdHoc) Forget() {
	tables, others, ok := a.held()
	if !ok || tables <= keptBlocks || a.memory == "" {
		return
	}
	// Where the first fails, the statement needs what it has; the second only raises the limit.
	_ = a.sideways(fmt.Sprintf("SET memory_limit = '%dKiB'", (others+keptBlocks)>>10))
	_ = a.sideways("SET memory_limit = " + quote(a.memory))
}

// held is what DuckDB holds of tables, and of anything else, in bytes.
func (a *AdHoc) held() (tables, others int64, ok bool) {
	var result duckdb.Result
	defer duckdb.DestroyResult(&result)
	if duckdb.Query(a.side, heldSQL, &result) == duckdb.StateError {
		return 0, 0, false
	}
	c, err := newChunks(&result)
	if err != nil {
		return 0, 0, false
	}
	defer c.close()
	chunk := duckdb.FetchChunk(result)
	defer duckdb.DestroyDataChunk(&chunk)
	batch, err := c.batch(chunk)
	if err != nil {
		return 0, 0, false
	}
	defer batch.Release()
	values := func(i int) int64 { return batch.Column(i).(*array.Int64).Value(0) }
	return values(0), values(1), true
}

// sideways runs a statement of this package beside one that runs.
func (a *AdHoc) sideways(statement string) error { return a.execOn(a.side, statement) }
