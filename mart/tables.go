package mart

import (
	"slices"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// named lists the dimensions that give names to what figures are about. What is about single households stays in the warehouse.
var named = []*schemas.Table{
	&schemas.Branch, &schemas.TransactionOffice, &schemas.Commune, &schemas.MassOrganisation, &schemas.LoanProgramme, &schemas.SavingsGroup,
}

// told lists what the mart says about itself.
var told = []*schemas.Table{
	&schemas.Run, &schemas.RunHistory, &schemas.RunStep, &schemas.RatingRule, &schemas.FeeRule, &schemas.FeeTier, &schemas.Definition,
	&schemas.CheckResult, &schemas.CheckRow,
}

// single tells whether an indicator's rows are of single households: such stay in the warehouse.
func single(t *schemas.Table) bool {
	return slices.ContainsFunc(t.Columns, func(c schemas.Column) bool { return c.Name == "contract_no" || c.Name == "customer_code" })
}

// Tables lists what is published: names, the indicators of groups and above, all reports (those on demand of the latest day), the kept
// trends, checks and what the figures mean. Trends on demand are left out: they are indicators by month, which are there.
func Tables() []*schemas.Table {
	var list []*schemas.Table
	for _, t := range schemas.All() {
		if t.Kind == schemas.Indicator && !single(t) || t.Kind == schemas.Report || t.Kind == schemas.Trend && !t.Demand {
			list = append(list, t)
		}
	}
	return slices.Concat(named, list, told)
}

// namespaces are the schemas of the tables.
func namespaces() (list []string) {
	for _, t := range Tables() {
		list = append(list, t.Kind.Namespace())
	}
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// types are PostgreSQL's for what columns hold. Moments are UTC in the warehouse and know it here.
var types = [...]string{
	schemas.Code: "text", schemas.Text: "text", schemas.Int64: "bigint", schemas.Int32: "integer", schemas.Int16: "smallint", schemas.Bool: "boolean",
	schemas.Date: "date", schemas.Timestamp: "timestamp with time zone", schemas.Rate: "numeric(7,4)", schemas.Ratio: "double precision", schemas.Exact: "numeric(38,12)",
}

// columns are those that the warehouse holds.
func columns(t *schemas.Table) []schemas.Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c schemas.Column) bool { return c.Personal })
}

// name is a table's own, with its schema.
func name(t *schemas.Table) string { return quote(t.Kind.Namespace()) + "." + quote(t.Name) }

// definition is the list of columns of a CREATE TABLE.
func definition(t *schemas.Table) string {
	var list []string
	for _, c := range columns(t) {
		list = append(list, column(c))
	}
	return "(" + strings.Join(list, ", ") + ")"
}

func column(c schemas.Column) string {
	text := quote(c.Name) + " " + types[c.Type]
	if !c.Null {
		text += " NOT NULL"
	}
	return text
}

// key is the primary key of a table; empty when a column of its key may be NULL.
func key(t *schemas.Table) string {
	var list []string
	for _, k := range t.Key {
		if c, _ := t.Column(k); c.Null || c.Personal {
			return ""
		}
		list = append(list, quote(k))
	}
	if list == nil {
		return ""
	}
	return "PRIMARY KEY (" + strings.Join(list, ", ") + ")"
}

// comment says what a table is.
func comment(t *schemas.Table) string {
	if t.VI == "" {
		return t.Doc
	}
	return t.VI + " / " + t.EN + ". " + t.Doc
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
