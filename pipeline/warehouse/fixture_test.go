package warehouse

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

var update = flag.Bool("update", false, "write what is found into the files that say what is expected")

// fixture is a test case in a txtar file: a sentence that says why, the rows of lake tables as
// <table>.csv with the columns that matter (the rest is zero, empty or NULL), a file run with what
// the build is told, and what is expected as want/<name>.
type fixture struct {
	path    string
	archive *txtar.Archive
	want    map[string]string
}

// fixtures reads every case of a folder.
func fixtures(t *testing.T, pattern string) []*fixture {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no test cases %s: %v", pattern, err)
	}
	var all []*fixture
	for _, p := range paths {
		a, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		f := &fixture{path: p, archive: a, want: map[string]string{}}
		for _, file := range a.Files {
			if name, ok := strings.CutPrefix(file.Name, "want/"); ok {
				f.want[name] = string(file.Data)
			}
		}
		all = append(all, f)
	}
	return all
}

func (f *fixture) name() string { return strings.TrimSuffix(filepath.Base(f.path), ".txtar") }

// input writes the case's rows as Parquet files and returns what Build is told.
func (f *fixture) input(t *testing.T) Input {
	t.Helper()
	in := Input{
		Run:   Run{ID: "run-1", Version: "test", StartedAt: time.Date(2021, 1, 1, 2, 3, 4, 0, time.UTC), Inputs: "abc"},
		Files: map[string][]string{}, Rows: map[string]int64{}, Snapshots: map[string]int64{"union_month": 7},
	}
	dir := t.TempDir()
	for _, file := range f.archive.Files {
		if file.Name == "run" {
			f.settings(t, &in, string(file.Data))
		}
		table, ok := strings.CutSuffix(file.Name, ".csv")
		if !ok || strings.HasPrefix(file.Name, "want/") {
			continue
		}
		s, known := schemas.Lookup(table)
		if !known {
			t.Fatalf("%s: there is no table %s", f.path, table)
		}
		path := filepath.Join(dir, table+".parquet")
		in.Rows[table] += writeParquet(t, path, s, s.Arrow(), string(file.Data))
		in.Files[table] = append(in.Files[table], path)
	}
	f.override(t, &in)
	return in
}

// settings reads lines "through 2020-12-31".
func (f *fixture) settings(t *testing.T, in *Input, text string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		var err error
		switch key, value, _ := strings.Cut(line, " "); key {
		case "through":
			in.Run.Through, err = calendar.Parse(value)
		case "first":
			in.Run.FirstPosted, err = calendar.Parse(value)
		case "max_quarantined":
			_, err = fmt.Sscan(value, &in.MaxQuarantined)
		case "rows": // applied when all tables are known
		default:
			err = fmt.Errorf("unknown setting %q", key)
		}
		if err != nil {
			t.Fatalf("%s: %v", f.path, err)
		}
	}
}

// override applies lines "rows loan_ledger 7": what the lake is made to claim.
func (f *fixture) override(t *testing.T, in *Input) {
	t.Helper()
	for _, file := range f.archive.Files {
		if file.Name != "run" {
			continue
		}
		for _, line := range strings.Split(string(file.Data), "\n") {
			var table string
			var rows int64
			if n, _ := fmt.Sscanf(line, "rows %s %d", &table, &rows); n == 2 {
				in.Rows[table] = rows
			}
		}
	}
}

// writeParquet writes CSV rows as a Parquet file of a table and returns how many there are.
func writeParquet(t *testing.T, path string, table *schemas.Table, s *arrow.Schema, text string) int64 {
	t.Helper()
	lines := csv.NewReader(strings.NewReader(text))
	lines.Comment = '#'
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", table.Name, err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
		if _, ok := s.FieldsByName(name); !ok {
			t.Fatalf("%s has no column %q", table.Name, name)
		}
	}
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	b := array.NewRecordBuilder(mem, s)
	defer b.Release()
	for _, row := range rows[1:] {
		for i, field := range s.Fields() {
			text := ""
			if j, ok := at[field.Name]; ok {
				text = row[j]
			}
			appendText(t, b.Field(i), field, text)
		}
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := pqarrow.NewFileWriter(s, file, table.WriterProperties(), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err == nil {
		err = w.Write(batch)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatalf("%s: %v", table.Name, err)
	}
	return batch.NumRows()
}

// appendText adds a value; an empty one is NULL where that is allowed, else zero, false or "".
func appendText(t *testing.T, b array.Builder, field arrow.Field, text string) {
	t.Helper()
	if text == "" && field.Nullable {
		b.AppendNull()
		return
	}
	if text == "" {
		switch field.Type.ID() {
		case arrow.STRING, arrow.DICTIONARY:
		case arrow.DATE32:
			text = "2000-01-01"
		case arrow.TIMESTAMP:
			text = "2000-01-01 00:00:00"
		case arrow.BOOL:
			text = "false"
		default:
			text = "0"
		}
	}
	if d, ok := b.(*array.BinaryDictionaryBuilder); ok {
		if err := d.AppendString(text); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := b.AppendValueFromString(text); err != nil {
		t.Fatalf("column %s: %v", field.Name, err)
	}
}

// bench is a warehouse in memory whose tables are declared once and emptied for each case: their
// comments take longer than all else a small case does.
type bench struct{ *session }

func newBench(t *testing.T) *bench {
	t.Helper()
	s, err := attach(t.Context(), ":memory:", "", settings{threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	b := builder{session: s}
	if err := b.declare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &bench{s}
}

// run does with the case's rows what Build does to load them, and then the stages given.
func (w *bench) run(t *testing.T, f *fixture, stages ...func(*builder, context.Context) error) {
	t.Helper()
	statements := []string{"DETACH DATABASE IF EXISTS lake"}
	for _, v := range queries.Views() {
		kind := "VIEW"
		if queries.Kept(v.Name) {
			kind = "TABLE"
		}
		statements = append(statements, "DROP "+kind+" IF EXISTS meta."+v.Name)
	}
	for _, d := range onDemand() {
		statements = append(statements, "DROP VIEW IF EXISTS "+inSchema(d))
	}
	for _, r := range schemas.Reports() {
		statements = append(statements, "DROP VIEW IF EXISTS "+scopedView(r))
	}
	for _, table := range tables() {
		statements = append(statements, "DELETE FROM "+inSchema(table))
	}
	if err := w.exec(t.Context(), statements...); err != nil {
		t.Fatal(err)
	}
	b := builder{session: w.session, in: f.input(t)}
	for _, stage := range append([]func(*builder, context.Context) error{(*builder).describe, (*builder).load, (*builder).views}, stages...) {
		if err := stage(&b, t.Context()); err != nil {
			t.Fatalf("%s: %v", f.path, err)
		}
	}
}

func open(t *testing.T, path string) *Warehouse {
	t.Helper()
	w, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// expect compares what was found with what the case wants, or with -update writes it there.
func (f *fixture) expect(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		for i := range f.archive.Files {
			if f.archive.Files[i].Name == "want/"+name {
				f.archive.Files[i].Data = []byte(got)
			}
		}
		if err := os.WriteFile(f.path, txtar.Format(f.archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != f.want[name] {
		t.Errorf("%s: %s:\n%s\nwant:\n%s", f.path, name, got, f.want[name])
	}
}
