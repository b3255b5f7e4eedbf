package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/rules"
	"github.com/uythac/uythac/schemas"
)

// trends fills the trends that are kept and makes the views of the others.
func (b *builder) trends(ctx context.Context) error {
	for _, t := range schemas.Trends() {
		b.step("trend " + t.Name)
		q, ok := queries.Trend(t.Name)
		if !ok {
			return fmt.Errorf("trend %s has no query", t.Name)
		}
		var err error
		if t.Demand {
			err = b.view(ctx, t, q, inSchema(t))
		} else {
			err = b.exec(ctx, "INSERT INTO "+inSchema(t)+" BY NAME "+q.SQL)
		}
		if err != nil {
			return fmt.Errorf("trend %s: %w", t.Name, err)
		}
	}
	return nil
}

// Filter keeps the rows of a trend whose columns have these values.
type Filter map[string]string

// Trend returns the rows of a trend, as_of first: those of the as-of day, or of a running trend those of all
// days up to it. A trend on demand is computed for the scope. Values are as Report's; rows come by day, then
// by key, totals last.
func (w *Warehouse) Trend(ctx context.Context, t *schemas.Table, asOf calendar.Day, scope Scope, where Filter, lang string) (_ [][]any, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("trend %s: %w", t.Name, err)
		}
	}()
	if t.Kind != schemas.Trend {
		return nil, fmt.Errorf("%s is not a trend", t)
	}
	if t.Demand {
		if err := w.Ask(ctx, asOf, scope, lang); err != nil {
			return nil, err
		}
	}
	return w.trend(ctx, t, asOf, where, lang)
}

// TrendPieces is Trend of a trend on demand for every commune by itself, in the order of their codes, and for what has
// none: a whole that would not fit into memory. f is called for each that has rows.
func (w *Warehouse) TrendPieces(ctx context.Context, t *schemas.Table, asOf calendar.Day, scope Scope, where Filter, lang string, f func(rows [][]any) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("trend %s: %w", t.Name, err)
		}
	}()
	if err := w.Ask(ctx, asOf, scope, lang); err != nil {
		return err
	}
	communes, err := w.s.table(ctx, "SELECT DISTINCT commune_code FROM indicator.commune_month ORDER BY commune_code")
	if err != nil {
		return err
	}
	for _, c := range communes {
		if err := w.set(ctx, map[string]string{"commune_code": quote(c[0].(string))}); err != nil {
			return err
		}
		rows, err := w.trend(ctx, t, asOf, where, lang)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			if err := f(rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// trend reads the rows of a trend; what is on demand has been asked.
func (w *Warehouse) trend(ctx context.Context, t *schemas.Table, asOf calendar.Day, where Filter, lang string) ([][]any, error) {
	columns := names(t.Arrow())
	conditions, args := []string{"as_of = ?::DATE"}, []any{date(asOf)}
	if t.Running {
		conditions[0] = "as_of <= ?::DATE"
	}
	for _, c := range columns {
		if v, ok := where[c]; ok {
			conditions, args = append(conditions, c+" = ?"), append(args, v)
		}
	}
	rows, err := w.s.table(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+inSchema(t)+" WHERE "+strings.Join(conditions, " AND ")+
		" ORDER BY "+trendOrder(t), args...)
	if name := slices.Index(columns, "union_name"); name >= 0 && err == nil {
		err = w.translate(ctx, rows, slices.Index(columns, "union_code"), name, lang)
	}
	return rows, err
}

// ordered are the columns whose values have an order of their own.
var ordered = map[string]string{
	"level":      "['union', 'branch', 'office', 'programme', 'fund_source']",
	"part":       "['union', 'commune', 'programme']",
	"from_state": "['in_term', 'overdue', 'frozen', 'new', 'brought_forward']",
	"to_state":   "['in_term', 'overdue', 'frozen', 'closed', 'written_off']",
	"band":       "['past', '30', '60', '90', '180', '365', 'over']",
}

// trendOrder is the ORDER BY of a trend's rows.
func trendOrder(t *schemas.Table) string {
	var by []string
	for _, key := range t.Key {
		c, _ := t.Column(key) // a table's key is of its columns
		list, own := ordered[key]
		switch {
		case own:
			by = append(by, "list_position("+list+", "+key+")")
			continue
		case c.Type == schemas.Code:
			by = append(by, key+" = '00'", key+" = '98'", key+" = ''")
		}
		by = append(by, key)
	}
	return strings.Join(by, ", ")
}

// TrendDays lists the as-of days that a kept trend has rows for, the latest last.
func (w *Warehouse) TrendDays(ctx context.Context, t *schemas.Table) ([]calendar.Day, error) {
	return w.s.days(ctx, "SELECT DISTINCT as_of FROM "+inSchema(t)+" ORDER BY as_of")
}

// SmallBase is under which base the trends call growth and ratios small.
func (w *Warehouse) SmallBase(ctx context.Context) (b rules.SmallBase, err error) {
	return b, w.s.conn.QueryRowContext(ctx, "SELECT loans, amount FROM meta.small_base").Scan(&b.Loans, &b.Amount)
}
