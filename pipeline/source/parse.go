package source

import (
	"math"
)

// The parsers below accept exactly what the contract writes, and nothing that would have to be guessed.

// parseInt reads digits with an optional minus sign. Separators, blanks, a plus sign, an exponent
// and anything outside int64 are refused.
func parseInt(b []byte) (int64, bool) {
	neg := len(b) > 0 && b[0] == '-'
	if neg {
		b = b[1:]
	}
	if len(b) == 0 {
		return 0, false
	}
	var n uint64
	for _, c := range b {
		d := uint64(c - '0')
		if d > 9 || n > (math.MaxUint64-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	switch {
	case neg && n <= 1<<63:
		return int64(-n), true
	case !neg && n <= math.MaxInt64:
		return int64(n), true
	}
	return 0, false
}

func parseInt32(b []byte) (int32, bool) {
	n, ok := parseInt(b)
	return int32(n), ok && n >= math.MinInt32 && n <= math.MaxInt32
}

// parseBool reads true or false in any case.
func parseBool(b []byte) (value, ok bool) {
	var low [5]byte
	if len(b) < 4 || len(b) > 5 {
		return false, false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	switch string(low[:len(b)]) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

const (
	rateScale = 4
	rateMax   = 9_999_999 // DECIMAL(7,4)
)

// parseRate reads a decimal number with at most four decimals, as ten-thousandths.
func parseRate(b []byte) (int64, bool) {
	whole, decimals := b, []byte(nil)
	for i, c := range b {
		if c == '.' {
			whole, decimals = b[:i], b[i+1:]
			if len(decimals) == 0 {
				return 0, false
			}
			break
		}
	}
	n, ok := parseInt(whole)
	if !ok || n > rateMax || n < -rateMax {
		return 0, false
	}
	neg := whole[0] == '-'
	if neg {
		n = -n
	}
	for i := range max(rateScale, len(decimals)) {
		var d int64
		if i < len(decimals) {
			if d = int64(decimals[i]) - '0'; d < 0 || d > 9 {
				return 0, false
			}
		}
		if i >= rateScale {
			if d != 0 {
				return 0, false
			}
			continue
		}
		n = n*10 + d
	}
	if n > rateMax {
		return 0, false
	}
	if neg {
		n = -n
	}
	return n, true
}

// parseTimestamp reads a moment as latestDay does.
func parseTimestamp(b []byte) (int64, bool) { return new(latestDay).timestamp(b) }

// parseOffset reads an offset from UTC, in microseconds: nothing, Z, +07, +0700 or +07:00.
func parseOffset(b []byte) (int64, bool) {
	if len(b) == 0 || string(b) == "Z" {
		return 0, true
	}
	sign := int64(1)
	switch b[0] {
	case '-':
		sign = -1
	case '+':
	default:
		return 0, false
	}
	b = b[1:]
	if len(b) == 5 && b[2] == ':' {
		b = []byte{b[0], b[1], b[3], b[4]}
	}
	if len(b) == 2 {
		b = []byte{b[0], b[1], '0', '0'}
	}
	if len(b) != 4 {
		return 0, false
	}
	h, ok1 := twoDigits(b[:2], 18)
	m, ok2 := twoDigits(b[2:], 59)
	return sign * (h*60 + m) * 60e6, ok1 && ok2
}

func twoDigits(b []byte, highest int64) (int64, bool) {
	n := int64(b[0])*10 + int64(b[1]) - 11*'0'
	ok := b[0] >= '0' && b[0] <= '9' && b[1] >= '0' && b[1] <= '9' && n <= highest
	return n, ok
}
