package render

import (
	"strings"

	"github.com/uythac/uythac/schemas"
)

// cells are the texts of a table for people, with the notes that the texts call for.
type cells struct {
	rows  [][]string
	notes []string
}

// people turns values into text for people. A decrease in a change column stands in parentheses,
// as in the published tables.
func people(t Table) (cells, error) {
	out := cells{rows: make([][]string, len(t.Rows)), notes: t.Notes}
	decreases := false
	for i, row := range t.Rows {
		out.rows[i] = make([]string, len(row))
		for j, v := range row {
			s, err := shown(t.Lang, t.Columns[j], v)
			if err != nil {
				return out, err
			}
			if isChange(t.Columns[j]) && strings.HasPrefix(s, "-") {
				s, decreases = "("+s[1:]+")", true
			}
			out.rows[i][j] = s
		}
	}
	if decreases {
		out.notes = append(out.notes[:len(out.notes):len(out.notes)], pick(t.Lang, "Số trong ngoặc đơn là số giảm.", "Figures in parentheses are decreases."))
	}
	if note := growthNote(t); note != "" {
		out.notes = append(out.notes[:len(out.notes):len(out.notes)], note)
	}
	note, err := roundingNote(t)
	if note != "" {
		out.notes = append(out.notes[:len(out.notes):len(out.notes)], note)
	}
	return out, err
}

func isChange(c schemas.Column) bool { return strings.HasSuffix(c.Name, "_change") }

// units are the units printed under or beside the headings.
func units(t Table) (all []string, any bool) {
	for _, c := range t.Columns {
		u := pick(t.Lang, c.Show.VI, c.Show.EN)
		all = append(all, u)
		any = any || u != ""
	}
	return all, any
}
