// Package render prints tables of values: aligned text and Markdown for people, CSV and JSON for
// programs. People get published units, rounded half away from zero from the exact values, with
// Vietnamese or English headings and separators; programs get the values as they are.
//
// It refuses to compute a figure: what it prints is in the rows it is given.
package render

import (
	"io"

	"github.com/uythac/uythac/schemas"
)

// Table is what can be printed.
type Table struct {
	Title    string // one line; empty: none
	Subtitle string // under the title: the as-of day, units in words
	Columns  []schemas.Column
	Rows     [][]any  // int64, float64, string, bool, calendar.Day, Shown, decimals as text, or nil; as many as Columns
	Lang     string   // vi or en; empty: vi. Programs' formats do not depend on it
	Notes    []string // lines under the table
	Below    int64    // cells of fewer households have no figures: NULL where there always is one is said to be hidden; 0: none is
	Small    int64    // đồng: growth of overdue debt from less than this is noted to say little; 0: it is not
	Headless bool     // CSV: without the header, for it goes on with what was printed before
}

// Shown is a value that is printed for people in another way than its column says.
type Shown struct {
	Value any
	Show  schemas.Show
}

// Formats lists the names that To knows: the first is the default.
func Formats() []string { return []string{"table", "csv", "json", "markdown"} }

// To prints a table in the format of that name; false when there is no such format.
func To(w io.Writer, format string, t Table) (known bool, err error) {
	switch format {
	case "table":
		return true, Text(w, t)
	case "csv":
		return true, CSV(w, t)
	case "json":
		return true, JSON(w, t)
	case "markdown":
		return true, Markdown(w, t)
	}
	return false, nil
}

// pick returns the Vietnamese or the English text.
func pick(lang, vi, en string) string {
	if lang == "en" {
		return en
	}
	return vi
}

// heading is the column's heading in a language, its name where it has none.
func heading(lang string, c schemas.Column) string {
	if h := pick(lang, c.VI, c.EN); h != "" {
		return h
	}
	return c.Name
}

// rightAligned tells whether a column holds numbers.
func rightAligned(c schemas.Column) bool {
	switch c.Type {
	case schemas.Int64, schemas.Int32, schemas.Int16, schemas.Rate, schemas.Ratio, schemas.Exact:
		return true
	}
	return false
}
