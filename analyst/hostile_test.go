package analyst_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/analyst"
)

// hostile is a statement that must not get through, and what stops it.
type hostile struct{ reason, tries, statement string }

func hostiles(t *testing.T, file string) (all []hostile) {
	t.Helper()
	text, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	places := strings.NewReplacer("{warehouse}", file, "{dir}", filepath.Dir(file))
	for i, part := range strings.Split(string(text), "\n== ") {
		if i == 0 {
			continue // what the file is
		}
		head, statement, _ := strings.Cut(part, "\n")
		reason, tries, _ := strings.Cut(head, ": ")
		statement = strings.TrimSpace(statement)
		if strings.HasPrefix(statement, `"`) {
			if statement, err = strconv.Unquote(statement); err != nil {
				t.Fatalf("%s: %v", tries, err)
			}
		}
		all = append(all, hostile{reason, tries, places.Replace(statement)})
	}
	return all
}

// TestHostile: every hostile statement is refused or stopped for the reason written down, tells no path, and leaves all
// files as they are; the pool answers as before.
func TestHostile(t *testing.T) {
	warehouse := file(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	before := contents(t, filepath.Dir(warehouse))
	limits := analyst.Limits{Timeout: time.Minute, Memory: 96 << 20, Temp: 32 << 20, Rows: 100_000, Concurrency: 1}
	p := newPool(t, limits)
	limits.Timeout = time.Second
	hurried := newPool(t, limits)
	all := hostiles(t, warehouse)
	if len(all) < 80 {
		t.Fatalf("%d statements", len(all))
	}
	for _, h := range all {
		t.Run(h.tries, func(t *testing.T) {
			pool := p
			if strings.Contains(h.reason, analyst.Timeout) {
				pool = hurried
			}
			_, err := rows(t.Context(), pool, warehouse, h.statement, nil)
			if got := reason(err); !slices.Contains(strings.Split(h.reason, "|"), got) {
				t.Errorf("%s\ngot %s, want %s: %v", h.statement, got, h.reason, err)
			}
			if err != nil && (strings.Contains(err.Error(), filepath.Dir(warehouse)) && !strings.Contains(h.statement, filepath.Dir(warehouse)) || strings.Contains(err.Error(), temp)) {
				t.Errorf("%s\ntells a path: %v", h.statement, err)
			}
		})
	}
	if n, err := rows(t.Context(), p, warehouse, "SELECT * FROM meta.run", nil); n != 1 || err != nil {
		t.Errorf("afterwards meta.run gives %d rows, %v", n, err)
	}
	p.Close()
	hurried.Close()
	if after := contents(t, filepath.Dir(warehouse)); after != before {
		t.Errorf("the folder of the warehouse held\n%s and holds\n%s", before, after)
	}
	if left := contents(t, temp); left != "" {
		t.Errorf("left behind:\n%s", left)
	}
}

// contents lists the files of a folder with what is in them.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		var text []byte
		if !d.IsDir() {
			if text, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		fmt.Fprintf(&b, "%s %x\n", path, sha256.Sum256(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
