package render

import (
	"fmt"
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
	decreases, hidden := false, false
	for i, row := range t.Rows {
		out.rows[i] = make([]string, len(row))
		hides := t.Hides(row)
		hidden = hidden || hides
		for j, v := range row {
			if hides && v == nil {
				out.rows[i][j] = Hidden(t.Lang)
				continue
			}
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
	if hidden { // and rows do not add up to their total for another reason than rounding
		out.notes = append(out.notes[:len(out.notes):len(out.notes)], pick(t.Lang, "Ô “"+Hidden("vi")+"”: ", `Cells that say "`+Hidden("en")+`": `)+WhyHidden(t.Lang, t.Below)+
			pick(t.Lang, ", hoặc vì từ đó suy ra được ô như vậy.", ", or because such a cell would follow from it."))
		return out, nil
	}
	note, err := roundingNote(t)
	if note != "" {
		out.notes = append(out.notes[:len(out.notes):len(out.notes)], note)
	}
	return out, err
}

// Hides tells whether the figures of a row are suppressed: one is missing in a column that always has one.
func (t Table) Hides(row []any) bool {
	if t.Below == 0 {
		return false
	}
	for j, v := range row {
		if v == nil && !t.Columns[j].Null {
			return true
		}
	}
	return false
}

// Hidden stands for a figure of a suppressed cell.
func Hidden(lang string) string { return pick(lang, "ẩn", "hidden") }

// WhyHidden says why figures of cells of fewer households than below are hidden.
func WhyHidden(lang string, below int64) string {
	return fmt.Sprintf(pick(lang, "ẩn vì dưới %d hộ", "hidden because of fewer than %d households"), below)
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
