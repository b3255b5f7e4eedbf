package source

import (
	"bytes"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// mariaCell reads the values of one column, which come as text.
type mariaCell struct {
	pick
	hasher *hasher // nil: not hashed
}

func newMariaCell(p pick, key []byte) *mariaCell {
	c := &mariaCell{pick: p}
	if p.opaque {
		c.hasher = newHasher(key)
	}
	return c
}

// add appends a value; nil is NULL. One that does not fit the column becomes null, and its text is given, as
// checksums have it.
func (c *mariaCell) add(b *columnBuilder, raw []byte) (misfit string, err error) {
	if raw == nil {
		b.null()
		return "", nil
	}
	var ok bool
	switch c.Type {
	case schemas.Code, schemas.Text:
		if c.hasher != nil {
			raw = c.hasher.hash(raw)
		}
		b.str(raw)
		return "", nil
	case schemas.Bool:
		ok = len(raw) == 1 && c.truth(b, raw[0])
	case schemas.Date:
		var day calendar.Day
		if day, ok = b.latest.parse(raw); ok && day >= firstDay {
			b.int(int32(day))
			return "", nil
		}
		ok = false
	case schemas.Timestamp:
		var micros int64
		if micros, ok = b.latest.timestamp(raw); ok {
			b.long(micros)
		}
	case schemas.Rate:
		var v int64
		if v, ok = parseRate(raw); ok {
			b.rate(v)
		}
	default:
		var v int64
		if v, ok = parseInt(c.whole(raw)); ok {
			ok = b.integer(v)
		}
	}
	if ok {
		return "", nil
	}
	b.null()
	return c.text(raw), nil
}

// truth appends a truth value: a digit, or the byte of a BIT.
func (c *mariaCell) truth(b *columnBuilder, v byte) bool {
	if c.from.class != classBool {
		v -= '0'
	}
	if v > 1 {
		return false
	}
	b.bool(v == 1)
	return true
}

// whole leaves out a fraction of zeros.
func (c *mariaCell) whole(raw []byte) []byte {
	if c.from.class != classDecimal {
		return raw
	}
	point := bytes.IndexByte(raw, '.')
	if point < 0 || len(bytes.TrimRight(raw[point+1:], "0")) > 0 {
		return raw
	}
	return raw[:point]
}

// text is a value as checksums have it: numbers without zeros in front, moments with six digits of a second,
// exact numbers with ten.
func (c *mariaCell) text(raw []byte) string {
	if c.from.unsigned() && len(raw) > 1 {
		raw = append(bytes.TrimLeft(raw[:len(raw)-1], "0"), raw[len(raw)-1])
	}
	digits := 0
	switch {
	case c.asText():
		digits = decimalScale
	case c.Type == schemas.Timestamp:
		digits = 6
	default:
		return string(raw)
	}
	text, point := string(raw), bytes.IndexByte(raw, '.')
	if point < 0 {
		text, point = text+".", len(raw)
	}
	return text + strings.Repeat("0", max(point+1+digits-len(text), 0))
}
