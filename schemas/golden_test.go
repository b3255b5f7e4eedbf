package schemas_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/apache/arrow-go/v18/parquet/schema"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/uythac/uythac/schemas"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// TestGolden holds every description computed from every table: a changed column shows as a
// change in one file of testdata. After an intended change: go test ./schemas -update
func TestGolden(t *testing.T) {
	present := map[string]bool{}
	for _, table := range schemas.All() {
		t.Run(table.Name, func(t *testing.T) {
			path := filepath.Join("testdata", table.Kind.Namespace()+"."+table.Name+".txtar")
			present[path] = true
			got := txtar.Format(describe(t, table))
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !present[f] {
			t.Errorf("%s describes a table that is no more: remove it", f)
		}
	}
}

func describe(t *testing.T, table *schemas.Table) *txtar.Archive {
	t.Helper()
	a := &txtar.Archive{Comment: []byte(table.Doc + "\n")}
	add := func(name, text string) {
		a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
	}
	add("about", fmt.Sprintf("table %s\nkey %s\norder %s\nmonth %s\nby branch %t\nfingerprint %s\n",
		table, strings.Join(table.Key, " "), strings.Join(table.Order(), " "), table.Month, table.ByBranch(), table.Fingerprint()))
	add("arrow", arrowText(table.Arrow()))
	add("parquet", parquetText(t, table))
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, table.IcebergJSON(), "", " "); err != nil {
		t.Fatal(err)
	}
	add("iceberg.json", pretty.String()+"\n")
	add("duckdb.sql", table.DDL(table.Kind.Namespace()))
	if table.Kind <= schemas.Operation {
		add("source arrow", arrowText(table.SourceArrow()))
		add("source.sql", table.SourceDDL("main"))
	}
	return a
}

func arrowText(s *arrow.Schema) string {
	var b strings.Builder
	for _, f := range s.Fields() {
		null := ""
		if f.Nullable {
			null = " null"
		}
		id, _ := f.Metadata.GetValue("PARQUET:field_id")
		fmt.Fprintf(&b, "%s %s %s%s\n", id, f.Name, f.Type, null)
	}
	return b.String()
}

// parquetText prints the Parquet schema and, per column, how it is laid out.
func parquetText(t *testing.T, table *schemas.Table) string {
	t.Helper()
	props := table.WriterProperties()
	s, err := pqarrow.ToParquet(table.Arrow(), props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	schema.PrintSchema(s.Root(), &b, 2)
	for i := range s.NumColumns() {
		name := s.Column(i).Name()
		layout := "dictionary"
		if !props.DictionaryEnabledFor(name) {
			layout = encoding(props, name)
		}
		fmt.Fprintf(&b, "%s %s %s %d\n", name, layout, props.CompressionFor(name), props.CompressionLevelFor(name))
	}
	return b.String()
}

func encoding(props *parquet.WriterProperties, name string) string {
	return props.EncodingFor(name).String()
}
