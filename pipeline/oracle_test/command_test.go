package oracle_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/schemas"
)

// binary builds the program.
func binary(t testing.TB) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "uythac")
	if out, err := exec.Command("go", "build", "-o", bin, "github.com/uythac/uythac/cmd/uythac").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

// config writes the configuration file of a product whose source, lake and warehouse share a folder.
func (p *product) config(t testing.TB) string {
	t.Helper()
	path := filepath.Join(filepath.Dir(p.cfg.Lake.Path), "uythac.yaml")
	text := "source: {kind: files, path: source}\nlake: {path: lake}\nwarehouse: {path: warehouse}\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCommand: what the program prints as CSV is, cell by cell and in the columns' order, what the
// oracle has.
func TestCommand(t *testing.T) {
	bin := binary(t)
	w, p := worldIn(t, 108, layout{})
	config := p.config(t)
	run := func(args ...string) string {
		t.Helper()
		out, err := exec.Command(bin, append(args, "--config", config)...).Output()
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return string(out)
	}
	run("refresh", "--through", w.through.String())
	o := newOracle(t, p.cfg.Source.Path)
	o.compute(t, w.through)
	days := o.days(t)
	for _, day := range days[len(days)-2:] {
		for _, r := range schemas.Reports() {
			got, err := csv.NewReader(strings.NewReader(run("report", r.Name, "--as-of", day.String(), "--format", "csv"))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			var header, columns []string
			for _, c := range r.Columns[1:] {
				header = append(header, c.Name)
				column := c.Name
				if c.Type == schemas.Exact {
					column = "value_e12"
				}
				columns = append(columns, column)
			}
			want := [][]string{header}
			for _, row := range rows(t, o.db, fmt.Sprintf("SELECT %s FROM %s WHERE as_of = '%s' ORDER BY %s", strings.Join(columns, ", "), r.Name, day, order(r))) {
				if r == &schemas.Headline {
					row[1] = exact(row[1])
				}
				want = append(want, row)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s as of %s: -oracle +printed\n%s", r.Name, day, diff)
			}
		}
	}
}

// order is how a report's rows are sorted: unions by code, the total last, others by key.
func order(r *schemas.Table) string {
	if !strings.HasSuffix(r.Name, "_by_union") {
		return strings.Join(r.Key[1:], ", ")
	}
	if len(r.Key) > 2 {
		return "union_code = '00', union_code, list_position(['province', 'district', 'commune', 'total'], by_level)"
	}
	return "union_code = '00', union_code"
}
