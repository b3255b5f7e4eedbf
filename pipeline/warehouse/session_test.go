package warehouse

import (
	"path/filepath"
	"testing"
)

// TestLocked: through an open warehouse nothing is written, and no other file is reached.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.duckdb")
	if _, err := Build(t.Context(), path, Input{Run: Run{Through: 18000}}, Options{}); err != nil {
		t.Fatal(err)
	}
	w, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	other := filepath.Join(t.TempDir(), "other")
	for _, q := range []string{
		"DELETE FROM meta.run",
		"CREATE TABLE dim.x (a INTEGER)",
		"COPY meta.run TO " + quote(other),
		"SELECT * FROM read_text(" + quote(path) + ")",
		"ATTACH " + quote(other) + " AS other",
		"SET enable_external_access = true",
		"SET memory_limit = '1TB'",
	} {
		if err := w.s.exec(t.Context(), q); err == nil {
			t.Errorf("%s: was done", q)
		}
	}
}
