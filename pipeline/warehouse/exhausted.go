package warehouse

import (
	"errors"

	"github.com/duckdb/duckdb-go/v2"
)

// Exhausted tells whether a statement failed because DuckDB's memory_limit did not suffice for it.
func Exhausted(err error) bool {
	var e *duckdb.Error
	return errors.As(err, &e) && e.Type == duckdb.ErrorTypeOutOfMemory
}
