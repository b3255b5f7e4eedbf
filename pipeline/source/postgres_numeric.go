package source

import (
	"encoding/binary"
	"math"
	"strconv"
)

// numeric is PostgreSQL's binary form of an exact number: digits of base 10,000, the first of which counts
// 10,000^weight.
type numeric struct {
	digits []byte // two bytes each
	weight int
	sign   uint16
}

const (
	numericNegative  = 0x4000
	numericNaN       = 0xC000
	numericInfinity  = 0xD000
	numericMInfinity = 0xF000
)

// readNumeric takes the form apart; ok is false when it is not one.
func readNumeric(raw []byte) (n numeric, ok bool) {
	if len(raw) < 8 {
		return n, false
	}
	count := int(binary.BigEndian.Uint16(raw))
	n = numeric{digits: raw[8:], weight: int(int16(binary.BigEndian.Uint16(raw[2:]))), sign: binary.BigEndian.Uint16(raw[4:])}
	return n, len(n.digits) == 2*count
}

// digit gives the digit that counts 10,000^exponent.
func (n numeric) digit(exponent int) uint64 {
	i := 2 * (n.weight - exponent)
	if i < 0 || i >= len(n.digits) {
		return 0
	}
	return uint64(binary.BigEndian.Uint16(n.digits[i:]))
}

// lowest is the exponent of the last digit that is stored.
func (n numeric) lowest() int { return n.weight - len(n.digits)/2 + 1 }

// scaled gives the number in units of 10,000^exponent; ok is false when it has a fraction of that or does
// not fit.
func (n numeric) scaled(exponent int) (v int64, ok bool) {
	if n.sign != 0 && n.sign != numericNegative {
		return 0, false
	}
	for e := exponent - 1; e >= n.lowest(); e-- {
		if n.digit(e) != 0 {
			return 0, false
		}
	}
	var u uint64
	for e := n.weight; e >= exponent; e-- {
		d := n.digit(e)
		if u > (math.MaxInt64+1-d)/10_000 {
			return 0, false
		}
		u = u*10_000 + d
	}
	if n.sign == numericNegative {
		return int64(-u), true
	}
	return int64(u), u <= math.MaxInt64
}

// text appends the number as trim_scale(x)::text writes it.
func (n numeric) text(b []byte) []byte {
	switch n.sign {
	case numericNaN:
		return append(b, "NaN"...)
	case numericInfinity:
		return append(b, "Infinity"...)
	case numericMInfinity:
		return append(b, "-Infinity"...)
	case numericNegative:
		b = append(b, '-')
	}
	b = strconv.AppendUint(b, n.digit(max(n.weight, 0)), 10)
	for e := max(n.weight, 0) - 1; e >= 0; e-- {
		b = appendDigits(b, n.digit(e))
	}
	if n.lowest() >= 0 {
		return b
	}
	b = append(b, '.')
	for e := -1; e >= n.lowest(); e-- {
		b = appendDigits(b, n.digit(e))
	}
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	return b
}

func appendDigits(b []byte, d uint64) []byte {
	return append(b, byte('0'+d/1000), byte('0'+d/100%10), byte('0'+d/10%10), byte('0'+d%10))
}
