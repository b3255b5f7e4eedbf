package source

import (
	"encoding/binary"

	"github.com/go-sql-driver/mysql"
)

// The first byte of packets, and of cells.
const (
	packetOK    = 0x00
	cellNull    = 0xfb
	packetEOF   = 0xfe
	packetError = 0xff
)

// lenenc reads a number of the protocol; null is that of a NULL cell, ok is false when it is cut short.
func lenenc(b []byte) (v uint64, size int, null, ok bool) {
	if len(b) == 0 {
		return 0, 0, false, false
	}
	switch b[0] {
	case cellNull:
		return 0, 1, true, true
	case 0xfc:
		size = 3
	case 0xfd:
		size = 4
	case 0xfe:
		size = 9
	case 0xff:
		return 0, 0, false, false
	default:
		return uint64(b[0]), 1, false, true
	}
	if len(b) < size {
		return 0, 0, false, false
	}
	var wide [8]byte
	copy(wide[:], b[1:size])
	return binary.LittleEndian.Uint64(wide[:]), size, false, true
}

// cutText takes a text of the protocol off; a NULL is nil.
func cutText(b []byte) (text, rest []byte, ok bool) {
	n, size, null, ok := lenenc(b)
	if !ok || n > uint64(len(b)-size) {
		return nil, nil, false
	}
	if null {
		return nil, b[size:], true
	}
	end := size + int(n)
	return b[size:end:end], b[end:], true
}

// cutRow cuts a row into its cells.
func cutRow(b []byte, cells [][]byte) bool {
	for i := range cells {
		var ok bool
		// Nearly all cells are short.
		if len(b) > 0 && b[0] < cellNull && int(b[0]) < len(b) {
			end := 1 + int(b[0])
			cells[i], b = b[1:end:end], b[end:]
		} else if cells[i], b, ok = cutText(b); !ok {
			return false
		}
	}
	return len(b) == 0
}

// mariaField describes a column of a result.
type mariaField struct {
	name     string
	charset  uint16
	length   uint32 // as shown, in bytes of the result's character set
	typ      byte
	flags    uint16
	decimals byte
}

func readField(b []byte) (f mariaField, ok bool) {
	for i := range 6 { // catalog, schema, table and its own name, name, its own name
		var text []byte
		if text, b, ok = cutText(b); !ok {
			return f, false
		}
		if i == 4 {
			f.name = string(text)
		}
	}
	if b, _, ok = cutText(b); !ok || len(b) < 10 {
		return f, false
	}
	f.charset, f.length, f.typ = binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint32(b[2:]), b[6]
	f.flags, f.decimals = binary.LittleEndian.Uint16(b[7:]), b[9]
	return f, true
}

// readError reads the packet of an error.
func readError(b []byte) error {
	if len(b) < 3 {
		return errWire
	}
	e := &mysql.MySQLError{Number: binary.LittleEndian.Uint16(b[1:])}
	if b = b[3:]; len(b) >= 6 && b[0] == '#' {
		copy(e.SQLState[:], b[1:6])
		b = b[6:]
	}
	e.Message = string(b)
	return e
}
