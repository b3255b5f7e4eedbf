package pipeline_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// extractCase is a source as files by name, and what is wanted of it.
type extractCase struct {
	why     string
	through *calendar.Day
	files   map[string]string
	want    map[string]string
}

func readCase(t *testing.T, name string) extractCase {
	t.Helper()
	c := extractCase{files: map[string]string{}, want: map[string]string{}}
	for _, path := range []string{"testdata/extract/base.txtar", name} {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c.why = string(a.Comment)
		for _, f := range a.Files {
			text := string(f.Data)
			switch {
			case strings.HasPrefix(f.Name, "want/"):
				c.want[strings.TrimPrefix(f.Name, "want/")] = text
			case strings.HasPrefix(f.Name, "+"):
				c.files[f.Name[1:]] += text
			case strings.HasPrefix(f.Name, "-"):
				delete(c.files, f.Name[1:])
			default:
				c.files[f.Name] = text
			}
		}
	}
	if text, ok := strings.CutPrefix(strings.TrimSpace(c.why), "through "); ok {
		day, err := calendar.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		c.through = &day
	}
	return c
}

// writeSource puts files into a new folder.
func writeSource(t *testing.T, files map[string]string) string {
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

// extractInto runs an extraction with counted memory.
func extractInto(t *testing.T, lakeDir, kind, path string, through *calendar.Day) (pipeline.ExtractResult, error) {
	t.Helper()
	ctx := context.Background()
	src, err := source.Open(kind, path)
	if err != nil {
		return pipeline.ExtractResult{}, err
	}
	lk, err := lake.Open(ctx, lakeDir, lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := lk.Close(); err != nil {
			t.Error(err)
		}
	}()
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	temp := filepath.Join(lakeDir, "spill")
	res, err := pipeline.Extract(ctx, src, lk, pipeline.ExtractOptions{Through: through, Run: "run", Temp: temp, Alloc: mem})
	if _, e := os.Stat(temp); !errors.Is(e, fs.ErrNotExist) {
		t.Errorf("the spill folder is still there: %v", e)
	}
	return res, err
}

// lakeRows reads columns of a lake table as texts, in the order of units and rows.
func lakeRows(t *testing.T, lakeDir string, table *schemas.Table, columns []string) (rows [][]string) {
	t.Helper()
	ctx := context.Background()
	lk, err := lake.Open(ctx, lakeDir, lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lk.Close() }() // it was only read
	parts, err := lk.Parts(ctx, table)
	if err != nil {
		t.Fatal(err)
	}
	for batch, err := range lk.Read(ctx, table, parts, columns) {
		if err != nil {
			t.Fatal(err)
		}
		for row := range int(batch.NumRows()) {
			var r []string
			for _, a := range batch.Columns() {
				r = append(r, cellText(a, row))
			}
			rows = append(rows, r)
		}
	}
	return rows
}

func cellText(a arrow.Array, row int) string {
	if a.IsNull(row) {
		return ""
	}
	switch a := a.(type) {
	case *array.Date32:
		return calendar.Day(a.Value(row)).String()
	case *array.Dictionary:
		return a.Dictionary().ValueStr(a.GetValueIndex(row))
	}
	return a.ValueStr(row)
}

// stamps lists what the lake holds, by table and unit.
func stamps(t *testing.T, lakeDir string) map[string]string {
	t.Helper()
	ctx := context.Background()
	lk, err := lake.Open(ctx, lakeDir, lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lk.Close() }() // it was only read
	all := map[string]string{}
	for _, table := range schemas.Contract() {
		parts, err := lk.Parts(ctx, table)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			all[table.Name+" "+p.Unit.String()] = p.Stamp
		}
	}
	return all
}

func TestExtractCases(t *testing.T) {
	names, err := filepath.Glob("testdata/extract/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if filepath.Base(name) == "base.txtar" {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			checkExtract(t, readCase(t, name))
		})
	}
}

func checkExtract(t *testing.T, c extractCase) {
	lakeDir := filepath.Join(t.TempDir(), "lake")
	res, err := extractInto(t, lakeDir, "files", writeSource(t, c.files), c.through)
	if want, ok := c.want["error"]; ok {
		if err == nil {
			t.Fatalf("no error, want %s", want)
		}
		for line := range strings.Lines(want) {
			if !strings.Contains(err.Error(), strings.TrimSuffix(line, "\n")) {
				t.Errorf("the error does not say %q:\n%v", line, err)
			}
		}
		if left := stamps(t, lakeDir); len(left) > 0 {
			t.Errorf("a refused source left %v in the lake", slices.Sorted(maps.Keys(left)))
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range c.want {
		if got := extracted(t, lakeDir, name, want, res); got != want {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want, got))
		}
	}
}

// extracted writes what there is in the shape of what is wanted.
func extracted(t *testing.T, lakeDir, name, want string, res pipeline.ExtractResult) string {
	t.Helper()
	var b strings.Builder
	switch name {
	case "quarantine":
		for _, r := range lakeRows(t, lakeDir, &schemas.Quarantine, []string{"table_name", "reason", "key", "line", "detail", "row_text"}) {
			if r[2] == "" {
				r[2] = "-"
			}
			fmt.Fprintln(&b, strings.Join(r[:4], " "))
			if r[4] == "" {
				t.Errorf("no detail: %v", r)
			}
			for _, secret := range []string{"Kín", "Bí Mật", "Tổ Trưởng", "0901"} {
				if strings.Contains(strings.Join(r, " "), secret) {
					t.Errorf("personal data in quarantine: %v", r)
				}
			}
		}
	case "text":
		rows := lakeRows(t, lakeDir, &schemas.Quarantine, []string{"row_text"})
		fmt.Fprintln(&b, rows[0][0])
	case "tally":
		for line := range strings.Lines(want) {
			table, _, _ := strings.Cut(line, " ")
			i := slices.IndexFunc(res.Tables, func(c pipeline.TableTally) bool { return c.Name == table })
			c := res.Tables[i]
			fmt.Fprint(&b, c.Name, " ", c.Read, " ", c.Kept, " ", c.Quarantined, " ", c.Waiting)
			if !c.Present {
				fmt.Fprint(&b, " absent")
			}
			fmt.Fprintln(&b)
		}
	case "result":
		first := "none"
		if res.FirstPosted != 0 {
			first = res.FirstPosted.String()
		}
		fmt.Fprintf(&b, "through %s first %s\n", res.Through, first)
	default:
		table, ok := schemas.Lookup(name)
		if !ok {
			t.Fatalf("there is no table %s", name)
		}
		head, _, _ := strings.Cut(want, "\n")
		columns := strings.Split(head, ",")
		w := csv.NewWriter(&b)
		if err := w.WriteAll(append([][]string{columns}, lakeRows(t, lakeDir, table, columns)...)); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
