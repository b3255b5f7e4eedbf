package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// AdHocLimits are what statements of analysts may use. The zero value is DuckDB's own choice of memory and threads, and no spilling.
type AdHocLimits struct {
	Memory   string // DuckDB's memory_limit, as 512MB; empty: 80 % of the machine
	Threads  int    // 0: all cores
	Temp     string // folder for spilled data, of this process alone: DuckDB lets statements read what is in it; empty: nothing is spilled
	TempSize string // most that is spilled, as 4GB; empty: 90 % of the disk
}

// AdHoc is a published file open for the statements of analysts. It runs one statement at a time and is for one goroutine,
// but for [AdHoc.Interrupt].
//
// It uses the bindings instead of the driver: the driver materialises a result before its first row, outside the
// memory limit, and runs all of several statements but the last while it prepares them.
type AdHoc struct {
	db     duckdb.Database
	conn   duckdb.Connection
	side   duckdb.Connection // beside a statement that runs
	path   string
	memory string            // DuckDB's limit
	hide   *strings.Replacer // paths of this machine, which no message may tell
	guard  guard
	set    []string // variables that the statement before had
}

// Statement is one SELECT, or EXPLAIN or EXPLAIN ANALYZE of one, and what it needs.
type Statement struct {
	SQL       string
	Params    map[string]any    // values of its parameters by name; those without one are called 1, 2, 3 …: nil, bool, int64, float64, string, calendar.Day or time.Time
	Variables map[string]string // of the session, which what is computed on demand reads (see meta.asked): as_of is a day, the others are texts
}

// OpenAdHoc opens a published file read-only, with every door of DuckDB to the outside shut and the settings locked.
func OpenAdHoc(path string, limits AdHocLimits) (_ *AdHoc, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	if strings.Contains(path, "?") {
		return nil, fmt.Errorf("%s: DuckDB takes what follows a question mark in a path for options\n  → choose a folder without one", path)
	}
	a := &AdHoc{path: path, memory: limits.Memory, hide: hiding(path, limits.Temp)}
	defer func() {
		if err != nil {
			a.Close()
			err = fmt.Errorf("open warehouse %s: %w", path, err)
		}
	}()
	if duckdb.Open("", &a.db) == duckdb.StateError {
		return nil, errors.New("DuckDB does not start")
	}
	if duckdb.Connect(a.db, &a.conn) == duckdb.StateError || duckdb.Connect(a.db, &a.side) == duckdb.StateError {
		return nil, errors.New("DuckDB refuses a connection")
	}
	for _, statement := range adHocSettings(path, limits) {
		if err := a.exec(statement); err != nil {
			return nil, err
		}
	}
	a.guard, err = newGuard(a)
	return a, err
}

// adHocSettings are the statements that open the file and shut everything else, in this order.
func adHocSettings(path string, limits AdHocLimits) []string {
	set := func(name, value string) string { return "SET " + name + " = " + quote(value) }
	statements := []string{set("temp_directory", limits.Temp)}
	if limits.Memory != "" {
		statements = append(statements, set("memory_limit", limits.Memory))
	}
	if limits.TempSize != "" && limits.Temp != "" {
		statements = append(statements, set("max_temp_directory_size", limits.TempSize))
	}
	if limits.Threads > 0 {
		statements = append(statements, fmt.Sprintf("SET threads = %d", limits.Threads))
	}
	return append(statements,
		"SET preserve_insertion_order = false", // a streamed result would be held back to be put in order
		"SET streaming_buffer_size = '4MB'",    // DuckDB computes on while a batch is handed over: with its own 1 MB it would stand still, with more it leaves the cores' caches
		"SET errors_as_json = true",            // positions, for the caret
		"SET allow_persistent_secrets = false",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		"ATTACH "+quote(path)+" AS warehouse (READ_ONLY)",
		"USE warehouse",
		"SET enable_external_access = false",
		"SET allowed_configs = ['memory_limit']", // for Forget; statements cannot SET, and the process is bounded whatever it is
		"SET lock_configuration = true",
	)
}

// hiding replaces what would tell where files are.
func hiding(path, temp string) *strings.Replacer {
	pairs := []string{path, "the warehouse"}
	if temp != "" {
		pairs = append(pairs, temp, "the temporary folder")
	}
	return strings.NewReplacer(pairs...)
}

// Close lets go of the file.
func (a *AdHoc) Close() {
	a.guard.close()
	duckdb.Disconnect(&a.side)
	duckdb.Disconnect(&a.conn)
	duckdb.Close(&a.db)
}

// Interrupt stops the statement that is running, if any. It may be called from any goroutine while the file is open.
func (a *AdHoc) Interrupt() { duckdb.Interrupt(a.conn) }

// exec runs a statement of this package.
func (a *AdHoc) exec(statement string) error { return a.execOn(a.conn, statement) }

func (a *AdHoc) execOn(conn duckdb.Connection, statement string) error {
	var result duckdb.Result
	defer duckdb.DestroyResult(&result)
	if duckdb.Query(conn, statement, &result) == duckdb.StateError {
		return a.failure(duckdb.ResultError(&result))
	}
	return nil
}

// Query is Ask of a statement with its named parameters.
func (a *AdHoc) Query(ctx context.Context, statement string, params map[string]any) (*Rows, error) {
	return a.Ask(ctx, Statement{SQL: statement, Params: params})
}

// Ask runs a statement and returns its rows as they are computed. A statement that is refused, wrong or stopped gives a
// *[QueryError]. The end of ctx interrupts it, also while rows are read.
func (a *AdHoc) Ask(ctx context.Context, s Statement) (_ *Rows, err error) {
	q, err := a.guard.check(a, s.SQL)
	if err != nil {
		return nil, err
	}
	if err := a.variables(s.Variables); err != nil {
		return nil, err
	}
	r := &Rows{ctx: ctx, a: a, tables: q.tables}
	defer func() {
		if err != nil {
			r.Close()
		}
	}()
	if err := r.prepare(q); err != nil {
		return nil, err
	}
	if err := r.bind(s.Params); err != nil {
		return nil, err
	}
	r.watch(ctx)
	return r, r.start()
}
