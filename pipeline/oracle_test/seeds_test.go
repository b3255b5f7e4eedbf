package oracle_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/uythac/uythac/pipeline"
)

// TestWorlds computes odd worlds both ways. UYTHAC_ORACLE_SEEDS=100-200 takes other seeds than
// the few that fit into every run.
func TestWorlds(t *testing.T) {
	first, last := uint64(1), uint64(2)
	if s := os.Getenv("UYTHAC_ORACLE_SEEDS"); s != "" {
		if _, err := fmt.Sscanf(s, "%d-%d", &first, &last); err != nil {
			t.Fatalf("UYTHAC_ORACLE_SEEDS=%q: want FIRST-LAST: %v", s, err)
		}
	}
	for seed := first; seed <= last; seed++ {
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
		})
	}
}
