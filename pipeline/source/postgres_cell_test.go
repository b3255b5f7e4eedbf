package source

import (
	"encoding/binary"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// pgTypes are the types that are read in binary form, each with the column that it is read as and SQL that
// writes the value as the column's text.
var pgTypes = []struct {
	oid  uint32
	typ  schemas.Type
	text string
}{
	{oidInt2, schemas.Code, "$1::text"},
	{oidInt4, schemas.Code, "$1::text"},
	{oidInt8, schemas.Int64, "$1::text"},
	{oidInt8, schemas.Int32, "$1::text"},
	{oidBool, schemas.Bool, "$1::text"},
	{oidDate, schemas.Date, "CASE WHEN isfinite($1) THEN ($1 - DATE '1970-01-01')::text ELSE $1::text END"},
	{oidTimestamp, schemas.Timestamp, "CASE WHEN isfinite($1) THEN trunc(extract(epoch FROM $1) * 1000000)::text ELSE $1::text END"},
	{oidTimestampTZ, schemas.Timestamp, "CASE WHEN isfinite($1) THEN trunc(extract(epoch FROM $1) * 1000000)::text ELSE $1::text END"},
	{oidUUID, schemas.Text, "$1::text"},
	{oidNumeric, schemas.Int64, "trim_scale($1)::text"},
	{oidNumeric, schemas.Rate, "trim_scale($1)::text"},
	{oidBpchar, schemas.Text, "$1::text"},
	{oidText, schemas.Text, "$1::text"},
	{oidVarchar, schemas.Text, "$1::text"},
}

// FuzzPostgresCell sends a binary value to the server and holds what is read of its answer against the
// server's own text of it.
func FuzzPostgresCell(f *testing.F) {
	s := dbtest.Postgres(f)
	conn, err := pgconn.Connect(f.Context(), s.URL("postgres"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = conn.Close(f.Context()) })
	if _, err := conn.Exec(f.Context(), "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'").ReadAll(); err != nil {
		f.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(5, 6))
	for i := range pgTypes {
		for range 40 {
			f.Add(uint8(i), seed(rnd, pgTypes[i].oid))
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, raw []byte) {
		typ := pgTypes[int(kind)%len(pgTypes)]
		r := conn.ExecParams(t.Context(), "SELECT $1, "+typ.text, [][]byte{raw}, []uint32{typ.oid}, []int16{1}, []int16{1, 0}).Read()
		if r.Err != nil {
			return // the server has no such value
		}
		value, want := r.Rows[0][0], string(r.Rows[0][1])
		from := resultColumn{class: pgClass(typ.oid), code: typ.oid}
		b := columnBuilder{Column: schemas.Column{Type: typ.typ}}
		b.start(1)
		got, err := newPgCell(pick{Column: b.Column, from: from}, nil).add(&b, value)
		if err != nil {
			t.Fatal(err)
		}
		if got == "" {
			got = builtText(&b)
		} else if _, err := strconv.ParseInt(want, 10, 64); err != nil && typ.typ == schemas.Timestamp && want[len(want)-1] != 'y' {
			return // a year from 294,247 on: it does not fit, and has a text of its own
		}
		if got != want {
			t.Errorf("type %d %x: read %q, the server has %q", typ.oid, value, got, want)
		}
	})
}

// builtText is the text of the only value of a column.
func builtText(b *columnBuilder) string {
	a := b.finish()
	defer a.Release()
	switch {
	case a.IsNull(0):
		return ""
	case b.Type == schemas.Date:
		return strconv.Itoa(int(b.ints[0]))
	case b.Type == schemas.Timestamp:
		return strconv.FormatInt(b.longs[0], 10)
	case b.Type == schemas.Rate:
		n, _ := readNumeric(rateBinary(int64(b.rates[0].LowBits())))
		return string(n.text(nil))
	}
	return a.ValueStr(0)
}

// rateBinary is a rate in PostgreSQL's binary form.
func rateBinary(v int64) []byte {
	sign := uint16(0)
	if v < 0 {
		sign, v = numericNegative, -v
	}
	var b []byte
	for _, d := range []uint16{2, 0, sign, 4, uint16(v / 10_000), uint16(v % 10_000)} {
		b = binary.BigEndian.AppendUint16(b, d)
	}
	return b
}

// seed makes a value that is near the borders of its type.
func seed(rnd *rand.Rand, oid uint32) []byte {
	n := map[uint32]int{oidInt2: 2, oidInt4: 4, oidInt8: 8, oidBool: 1, oidDate: 4, oidTimestamp: 8, oidTimestampTZ: 8, oidUUID: 16}[oid]
	if n > 0 {
		b := make([]byte, n)
		for i := range b {
			b[i] = []byte{0, 0xff, 0x7f, 0x80, byte(rnd.Uint32())}[rnd.IntN(5)]
		}
		if oid == oidTimestamp || oid == oidTimestampTZ {
			binary.BigEndian.PutUint64(b, uint64(rnd.Int64N(1<<62)-1<<60)>>rnd.IntN(30))
		}
		return b
	}
	if oid != oidNumeric {
		return []byte([]string{"", " ", "a  ", "Tổ tiết kiệm ", "\t"}[rnd.IntN(5)])
	}
	digits := rnd.IntN(7)
	head := []uint16{uint16(digits), uint16(rnd.IntN(9) - 4), []uint16{0, 0, numericNegative, numericNegative, numericNaN, numericInfinity, numericMInfinity}[rnd.IntN(7)], uint16(rnd.IntN(20))}
	for range digits {
		head = append(head, []uint16{0, 9999, 1, 1000, uint16(rnd.IntN(10_000))}[rnd.IntN(5)])
	}
	var b []byte
	for _, d := range head {
		b = binary.BigEndian.AppendUint16(b, d)
	}
	return b
}

// FuzzNumeric: bytes that no server sends are refused or read, and never end the program.
func FuzzNumeric(f *testing.F) {
	f.Add([]byte{0, 1, 0, 0, 0, 0, 0, 0, 0, 1})
	f.Add([]byte{0, 2, 0x7f, 0xff, 0x40, 0, 0, 0, 0xff, 0xff, 0, 0})
	f.Fuzz(func(t *testing.T, raw []byte) {
		if n, ok := readNumeric(raw); ok {
			n.scaled(0)
			n.scaled(-1)
			n.text(nil)
		}
	})
}
