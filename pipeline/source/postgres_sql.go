package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// PostgreSQL's numbers of types.
const (
	oidBool        = 16
	oidName        = 19
	oidInt8        = 20
	oidInt2        = 21
	oidInt4        = 23
	oidText        = 25
	oidFloat4      = 700
	oidFloat8      = 701
	oidBpchar      = 1042
	oidVarchar     = 1043
	oidDate        = 1082
	oidTimestamp   = 1114
	oidTimestampTZ = 1184
	oidNumeric     = 1700
	oidUUID        = 2950
)

func pgClass(oid uint32) class {
	switch oid {
	case oidText, oidVarchar, oidName:
		return classText
	case oidBpchar:
		return classPadded
	case oidUUID:
		return classUUID
	case oidInt2, oidInt4:
		return classSmall
	case oidInt8:
		return classWhole
	case oidNumeric:
		return classDecimal
	case oidFloat4, oidFloat8:
		return classFloat
	case oidBool:
		return classBool
	case oidDate:
		return classDate
	case oidTimestamp:
		return classMoment
	case oidTimestampTZ:
		return classZoned
	}
	return classOther
}

// pgSQL writes PostgreSQL's SQL.
type pgSQL struct{ hex bool } // texts are hashed as hexadecimal digits of their UTF-8

func (pgSQL) quote(name string) string         { return pgQuote(name) }
func (pgSQL) textLiteral(s string) string      { return pgLiteral(s) }
func (pgSQL) dayLiteral(d calendar.Day) string { return "DATE '" + d.String() + "'" }

func (pgSQL) among(left string, values []string) string {
	return left + " IN (VALUES " + strings.Join(values, ", ") + ")"
}

func (pgSQL) office(p pick) string {
	return fmt.Sprintf(`coalesce(%s::text COLLATE "C", '')`, pgQuote(p.Name))
}

func (pgSQL) rawOffice(p pick) string {
	if p.from.class == classText || p.from.class == classPadded {
		return pgQuote(p.Name) + ` COLLATE "C"`
	}
	return pgQuote(p.Name)
}

func (w pgSQL) bucket(p pick) string {
	return fmt.Sprintf("(%s & %d)", w.link(p, "0"), schemas.Buckets-1)
}

func (w pgSQL) dayUnit(p pick) string {
	day := pgQuote(p.Name)
	return fmt.Sprintf("CASE WHEN %[1]s BETWEEN %[2]s AND %[3]s THEN %[1]s END", day, w.dayLiteral(firstDay), w.dayLiteral(lastDay))
}

// amount adds up a column. Of exact numbers only those count that are whole and of 64 bits; NaN and the
// infinities are greater or smaller than any.
func (pgSQL) amount(_ *layout, p pick) string {
	x := pgQuote(p.Name)
	if p.from.class == classDecimal {
		x = fmt.Sprintf("CASE WHEN %[1]s = trunc(%[1]s) AND %[1]s BETWEEN -9223372036854775808 AND 9223372036854775807 THEN trunc(%[1]s) END", x)
	}
	return fmt.Sprintf("coalesce(sum(%s), 0)", x)
}

func (w pgSQL) checksum(l *layout) string {
	return w.sum(slices.DeleteFunc(slices.Clone(l.picks), func(p pick) bool { return p.opaque }), "0")
}

// byDay adds up by the columns as they are, which is cheaper by a third than by units made of them row by row, and
// then by units.
func (w pgSQL) byDay(l *layout, _ part, sums []string, from string) string {
	day := l.pick(l.table.Proof.Day)
	units, raw := []string{w.dayUnit(day)}, []string{w.quote(day.Name)}
	if l.table.Proof.Office != "" {
		office := l.pick(l.table.Proof.Office)
		units, raw = append(units, w.office(office)), append(raw, w.rawOffice(office)+" AS "+w.quote(office.Name))
	}
	var inner, outer []string
	for i, s := range sums {
		inner = append(inner, fmt.Sprintf("%s AS total%d", s, i))
		outer = append(outer, fmt.Sprintf("sum(total%d)", i))
	}
	numbers := strings.Join([]string{"1", "2"}[:len(units)], ", ")
	return fmt.Sprintf("SELECT %s\nFROM (SELECT %s\n%s\nGROUP BY %s) AS days\nGROUP BY %s", strings.Join(append(units, outer...), ", "),
		strings.Join(append(raw, inner...), ",\n  "), from, numbers, numbers)
}

func (w pgSQL) witness(picks []pick, salt int64) string {
	return w.sum(picks, fmt.Sprintf("'%d'::bigint", salt))
}

// sum adds up the chains over some columns.
func (w pgSQL) sum(picks []pick, hash string) string {
	for _, p := range picks {
		hash = w.link(p, hash)
	}
	return "sum(" + hash + ")"
}

// link hashes one cell with the hash of those before as its seed.
func (w pgSQL) link(p pick, seed string) string {
	x := pgQuote(p.Name)
	switch {
	case p.from.class == classPadded && !w.hex: // spares the copy without blanks, which is half of the whole
		return fmt.Sprintf(`hashbpcharextended(coalesce(%s, '') COLLATE "C", %s)`, x, seed)
	case p.asText():
		return fmt.Sprintf("hashtextextended(coalesce(%s, ''), %s)", w.text(p), seed)
	case p.Type == schemas.Date || p.Type == schemas.Timestamp:
		switch p.from.class {
		case classZoned:
			x += " AT TIME ZONE 'UTC'"
		case classDate:
			x += "::timestamp"
		default: // as it is
		}
		return fmt.Sprintf("timestamp_hash_extended(coalesce(%s, '-infinity'), %s)", x, seed)
	case p.Type == schemas.Bool:
		return fmt.Sprintf("hashint8extended(coalesce(%s::int, 2), %s)", x, seed)
	}
	number := fmt.Sprintf("coalesce(%s::bigint, '-9223372036854775808'::bigint)", x)
	link := fmt.Sprintf("hashint8extended(%s, %s)", number, seed)
	if p.alone { // it folds 64 bits into 32 first
		link = fmt.Sprintf("hashint8extended(%s >> 32, %s)", number, link)
	}
	return link
}

// text is a cell's text, in an order that no collation changes.
func (w pgSQL) text(p pick) string {
	x := pgQuote(p.Name)
	switch {
	case p.Type != schemas.Code && p.Type != schemas.Text:
		return "trim_scale(" + x + "::numeric)::text"
	case w.hex:
		return "encode(convert_to(" + x + `::text, 'UTF8'), 'hex') COLLATE "C"`
	}
	return x + `::text COLLATE "C"`
}

// cell is what Read asks for: the column as it is, or its text beyond the contract.
func (pgSQL) cell(p pick) string {
	if p.extra {
		return pgQuote(p.Name) + "::text"
	}
	return pgQuote(p.Name)
}

// readQuery writes the query that reads the rows of what stands behind FROM under some conditions.
func (w pgSQL) readQuery(l *layout, from string, conditions ...string) string {
	var cells []string
	for _, p := range l.picks {
		cells = append(cells, w.cell(p))
	}
	return selectFrom(cells, from, conditions)
}
