//go:build !linux

package replay

// large makes a list whose rows are looked at here and there.
func large[T any](n int) []T { return make([]T, n) }
