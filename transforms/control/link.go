package control

import (
	"encoding/hex"
	"math"
	"strconv"

	"github.com/uythac/uythac/schemas"
)

const (
	none      = math.MinInt64 // NULL among numbers, and -infinity
	noFlag    = 2             // NULL among truth values
	dayMicros = 86_400_000_000
	epoch     = 10957 * dayMicros // 2000-01-01, where PostgreSQL counts from
)

// link hashes the column's cells into the chains of their rows, as PostgreSQL does.
func (c *column) link(h []uint64, d Dialect) {
	switch {
	case c.typ == schemas.Code || c.typ == schemas.Text || c.typ == schemas.Rate || c.text:
		c.linkTexts(h, d)
		return
	case c.misfits == nil && c.typ == schemas.Int64 && !c.nulls && !c.alone:
		for row, v := range c.longs {
			h[row] = hashNumber(v, h[row])
		}
		return
	case c.misfits == nil && c.typ == schemas.Date && !c.nulls:
		for row, v := range c.ints {
			h[row] = hashNumber(int64(v)*dayMicros-epoch, h[row])
		}
		return
	}
	for row := range h {
		v := c.number(row)
		h[row] = hashNumber(v, h[row])
		if c.alone {
			h[row] = hashNumber(v>>32, h[row])
		}
	}
}

// number is a cell as PostgreSQL's SQL gives it to be hashed as a number.
func (c *column) number(row int) int64 {
	if text, bad := c.misfits[row]; bad {
		if text == "infinity" {
			return math.MaxInt64
		}
		if v, err := strconv.ParseInt(text, 10, 64); err == nil { // a moment that has no number in Arrow, by PostgreSQL's
			return v
		}
	}
	switch {
	case c.null(row):
		if c.typ == schemas.Bool {
			return noFlag
		}
		return none
	case c.typ == schemas.Bool:
		if c.flags.Value(row) {
			return 1
		}
		return 0
	case c.typ == schemas.Timestamp:
		return int64(c.stamps[row]) - epoch
	case c.typ == schemas.Date:
		return int64(c.ints[row])*dayMicros - epoch
	}
	v, _ := c.whole(row)
	return v
}

func (c *column) linkTexts(h []uint64, d Dialect) {
	if d == Postgres && c.misfits == nil && (c.plain != nil || c.dict != nil) {
		for row := range h {
			h[row] = hashText(c.string(row), h[row])
		}
		return
	}
	var text, digits []byte
	for row := range h {
		text = c.write(text[:0], row, d)
		if d == PostgresHex && (c.typ == schemas.Code || c.typ == schemas.Text) {
			digits = hex.AppendEncode(digits[:0], text)
			h[row] = hashText(digits, h[row])
		} else {
			h[row] = hashText(text, h[row])
		}
	}
}

// write appends a cell as text; NULL is empty.
func (c *column) write(b []byte, row int, d Dialect) []byte {
	if text, bad := c.misfits[row]; bad {
		return append(b, text...)
	}
	if c.null(row) {
		return b
	}
	switch c.typ {
	case schemas.Code, schemas.Text:
		return append(b, c.string(row)...)
	case schemas.Rate:
		return appendRate(b, int64(c.rates.Value(row).LowBits()), d)
	case schemas.Timestamp:
		return appendMoment(b, int64(c.stamps[row]))
	case schemas.Date:
		return appendDay(b, int64(c.ints[row]))
	case schemas.Bool:
		if c.flags.Value(row) {
			return append(b, '1')
		}
		return append(b, '0')
	}
	v, _ := c.whole(row)
	b = strconv.AppendInt(b, v, 10)
	if c.text && d == MariaDB {
		b = append(b, ".0000000000"...)
	}
	return b
}
