package mart

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/uythac/uythac/access"
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

// table is a table of the mart: one of [Tables], or what roles have in its place for whom cells of few households are suppressed. That
// is a table of its own, in a schema of its own: what is suppressed is not hidden from such a role, it is not there.
type table struct {
	*schemas.Table                // its columns
	of             *schemas.Table // as schemas has it
	below          int64          // cells of fewer households are suppressed; 0: none is
}

// tables lists what the mart has for some roles. Where cells are suppressed, tables without cells are not copied.
func tables(roles access.Roles) (list []table) {
	for _, t := range Tables() {
		list = append(list, table{t, t, 0})
	}
	for _, below := range belows(roles) {
		for _, t := range Tables() {
			if c := t.Cell(); c != schemas.Undeclared && c != schemas.Withheld && c != schemas.Nobody {
				list = append(list, table{t.Suppressed(), t, below})
			}
		}
	}
	return list
}

// belows are the numbers of households below which some role's cells are suppressed.
func belows(roles access.Roles) []int64 {
	asked := map[int64]bool{}
	for _, p := range roles {
		asked[p.SuppressBelow] = !p.Plain()
	}
	delete(asked, 0)
	return slices.Sorted(maps.Keys(asked))
}

// rows are the rows that a policy lets see, as SQL; empty: none. Of a table with cells a policy sees only that which suppresses as it asks.
func (t table) rows(p access.Policy) string {
	if t.below != p.SuppressBelow && t.of.Cell() != schemas.Nobody {
		return ""
	}
	return p.On(t.of).SQL("", "dim.commune")
}

// namespace is the table's schema.
func (t table) namespace() string {
	if t.below == 0 {
		return t.Kind.Namespace()
	}
	return fmt.Sprintf("%s_below_%d", t.Kind.Namespace(), t.below)
}

// namespaces are the schemas of tables.
func namespaces(tables []table) (list []string) {
	for _, t := range tables {
		list = append(list, t.namespace())
	}
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// types are PostgreSQL's for what columns hold. Moments are UTC in the warehouse and know it here.
var types = [...]string{
	schemas.Code: "text", schemas.Text: "text", schemas.Int64: "bigint", schemas.Int32: "integer", schemas.Int16: "smallint", schemas.Bool: "boolean",
	schemas.Date: "date", schemas.Timestamp: "timestamp with time zone", schemas.Rate: "numeric(7,4)", schemas.Ratio: "double precision", schemas.Exact: "numeric(38,12)",
}

// columns are those that the warehouse holds.
func columns(t table) []schemas.Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c schemas.Column) bool { return c.Personal })
}

// name is a table's own, with its schema.
func name(t table) string { return quote(t.namespace()) + "." + quote(t.Name) }

// definition is the list of columns of a CREATE TABLE.
func definition(t table) string {
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
func key(t table) string {
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
func comment(t table) string {
	text := t.Doc
	if t.VI != "" {
		text = t.VI + " / " + t.EN + ". " + t.Doc
	}
	if t.below > 0 {
		text += fmt.Sprintf(" Cells of fewer than %d households, and others that would tell them, have no figures.", t.below)
	}
	return text
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
