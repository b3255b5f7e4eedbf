package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// answer is a connection on which a server has already said all that it will.
type answer struct {
	net.Conn
	*bytes.Reader
}

func (a answer) Read(b []byte) (int, error)  { return a.Reader.Read(b[:min(len(b), 7)]) } // in small pieces
func (a answer) Write(b []byte) (int, error) { return len(b), nil }

// packets writes packets with their heads.
func packets(payloads ...[]byte) (b []byte) {
	for i, p := range payloads {
		b = append(b, byte(len(p)), byte(len(p)>>8), byte(len(p)>>16), byte(i+1))
		b = append(b, p...)
	}
	return b
}

// said gives what a query gives when the server says so.
func said(b []byte) (names []string, rows [][]string, err error) {
	w := &mariaWire{conn: answer{Reader: bytes.NewReader(b)}, buf: make([]byte, 16)}
	err = w.query("SELECT", func(fields []mariaField) {
		for _, f := range fields {
			names = append(names, f.name)
		}
	}, func(cells [][]byte) error {
		var row []string
		for _, c := range cells {
			row = append(row, string(c))
		}
		rows = append(rows, row)
		return nil
	})
	return names, rows, err
}

func field(name string) []byte {
	f := []byte{3, 'd', 'e', 'f', 0, 0, 0, byte(len(name))}
	return append(append(f, name...), 0, 12, 45, 0, 80, 0, 0, 0, mariaVarString, 0, 0, 0, 0, 0)
}

// TestMariaDBResult reads results with and without a packet behind the columns, long rows, errors, and what is
// no result.
func TestMariaDBResult(t *testing.T) {
	long := strings.Repeat("x", longPacket)
	text := binary.LittleEndian.AppendUint64([]byte{packetEOF}, uint64(len(long)))
	text = append(text, long...)
	end, okEnd := []byte{packetEOF, 0, 0, 2, 0}, []byte{packetEOF, 0, 0, 2, 0, 0, 0}
	refused := append([]byte{packetError, 0x28, 0x04}, "#42000 no"...)
	for name, c := range map[string]struct {
		packets [][]byte
		rows    int
		number  uint16 // of the server's error
		broken  bool
	}{
		"old":             {[][]byte{{1}, field("a"), end, {1, 'x'}, {cellNull}, end}, 2, 0, false},
		"new":             {[][]byte{{1}, field("a"), {1, 'x'}, okEnd}, 1, 0, false},
		"empty, old":      {[][]byte{{1}, field("a"), end, end}, 0, 0, false},
		"empty, new":      {[][]byte{{1}, field("a"), okEnd}, 0, 0, false},
		"cached":          {[][]byte{{1, 1}, field("a"), okEnd}, 0, 0, false},
		"no result":       {[][]byte{{packetOK, 0, 0, 2, 0, 0, 0}}, 0, 0, false},
		"refused":         {[][]byte{refused}, 0, 1064, false},
		"refused in it":   {[][]byte{{1}, field("a"), {1, 'x'}, refused}, 1, 1064, false},
		"long":            {[][]byte{{1}, field("a"), text[:longPacket], text[longPacket:], okEnd}, 1, 0, false},
		"cut":             {[][]byte{{1}, field("a"), {1, 'x'}}, 1, 0, true},
		"a file is asked": {[][]byte{append([]byte{cellNull}, "/etc/passwd"...)}, 0, 0, true},
		"too few cells":   {[][]byte{{2}, field("a"), field("b"), {1, 'x'}}, 0, 0, true},
		"too many":        {[][]byte{{1}, field("a"), {1, 'x', 1, 'x'}}, 0, 0, true},
		"nothing":         {[][]byte{{}}, 0, 0, true},
		"odd columns":     {[][]byte{{1}, {3, 'd', 'e'}}, 0, 0, true},
	} {
		names, rows, err := said(packets(c.packets...))
		var reply *mysql.MySQLError
		if errors.As(err, &reply) != (c.number > 0) || c.number > 0 && reply.Number != c.number || (err != nil) != (c.broken || c.number > 0) || len(rows) != c.rows || len(names) > 0 && names[0] != "a" {
			t.Errorf("%s: %d rows, columns %v, %v", name, len(rows), names, err)
		}
		if name == "long" && len(rows[0][0]) != len(long) {
			t.Errorf("a long cell has %d bytes", len(rows[0][0]))
		}
	}
}

// FuzzMariaDBResult: bytes that no server sends give an error, and never end the program.
func FuzzMariaDBResult(f *testing.F) {
	f.Add(packets([]byte{1}, field("a"), []byte{1, 'x'}, []byte{packetEOF, 0, 0, 2, 0, 0, 0}))
	f.Add(packets([]byte{2}, field("a"), field("b"), []byte{packetEOF, 0, 0, 2, 0}, []byte{cellNull, 0xfc, 1, 0, 'x'}, []byte{packetEOF, 0, 0, 2, 0}))
	f.Add(packets([]byte{packetError, 1, 2, '#', 'x'}))
	f.Add([]byte{1, 0, 0, 1, 0xfe})
	f.Fuzz(func(t *testing.T, b []byte) {
		names, rows, _ := said(b)
		for _, row := range rows {
			if len(row) != len(names) {
				t.Errorf("%d cells of %d columns", len(row), len(names))
			}
		}
	})
}

// FuzzMariaDBRow: cells that are put into a row come out of it, and a row is cut up or refused.
func FuzzMariaDBRow(f *testing.F) {
	f.Add([]byte("a"), []byte{}, uint16(3))
	f.Add(bytes.Repeat([]byte("x"), 251), []byte{cellNull}, uint16(0))
	f.Fuzz(func(t *testing.T, a, b []byte, cut uint16) {
		var row []byte
		for _, c := range [][]byte{a, b, nil} {
			switch {
			case c == nil:
				row = append(row, cellNull)
			case len(c) < cellNull:
				row = append(append(row, byte(len(c))), c...)
			default:
				row = append(append(row, 0xfd, byte(len(c)), byte(len(c)>>8), byte(len(c)>>16)), c...)
			}
		}
		cells := make([][]byte, 3)
		if a == nil || b == nil {
			return
		}
		if !cutRow(row, cells) || !bytes.Equal(cells[0], a) || !bytes.Equal(cells[1], b) || cells[2] != nil || cells[0] == nil {
			t.Errorf("%q, %q came out as %q", a, b, cells)
		}
		if n := int(cut) % len(row); cutRow(row[:n], cells) {
			t.Errorf("a row of %d bytes was taken when cut to %d", len(row), n)
		}
	})
}

// mariaTypes are types of the server's casts, each with the columns that it is read as.
var mariaTypes = []struct {
	cast  string
	class class
	flags uint32
	types []schemas.Type
}{
	{"SIGNED", classWhole, 0, []schemas.Type{schemas.Int64, schemas.Int32, schemas.Code, schemas.Rate}},
	{"UNSIGNED", classWhole, flagUnsigned, []schemas.Type{schemas.Int64, schemas.Int16, schemas.Text, schemas.Rate}},
	{"DECIMAL(34,10)", classDecimal, 0, []schemas.Type{schemas.Int64, schemas.Int32, schemas.Rate}},
	{"DECIMAL(10,4)", classDecimal, 0, []schemas.Type{schemas.Int64, schemas.Rate}},
	{"DATE", classDate, 0, []schemas.Type{schemas.Date, schemas.Text}},
	{"DATETIME(6)", classMoment, 0, []schemas.Type{schemas.Timestamp}},
	{"DATETIME(2)", classMoment, 0, []schemas.Type{schemas.Timestamp}},
	{"DATETIME", classMoment, 0, []schemas.Type{schemas.Timestamp}},
	{"CHAR(20) CHARACTER SET utf8mb4", classText, 0, []schemas.Type{schemas.Text, schemas.Code}},
}

// FuzzMariaDBCell has the server make a value of a type, and holds the text that checksums have of what was
// read of it against the server's own.
func FuzzMariaDBCell(f *testing.F) {
	db, err := openMariaDB(f.Context(), Config{Kind: "mariadb", URL: dbtest.MariaDB(f).URL("mysql")})
	if err != nil {
		f.Fatal(err)
	}
	v, err := db.begin(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = v.close() })
	for i := range mariaTypes {
		for _, text := range []string{"", "0", "-1", "1", "007", "2147483648", "9223372036854775807", "18446744073709551615", "-9223372036854775808", "1234567890123456789012.5", "0.00005", "999.9999", "-999.9999", "1000", "-0.5",
			"2020-02-29", "2020-02-30", "2020-00-00", "0000-00-00", "0000-05-05", "9999-12-31 23:59:59.999999", "1969-12-31 23:59:59.5", "2020-01-01 08:00:00.25", "0001-01-01", "Tổ tiết kiệm ", "𡨸", "a\x1fb", "\\'"} {
			f.Add(uint8(i), text)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		typ := mariaTypes[int(kind)%len(mariaTypes)]
		for _, as := range typ.types {
			p := pick{Column: schemas.Column{Name: "v", Type: as}, from: resultColumn{class: typ.class, code: typ.flags}}
			w := mariaSQL{}
			var raw, want []byte
			err := v.rows(t.Context(), "SELECT "+w.cell(p)+", "+w.link(p)+", CONCAT_WS("+separator+", "+w.element(p)+") FROM (SELECT CAST(CONVERT("+w.textLiteral(text)+" USING utf8mb4) AS "+typ.cast+") AS v) AS source", func(cells [][]byte) error {
				raw, want = slices.Clone(cells[0]), slices.Clone(cells[1])
				if cells[0] == nil {
					raw = nil
				} else if raw == nil {
					raw = []byte{}
				}
				if !bytes.Equal(cells[1], cells[2]) {
					t.Errorf("%s as %s of %q: %q stands for itself as %q", typ.cast, contractType(as), text, cells[1], cells[2])
				}
				return nil
			})
			if err != nil {
				return // the server has no such value
			}
			b := columnBuilder{Column: p.Column}
			b.start(1)
			got, err := newMariaCell(p, nil).add(&b, raw)
			if err != nil {
				t.Fatal(err)
			}
			if got == "" {
				got = linkText(p, &b)
			}
			if got != string(want) {
				t.Errorf("%s as %s of %q: read %q, the server has %q", typ.cast, contractType(as), text, got, want)
			}
		}
	})
}

// linkText is the text that a checksum has of the only value of a column.
func linkText(p pick, b *columnBuilder) string {
	text := builtText(b)
	switch {
	case text == "":
	case p.Type == schemas.Date:
		return time.Unix(int64(b.ints[0])*86400, 0).UTC().Format(time.DateOnly)
	case p.Type == schemas.Timestamp:
		return time.UnixMicro(b.longs[0]).UTC().Format("2006-01-02 15:04:05.000000")
	case p.asText() && p.Type != schemas.Code && p.Type != schemas.Text:
		if !strings.Contains(text, ".") {
			text += "."
		}
		return text + strings.Repeat("0", decimalScale-len(text)+strings.Index(text, ".")+1)
	}
	return text
}
