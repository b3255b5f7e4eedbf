package warehouse

import (
	"context"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// Rows is the result of a statement, read while it is computed.
type Rows struct {
	ctx      context.Context
	a        *AdHoc
	prepared duckdb.PreparedStatement
	pending  duckdb.PendingResult
	result   duckdb.Result
	chunks   *chunks
	unwatch  func() // nil: nobody watches
	tables   []string
}

// Tables are those that the statement names, in small letters.
func (r *Rows) Tables() []string { return r.tables }

// Schema is that of every batch.
func (r *Rows) Schema() *arrow.Schema { return r.chunks.schema }

// Next returns the next rows, up to 2,048, or io.EOF after the last. The caller releases them.
func (r *Rows) Next() (arrow.RecordBatch, error) {
	if r.ctx.Err() != nil {
		return nil, r.a.stopped()
	}
	var chunk duckdb.DataChunk
	if duckdb.StreamFetchChunk(r.result, &chunk) == duckdb.StateError {
		if message := duckdb.ResultError(&r.result); message != "" {
			return nil, r.a.failure(message)
		}
		return nil, io.EOF // a result without rows ends without a chunk, too
	}
	defer duckdb.DestroyDataChunk(&chunk)
	if duckdb.DataChunkGetSize(chunk) == 0 {
		return nil, io.EOF
	}
	return r.chunks.batch(chunk)
}

// Close lets go of the result, and stops what is still being computed.
func (r *Rows) Close() {
	if r.unwatch != nil {
		r.unwatch()
		r.unwatch = nil
	}
	if r.chunks != nil {
		r.chunks.close()
	}
	duckdb.DestroyResult(&r.result)
	duckdb.DestroyPending(&r.pending)
	duckdb.DestroyPrepare(&r.prepared)
}

// watch interrupts the statement when the context ends. unwatch waits for an interruption that is on its way: it would hit the
// next statement.
func (r *Rows) watch(ctx context.Context) {
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(interrupted)
		r.a.Interrupt()
	})
	r.unwatch = func() {
		if !stop() {
			<-interrupted
		}
	}
}

// prepare compiles the statement. That it is one SELECT, or one explained, is asked again here, of DuckDB's own count and type.
func (r *Rows) prepare(q asked) error {
	var extracted duckdb.ExtractedStatements
	defer duckdb.DestroyExtracted(&extracted)
	switch n := duckdb.ExtractStatements(r.a.conn, q.text, &extracted); {
	case n == 0:
		return r.a.failure(duckdb.ExtractStatementsError(extracted))
	case n > 1:
		return several()
	}
	if duckdb.PrepareExtractedStatement(r.a.conn, extracted, 0, &r.prepared) == duckdb.StateError {
		e := r.a.failure(duckdb.PrepareError(r.prepared))
		if e.At >= 0 {
			e.At += q.moved
		}
		return e
	}
	want := duckdb.StatementTypeSelect
	if q.prefix != "" {
		want = duckdb.StatementTypeExplain
	}
	if duckdb.PreparedStatementType(r.prepared) != want {
		return noSelect(q.text)
	}
	return nil
}

// start runs the statement up to its first rows.
func (r *Rows) start() (err error) {
	if duckdb.PendingPreparedStreaming(r.prepared, &r.pending) == duckdb.StateError {
		return r.a.failure(duckdb.PendingError(r.pending))
	}
	if duckdb.ExecutePending(r.pending, &r.result) == duckdb.StateError {
		return r.a.failure(duckdb.ResultError(&r.result))
	}
	r.chunks, err = newChunks(&r.result)
	return err
}

func (a *AdHoc) stopped() *QueryError { return a.failure(`{"exception_type":"Interrupt"}`) }
