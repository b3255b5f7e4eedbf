package oracle_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/schemas"
)

// figures are the numbers of rows, zeros left out, by everything about a row that is no number:
// table, as-of day, branch, group, union, places.
type figures map[string]map[string]int64

// numeric tells figures from keys.
func numeric(c schemas.Column) bool { return c.Type == schemas.Int64 || c.Type == schemas.Int32 }

// add keeps the figures of a batch of a table.
func (f figures) add(t *schemas.Table, batch arrow.RecordBatch) {
	for row := range int(batch.NumRows()) {
		key, values := t.Name, map[string]int64{}
		for i, c := range t.Columns {
			switch column := batch.Column(i).(type) {
			case *array.Int64:
				values[c.Name] = column.Value(row)
			case *array.Int32:
				if column.IsValid(row) {
					values[c.Name] = int64(column.Value(row))
				}
			default:
				key += " " + column.ValueStr(row)
			}
		}
		f[key] = values
	}
}

// agree holds every column of a database's group_month and union_month against the figures. A row
// that only the database has must be all zeros, but for the score of a group without any figure.
func (f figures) agree(b *testing.B, db *sql.DB) {
	b.Helper()
	compared := 0
	for _, t := range []*schemas.Table{&schemas.GroupMonth, &schemas.UnionMonth} {
		for key, got := range numbers(b, db, t) {
			want, known := f[key]
			for name, value := range got {
				compared++
				if value != want[name] && (known || name != "score") {
					b.Fatalf("%s: %s is %d, by DuckDB %d: the benchmark compares nothing", key, name, want[name], value)
				}
			}
			delete(f, key)
		}
	}
	for key := range f {
		b.Fatalf("%s: not by DuckDB: the benchmark compares nothing", key)
	}
	if compared < 1_000_000 {
		b.Fatalf("only %d figures were compared", compared)
	}
}

// numbers reads the figures of a table, NULL as 0.
func numbers(b *testing.B, db *sql.DB, t *schemas.Table) figures {
	b.Helper()
	keys, columns, names := []string{"'" + t.Name + "'"}, []string{}, []string{}
	for _, c := range t.Columns {
		if !numeric(c) {
			keys = append(keys, c.Name)
			continue
		}
		names = append(names, c.Name)
		columns = append(columns, fmt.Sprintf("coalesce(%s, 0)::BIGINT", c.Name))
	}
	res, err := db.Query(fmt.Sprintf("SELECT concat_ws(' ', %s), %s FROM %s", strings.Join(keys, ", "), strings.Join(columns, ", "), t.Name))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = res.Close() }()
	all, key, values := figures{}, "", make([]int64, len(names))
	into := []any{&key}
	for i := range values {
		into = append(into, &values[i])
	}
	for res.Next() {
		if err := res.Scan(into...); err != nil {
			b.Fatal(err)
		}
		row := make(map[string]int64, len(names))
		for i, name := range names {
			row[name] = values[i]
		}
		all[key] = row
	}
	if err := res.Err(); err != nil {
		b.Fatal(err)
	}
	return all
}
