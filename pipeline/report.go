package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// Question is what is asked of the published warehouse: a report, a day and a scope.
type Question struct {
	Report string
	AsOf   *calendar.Day   // nil: the latest day
	Scope  warehouse.Scope // for reports on demand
	Lang   string          // vi or en
}

// ReportRows is one report of the published warehouse for one as-of day.
type ReportRows struct {
	Table   *schemas.Table
	AsOf    calendar.Day
	Scope   warehouse.Scope
	Run     warehouse.Run
	Columns []schemas.Column // without as_of
	Rows    [][]any          // int64, float64, string, bool, calendar.Day, decimals as text, or nil
}

// ReadReport reads a report table of the published warehouse, or computes a report on demand from it. An
// unknown report, day or code is a *UsageError that lists what there is.
func ReadReport(ctx context.Context, c Config, q Question) (r ReportRows, err error) {
	i := slices.IndexFunc(AllReports(), func(t *schemas.Table) bool { return t.Name == q.Report })
	if i < 0 {
		return r, &UsageError{fmt.Sprintf("there is no report %q", q.Report), "take one of: " + strings.Join(ReportNames(), ", ")}
	}
	r.Table, r.Scope = AllReports()[i], q.Scope
	r.Columns = r.Table.Columns[1:]
	if !r.Table.Demand && q.Scope != (warehouse.Scope{}) {
		return r, &UsageError{fmt.Sprintf("%s is kept for the whole, not for %s", q.Report, q.Scope), "leave the scope out, or take one of: " + strings.Join(names(schemas.Demands()), ", ")}
	}
	w, err := openPublished(ctx, c)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if r.AsOf, err = answered(ctx, w, r.Table, q.AsOf); err != nil {
		return r, err
	}
	if r.Run, err = w.Run(ctx); err != nil {
		return r, err
	}
	if !r.Table.Demand {
		r.Rows, err = w.Report(ctx, r.Table, r.AsOf, q.Lang)
		return r, err
	}
	unknown, err := w.Unknown(ctx, q.Scope)
	if err != nil {
		return r, err
	}
	if unknown != "" {
		kind, _, _ := strings.Cut(unknown, " ")
		return r, &UsageError{"there is no " + unknown, "`uythac report activity_by_" + kind + "` lists the codes there are"}
	}
	r.Rows, err = w.Demand(ctx, r.Table, r.AsOf, q.Scope, q.Lang)
	return r, err
}

// answered is the day that a report is read for: the one asked for, else the latest.
func answered(ctx context.Context, w *warehouse.Warehouse, t *schemas.Table, asOf *calendar.Day) (calendar.Day, error) {
	list := w.AsOfDays
	if t.Demand {
		list = w.FactDays
	}
	days, err := list(ctx)
	switch {
	case err != nil:
		return 0, err
	case len(days) == 0:
		return 0, fmt.Errorf("the published warehouse holds no as-of day")
	case asOf == nil:
		return days[len(days)-1], nil
	case !slices.Contains(days, *asOf):
		return 0, &UsageError{fmt.Sprintf("there are no figures as of %s", *asOf), "take one of: " + joinDays(days)}
	}
	return *asOf, nil
}

// AllReports lists the reports there are: those kept for every day, then those on demand.
func AllReports() []*schemas.Table { return append(schemas.Reports(), schemas.Demands()...) }

// ReportNames lists the names of the reports there are.
func ReportNames() []string { return names(AllReports()) }

func names(tables []*schemas.Table) []string {
	var all []string
	for _, t := range tables {
		all = append(all, t.Name)
	}
	return all
}

// ReadChecks returns the outcome of every check of the published warehouse, with what was found.
func ReadChecks(ctx context.Context, c Config) (_ []warehouse.CheckOutcome, err error) {
	w, err := openPublished(ctx, c)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	return w.Checks(ctx)
}

// openPublished opens the warehouse that CURRENT names.
func openPublished(ctx context.Context, c Config) (*warehouse.Warehouse, error) {
	path, err := warehouse.Current(c.Warehouse.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &UsageError{"nothing is published in " + c.Warehouse.Path, "run `uythac refresh` first, or name the right configuration with --config"}
	}
	if err != nil {
		return nil, unreadable(err)
	}
	w, err := warehouse.Open(ctx, path)
	return w, unreadable(err)
}

// unreadable says what helps when the published file, or the name of it, is damaged.
func unreadable(err error) error {
	if err == nil || strings.Contains(err.Error(), "→") {
		return err
	}
	return fmt.Errorf("%w\n  → run `uythac refresh`: it publishes anew what cannot be read", err)
}

func joinDays(days []calendar.Day) string {
	var b strings.Builder
	for i, d := range days {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(d.String())
	}
	return b.String()
}
