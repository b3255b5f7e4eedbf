package simulate

import "math/bits"

// random is a splitmix64 stream: a seed, one addition and one mix a number, and the same numbers everywhere.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	return mix(r.state)
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// draw is a number that belongs to a place (a household and a month) and to nothing else.
func draw(seed, a, b uint64) uint64 {
	return mix(mix(seed+a*0x9e3779b97f4a7c15) + b*0xd6e8feb86659fd93)
}

// below maps a draw to [0, n).
func below(x uint64, n int) int {
	hi, _ := bits.Mul64(x, uint64(n))
	return int(hi)
}

// n returns a number in [0, n); n <= 1 gives 0.
func (r *random) n(n int) int {
	if n <= 1 {
		return 0
	}
	return below(r.next(), n)
}

// between returns a number from lo to hi, both included; lo when hi is not above it.
func (r *random) between(lo, hi int64) int64 {
	if hi <= lo {
		return lo
	}
	return lo + int64(r.n(int(hi-lo+1)))
}

// chance is true in n of thousand cases.
func (r *random) chance(n int) bool { return r.n(1000) < n }

func shuffle[T any](r *random, s []T) {
	for i := len(s) - 1; i > 0; i-- {
		j := r.n(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}
