package oracle_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/uythac/uythac/calendar"
)

// TestCases holds the oracle against figures worked out by hand: a file per case with why it is so,
// the rows of the source tables that matter, the last day, a question and its answer.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			part := map[string]string{}
			for _, f := range archive.Files {
				part[f.Name] = strings.TrimSpace(string(f.Data))
				if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			through, err := calendar.Parse(part["through"])
			if err != nil {
				t.Fatal(err)
			}
			want, err := csv.NewReader(strings.NewReader(part["answer.txt"])).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"through", "question.sql", "answer.txt"} {
				_ = os.Remove(filepath.Join(dir, name))
			}
			o := newOracle(t, dir)
			o.compute(t, through)
			columns, got := table(t, o.db, part["question.sql"])
			if diff := cmp.Diff(want, append([][]string{columns}, got...)); diff != "" {
				t.Errorf("%s\n-want +got\n%s", archive.Comment, diff)
			}
		})
	}
}
