package warehouse

import (
	"errors"
	"io"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// TestForget: of tables that a statement has read little is kept, while it runs and after; its rows are all there, and so is the
// limit.
func TestForget(t *testing.T) {
	const rows = 9_000_000
	path := filepath.Join(t.TempDir(), "warehouse-1.duckdb")
	var db duckdb.Database
	var conn duckdb.Connection
	if duckdb.Open(path, &db) == duckdb.StateError || duckdb.Connect(db, &conn) == duckdb.StateError {
		t.Fatal("no file")
	}
	var made duckdb.Result
	// Hashes are not compressed: 72 MB.
	if duckdb.Query(conn, "CREATE TABLE t AS SELECT (hash(range) % 9000000000000000000)::BIGINT AS h, range AS n FROM range(9000000)", &made) == duckdb.StateError {
		t.Fatal(duckdb.ResultError(&made))
	}
	duckdb.DestroyResult(&made)
	duckdb.Disconnect(&conn)
	duckdb.Close(&db)
	a, err := OpenAdHoc(path, AdHocLimits{Memory: "256MiB", Threads: 2, Temp: t.TempDir(), TempSize: "64MiB"})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	r, err := a.Query(t.Context(), "SELECT h, n FROM t", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var read, sum, most int64
	for i := 0; ; i++ {
		b, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range b.Column(1).(*array.Int64).Int64Values() {
			sum += n
		}
		read += b.NumRows()
		b.Release()
		if i%500 == 499 {
			before, _, _ := a.held()
			a.Forget()
			if tables, _, ok := a.held(); !ok || tables > keptBlocks+16<<20 {
				t.Errorf("after %d rows DuckDB keeps %d MB of tables", read, tables>>20)
			}
			most = max(most, before)
		}
	}
	if read != rows || sum != rows*(rows-1)/2 {
		t.Errorf("%d rows, sum %d", read, sum)
	}
	if most <= keptBlocks {
		t.Errorf("DuckDB never kept more than %d MB by itself: this test shows nothing", most>>20)
	}
	if err := a.sideways("SELECT CASE WHEN current_setting('memory_limit') = '256.0 MiB' THEN 1 ELSE error(current_setting('memory_limit')) END"); err != nil {
		t.Errorf("the limit: %v", err)
	}
	if err := a.sideways("SET threads = 1"); err == nil {
		t.Error("another setting is not locked")
	}
}
