package torture_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestTorture makes random attacks in random order: a few sequences, or as many as fit into TORTURE_TIME.
func TestTorture(t *testing.T) {
	limit, sequences := time.Duration(0), 2
	if text := os.Getenv("TORTURE_TIME"); text != "" {
		var err error
		if limit, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
		sequences = 1 << 30
	}
	seed := rand.Uint64N(1e9)
	if text := os.Getenv("TORTURE_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
		sequences = 1
	}
	began, total := time.Now(), tally{attacks: map[string]int{}}
	for i := range sequences {
		if limit > 0 && time.Since(began) > limit {
			break
		}
		e := engines[(seed+uint64(i))%uint64(len(engines))] // by the seed, so that a seed repeats its sequence
		t.Run(fmt.Sprintf("%s-%d", e.kind, seed+uint64(i)), func(t *testing.T) { sequence(t, e, seed+uint64(i), &total) })
	}
	t.Log(total.String())
}

// tally is what was done in all.
type tally struct {
	sequences int
	attacks   map[string]int
	compared  int64
}

func (n *tally) add(s *stand) {
	n.sequences++
	n.compared += s.compared
	for name, times := range s.attacks {
		n.attacks[name] += times
	}
}

func (n *tally) String() string {
	all := 0
	text := ""
	for _, name := range slices.Sorted(maps.Keys(n.attacks)) {
		all += n.attacks[name]
		text += fmt.Sprintf("%6d %s\n", n.attacks[name], name)
	}
	return fmt.Sprintf("%d attacks in %d sequences, %d rows compared\n%s", all, n.sequences, n.compared, text)
}

// sequence is a life of a lake: attacks one after another, or several at once, each time with a run that was
// left alone or one that was killed before it, and in the end the comparison with a new lake.
func sequence(t *testing.T, e *engine, seed uint64, total *tally) {
	rng := rand.New(rand.NewPCG(seed, 0))
	s := newStand(t, e, options{loose: rng.IntN(2) == 0, seed: seed})
	usual := s.must(fine, "refresh").took
	s.equal("in the beginning")
	defer total.add(s)
	var possible []attack
	for _, a := range changes {
		if a.loose == false || s.loose {
			possible = append(possible, a)
		}
	}
	for range times(3, 8) {
		var attacks []attack
		for range 1 + rng.IntN(3) {
			attacks = append(attacks, pick(rng, possible))
		}
		switch rng.IntN(3) {
		case 0:
			s.survived(usual, attacks...)
		case 1:
			s.healed(attacks, "refresh")
		default:
			s.healed(attacks, "extract")
		}
	}
	s.must(published, "refresh")
	s.fromScratch("in the end")
	s.must(fine, "reconcile")
}
