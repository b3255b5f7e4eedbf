package dbtest

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/uythac/uythac/schemas"
)

// Contract is the DDL of the contract's tables, without indexes but for their keys.
//
//go:embed contract.sql
var Contract string

// Database is a database of a server.
type Database struct {
	Server *Server
	Name   string
	URL    string
}

var databases atomic.Int64

// Create makes an empty database with a name of its own; options follow CREATE DATABASE.
func (s *Server) Create(tb testing.TB, options ...string) *Database {
	tb.Helper()
	name := fmt.Sprintf("test%d", databases.Add(1))
	s.Exec(tb, s.admin(), "CREATE DATABASE "+name+" "+strings.Join(options, " "))
	return &Database{s, name, s.URL(name)}
}

// admin is a database that every server of the kind has.
func (s *Server) admin() string {
	if s.kind.name() == "postgres" {
		return "postgres"
	}
	return "mysql"
}

// CreateContract makes a database with the contract's tables, and an index on their days and offices.
func (s *Server) CreateContract(tb testing.TB) *Database {
	tb.Helper()
	d := s.Create(tb)
	d.Exec(tb, Contract)
	for _, t := range schemas.Contract() {
		if t.Proof.Day == "" {
			continue
		}
		columns := t.Proof.Day
		if t.Proof.Office != "" {
			columns += ", " + t.Proof.Office
		}
		d.Exec(tb, fmt.Sprintf("CREATE INDEX %s_day ON %s (%s)", t.Name, t.Name, columns))
	}
	return d
}

// Load fills the contract's tables from a folder of CSV files, <table>.csv.zst and the like, as
// package simulate writes them, and brings the server's statistics up to date.
func (d *Database) Load(tb testing.TB, dir string) {
	tb.Helper()
	for _, t := range schemas.Contract() {
		var paths []string
		for _, pattern := range []string{t.Name + ".csv*", t.Name + "/*.csv*"} {
			found, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				tb.Fatal(err)
			}
			paths = append(paths, found...)
		}
		for _, path := range paths {
			d.LoadCSV(tb, t.Name, path)
		}
	}
	d.Analyze(tb)
}

// Analyze brings the server's statistics of the contract's tables up to date.
func (d *Database) Analyze(tb testing.TB) {
	tb.Helper()
	analyze := "VACUUM ANALYZE "
	if d.Server.kind.name() != "postgres" {
		analyze = "ANALYZE TABLE "
	}
	for _, t := range schemas.Contract() {
		d.Exec(tb, analyze+t.Name)
	}
}

// LoadCSV adds the rows of a file, .csv or .csv.zst, whose header names the columns; an empty field is NULL.
func (d *Database) LoadCSV(tb testing.TB, table, path string) {
	tb.Helper()
	if err := d.loadCSV(table, path); err != nil {
		tb.Fatalf("%s from %s: %v", table, path, err)
	}
}

func (d *Database) loadCSV(table, path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var text io.Reader = f
	if strings.HasSuffix(path, ".zst") {
		z, err := zstd.NewReader(f)
		if err != nil {
			return err
		}
		defer z.Close()
		text = z
	}
	rows := bufio.NewReader(text)
	header, err := rows.ReadString('\n')
	if err != nil {
		return err
	}
	return d.Server.kind.load(context.Background(), d.Server, d.Name, table, strings.Split(strings.TrimSpace(header), ","), rows)
}

// Exec runs statements, separated by semicolons.
func (d *Database) Exec(tb testing.TB, sql string) {
	tb.Helper()
	d.Server.Exec(tb, d.Name, sql)
}

// Query gives the rows of a statement as the server writes them; NULL is \N.
func (d *Database) Query(tb testing.TB, sql string) [][]string {
	tb.Helper()
	return d.Server.Query(tb, d.Name, sql)
}

// Query gives the rows of a statement in a database as the server writes them; NULL is \N.
func (s *Server) Query(tb testing.TB, database, sql string) [][]string {
	tb.Helper()
	rows, err := s.kind.query(context.Background(), s, database, sql)
	if err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
	return rows
}

// Exec runs statements in a database, separated by semicolons.
func (s *Server) Exec(tb testing.TB, database, sql string) {
	tb.Helper()
	if err := s.kind.exec(context.Background(), s, database, sql); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
}
