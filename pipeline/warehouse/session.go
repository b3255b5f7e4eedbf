package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// defaultMemory is DuckDB's memory_limit unless configured. It takes more beyond
// it, for read buffers and what its allocator keeps.
const defaultMemory = "300MB"

// buildMemory is the same while a file is built, which takes up to 330 MB beyond it: with 300MB the demonstration's
// peak was 690 MB, with this it is 590 MB and a tenth slower.
const buildMemory = "260MB"

// storage is the oldest DuckDB that can read the files. Its columns' statistics open faster than those
// of the default, which are written for 0.10, and are read anew every time.
const storage = "v1.2.0"

// session is one connection to an in-memory DuckDB with one file attached as the catalogue in use.
// Attaching, instead of opening the file itself, allows any character in the path, and any file
// name: a file called dim.duckdb would make dim.customer ambiguous.
type session struct {
	db   *sql.DB
	conn *sql.Conn
}

// settings are what DuckDB may use; text goes into SET statements as it is, quoted.
type settings struct {
	memory  string // empty: defaultMemory
	threads int    // 0: all cores
	temp    string // folder for spilled data; empty: nothing is spilled
}

// attach opens a session on a file; mode is "" to read and write (the file is made when it is not
// there) or "READ_ONLY".
func attach(ctx context.Context, path, mode string, set settings) (_ *session, err error) {
	if strings.Contains(path, "?") {
		return nil, fmt.Errorf("%s: DuckDB takes what follows a question mark in a path for options\n  → choose a folder without one", path)
	}
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, err
	}
	s := &session{db: sql.OpenDB(connector)}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return nil, err
	}
	if set.memory == "" {
		set.memory = defaultMemory
	}
	statements := []string{
		"SET memory_limit = " + quote(set.memory),
		"SET temp_directory = " + quote(set.temp),
		"SET preserve_insertion_order = false", // nothing depends on it, and it costs memory
	}
	if set.threads > 0 {
		statements = append(statements, fmt.Sprintf("SET threads = %d", set.threads))
	}
	options := " (STORAGE_VERSION '" + storage + "')"
	if mode != "" {
		options = " (" + mode + ")"
	}
	statements = append(statements, "ATTACH "+quote(path)+" AS warehouse"+options, "USE warehouse")
	return s, s.exec(ctx, statements...)
}

// create makes a new file, lets work fill it and closes it. After an error there is no file.
func create(ctx context.Context, path string, set settings, work func(*session) error) (err error) {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already; a file is never written twice", path)
	}
	if set.temp == "" {
		set.temp = path + ".tmp"
	}
	if set.memory == "" {
		set.memory = buildMemory
	}
	if _, err := os.Stat(set.temp); errors.Is(err, fs.ErrNotExist) {
		defer func() { err = errors.Join(err, os.RemoveAll(set.temp)) }()
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, remove(path), remove(path+".wal"))
		}
	}()
	s, err := attach(ctx, path, "", set)
	if err != nil {
		return err
	}
	err = work(s)
	if e := s.close(); err == nil {
		err = e
	}
	return err
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// exec runs statements one after another, each in its own transaction.
func (s *session) exec(ctx context.Context, statements ...string) error {
	for _, q := range statements {
		if _, err := s.conn.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) close() error {
	var err error
	if s.conn != nil {
		err = s.conn.Close()
	}
	return errors.Join(err, s.db.Close())
}

// quote writes text as an SQL literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// readParquet is the table function over files. Characters that DuckDB would take for a pattern
// are put into brackets, and folder names such as month=2020-01 never become columns.
func readParquet(files []string) string {
	literal := strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]")
	quoted := make([]string, len(files))
	for i, f := range files {
		quoted[i] = quote(literal.Replace(f))
	}
	return "read_parquet([" + strings.Join(quoted, ", ") + "], hive_partitioning = false)"
}
