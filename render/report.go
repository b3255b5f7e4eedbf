package render

import (
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
