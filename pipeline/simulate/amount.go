package simulate

import "math/bits"

// mulDiv is a*b/c without overflow in between, rounded down; for a, b >= 0 and c > 0.
func mulDiv(a, b, c int64) int64 {
	if c <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi >= uint64(c) {
		return 0
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(q)
}

func sum(v []int64) (n int64) {
	for _, x := range v {
		n += x
	}
	return n
}

// spread changes v, within lo and hi, as little and as evenly as possible until it sums to total.
// Steps are multiples of unit where there is room, the last one is what is left. When total cannot be
// reached, v ends at the nearer bounds and spread returns false.
func spread(v, lo, hi []int64, total, unit int64) bool {
	for i := range v {
		v[i] = min(max(v[i], lo[i]), hi[i])
	}
	for range 64 {
		diff := total - sum(v)
		if diff == 0 {
			return true
		}
		sign, left := int64(1), diff
		if diff < 0 {
			sign, left = -1, -diff
		}
		room := func(i int) int64 {
			if sign > 0 {
				return hi[i] - v[i]
			}
			return v[i] - lo[i]
		}
		var all int64
		for i := range v {
			all += room(i)
		}
		if all == 0 {
			return false
		}
		given := int64(0)
		for i := range v {
			step := room(i)
			if left < all {
				step = mulDiv(step, left, all) / unit * unit
			}
			v[i] += sign * step
			given += step
		}
		left -= given
		if given > 0 && left >= unit*int64(len(v)) {
			continue
		}
		for i := range v { // a unit each where it fits
			if left >= unit && room(i) >= unit {
				v[i] += sign * unit
				left -= unit
			}
		}
		for i := range v { // the rest, less than a unit unless there is no room for units
			step := min(left, room(i))
			if left < unit || left > 0 && given == 0 {
				v[i] += sign * step
				left -= step
			}
		}
	}
	return total == sum(v)
}

// allocate splits total by weights, largest remainders first; the parts sum to total.
func allocate(total int64, weights []int64) []int64 {
	parts := make([]int64, len(weights))
	all := sum(weights)
	if all == 0 {
		if len(parts) > 0 {
			parts[0] = total
		}
		return parts
	}
	rest := make([]int64, len(weights))
	left := total
	for i, w := range weights {
		parts[i] = mulDiv(total, w, all)
		hi, lo := bits.Mul64(uint64(total), uint64(w))
		_, r := bits.Div64(hi, lo, uint64(all))
		rest[i] = int64(r)
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := 0
		for i := range rest {
			if rest[i] > rest[best] {
				best = i
			}
		}
		parts[best]++
		rest[best] = -1
	}
	return parts
}
