package replay

import "math/bits"

// overflow remembers whether any of many sums left 64 bits; asking once at the end is cheaper
// than after each.
type overflow int64

func (o *overflow) add(a, b int64) int64 {
	s, over := plus(a, b)
	*o |= over
	return s
}

// plus adds for loops over many sums, which keep what they remember in a register.
func plus(a, b int64) (s int64, over overflow) {
	s = a + b
	return s, overflow((a ^ s) & (b ^ s)) // the sign bit: both terms had the other sign
}

func (o *overflow) sub(a, b int64) int64 {
	s := a - b
	*o |= overflow((a ^ b) & (a ^ s))
	return s
}

func (o *overflow) yes() bool { return *o < 0 }

// overTwoPercent compares part * 50 > whole exactly; a part that is not above zero never is.
func overTwoPercent(part, whole int64) bool {
	if part <= 0 {
		return false
	}
	if whole <= 0 {
		return true
	}
	hi, lo := bits.Mul64(uint64(part), 50)
	return hi > 0 || lo > uint64(whole)
}
