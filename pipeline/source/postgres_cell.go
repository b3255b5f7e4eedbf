package source

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/uythac/uythac/schemas"
)

// Between PostgreSQL's epoch, 2000-01-01, and that of Arrow.
const (
	epochDays   = 10_957
	epochMicros = epochDays * 86_400_000_000
)

// rateUnit is how many parts a rate's unit has.
const rateUnit = 10_000

// Days and moments that PostgreSQL has no numbers for.
const (
	infinity      = "infinity"
	minusInfinity = "-infinity"
)

// errBinary is a value of a length that its type never has.
type errBinary struct {
	column, typ string
	bytes       int
}

func (e *errBinary) Error() string {
	return fmt.Sprintf("column %s: %d bytes are no %s\n  → report this with the server's version", e.column, e.bytes, e.typ)
}

// pgCell reads the values of one column, in the form of pgFormat.
type pgCell struct {
	pick
	bytes  int     // that a value has; 0: any number
	hasher *hasher // nil: not hashed
	text   []byte  // room
}

func newPgCell(p pick, key []byte) *pgCell {
	c := &pgCell{pick: p}
	if !p.extra { // which comes as text
		c.bytes = pgSize(p.from.code)
	}
	if p.opaque {
		c.hasher = newHasher(key)
	}
	return c
}

// add appends a value; nil is NULL. One that does not fit the column becomes null, and its text is given.
func (c *pgCell) add(b *columnBuilder, raw []byte) (misfit string, err error) {
	if raw == nil {
		b.null()
		return "", nil
	}
	if c.bytes > 0 && len(raw) != c.bytes {
		return "", &errBinary{c.Name, c.from.typ, len(raw)}
	}
	switch c.Type {
	case schemas.Code, schemas.Text:
		b.str(c.string(raw))
	case schemas.Bool:
		b.bool(raw[0] != 0)
	case schemas.Date:
		return c.date(b, int32(binary.BigEndian.Uint32(raw))), nil
	case schemas.Timestamp:
		return c.timestamp(b, int64(binary.BigEndian.Uint64(raw))), nil
	default:
		return c.number(b, raw)
	}
	return "", nil
}

// pgFormat is how a column is asked for: texts as text, which are the same bytes as in binary form and cost the
// server a fifth less of a whole row, all else in binary.
func pgFormat(p pick) int16 {
	if p.extra || p.from.class == classText || p.from.class == classPadded {
		return pgtype.TextFormatCode
	}
	return pgtype.BinaryFormatCode
}

// pgSize is how many bytes a value of a type has; 0: any number.
func pgSize(oid uint32) int {
	switch oid {
	case oidBool:
		return 1
	case oidInt2:
		return 2
	case oidInt4, oidDate:
		return 4
	case oidInt8, oidTimestamp, oidTimestampTZ:
		return 8
	case oidUUID:
		return 16
	}
	return 0
}

// string gives a value of a text column, valid until the next.
func (c *pgCell) string(raw []byte) []byte {
	switch {
	case c.extra:
	case c.from.class == classPadded:
		raw = bytes.TrimRight(raw, " ")
	case c.from.class == classUUID:
		raw = c.uuid(raw)
	case c.from.class.whole():
		c.text = strconv.AppendInt(c.text[:0], wholeNumber(raw), 10)
		raw = c.text
	}
	if c.hasher != nil {
		return c.hasher.hash(raw)
	}
	return raw
}

func (c *pgCell) uuid(raw []byte) []byte {
	c.text = c.text[:0]
	for i, part := range [][]byte{raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:]} {
		if i > 0 {
			c.text = append(c.text, '-')
		}
		c.text = hex.AppendEncode(c.text, part)
	}
	return c.text
}

// wholeNumber reads a number of 2, 4 or 8 bytes.
func wholeNumber(raw []byte) int64 {
	switch len(raw) {
	case 2:
		return int64(int16(binary.BigEndian.Uint16(raw)))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(raw)))
	}
	return int64(binary.BigEndian.Uint64(raw))
}

// number appends a whole number or a rate.
func (c *pgCell) number(b *columnBuilder, raw []byte) (misfit string, err error) {
	if c.from.class != classDecimal {
		v := wholeNumber(raw)
		if c.Type == schemas.Rate && v <= rateMax/rateUnit && v >= -rateMax/rateUnit {
			b.rate(v * rateUnit)
			return "", nil
		}
		if c.Type != schemas.Rate && b.integer(v) {
			return "", nil
		}
		b.null()
		return strconv.FormatInt(v, 10), nil
	}
	n, ok := readNumeric(raw)
	if !ok {
		return "", &errBinary{c.Name, c.from.typ, len(raw)}
	}
	if c.Type == schemas.Rate {
		if v, ok := n.scaled(-1); ok && v <= rateMax && v >= -rateMax {
			b.rate(v)
			return "", nil
		}
	} else if v, ok := n.scaled(0); ok && b.integer(v) {
		return "", nil
	}
	b.null()
	return string(n.text(nil)), nil
}

func (c *pgCell) date(b *columnBuilder, days int32) (misfit string) {
	switch days {
	case math.MaxInt32:
		misfit = infinity
	case math.MinInt32:
		misfit = minusInfinity
	default:
		b.int(days + epochDays)
		return ""
	}
	b.null()
	return misfit
}

func (c *pgCell) timestamp(b *columnBuilder, micros int64) (misfit string) {
	switch {
	case micros == math.MaxInt64:
		misfit = infinity
	case micros == math.MinInt64:
		misfit = minusInfinity
	case micros > math.MaxInt64-epochMicros:
		misfit = strconv.FormatInt(micros, 10) // the years from 294,247 on have no number in Arrow
	default:
		b.long(micros + epochMicros)
		return ""
	}
	b.null()
	return misfit
}
