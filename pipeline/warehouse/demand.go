package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// Scope is what a report on demand is about; an empty code is no limit. What belongs to several scopes
// at once is what belongs to each.
type Scope struct{ Union, Office, Commune, Programme, Branch string }

// limit is one code of a scope, and where the warehouse lists the codes there are.
type limit struct{ what, vi, variable, code, table string }

func (s Scope) limits() []limit {
	return []limit{
		{"union", "hội", "union_code", s.Union, "meta.shown_union"},
		{"office", "phòng giao dịch", "office_code", s.Office, "dim.transaction_office"},
		{"commune", "xã", "commune_code", s.Commune, "dim.commune"},
		{"programme", "chương trình", "programme_code", s.Programme, "dim.loan_programme"},
		{"branch", "chi nhánh", "branch_code", s.Branch, "dim.branch"},
	}
}

// String lists the limits, as "union 11, office 003701"; empty without one.
func (s Scope) String() string { return s.Text("en") }

// Text is String in a language, vi or en.
func (s Scope) Text(lang string) string {
	var parts []string
	for _, l := range s.limits() {
		what := l.what
		if lang == "vi" {
			what = l.vi
		}
		if l.code != "" {
			parts = append(parts, what+" "+l.code)
		}
	}
	return strings.Join(parts, ", ")
}

// Demand computes the rows of a report for one as-of day and a scope, in the form and order of Report.
// Kept reports are computed, too: without a scope that gives what is kept. A day that is not one of FactDays gives none.
func (w *Warehouse) Demand(ctx context.Context, t *schemas.Table, asOf calendar.Day, scope Scope, lang string) ([][]any, error) {
	return w.demand(ctx, t, asOf, scope, lang, names(t.Arrow())[1:], "true")
}

// DemandRow is Demand of the one row that has a key, the texts of its values in the key's order. Columns that are not wanted are nil:
// what nobody asks for need not be computed.
func (w *Warehouse) DemandRow(ctx context.Context, t *schemas.Table, asOf calendar.Day, scope Scope, lang string, key []string, wanted func(column string) bool) ([][]any, error) {
	columns := names(t.Arrow())[1:]
	for i, name := range columns {
		if !wanted(name) && !slices.Contains(t.Key, name) {
			columns[i] = "NULL AS " + name
		}
	}
	var where []string
	for i, name := range t.Key[1:] {
		if c, _ := t.Column(name); c.Type != schemas.Code && c.Type != schemas.Text {
			name += "::VARCHAR"
		}
		where = append(where, name+" = "+quote(key[i]))
	}
	return w.demand(ctx, t, asOf, scope, lang, columns, strings.Join(where, " AND "))
}

func (w *Warehouse) demand(ctx context.Context, t *schemas.Table, asOf calendar.Day, scope Scope, lang string, columns []string, where string) (_ [][]any, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("report %s: %w", t.Name, err)
		}
	}()
	from := inSchema(t)
	if t.Kind != schemas.Report {
		return nil, fmt.Errorf("%s is not a report", t)
	}
	if !t.Demand {
		from = scopedView(t)
	}
	if err := w.Ask(ctx, asOf, scope, lang); err != nil {
		return nil, err
	}
	return w.s.table(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+from+" WHERE "+where+" ORDER BY "+order(t))
}

// Ask sets the day, scope and language that meta.asked reads, and with it what Trail looks behind.
func (w *Warehouse) Ask(ctx context.Context, asOf calendar.Day, scope Scope, lang string) error {
	values := map[string]string{"as_of": "DATE " + quote(date(asOf)), "lang": quote(lang)}
	for _, l := range scope.limits() {
		values[l.variable] = "NULL"
		if l.code != "" {
			values[l.variable] = quote(l.code)
		}
	}
	return w.set(ctx, values)
}

// set gives the session's variables values, which are written as SQL; those that have them already cost nothing, and until then all are NULL.
func (w *Warehouse) set(ctx context.Context, values map[string]string) error {
	if w.posed == nil {
		w.posed = map[string]string{}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if cmp.Or(w.posed[name], "NULL") == values[name] {
			continue
		}
		if err := w.s.exec(ctx, "SET VARIABLE "+name+" = "+values[name]); err != nil {
			return err
		}
		w.posed[name] = values[name]
	}
	return nil
}

// FactDays lists the as-of days that reports on demand answer for, the latest last: those whose year,
// and the day that changes are measured against, have their facts in the file.
func (w *Warehouse) FactDays(ctx context.Context) ([]calendar.Day, error) {
	return w.s.days(ctx, "SELECT as_of FROM meta.fact_day ORDER BY as_of")
}

// Unknown says which code of a scope the warehouse does not have, as "commune 999999"; empty when it has all.
func (w *Warehouse) Unknown(ctx context.Context, scope Scope) (string, error) {
	for _, l := range scope.limits() {
		if l.code == "" {
			continue
		}
		rows, err := w.s.table(ctx, "SELECT 1 FROM "+l.table+" WHERE "+l.variable+" = ? AND "+l.variable+" <> '00' LIMIT 1", l.code)
		if err != nil {
			return "", fmt.Errorf("look up %s %s: %w", l.what, l.code, err)
		}
		if len(rows) == 0 {
			return l.what + " " + l.code, nil
		}
	}
	return "", nil
}

// Named says what a scope is about in the names of the day and in a language, as "Hội Nông dân, xã An An"; empty without a limit.
func (w *Warehouse) Named(ctx context.Context, asOf calendar.Day, scope Scope, lang string) (string, error) {
	if err := w.Ask(ctx, asOf, Scope{}, lang); err != nil {
		return "", err
	}
	var parts []string
	for _, l := range scope.limits() {
		if l.code == "" {
			continue
		}
		rows, err := w.s.table(ctx, "SELECT name FROM (SELECT kind, code, name FROM meta.named UNION ALL SELECT 'union', union_code, union_name FROM meta.shown_union) WHERE kind = ? AND code = ?", l.what, l.code)
		if err != nil {
			return "", fmt.Errorf("look up %s %s: %w", l.what, l.code, err)
		}
		name := l.code
		if len(rows) > 0 {
			name = fmt.Sprint(rows[0][0])
		}
		if l.what == "programme" { // the others' names say what they are
			name = Scope{Programme: name}.Text(lang)
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", "), nil
}

// onDemand lists the reports and trends that are views.
func onDemand() []*schemas.Table {
	return slices.DeleteFunc(schemas.All(), func(t *schemas.Table) bool { return !t.Demand })
}

// demands makes the views of the reports on demand, which hold nothing, with their comments.
func (b *builder) demands(ctx context.Context) error {
	if err := b.scopes(ctx); err != nil { // some reports on demand read kept ones in a scope
		return err
	}
	for _, t := range schemas.Demands() {
		q, ok := queries.Demand(t.Name)
		if !ok {
			return fmt.Errorf("report %s has no query", t.Name)
		}
		if err := b.view(ctx, t, q, inSchema(t)); err != nil {
			return fmt.Errorf("report %s: %w", t.Name, err)
		}
	}
	return nil
}

// scopedView is the view that computes a kept report for a scope.
func scopedView(t *schemas.Table) string { return "scoped." + t.Name }

// scopes makes the views of the kept reports, in their order: the last one reads those before it.
func (b *builder) scopes(ctx context.Context) error {
	if err := b.exec(ctx, "CREATE SCHEMA IF NOT EXISTS scoped"); err != nil {
		return err
	}
	for _, t := range schemas.Reports() {
		q, ok := queries.Scoped(t.Name)
		if !ok {
			return fmt.Errorf("report %s has no query for a scope", t.Name)
		}
		if err := b.view(ctx, t, q, scopedView(t)); err != nil {
			return fmt.Errorf("report %s in a scope: %w", t.Name, err)
		}
	}
	return nil
}

// view makes the view of what is computed on demand.
func (b *builder) view(ctx context.Context, t *schemas.Table, q queries.Query, name string) error {
	statements := []string{
		"BEGIN",
		"CREATE VIEW " + name + " AS " + asText("SELECT "+typed(t)+" FROM ("+q.SQL+")"),
		"COMMENT ON VIEW " + name + " IS " + quote(q.Doc),
	}
	for _, c := range t.Columns {
		statements = append(statements, "COMMENT ON COLUMN "+name+"."+c.Name+" IS "+quote(c.Comment()))
	}
	return b.exec(ctx, append(statements, "COMMIT")...)
}

// asText is a SELECT as a view keeps it: a text, which DuckDB reads when the view is asked. The trees of a hundred SELECTs
// that it would read instead whenever it opens the file took 10 ms, a fifth of a small report.
func asText(query string) string { return "FROM query(" + quote(query) + ")" }

// typed selects the columns of a table from a query, in their types: sums are wider than what they add up.
func typed(t *schemas.Table) string {
	var list []string
	for _, name := range names(t.Arrow()) {
		c, _ := t.Column(name) // the Arrow fields are the table's columns
		list = append(list, c.Name+"::"+c.Type.DuckDB()+" AS "+c.Name)
	}
	return strings.Join(list, ", ")
}
