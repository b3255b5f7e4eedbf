package warehouse

import (
	"path/filepath"
	"testing"
)

func TestExhausted(t *testing.T) {
	s, err := attach(t.Context(), filepath.Join(t.TempDir(), "w.duckdb"), "", settings{memory: "20MB", threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.close() }() // nothing is kept
	if _, err := s.table(t.Context(), "SELECT list(i) FROM range(50_000_000) r(i)"); !Exhausted(err) {
		t.Errorf("a list of 400 MB in 20 MB: %v", err)
	}
	if _, err := s.table(t.Context(), "SELECT no_such FROM range(1)"); err == nil || Exhausted(err) {
		t.Errorf("an unknown column: %v", err)
	}
}
