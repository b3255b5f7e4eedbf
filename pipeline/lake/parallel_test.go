package lake_test

import (
	"fmt"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/memory"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/pipeline/lake"
)

// Units may be written, and tables committed and read, by several goroutines and by two openings of the lake.
func TestParallel(t *testing.T) {
	dir := t.TempDir()
	lakes := []*lake.Lake{open(t, dir), open(t, dir)}
	var g errgroup.Group
	for i := range 12 {
		g.Go(func() error {
			l := lakes[i%2]
			u := unit(fmt.Sprintf("02%02d", i), 12)
			p, err := l.Write(t.Context(), ledger, u, "s", made(memory.DefaultAllocator, ledger, u, 1, 10+i))
			if err != nil {
				return err
			}
			if _, err := lakes[0].Commit(t.Context(), ledger, []lake.Part{p}, nil, nil); err != nil {
				return err
			}
			q, err := l.Write(t.Context(), programme, whole, fmt.Sprint(i), made(memory.DefaultAllocator, programme, whole, 1, 10))
			if err != nil {
				return err
			}
			if _, err := lakes[1].Commit(t.Context(), programme, []lake.Part{q}, nil, nil); err != nil {
				return err
			}
			_, err = count(t.Context(), l, ledger, []lake.Part{p})
			return err
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, l := range append(lakes, open(t, dir)) {
		if ps := parts(t, l, ledger); len(ps) != 12 {
			t.Error(ps)
		}
		if ps := parts(t, l, programme); len(ps) != 1 {
			t.Error(ps)
		}
	}
}
