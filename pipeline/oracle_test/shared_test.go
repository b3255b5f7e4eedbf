package oracle_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// What several tests only read is made once, in folders that go when all tests have ended.

var shared struct {
	sync.Mutex
	dirs   []string
	worlds map[string]*sharedWorld
}

type sharedWorld struct {
	p      *product
	dir    string
	oracle *oracle // nil: nobody has asked yet
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, w := range shared.worlds {
		if w.oracle != nil {
			_ = w.oracle.db.Close()
		}
	}
	for _, dir := range shared.dirs {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// sharedIn publishes a world once, by a name for it; the world itself is made anew for every test, so that what one picks
// by chance is none of the others' doing. Nobody may change what is published.
func sharedIn(t *testing.T, name string, w *world) *sharedWorld {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if s := shared.worlds[name]; s != nil {
		return s
	}
	dir, err := os.MkdirTemp("", "uythac-oracle-")
	if err != nil {
		t.Fatal(err)
	}
	shared.dirs = append(shared.dirs, dir)
	w.write(t, filepath.Join(dir, "source"), layout{})
	s := &sharedWorld{p: newProduct(dir, "files", filepath.Join(dir, "source")), dir: dir}
	s.p.refresh(t, w.through)
	if shared.worlds == nil {
		shared.worlds = map[string]*sharedWorld{}
	}
	shared.worlds[name] = s
	return s
}

// sharedSeed is the published world of a seed.
func sharedSeed(t *testing.T, seed uint64) (*world, *sharedWorld) {
	t.Helper()
	w := newWorld(seed)
	return w, sharedIn(t, fmt.Sprint("seed ", seed), w)
}

// computed is the oracle's side of it.
func (s *sharedWorld) computed(t *testing.T, w *world) *oracle {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if s.oracle == nil {
		s.oracle = openOracle(t, s.p.cfg.Source.Path)
		s.oracle.compute(t, w.through)
	}
	return s.oracle
}
