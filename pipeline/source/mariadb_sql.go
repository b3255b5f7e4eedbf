package source

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// mariaSQL writes SQL that MariaDB and MySQL both take, whatever their modes of SQL: texts are written as
// hexadecimal digits, names in backticks. Texts are compared as bytes, as no collation does that is in both.
type mariaSQL struct{}

func (mariaSQL) quote(name string) string         { return mariaQuote(name) }
func (mariaSQL) textLiteral(s string) string      { return "X'" + hex.EncodeToString([]byte(s)) + "'" }
func (mariaSQL) dayLiteral(d calendar.Day) string { return "DATE '" + d.String() + "'" }

func (mariaSQL) among(left string, values []string) string {
	return left + " IN (" + strings.Join(values, ", ") + ")"
}

func (w mariaSQL) office(p pick) string {
	return "CAST(IFNULL(" + w.text(p) + ", '') AS BINARY)"
}

func (w mariaSQL) rawOffice(p pick) string {
	if p.from.class.whole() {
		return mariaQuote(p.Name)
	}
	return "CAST(" + w.text(p) + " AS BINARY)"
}

func (w mariaSQL) bucket(p pick) string {
	return fmt.Sprintf("CRC32(%s) %% %d", w.link(p), schemas.Buckets)
}

func (w mariaSQL) dayUnit(p pick) string {
	day := mariaQuote(p.Name)
	return fmt.Sprintf("CASE WHEN %[1]s BETWEEN %[2]s AND %[3]s AND %[4]s THEN %[1]s END", day, w.dayLiteral(firstDay), w.dayLiteral(lastDay), w.proper(day))
}

// proper is true for days that there are: a date column may hold 2020-02-00 and 2020-02-31.
func (mariaSQL) proper(day string) string {
	return fmt.Sprintf("DAYOFMONTH(%[1]s) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(%[1]s))", day)
}

// The years whose improper days are looked for in an index, between the months. Those before and after are
// few, and looked at one by one.
const firstYear, lastYear = 2000, 2050

// improper selects days that there are not, in ranges of an index.
func (w mariaSQL) improper(day string) string {
	from, to := calendar.MonthOf(firstYear, 1), calendar.MonthOf(lastYear, 12)
	odd := fmt.Sprintf("(%s) IS NOT TRUE", w.proper(day))
	parts := []string{
		fmt.Sprintf("%s < %s AND %s", day, w.dayLiteral(from.First()), odd),
		fmt.Sprintf("%s > %s AND %s", day, w.dayLiteral(to.Last()), odd),
	}
	for m := from; m < to; m++ {
		parts = append(parts, fmt.Sprintf("%[1]s > %[2]s AND %[1]s < %[3]s", day, w.dayLiteral(m.Last()), w.dayLiteral(m.Last()+1)))
	}
	return strings.Join(parts, " OR ")
}

// amount adds up a column. Of exact numbers only those count that are whole and of 64 bits.
func (mariaSQL) amount(p pick) string {
	const smallest, largest = "-9223372036854775808", "9223372036854775807"
	x := mariaQuote(p.Name)
	switch {
	case p.from.class == classDecimal:
		x = fmt.Sprintf("CASE WHEN %[1]s = TRUNCATE(%[1]s, 0) AND %[1]s BETWEEN %[2]s AND %[3]s THEN CAST(%[1]s AS SIGNED) END", x, smallest, largest)
	case p.from.unsigned():
		x = fmt.Sprintf("CASE WHEN %[1]s <= %[2]s THEN %[1]s END", x, largest)
	}
	return "IFNULL(SUM(" + x + "), 0)"
}

// separator stands between the cells of a row's text. Its collation is that of the whole, whatever those of the
// columns are; the server turns texts of other character sets into UTF-8.
const separator = "CHAR(31 USING utf8mb4) COLLATE utf8mb4_bin"

// checksum adds up the first 64 bits of every row's SHA1.
func (w mariaSQL) checksum(picks []pick) string {
	return w.sum(slices.DeleteFunc(slices.Clone(picks), func(p pick) bool { return p.opaque }), separator)
}

func (w mariaSQL) witness(picks []pick, salt int64) string {
	return w.sum(picks, separator, fmt.Sprintf("'%d'", salt))
}

// sum adds up the hashes of some columns, behind cells that are the same in every row.
func (w mariaSQL) sum(picks []pick, cells ...string) string {
	for _, p := range picks {
		cells = append(cells, w.element(p))
	}
	return "SUM(CAST(CONV(LEFT(SHA1(CONCAT_WS(" + strings.Join(cells, ", ") + ")), 16), 16, 10) AS UNSIGNED))"
}

// element is a cell of a row's text: link, but for what the server does of itself there.
func (w mariaSQL) element(p pick) string {
	x := mariaQuote(p.Name)
	if !p.from.text() && w.text(p) != x {
		return w.link(p)
	}
	if p.from.filled() {
		return x
	}
	return "IFNULL(" + x + ", '')"
}

// link is a cell's text, empty for NULL.
func (w mariaSQL) link(p pick) string { return "IFNULL(" + w.text(p) + ", '')" }

func (w mariaSQL) text(p pick) string {
	x := mariaQuote(p.Name)
	switch {
	case p.Type == schemas.Code || p.Type == schemas.Text:
		return w.asText(p)
	case p.asText():
		return "CAST(" + x + " AS DECIMAL(65,10))"
	case p.Type == schemas.Timestamp:
		return "CAST(" + x + " AS DATETIME(6))"
	case p.from.class == classBool || p.from.zerofill():
		return x + " + 0" // not a byte, and without zeros in front
	}
	return x
}

// asText is the text of a column that is kept as text.
func (mariaSQL) asText(p pick) string {
	x := mariaQuote(p.Name)
	switch {
	case p.from.text():
		return "CONVERT(" + x + " USING utf8mb4)"
	case p.from.class == classBool:
		x += " + 0"
	}
	return "CAST(" + x + " AS CHAR CHARACTER SET utf8mb4)"
}

// cell is what Read asks for: texts as they are, as the server sends them in UTF-8 anyway, and what else is
// kept as text as the server writes it.
func (w mariaSQL) cell(p pick) string {
	if (p.Type == schemas.Code || p.Type == schemas.Text) && !p.from.text() {
		return w.asText(p) + " AS " + mariaQuote(p.Name)
	}
	return mariaQuote(p.Name)
}

// readQuery writes the query of the rows that all of some conditions select; empty ones select all.
func (w mariaSQL) readQuery(l *layout, from string, conditions ...string) string {
	var cells []string
	for _, p := range l.picks {
		cells = append(cells, w.cell(p))
	}
	return selectFrom(cells, from, conditions)
}
