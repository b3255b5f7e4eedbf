package mirror

import (
	"math/rand/v2"
	"testing"

	"github.com/uythac/uythac/calendar"
)

// TestRotationOfSlices: whatever number of days is closed between two runs, none of the older days goes without
// comparison for more runs than are configured, and the share of a run is even.
func TestRotationOfSlices(t *testing.T) {
	const window = 35
	first := calendar.Date(2019, 1, 1)
	for nights := range 40 {
		nights++
		rng := rand.New(rand.NewPCG(uint64(nights), 1))
		recent, next, left := first+200, noDay, 0
		compared := map[calendar.Day]int{} // by which run a day was compared last
		for run := range 4 * nights {
			slice, rest := sliceOf(first, recent, next, left, nights)
			if next = slice.To + 1; rest == 0 {
				next = noDay
			}
			left = rest
			if size := int(slice.To - max(slice.From, first) + 1); size > (int(recent-first)+nights-1)/nights+8*nights {
				t.Errorf("%d nights: run %d compares %d of %d days", nights, run, size, recent-first)
			}
			for day := max(slice.From, first); day <= slice.To; day++ {
				compared[day] = run
			}
			for day := recent; day < recent+window; day++ {
				compared[day] = run
			}
			for day := first; run >= nights && day < recent; day++ {
				if run-compared[day] >= nights {
					t.Fatalf("%d nights: after run %d, %s was compared by run %d last", nights, run, day, compared[day])
				}
			}
			recent += calendar.Day(rng.IntN(8))
		}
	}
}
