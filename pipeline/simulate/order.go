package simulate

import (
	"cmp"
	"slices"
)

// stable sorts by a key and keeps the order of equals.
func stable[T any, K cmp.Ordered](s []T, key func(T) K) {
	slices.SortStableFunc(s, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
