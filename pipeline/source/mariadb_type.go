package source

import (
	"fmt"
	"strings"
)

// The protocol's numbers of types.
const (
	mariaTiny      = 1
	mariaShort     = 2
	mariaLong      = 3
	mariaFloat     = 4
	mariaDouble    = 5
	mariaTimestamp = 7
	mariaLongLong  = 8
	mariaInt24     = 9
	mariaDate      = 10
	mariaDateTime  = 12
	mariaYear      = 13
	mariaVarchar   = 15
	mariaBit       = 16
	mariaDecimal   = 246
	mariaEnum      = 247
	mariaSet       = 248
	mariaTinyBlob  = 249
	mariaBlob      = 252
	mariaVarString = 253
	mariaString    = 254
)

// Flags of columns.
const (
	flagFilled   = 1 // never NULL
	flagUnsigned = 1 << 5
	flagZerofill = 1 << 6
	flagEnum     = 1 << 8
	flagSet      = 1 << 11
)

// binaryCharset is that of bytes.
const binaryCharset = 63

// What CAST(x AS DECIMAL(65,10)), the text of exact numbers in checksums, can hold.
const (
	decimalDigits = 55
	decimalScale  = 10
)

// column describes a column of a result.
func (f mariaField) column() resultColumn {
	return resultColumn{name: f.name, typ: f.typeName(), class: f.class(), code: uint32(f.flags) | uint32(f.decimals)<<16}
}

// characters is how wide a text is; results come in utf8mb4, of four bytes a character.
func (f mariaField) characters() int { return int(f.length / 4) }

func (f mariaField) unsigned() bool { return f.flags&flagUnsigned != 0 }

// What the flags of a column of MariaDB say; moments have flags of numbers.
func (c resultColumn) unsigned() bool { return c.code&flagUnsigned != 0 && c.number() }
func (c resultColumn) zerofill() bool { return c.code&flagZerofill != 0 && c.number() }
func (c resultColumn) filled() bool   { return c.code&flagFilled != 0 }

// decimals are the digits behind the second of a moment.
func (c resultColumn) decimals() int { return int(c.code >> 16) }

func (c resultColumn) number() bool { return c.class.whole() || c.class == classDecimal }

// text tells whether a column is one of texts.
func (c resultColumn) text() bool { return c.class == classText || c.class == classPadded }

func (f mariaField) class() class {
	switch f.typ {
	case mariaTiny, mariaShort, mariaInt24, mariaLong, mariaLongLong:
		switch {
		case f.length == 1:
			return classDigit
		case f.typ == mariaLongLong || f.typ == mariaLong && f.unsigned():
			return classWhole
		}
		return classSmall
	case mariaYear:
		return classSmall
	case mariaBit:
		if f.length == 1 {
			return classBool
		}
	case mariaDecimal:
		if f.decimals <= decimalScale && f.precision()-int(f.decimals) <= decimalDigits {
			return classDecimal
		}
	case mariaFloat, mariaDouble:
		return classFloat
	case mariaDate:
		return classDate
	case mariaDateTime:
		return classMoment
	case mariaTimestamp:
		return classZoned
	case mariaVarchar, mariaVarString, mariaEnum, mariaSet, mariaBlob, mariaTinyBlob, mariaTinyBlob + 1, mariaTinyBlob + 2, mariaString:
		switch {
		case f.charset == binaryCharset:
		case f.typ == mariaString && f.unsigned():
			return classUUID // or INET6: no texts to the server, and so flagged
		case f.typ == mariaString && f.flags&(flagEnum|flagSet) == 0:
			return classPadded
		default:
			return classText
		}
	}
	return classOther
}

// precision is the number of digits of an exact number; its length counts a sign and a point too.
func (f mariaField) precision() int {
	n := int(f.length)
	if f.decimals > 0 {
		n--
	}
	if !f.unsigned() {
		n--
	}
	return n
}

var typeNames = map[byte]string{
	mariaTiny: "tinyint", mariaShort: "smallint", mariaInt24: "mediumint", mariaLong: "int", mariaLongLong: "bigint", mariaYear: "year",
	mariaFloat: "float", mariaDouble: "double", mariaDate: "date", mariaDateTime: "datetime", mariaTimestamp: "timestamp",
	6: "null", 11: "time", 245: "json", 255: "geometry",
}

// typeName writes a type as the server's DDL does, as far as it is known.
func (f mariaField) typeName() string {
	switch f.class() {
	case classPadded, classText:
		return f.textType()
	case classUUID:
		return "uuid"
	case classDigit:
		return typeNames[f.typ] + "(1)"
	}
	switch f.typ {
	case mariaDecimal:
		return fmt.Sprintf("decimal(%d,%d)", f.precision(), f.decimals)
	case mariaBit:
		return fmt.Sprintf("bit(%d)", f.length)
	case mariaVarchar, mariaVarString:
		return fmt.Sprintf("varbinary(%d)", f.length)
	case mariaString:
		return fmt.Sprintf("binary(%d)", f.length)
	}
	name := typeNames[f.typ]
	switch {
	case name == "":
		return "blob"
	case f.flags&flagZerofill != 0 && f.typ != mariaYear:
		return name + " unsigned zerofill"
	case f.unsigned() && strings.HasSuffix(name, "int"):
		return name + " unsigned"
	}
	return name
}

func (f mariaField) textType() string {
	switch {
	case f.flags&flagEnum != 0:
		return "enum"
	case f.flags&flagSet != 0:
		return "set"
	case f.typ == mariaString:
		return fmt.Sprintf("char(%d)", f.characters())
	case f.typ == mariaVarchar || f.typ == mariaVarString:
		return fmt.Sprintf("varchar(%d)", f.characters())
	}
	return "text"
}
