package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// TrendNames lists the names of the trends there are.
func TrendNames() []string { return names(schemas.Trends()) }

// ReadTrend reads a trend of the published warehouse, or computes one on demand from it. The rows are those of the
// as-of day; of a running trend those of all days up to it, with as_of as their first column. An unknown
// trend, day or code is a *UsageError that lists what there is.
func ReadTrend(ctx context.Context, c Config, q Question) (r ReportRows, err error) {
	r, _, err = ReadCharted(ctx, c, q)
	return r, err
}

// ReadCharted is ReadTrend with the outcome of every check, from one and the same file.
func ReadCharted(ctx context.Context, c Config, q Question) (r ReportRows, checks []warehouse.CheckOutcome, err error) {
	t, w, err := openTrend(ctx, c, q)
	if err != nil {
		return r, nil, err
	}
	defer w.Leave()
	if r, err = readTrend(ctx, w, t, q); err != nil {
		return r, nil, err
	}
	if r.Run, err = w.Run(ctx); err != nil {
		return r, nil, err
	}
	checks, err = w.Checks(ctx)
	return r, checks, err
}

// openTrend finds the table of the trend that is asked for and opens what is published, once the question makes sense.
// The caller leaves the warehouse.
func openTrend(ctx context.Context, c Config, q Question) (*schemas.Table, *warehouse.Warehouse, error) {
	i := slices.Index(TrendNames(), q.Report)
	if i < 0 {
		return nil, nil, &UsageError{fmt.Sprintf("there is no trend %q", q.Report), "take one of: " + strings.Join(TrendNames(), ", ")}
	}
	t := inScope(schemas.Trends()[i], q.Scope)
	if _, err := trendFilter(t, q); err != nil {
		return nil, nil, err
	}
	w, err := openPublished(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	if err := known(ctx, w, q.Scope); err != nil {
		w.Leave()
		return nil, nil, err
	}
	return t, w, nil
}

// InPieces tells whether a trend is too long to be read whole, and is read commune by commune: those of all communes and
// groups, unless one commune or one figure is asked for.
func InPieces(q Question) bool {
	switch q.Report {
	case schemas.SeriesByCommune.Name, schemas.RatiosByCommune.Name, schemas.SeriesByGroup.Name:
		return q.Scope.Commune == "" && q.Indicator == ""
	}
	return false
}

// EachPiece is ReadTrend for a trend that is read in pieces: f is called for every commune's rows, in the order of their codes.
func EachPiece(ctx context.Context, c Config, q Question, f func(ReportRows) error) error {
	t, w, err := openTrend(ctx, c, q)
	if err != nil {
		return err
	}
	defer w.Leave()
	r, where, err := trendAt(ctx, w, t, q)
	if err != nil {
		return err
	}
	found := false
	err = w.TrendPieces(ctx, r.Table, r.AsOf, q.Scope, where, q.Lang, func(rows [][]any) error {
		found, r.Rows = true, rows
		return f(r)
	})
	if err == nil && !found {
		err = f(r)
	}
	return tooMuch(err)
}

// trendAt is a trend without its rows, on the day that is asked for, and which rows these are.
func trendAt(ctx context.Context, w *warehouse.Warehouse, t *schemas.Table, q Question) (r ReportRows, where warehouse.Filter, err error) {
	r = ReportRows{Table: t, Scope: q.Scope, Columns: t.Columns}
	if where, err = trendFilter(t, q); err == nil {
		r.AsOf, err = trendDay(ctx, w, t, q.AsOf)
	}
	return r, where, err
}

// readTrend reads the rows of a trend from an open warehouse.
func readTrend(ctx context.Context, w *warehouse.Warehouse, t *schemas.Table, q Question) (r ReportRows, err error) {
	r, where, err := trendAt(ctx, w, t, q)
	if err != nil {
		return r, err
	}
	if r.SmallBase, err = w.SmallBase(ctx); err != nil {
		return r, err
	}
	if r.Rows, err = w.Trend(ctx, t, r.AsOf, q.Scope, where, q.Lang); err != nil {
		if InPieces(q) && warehouse.Exhausted(err) {
			return r, fmt.Errorf("%w\n  → take --format csv, which is read commune by commune, or ask for one --commune or --indicator", err)
		}
		return r, tooMuch(err)
	}
	if len(r.Rows) == 0 && q.Indicator != "" {
		return r, &UsageError{fmt.Sprintf("%s has no figure %q there", q.Report, q.Indicator), "without --indicator all are listed"}
	}
	if t.Running {
		return r, nil
	}
	r.Columns = t.Columns[1:]
	for i := range r.Rows {
		r.Rows[i] = r.Rows[i][1:]
	}
	return r, nil
}

// trendFilter turns what is asked into the rows that a trend has for it.
func trendFilter(t *schemas.Table, q Question) (warehouse.Filter, error) {
	where := warehouse.Filter{}
	if q.Indicator != "" {
		if _, ok := t.Column("indicator"); !ok {
			return nil, &UsageError{q.Report + " has no indicators to choose from", "leave --indicator out"}
		}
		where["indicator"] = q.Indicator
	}
	_, leveled := t.Column("level")
	s, free := q.Scope, q.Scope
	switch {
	case t == &schemas.SeriesByGroup:
		free.Union, free.Office, free.Commune, free.Branch = "", "", "", ""
	case t == &schemas.SeriesByCommune || t == &schemas.RatiosByCommune:
		free.Union, free.Commune, free.Branch = "", "", ""
		if q.Report != t.Name && s.Union == "" {
			where["union_code"] = "00" // asked as the series of one commune
		}
	case schemas.IsPlaced(t):
		if q.Report != t.Name {
			onePlace(where, s) // asked as the trend by union
		}
		return where, nil
	case leveled:
		return where, level(where, q)
	default:
		if _, ok := t.Column("union_code"); ok && s.Union != "" {
			where["union_code"], free.Union = s.Union, ""
		}
	}
	if free != (warehouse.Scope{}) {
		return nil, &UsageError{fmt.Sprintf("%s has no rows for %s", q.Report, free), "leave it out"}
	}
	return where, nil
}

// inScope is the trend that has the rows of a scope: the series of communes, and the quality of debt at a place, of a
// programme or a branch, are computed when they are asked for.
func inScope(t *schemas.Table, s warehouse.Scope) *schemas.Table {
	switch {
	case s.Commune != "" && t == &schemas.Series:
		return &schemas.SeriesByCommune
	case s.Commune != "" && t == &schemas.Ratios:
		return &schemas.RatiosByCommune
	case s == warehouse.Scope{Union: s.Union}:
		return t
	}
	if placed, ok := schemas.Placed(t, s.Commune != ""); ok {
		return placed
	}
	return t
}

// onePlace chooses the rows of one place of a trend by place: that of the scope, or all that the scope leaves.
func onePlace(where warehouse.Filter, s warehouse.Scope) {
	where["office_code"] = "00"
	if s.Office != "" {
		where["office_code"] = s.Office
	}
	if s.Commune != "" {
		where["commune_code"] = s.Commune
	}
	if s.Union != "" {
		where["union_code"] = s.Union
	}
}

// level chooses the rows of a series: those of one place, programme, branch or union, or of all.
func level(where warehouse.Filter, q Question) error {
	where["level"], where["code"], where["union_code"] = "union", "00", "00"
	s := q.Scope
	if s.Union != "" {
		where["code"], where["union_code"] = s.Union, s.Union
	}
	if s.Branch != "" {
		where["level"], where["code"], where["branch_code"] = "branch", s.Branch, s.Branch
	}
	places := 0
	for _, p := range []struct{ level, code string }{{"office", s.Office}, {"programme", s.Programme}} {
		if p.code != "" {
			where["level"], where["code"] = p.level, p.code
			places++
		}
	}
	if places > 1 {
		return &UsageError{fmt.Sprintf("%s has no rows for %s together", q.Report, s), "ask for one of them"}
	}
	return nil
}

// trendDay is the day that a trend is read for: the one asked for, else the latest. A trend that has rows for some
// days only takes one of these; seasons are those of the last year's end. Where there is no row yet, any as-of
// day gives none.
func trendDay(ctx context.Context, w *warehouse.Warehouse, t *schemas.Table, asOf *calendar.Day) (calendar.Day, error) {
	if t.Demand {
		return chosenDay(ctx, w.FactDays, asOf)
	}
	if t.Running {
		return chosenDay(ctx, w.AsOfDays, asOf)
	}
	days, err := w.TrendDays(ctx, t)
	if err != nil {
		return 0, err
	}
	if t != &schemas.Seasonality && len(days) > 0 {
		return chosenDay(ctx, func(context.Context) ([]calendar.Day, error) { return days, nil }, asOf)
	}
	day, err := chosenDay(ctx, w.AsOfDays, asOf)
	for _, d := range slices.Backward(days) {
		if d <= day {
			return d, err
		}
	}
	return day, err
}
