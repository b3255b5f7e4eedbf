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

// ranged: to find rows by an index on days costs as much as to read them, and groups of them as much as their sums.
func (mariaSQL) ranged() {}

func (w mariaSQL) office(p pick) string {
	return "CAST(IFNULL(" + w.text(p) + ", '') AS BINARY)"
}

func (w mariaSQL) bucket(p pick) string {
	return fmt.Sprintf("CRC32(%s) %% %d", w.link(p), schemas.Buckets)
}

// exactSum is up to which sum of numbers without their signs doubles add up without loss, and half of that.
const exactSum = 1 << 52

// amount adds up a column; NULL where doubles would not do. Where buckets are gathered in a table of the server's, an
// exact sum costs more than two doubles. Of exact numbers only those count that are whole and of 64 bits.
func (mariaSQL) amount(l *layout, p pick) string {
	const smallest, largest = "-9223372036854775808", "9223372036854775807"
	x := mariaQuote(p.Name)
	switch {
	case p.from.class == classDecimal:
		x = fmt.Sprintf("CASE WHEN %[1]s = TRUNCATE(%[1]s, 0) AND %[1]s BETWEEN %[2]s AND %[3]s THEN CAST(%[1]s AS SIGNED) END", x, smallest, largest)
	case p.from.unsigned():
		x = fmt.Sprintf("CASE WHEN %[1]s <= %[2]s THEN %[1]s END", x, largest)
	}
	if l.exact || l.table.Proof.Day != "" {
		return "IFNULL(SUM(" + x + "), 0)"
	}
	return fmt.Sprintf("IF(SUM(ABS(%[1]s + 0e0)) > %[2]d, NULL, CAST(IFNULL(SUM(%[1]s + 0e0), 0) AS SIGNED))", x, exactSum)
}

// separator stands between the cells of a row's text. Its collation is that of the whole, whatever those of the
// columns are; the server turns texts of other character sets into UTF-8.
const separator = "_utf8mb4 X'1F' COLLATE utf8mb4_bin"

// exactRows is how many numbers of 32 bits add up without loss in a double, which costs the server half of what an
// exact sum does.
const exactRows = 1 << 21

// checksum adds up the hashes of all rows' texts; NULL where a double would not do. The CRC-32 is taken once more, of
// its own digits: the sum of two CRCs is the same when cells of two rows are exchanged, too often to do without.
func (w mariaSQL) checksum(l *layout) string {
	picks := slices.DeleteFunc(slices.Clone(l.picks), func(p pick) bool { return p.opaque })
	hash := "CRC32(CRC32(" + w.row(picks, separator) + "))"
	if l.exact {
		return "IFNULL(SUM(" + hash + "), 0)"
	}
	return fmt.Sprintf("IF(count(*) > %d, NULL, CAST(IFNULL(SUM(%s + 0e0), 0) AS UNSIGNED))", exactRows, hash)
}

// witness adds up the first 64 bits of every row's SHA1.
func (w mariaSQL) witness(picks []pick, salt int64) string {
	return "SUM(CAST(CONV(LEFT(SHA1(" + w.row(picks, separator, fmt.Sprintf("'%d'", salt)) + "), 16), 16, 10) AS UNSIGNED))"
}

// row is the text of some columns, behind cells that are the same in every row.
func (w mariaSQL) row(picks []pick, cells ...string) string {
	for _, p := range picks {
		cells = append(cells, w.element(p))
	}
	return "CONCAT_WS(" + strings.Join(cells, ", ") + ")"
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
	case p.Type == schemas.Timestamp && p.from.decimals() < 6:
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
	case p.from.utf8:
		return x
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
