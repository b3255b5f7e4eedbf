package render

import (
	"math/big"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// Printed is a table as people read it, for those who lay it out themselves: the texts that Text prints.
type Printed struct {
	Heads, Units []string   // one a column; Units empty where there is none
	Numbers      []bool     // whether a column holds numbers and stands to the right
	Rows         [][]string // as many as the table's
	Notes        []string   // the table's, and what decreases and rounded rows call for
}

// Print turns a table into its texts. What has no text is an error.
func Print(t Table) (p Printed, err error) {
	c, err := people(t)
	if err != nil {
		return p, err
	}
	p.Rows, p.Notes = c.rows, c.notes
	p.Units, _ = units(t)
	for _, col := range t.Columns {
		p.Heads = append(p.Heads, heading(t.Lang, col))
		p.Numbers = append(p.Numbers, rightAligned(col))
	}
	return p, nil
}

// Amount is a number and its unit as a sentence says them: 3.207 and tỷ đồng. The sign is left out,
// it is in the exact value. An unknown unit is empty.
func Amount(lang string, c schemas.Column, v any) (number, unit string, exactly *big.Rat, err error) {
	show := c.Show
	if s, ok := v.(Shown); ok {
		show = s.Show
	}
	if exactly, err = exact(v); err != nil {
		return "", "", nil, err
	}
	unit = pick(lang, show.VI, show.EN)
	switch {
	case unit != "" || c.Unit == "":
	case c.Unit == "đồng":
		unit = pick(lang, "đồng", "VND")
	default:
		unit = Word(lang, "unit", c.Unit)
	}
	return strings.TrimPrefix(Number(lang, exactly, show), "-"), unit, exactly, nil
}

// Figure is a headline value as people read it, with the words of its key: false for a key without words.
func Figure(lang, key string, v any) (c schemas.Column, shown Shown, ok bool) {
	for _, f := range figures {
		if f.key == key {
			return schemas.Column{Name: key, Type: schemas.Exact, VI: f.vi, EN: f.en, Show: f.show}, Shown{v, readable(v, f.show)}, true
		}
	}
	return c, shown, false
}

// IsChange tells whether a column is a change since the beginning of the year.
func IsChange(c schemas.Column) bool { return isChange(c) }
