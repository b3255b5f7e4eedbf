package warehouse

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Asked is which rows of a report or trend are asked for.
type Asked struct {
	AsOf   calendar.Day
	Scope  Scope  // of a role's file: none
	Lang   string // vi or en
	Where  Filter // columns of the table that must hold a text
	Copied bool   // the file is a role's: what is computed on demand is in tables of it
}

// Rows is the statement that gives the rows of a report or trend, as_of first, in the order of [Warehouse.Report] and
// [Warehouse.Trend]. A trend that has rows of some days only gives those of the last such day.
func (q Asked) Rows(t *schemas.Table) Statement {
	s := Statement{Params: map[string]any{}}
	from, order := inSchema(t), orderOf(t)
	onDemand := !q.Copied && (t.Demand || t.Kind == schemas.Report && q.Scope != (Scope{}))
	if onDemand {
		s.Variables = q.variables()
		if !t.Demand {
			from = scopedView(t)
		}
	} else if t.Demand {
		from = "(FROM " + from + " UNION ALL FROM " + former + "." + t.Name + ")"
	}
	var where []string
	if !onDemand || t.Kind == schemas.Trend {
		where, s.Params["as_of"] = append(where, q.day(t, from)), q.AsOf
	}
	for _, column := range slices.Sorted(maps.Keys(q.Where)) {
		where, s.Params["where_"+column] = append(where, "t."+column+" = $where_"+column), q.Where[column]
	}
	if where == nil {
		where = []string{"true"}
	}
	s.SQL = fmt.Sprintf("SELECT %s FROM %s t WHERE %s ORDER BY %s", strings.Join(q.columns(t), ", "), from, strings.Join(where, " AND "), order)
	return s
}

// day is the condition on as_of.
func (q Asked) day(t *schemas.Table, from string) string {
	switch {
	case t.Kind == schemas.Trend && t.Running:
		return "t.as_of <= $as_of"
	case t.Kind == schemas.Trend && !t.Demand:
		return "t.as_of = (SELECT max(d.as_of) FROM " + from + " d WHERE d.as_of <= $as_of)"
	}
	return "t.as_of = $as_of"
}

// columns are those of the table; the names of unions are in the language asked for.
func (q Asked) columns(t *schemas.Table) (list []string) {
	all := names(t.Arrow())
	for _, name := range all {
		if name == "union_name" && slices.Contains(all, "union_code") && q.Lang == "en" {
			name = "coalesce((SELECT any_value(u.name_en) FROM meta.union_row u WHERE u.union_code = t.union_code), t.union_name) AS union_name"
		}
		list = append(list, name)
	}
	return list
}

// variables are those that meta.asked reads.
func (q Asked) variables() map[string]string {
	v := map[string]string{"as_of": date(q.AsOf), "lang": q.Lang}
	for _, l := range q.Scope.limits() {
		if l.code != "" {
			v[l.variable] = l.code
		}
	}
	return v
}

func orderOf(t *schemas.Table) string {
	if t.Kind == schemas.Trend {
		return trendOrder(t)
	}
	if o := order(t); o != "" {
		return "as_of, " + o
	}
	return "as_of"
}
