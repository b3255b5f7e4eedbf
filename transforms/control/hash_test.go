package control

import (
	"strings"
	"testing"
)

// TestLookup3 holds the hash against what PostgreSQL 15 answered to hashtextextended(text, 0): lengths
// around the word borders, and letters of several bytes.
func TestLookup3(t *testing.T) {
	for text, want := range map[string]int64{
		"": -6939563903564495251, "a": 3591986179850072241, "abcd": -1038429303365892052, "abcdefgh": -8882191227074733005,
		"abcdefghi": -3278210106038014113, "abcdefghijk": 3112909444737856467, "abcdefghijkl": -7556637188122330412,
		"Tổ tiết kiệm và vay vốn": -2180376240648596006, strings.Repeat("xyz", 100): -6335216174728385039,
	} {
		if got := int64(lookup3([]byte(text))); got != want {
			t.Errorf("%q: %d, PostgreSQL has %d", text, got, want)
		}
	}
}
