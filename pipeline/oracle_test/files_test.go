package oracle_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/uythac/uythac/schemas"
)

// layout says how a world is written to files: the same rows in any order and any number of files.
type layout struct {
	seed  uint64
	parts int    // files per ledger; 0 or 1: one
	pack  string // "", ".gz" or ".zst"
}

// write writes the tables as CSV, rows shuffled.
func (w *world) write(t testing.TB, dir string, l layout) {
	t.Helper()
	rng := rand.New(rand.NewPCG(l.seed, 11))
	for _, table := range schemas.Contract() {
		all, ok := w.tables[table.Name]
		if !ok && !table.Require {
			continue
		}
		all = append([][]string(nil), all...)
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var header []string
		for _, c := range table.Offered() {
			header = append(header, c.Name)
		}
		if l.parts <= 1 || table.Kind != schemas.Ledger {
			writeCSV(t, filepath.Join(dir, table.Name+".csv"+l.pack), header, all)
			continue
		}
		for p := range l.parts {
			part := all[p*len(all)/l.parts : (p+1)*len(all)/l.parts]
			writeCSV(t, filepath.Join(dir, table.Name, fmt.Sprintf("part-%d.csv%s", p, l.pack)), header, part)
		}
	}
}

func writeCSV(t testing.TB, path string, header []string, all [][]string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	var out io.WriteCloser = f
	switch filepath.Ext(path) {
	case ".gz":
		out = gzip.NewWriter(f)
	case ".zst":
		if out, err = zstd.NewWriter(f); err != nil {
			t.Fatal(err)
		}
	}
	c := csv.NewWriter(out)
	if err := c.WriteAll(append([][]string{header}, all...)); err != nil {
		t.Fatal(err)
	}
	if out != io.WriteCloser(f) {
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
