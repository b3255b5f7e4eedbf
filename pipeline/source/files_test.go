package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	duckdb "github.com/duckdb/duckdb-go-bindings"

	"github.com/uythac/uythac/schemas"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// readAll reads a table of a folder to its end.
func readAll(t *testing.T, table string, all map[string]string) error {
	t.Helper()
	s, err := Open("files", folder(t, all))
	if err != nil {
		return err
	}
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	s.(*files).mem = mem
	err = drain(s, table, nil)
	if !strings.HasPrefix(t.Name(), "Fuzz") { // a decoder that panics on damaged pages cannot release them
		mem.AssertSize(t, 0)
	}
	return err
}

func drain(s Source, table string, each func(Batch)) error {
	t, _ := schemas.Lookup(table)
	for b, err := range s.Read(context.Background(), t) {
		if err != nil {
			return err
		}
		if !b.Record.Schema().Equal(Schema(t)) {
			return errors.New("another schema: " + b.Record.Schema().String())
		}
		if each != nil {
			each(b)
		}
	}
	return nil
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	file := filepath.Join(folder(t, map[string]string{"x": "not a database"}), "x")
	for _, c := range [][3]string{
		{"files", "/nowhere", "no folder"}, {"files", file, "not a folder"}, {"duckdb", "/nowhere", "no file"},
		{"duckdb", file, "cannot open"}, {"oracle", file, "not known"},
	} {
		if _, err := Open(c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) || !strings.Contains(err.Error(), "\n  → ") {
			t.Errorf("%s %s: %v", c[0], c[1], err)
		}
	}
}

func TestOneTableInTwoPlaces(t *testing.T) {
	err := readAll(t, "branch", map[string]string{"branch.csv": "branch_code,name\n", "branch/1.csv": "branch_code,name\n"})
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Errorf("got %v", err)
	}
}

// A file that looks like a table's and cannot be read is not passed over in silence.
func TestUnreadableFiles(t *testing.T) {
	for _, name := range []string{"branch.xlsx", "branch.CSV", "branch.csv.bz2", "branch/1.txt", "branch/year=2020/1.csv"} {
		err := readAll(t, "branch", map[string]string{name: "x"})
		var refusal *Refusal
		if !errors.As(err, &refusal) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if err := readAll(t, "branch", map[string]string{"branches.xlsx": "x", "README.md": "x", "branch/_SUCCESS": ""}); err != nil {
		t.Error(err)
	}
}

func TestFingerprintIsOfBytes(t *testing.T) {
	print := func(files map[string]string) map[string]string {
		s, err := Open("files", folder(t, files))
		if err != nil {
			t.Fatal(err)
		}
		sums, err := s.Fingerprint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return sums
	}
	a := print(map[string]string{"branch.csv": "x", "customer/1.csv": "y", "customer/_note": "z"})
	b := print(map[string]string{"branch.csv": "x", "customer/1.csv": "y"})
	c := print(map[string]string{"branch.csv": "x", "customer/1.csv": "Y"})
	if a["branch"] != b["branch"] || a["customer"] != b["customer"] || b["customer"] == c["customer"] || len(a) != 2 {
		t.Errorf("%v\n%v\n%v", a, b, c)
	}
}

// schedule writes principal_schedule as a Parquet file with a column of any type for amount.
func schedule(t *testing.T, amount arrow.DataType, value func(array.Builder)) string {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "amount", Type: amount}, {Name: "contract_no", Type: arrow.BinaryTypes.String},
		{Name: "due_on", Type: arrow.FixedWidthTypes.Date32}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	value(b.Field(0))
	b.Field(1).(*array.StringBuilder).Append("C1")
	b.Field(2).(*array.Date32Builder).Append(18262)
	record := b.NewRecordBatch()
	defer record.Release()
	var out strings.Builder
	w, err := pqarrow.NewFileWriter(schema, &out, nil, pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(record), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestParquet(t *testing.T) {
	good := schedule(t, arrow.PrimitiveTypes.Int64, func(b array.Builder) { b.(*array.Int64Builder).Append(5) })
	narrow := schedule(t, arrow.PrimitiveTypes.Int16, func(b array.Builder) { b.(*array.Int16Builder).Append(5) })
	for name, text := range map[string]string{"as the contract": good, "a narrower integer": narrow} {
		s, err := Open("files", folder(t, map[string]string{"principal_schedule.parquet": text}))
		if err != nil {
			t.Fatal(err)
		}
		mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
		s.(*files).mem = mem
		defer mem.AssertSize(t, 0)
		rows := 0
		err = drain(s, "principal_schedule", func(b Batch) {
			rows += len(b.Lines)
			if got := b.Record.Column(2).(*array.Int64).Value(0); got != 5 || b.Lines[0] != 1 || b.File != "principal_schedule.parquet" {
				t.Errorf("%s: %d, line %d of %s", name, got, b.Lines[0], b.File)
			}
		})
		if err != nil || rows != 1 {
			t.Errorf("%s: %d rows, %v", name, rows, err)
		}
	}
	for name, c := range map[string][2]string{
		"a float":         {schedule(t, arrow.PrimitiveTypes.Float64, func(b array.Builder) { b.(*array.Float64Builder).Append(5) }), "column amount: the type is float64, the contract's is BIGINT"},
		"a text":          {schedule(t, arrow.BinaryTypes.String, func(b array.Builder) { b.(*array.StringBuilder).Append("5") }), "column amount: the type is utf8"},
		"cut":             {good[:len(good)/2], "cut short or damaged"},
		"cut by a byte":   {good[:len(good)-1], "cut short or damaged"},
		"no Parquet":      {goodSchedule, "cut short or damaged"},
		"nothing":         {"", "cut short or damaged"},
		"text, not UTF-8": {strings.ReplaceAll(good, "C1", "C\xD0"), "not UTF-8"},
	} {
		err := readAll(t, "principal_schedule", map[string]string{"principal_schedule.parquet": c[0]})
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c[1]) || refusal.Remedy == "" {
			t.Errorf("%s: want a refusal with %q, got %v", name, c[1], err)
		}
	}
}

// FuzzParquet damages a file: an error or rows, never a panic.
func FuzzParquet(f *testing.F) {
	f.Add(uint16(40), byte(1))
	f.Fuzz(func(t *testing.T, at uint16, flip byte) {
		text := []byte(schedule(t, arrow.PrimitiveTypes.Int64, func(b array.Builder) { b.(*array.Int64Builder).Append(5) }))
		text[int(at)%len(text)] ^= flip
		_ = readAll(t, "principal_schedule", map[string]string{"principal_schedule.parquet": string(text)})
	})
}

// duck makes a database file.
func duck(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "core.duckdb")
	var db duckdb.Database
	var conn duckdb.Connection
	if duckdb.Open(path, &db) == duckdb.StateError || duckdb.Connect(db, &conn) == duckdb.StateError {
		t.Fatal("DuckDB does not open")
	}
	defer duckdb.Close(&db)
	defer duckdb.Disconnect(&conn)
	for _, s := range statements {
		var res duckdb.Result
		if duckdb.Query(conn, s, &res) == duckdb.StateError {
			t.Fatal(duckdb.ResultError(&res))
		}
		duckdb.DestroyResult(&res)
	}
	return path
}

func TestDuckDB(t *testing.T) {
	s, err := Open("duckdb", duck(t,
		"CREATE TABLE principal_schedule AS SELECT 'a contract number longer than twelve ' || i AS contract_no, DATE '2020-01-01' AS due_on, i::INTEGER AS amount FROM range(100000) t(i)",
		"CREATE TABLE raw AS SELECT '01' c, NULL::VARCHAR n, 6.6::DECIMAL(3,1) r, true g",
		"CREATE VIEW loan_programme AS SELECT c AS programme_code, '' AS short_name, n AS name_vi, n AS name_en, r AS annual_rate, g AS interest_grace FROM raw",
		"CREATE TABLE loan_use_check(check_id DOUBLE, contract_no VARCHAR, checked_on DATE, proper_use BOOLEAN)"))
	if err != nil {
		t.Fatal(err)
	}
	var rows, sum int64
	err = drain(s, "principal_schedule", func(b Batch) {
		for i, v := range b.Record.Column(2).(*array.Int64).Int64Values() {
			if rows++; b.Lines[i] != rows {
				t.Fatalf("line %d of row %d", b.Lines[i], rows)
			}
			sum += v
		}
	})
	if err != nil || rows != 100_000 || sum != 100_000*99_999/2 {
		t.Errorf("%d rows, sum %d, %v", rows, sum, err)
	}
	err = drain(s, "loan_programme", func(b Batch) {
		if got := b.Record.Column(4).ValueStr(0); got != "6.6" {
			t.Errorf("rate %s", got)
		}
		if !b.Record.Column(1).IsNull(0) || b.Record.Column(0).ValueStr(0) != "01" {
			t.Errorf("texts %v", b.Record)
		}
	})
	if err != nil {
		t.Error(err)
	}
	if err := drain(s, "loan_use_check", nil); err == nil || !strings.Contains(err.Error(), "column check_id: the type is DOUBLE, the contract's is BIGINT") {
		t.Errorf("a retyped column gives %v", err)
	}
	if s.Present(&schemas.Branch) || !s.Present(&schemas.LoanProgramme) {
		t.Error("tables are not told apart")
	}
	for range 2 { // breaking off leaves nothing open
		for range s.Read(context.Background(), &schemas.PrincipalSchedule) {
			break
		}
	}
}

func TestStrays(t *testing.T) {
	s, err := Open("files", folder(t, map[string]string{
		"branch.csv": "branch_code,name\n", "loan_ledger/a.csv": "", "loan_ledgers.csv": "", "Commune.csv": "", "notes/x": "",
		"customer": "", ".hidden": "", "_SUCCESS": "",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(s.(*files).Strays(), " "), "Commune.csv customer loan_ledgers.csv notes"; got != want {
		t.Errorf("strays are %q, want %q", got, want)
	}
}

func TestUnfinished(t *testing.T) {
	_, err := Open("files", folder(t, map[string]string{"branch.csv": "branch_code,name\n", Unfinished: ""}))
	if err == nil || !strings.Contains(err.Error(), "was interrupted\n  → wait for it, or run it again") {
		t.Errorf("an unfinished folder gives %v", err)
	}
}
