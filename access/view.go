package access

import (
	"slices"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// open lists the tables that everyone may see whole: names, rules, what figures mean and how old they are.
var open = []*schemas.Table{
	&schemas.Branch, &schemas.TransactionOffice, &schemas.Commune, &schemas.MassOrganisation, &schemas.LoanProgramme,
	&schemas.Run, &schemas.Definition, &schemas.RatingRule, &schemas.FeeRule, &schemas.FeeTier, &schemas.CheckResult,
}

// View is what a policy lets a role see of one table. The zero value is nothing.
type View struct {
	Whole      bool        // all rows; no conditions then
	Conditions []Condition // a row must meet all; none without Whole: no row
}

// Condition asks that a column holds one of some codes.
type Condition struct {
	Column string
	Codes  []string
	// OfOffice: the codes are of offices and the column is of communes: it must hold a commune that one of the
	// offices serves on the row's as-of day; of a table without one, now.
	OfOffice bool
	Dated    bool // the table has an as-of day
}

// On is what the policy lets see of a table. Where cells are suppressed figures of these rows are, by [schemas.Table.Cell].
func (p Policy) On(t *schemas.Table) View {
	if c := t.Cell(); !p.Plain() && (c == schemas.Undeclared || c == schemas.Withheld) {
		return View{}
	}
	if p.All || slices.Contains(open, t) {
		return View{Whole: true}
	}
	_, dated := t.Column("as_of")
	var v View
	for _, c := range []Condition{{Column: "union_code", Codes: p.Unions}, {Column: "office_code", Codes: p.Offices}, {Column: "commune_code", Codes: p.Communes}} {
		if len(c.Codes) == 0 {
			continue
		}
		if !has(t, c.Column) {
			if c.Column != "office_code" || !has(t, "commune_code") {
				return View{} // whose its rows are cannot be told
			}
			c.Column, c.OfOffice, c.Dated = "commune_code", true, dated
		}
		v.Conditions = append(v.Conditions, c)
	}
	return v
}

// SQL is what a row must meet, in the SQL that PostgreSQL and DuckDB share; empty: no row is seen. row is how columns of the
// table are named apart from others', as t. or nothing; communes is where schemas.Commune is read.
func (v View) SQL(row, communes string) string {
	if v.Whole {
		return "true"
	}
	var all []string
	for _, c := range v.Conditions {
		codes := make([]string, len(c.Codes))
		for i, code := range c.Codes {
			codes[i] = "'" + strings.ReplaceAll(code, "'", "''") + "'"
		}
		in := row + `"` + c.Column + `" IN (`
		if c.OfOffice {
			all = append(all, in+"SELECT s.commune_code FROM "+communes+" s WHERE s.office_code IN ("+strings.Join(codes, ", ")+") AND "+served(row, c.Dated)+")")
		} else {
			all = append(all, in+strings.Join(codes, ", ")+")")
		}
	}
	return strings.Join(all, " AND ")
}

// served is when an office serves a commune.
func served(row string, dated bool) string {
	if dated {
		return "s.valid_from <= " + row + "as_of AND (s.valid_to IS NULL OR s.valid_to > " + row + "as_of)"
	}
	return "s.valid_to IS NULL"
}

func has(t *schemas.Table, column string) bool {
	_, ok := t.Column(column)
	return ok
}
