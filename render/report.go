package render

import (
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Report makes a printable table of a report's rows on an as-of day. With people true, codes and
// headline keys become words; programs get columns and values exactly as the report has them.
func Report(t *schemas.Table, columns []schemas.Column, rows [][]any, asOf calendar.Day, lang string, people bool) Table {
	out := Table{Title: pick(lang, t.VI, t.EN), Subtitle: pick(lang, "Đến ngày ", "As of ") + Day(lang, asOf), Columns: columns, Rows: rows, Lang: lang}
	out.Subtitle += pick(lang, "; phát sinh từ ", "; flows from ") + Day(lang, asOf.YearStart()) +
		pick(lang, "; tăng, giảm so với ", "; changes against ") + Day(lang, asOf.BaseDay())
	if people && t == &schemas.Headline {
		out.Columns, out.Rows = headlineColumns, headlines(lang, rows)
	}
	return out
}

// Trend makes a printable table of a trend's rows up to or on an as-of day; as_of, where it is a column, gets a
// heading. With people true, the values of a trend whose unit stands in its rows are printed in it.
func Trend(t *schemas.Table, columns []schemas.Column, rows [][]any, asOf calendar.Day, lang string, people bool) Table {
	columns = slices.Clone(columns)
	if columns[0].Name == "as_of" {
		columns[0].VI, columns[0].EN = "Ngày", "As of"
	}
	out := Table{Title: pick(lang, t.VI, t.EN), Subtitle: pick(lang, "Đến ngày ", "As of ") + Day(lang, asOf), Columns: columns, Rows: rows, Lang: lang}
	if people {
		out.Rows = inUnits(columns, rows)
	}
	return out
}

// inUnits prints the ratios of rows in the unit that the row names: fractions as percentages.
func inUnits(columns []schemas.Column, rows [][]any) [][]any {
	unit := slices.IndexFunc(columns, func(c schemas.Column) bool { return c.Name == "unit" })
	if unit < 0 {
		return rows
	}
	out := make([][]any, len(rows))
	for i, row := range rows {
		out[i] = slices.Clone(row)
		if row[unit] == "fraction" {
			out[i][unit] = "%"
		}
		for j, c := range columns {
			switch {
			case row[j] == nil || c.Type != schemas.Ratio || c.Show.Percent || strings.HasSuffix(c.Name, "_change"):
			case row[unit] == "fraction":
				out[i][j] = Shown{row[j], schemas.Show{Percent: true, Decimals: 2}}
			case row[unit] != "đồng":
				out[i][j] = Shown{row[j], schemas.Show{Decimals: 1}}
			default:
				out[i][j] = Shown{row[j], schemas.Show{}}
			}
		}
	}
	return out
}
