package render

import (
	"math"
	"strconv"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// fixed is a value in units of the last decimal that show prints, rounded half away from zero from the exact value,
// as [rounded] has it; false where int64 does not hold the way there. Rows come by the thousand, and fractions of
// big numbers take fifty times as long.
func fixed(v any, show schemas.Show) (int64, bool) {
	above, digits, ok := decimal(v)
	if !ok {
		return 0, false
	}
	below := int64(1)
	scale := digits - show.Decimals
	if show.Percent {
		scale -= 2
	} else if show.Scale > 1 {
		below = show.Scale
	}
	if scale >= 0 {
		below, ok = times(below, power(scale))
	} else {
		above, ok = times(above, power(-scale))
	}
	if !ok || above == math.MinInt64 || below > math.MaxInt64/2 {
		return 0, false
	}
	whole, rest := above/below, above%below
	switch {
	case 2*rest >= below:
		whole++
	case -2*rest >= below:
		whole--
	}
	return whole, true
}

// decimal is a number as a whole number over 10 to the power of digits. A float64 counts as its shortest text.
func decimal(v any) (above int64, digits int, ok bool) {
	switch v := v.(type) {
	case Shown:
		return decimal(v.Value)
	case int64:
		return v, 0, true
	case string:
		return spelt(v)
	case float64:
		return spelt(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return 0, 0, false
}

// spelt reads digits with a sign and a point.
func spelt(text string) (above int64, digits int, ok bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	above, err := strconv.ParseInt(whole+fraction, 10, 64)
	return above, len(fraction), err == nil
}

// power is 10 to the power of n, 0 beyond int64.
func power(n int) int64 {
	if n > 18 {
		return 0
	}
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// times multiplies; false where the product, or a factor, is beyond int64.
func times(a, b int64) (int64, bool) {
	if b <= 0 || a > math.MaxInt64/b || a < math.MinInt64/b {
		return 0, false
	}
	return a * b, true
}

// pointed writes a whole number of units of the last decimal as FloatString would.
func pointed(n int64, decimals int) string {
	digits := strconv.FormatInt(n, 10)
	if decimals == 0 {
		return digits
	}
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if short := decimals + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	return sign + digits[:len(digits)-decimals] + "." + digits[len(digits)-decimals:]
}
