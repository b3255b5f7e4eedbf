package warehouse

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	duckdb "github.com/duckdb/duckdb-go-bindings"

	"github.com/uythac/uythac/calendar"
)

// bind gives every parameter of the statement its value: nil, bool, int64, float64, string, calendar.Day or time.Time.
func (r *Rows) bind(params map[string]any) error {
	used := map[string]bool{}
	for i := duckdb.IdxT(1); i <= duckdb.NParams(r.prepared); i++ {
		name := duckdb.ParameterName(r.prepared, i)
		value, given := params[name]
		if !given {
			return &QueryError{Reason: Invalid, At: -1, Problem: "the parameter $" + name + " has no value", Remedy: "give it one, as " + name + "=VALUE"}
		}
		if err := r.bindOne(i, value); err != nil {
			return &QueryError{Reason: Invalid, At: -1, Problem: "the parameter $" + name + ": " + err.Error()}
		}
		used[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if !used[name] {
			return &QueryError{Reason: Invalid, At: -1, Problem: "the statement has no parameter $" + name, Remedy: "leave it out, or write $" + name + " where its value belongs"}
		}
	}
	return nil
}

func (r *Rows) bindOne(i duckdb.IdxT, value any) error {
	var state duckdb.State
	switch v := value.(type) {
	case nil:
		state = duckdb.BindNull(r.prepared, i)
	case bool:
		state = duckdb.BindBoolean(r.prepared, i, v)
	case int64:
		state = duckdb.BindInt64(r.prepared, i, v)
	case float64:
		state = duckdb.BindDouble(r.prepared, i, v)
	case time.Time:
		state = duckdb.BindTimestamp(r.prepared, i, duckdb.NewTimestamp(v.UnixMicro()))
	case calendar.Day:
		state = duckdb.BindDate(r.prepared, i, duckdb.NewDate(int32(v)))
	case string:
		if strings.ContainsRune(v, 0) {
			return fmt.Errorf("a text with a zero byte")
		}
		state = duckdb.BindVarcharLength(r.prepared, i, v, duckdb.IdxT(len(v)))
	default:
		return fmt.Errorf("a value of type %T", value)
	}
	if state == duckdb.StateError {
		return fmt.Errorf("DuckDB does not take %v", value)
	}
	return nil
}
