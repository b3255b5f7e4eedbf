package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"strings"

	duckdb "github.com/duckdb/duckdb-go-bindings"

	"github.com/uythac/uythac/schemas"
)

// database is a DuckDB file that holds the contract's tables (or views of their names) in its main
// schema. It is opened read-only, and only while it is read. The bindings are used and not the
// database/sql driver, because that one materialises a result before it gives the first row.
type database struct {
	path   string
	tables map[string][]dbColumn
	glances
}

type dbColumn struct{ name, typ string }

func openDuckDB(path string) (Source, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s\n  → set source.path to the DuckDB file that holds the contract's tables", path)
	} else if err != nil {
		return nil, err
	}
	s := &database{path: path, tables: map[string][]dbColumn{}}
	c, err := s.connect()
	if err != nil {
		return nil, err
	}
	defer c.close()
	query := "SELECT table_name, column_name, data_type FROM information_schema.columns " +
		"WHERE table_catalog = current_database() AND table_schema = 'main' ORDER BY table_name, ordinal_position"
	err = c.stream(context.Background(), query, func(chunk duckdb.DataChunk, rows int) error {
		texts := make([][]byte, 3)
		for i := range rows {
			for col := range texts {
				texts[col] = newVector(chunk, col, rows).text(i)
			}
			table := string(texts[0])
			s.tables[table] = append(s.tables[table], dbColumn{string(texts[1]), string(texts[2])})
		}
		return nil
	})
	return s, err
}

func (s *database) Present(t *schemas.Table) bool { return len(s.tables[t.Name]) > 0 }

// Fingerprint hashes the whole file, and what its write-ahead log holds, for every table; a file that
// was not touched since the notes recalled were made has the hash it had then.
func (s *database) Fingerprint(ctx context.Context) (map[string]string, error) {
	sum, err := s.hash(ctx, "", s.path)
	if err != nil {
		return nil, err
	}
	switch log, err := hashFile(ctx, s.path+".wal"); {
	case err == nil:
		sum = hash(sum + log)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	all := map[string]string{}
	for _, t := range schemas.Contract() {
		if s.Present(t) {
			all[t.Name] = sum
		}
	}
	return all, nil
}

func (s *database) Read(ctx context.Context, t *schemas.Table) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		if !s.Present(t) {
			return
		}
		if err := s.read(ctx, t, yield); err != nil && !errors.Is(err, errEnough) {
			yield(Batch{}, err)
		}
	}
}

func (s *database) read(ctx context.Context, t *schemas.Table, yield func(Batch, error) bool) error {
	query, err := s.query(t)
	if err != nil {
		return err
	}
	c, err := s.connect()
	if err != nil {
		return err
	}
	defer c.close()
	b := newRowBuilder(t, t.Name)
	var row int64
	err = c.stream(ctx, query, func(chunk duckdb.DataChunk, rows int) error {
		first := len(b.batch.Lines)
		for i := range b.columns {
			newVector(chunk, i, rows).appendTo(&b.columns[i], i, first, &b.batch.Bad)
		}
		for range rows {
			row++
			b.batch.Lines = append(b.batch.Lines, row)
		}
		if b.full() {
			sortBad(b.batch.Bad)
			if !b.flush(yield) {
				return errEnough
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	sortBad(b.batch.Bad)
	b.flush(yield)
	return nil
}

// query checks a table's columns and types and casts them to what vector reads.
func (s *database) query(t *schemas.Table) (string, error) {
	var names []string
	types := map[string]string{}
	for _, c := range s.tables[t.Name] {
		names = append(names, c.name)
		types[c.name] = c.typ
	}
	file := s.path + " table " + t.Name
	if err := checkColumns(t, file, names); err != nil {
		return "", err
	}
	for _, c := range t.Offered() {
		if !acceptsSQL(c.Type, types[c.Name]) {
			return "", retyped(file, c, types[c.Name])
		}
	}
	var casts []string
	for _, c := range columns(t) {
		casts = append(casts, fmt.Sprintf(sqlCast(c.Type), `"`+c.Name+`"`))
	}
	return fmt.Sprintf(`SELECT %s FROM main."%s"`, strings.Join(casts, ", "), t.Name), nil
}

// acceptsSQL is accepts for DuckDB's type names.
func acceptsSQL(t schemas.Type, have string) bool {
	base, _, _ := strings.Cut(have, "(")
	switch t {
	case schemas.Code, schemas.Text:
		return base == "VARCHAR" || base == "ENUM"
	case schemas.Int64, schemas.Int32, schemas.Int16:
		switch base {
		case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER":
			return true
		}
	case schemas.Bool:
		return base == "BOOLEAN"
	case schemas.Date:
		return base == "DATE"
	case schemas.Timestamp:
		return strings.HasPrefix(base, "TIMESTAMP")
	case schemas.Rate:
		var p, s int
		_, err := fmt.Sscanf(have, "DECIMAL(%d,%d)", &p, &s)
		return err == nil && s <= rateScale
	}
	return false
}

// sqlCast is the expression that gives a column in the layout that vector reads.
func sqlCast(t schemas.Type) string {
	switch t {
	case schemas.Code, schemas.Text:
		return "CAST(%s AS VARCHAR)"
	case schemas.Bool, schemas.Date:
		return "%s"
	case schemas.Timestamp:
		return "epoch_us(%s)" // UTC, with or without a zone, whatever the session's zone
	case schemas.Rate:
		return "CAST(%s AS DECIMAL(38,4))"
	}
	return "CAST(%s AS BIGINT)"
}
