package warehouse

import (
	"context"
	"fmt"
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

// Demand computes the rows of a report on demand for one as-of day and a scope, in the form and order
// of Report. A day that is not one of FactDays gives none.
func (w *Warehouse) Demand(ctx context.Context, t *schemas.Table, asOf calendar.Day, scope Scope, lang string) (_ [][]any, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("report %s: %w", t.Name, err)
		}
	}()
	if !t.Demand {
		return nil, fmt.Errorf("%s is not a report on demand", t)
	}
	if err := w.ask(ctx, asOf, scope, lang); err != nil {
		return nil, err
	}
	return w.s.table(ctx, "SELECT "+strings.Join(names(t.Arrow())[1:], ", ")+" FROM "+inSchema(t)+" ORDER BY "+order(t))
}

// ask sets the variables that meta.asked reads.
func (w *Warehouse) ask(ctx context.Context, asOf calendar.Day, scope Scope, lang string) error {
	statements := []string{"SET VARIABLE as_of = DATE " + quote(date(asOf)), "SET VARIABLE lang = " + quote(lang)}
	for _, l := range scope.limits() {
		value := "NULL"
		if l.code != "" {
			value = quote(l.code)
		}
		statements = append(statements, "SET VARIABLE "+l.variable+" = "+value)
	}
	return w.s.exec(ctx, statements...)
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

// demands makes the views of the reports on demand, which hold nothing, with their comments.
func (b *builder) demands(ctx context.Context) error {
	statements := []string{"BEGIN"}
	for _, t := range schemas.Demands() {
		q, ok := queries.Demand(t.Name)
		if !ok {
			return fmt.Errorf("report %s has no query", t.Name)
		}
		name := inSchema(t)
		statements = append(statements, "CREATE VIEW "+name+" AS SELECT "+strings.Join(names(t.Arrow()), ", ")+" FROM ("+q.SQL+")",
			"COMMENT ON VIEW "+name+" IS "+quote(q.Doc))
		for _, c := range t.Columns {
			statements = append(statements, "COMMENT ON COLUMN "+name+"."+c.Name+" IS "+quote(c.Comment()))
		}
	}
	return b.exec(ctx, append(statements, "COMMIT")...)
}
