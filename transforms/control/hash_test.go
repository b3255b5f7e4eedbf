package control

import (
	"math"
	"strings"
	"testing"
)

// TestHashText holds the hash against what PostgreSQL 15 answered to hashtextextended: lengths around the
// word borders, letters of several bytes, seeds.
func TestHashText(t *testing.T) {
	for text, want := range map[string]int64{
		"": -6939563903564495251, "a": 3591986179850072241, "abcd": -1038429303365892052, "abcdefgh": -8882191227074733005,
		"abcdefghi": -3278210106038014113, "abcdefghijk": 3112909444737856467, "abcdefghijkl": -7556637188122330412,
		"Tổ tiết kiệm và vay vốn": -2180376240648596006, strings.Repeat("xyz", 100): -6335216174728385039, "repayment": 2106041923347068084,
	} {
		if got := int64(hashText([]byte(text), 0)); got != want {
			t.Errorf("%q: %d, PostgreSQL has %d", text, got, want)
		}
		if hashText(text, 0) != uint64(want) {
			t.Errorf("%q: bytes and strings differ", text)
		}
	}
	seed := int64(-77)
	for _, c := range []struct {
		text string
		seed uint64
		want int64
	}{{"repayment", 42, 1607229754996430993}, {"Hộ nghèo hẻm núi", uint64(seed), -1636461247205391033}} {
		if got := int64(hashText(c.text, c.seed)); got != c.want {
			t.Errorf("%q: %d, PostgreSQL has %d", c.text, got, c.want)
		}
	}
}

// TestHashNumber holds the hash against what PostgreSQL 15 answered to hashint8extended and
// timestamp_hash_extended.
func TestHashNumber(t *testing.T) {
	one := int64(-1)
	for _, c := range []struct {
		v    int64
		seed uint64
		want int64
	}{
		{0, 0, 4154612158245552303}, {-5, 0, -9082176226831438310}, {5_000_000_000, 7, -7347393645835168615},
		{math.MinInt64, uint64(one), 8384907054876656385}, {-1, 9, -90096368487365418},
		{658454400000000, 3, 1306480075869287052}, {math.MinInt64, 3, -3227055386849905253}, {math.MaxInt64, 3, -124990060218659787},
		{658454400000000 + 3723250000, 3, -788547393279825912},
	} {
		if got := int64(hashNumber(c.v, c.seed)); got != c.want {
			t.Errorf("%d: %d, PostgreSQL has %d", c.v, got, c.want)
		}
	}
}
