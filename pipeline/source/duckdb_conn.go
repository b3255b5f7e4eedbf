package source

import (
	"context"
	"errors"
	"strings"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// connection is an open database; its settings keep a scan small and in order.
type connection struct {
	db   duckdb.Database
	conn duckdb.Connection
}

func (s *database) connect() (c *connection, err error) {
	var config duckdb.Config
	if duckdb.CreateConfig(&config) == duckdb.StateError {
		return nil, errors.New("DuckDB gives no configuration")
	}
	defer duckdb.DestroyConfig(&config)
	for _, set := range [][2]string{{"access_mode", "READ_ONLY"}, {"threads", "1"}, {"memory_limit", "256MB"},
		{"preserve_insertion_order", "true"}} {
		duckdb.SetConfig(config, set[0], set[1])
	}
	c = &connection{}
	var message string
	if duckdb.OpenExt(s.path, &c.db, config, &message) == duckdb.StateError {
		return nil, &Refusal{File: s.path, Problem: "DuckDB cannot open it: " + firstLine(message),
			Remedy: "close the program that writes to it, or copy the file again if it is cut short"}
	}
	if duckdb.Connect(c.db, &c.conn) == duckdb.StateError {
		duckdb.Close(&c.db)
		return nil, errors.New(s.path + ": DuckDB refuses a connection")
	}
	return c, nil
}

func (c *connection) close() {
	duckdb.Disconnect(&c.conn)
	duckdb.Close(&c.db)
}

// stream runs a query and hands over its chunks as they are computed.
func (c *connection) stream(ctx context.Context, query string, take func(chunk duckdb.DataChunk, rows int) error) error {
	var prepared duckdb.PreparedStatement
	defer duckdb.DestroyPrepare(&prepared)
	if duckdb.Prepare(c.conn, query, &prepared) == duckdb.StateError {
		return errors.New("DuckDB: " + duckdb.PrepareError(prepared))
	}
	var pending duckdb.PendingResult
	defer duckdb.DestroyPending(&pending)
	if duckdb.PendingPreparedStreaming(prepared, &pending) == duckdb.StateError {
		return errors.New("DuckDB: " + duckdb.PendingError(pending))
	}
	var result duckdb.Result
	defer duckdb.DestroyResult(&result)
	if duckdb.ExecutePending(pending, &result) == duckdb.StateError {
		return errors.New("DuckDB: " + duckdb.ResultError(&result))
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		more, err := next(&result, take)
		if err != nil || !more {
			return err
		}
	}
}

func next(result *duckdb.Result, take func(chunk duckdb.DataChunk, rows int) error) (more bool, err error) {
	var chunk duckdb.DataChunk
	if duckdb.StreamFetchChunk(*result, &chunk) == duckdb.StateError {
		if message := duckdb.ResultError(result); message != "" {
			return false, errors.New("DuckDB: " + message)
		}
		return false, nil // a result without rows ends without a chunk, too
	}
	defer duckdb.DestroyDataChunk(&chunk)
	rows := int(duckdb.DataChunkGetSize(chunk))
	if rows == 0 {
		return false, nil
	}
	return true, take(chunk, rows)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
