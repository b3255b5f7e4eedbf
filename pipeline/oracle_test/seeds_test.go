package oracle_test

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/queries"
)

// seeds are the worlds from first to last, or those of ORACLE_SEEDS=FIRST-LAST.
func seeds(t *testing.T, first, last uint64) iter.Seq[uint64] {
	t.Helper()
	if s := os.Getenv("ORACLE_SEEDS"); s != "" {
		if _, err := fmt.Sscanf(s, "%d-%d", &first, &last); err != nil {
			t.Fatalf("ORACLE_SEEDS=%q: want FIRST-LAST: %v", s, err)
		}
	}
	return func(yield func(uint64) bool) {
		for seed := first; seed <= last && yield(seed); seed++ {
		}
	}
}

// TestWorlds computes odd worlds both ways. ORACLE_SEEDS=100-200 takes other seeds than
// the few that fit into every run.
func TestWorlds(t *testing.T) {
	had := map[string]bool{} // queries of the library that gave rows somewhere
	for seed := range seeds(t, 1, 2) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			w := newWorld(seed)
			dir := t.TempDir()
			source := filepath.Join(dir, "source")
			w.write(t, source, layout{seed: seed, parts: int(seed % 4), pack: []string{"", ".gz", ".zst"}[seed%3]})
			o := newOracle(t, source)
			o.compute(t, w.through)
			p := newProduct(dir, "files", source)
			options := pipeline.Options{Through: &w.through}
			if w.tables["business_day"] != nil {
				options.Through = nil // the source's own word
			}
			if got := p.run(t, options).Extract.Through; got != w.through {
				t.Errorf("taken through %s, want %s", got, w.through)
			}
			compareAll(t, fmt.Sprint("seed ", seed), o, p)
			compareLibrary(t, fmt.Sprint("seed ", seed), o, p, had)
		})
	}
	for _, q := range queries.Library() {
		if !had[q.Name] && !t.Failed() {
			t.Errorf("%s gave no row in any world: nothing was compared", q.Name)
		}
	}
}
