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
	"github.com/uythac/uythac/rules"
	"github.com/uythac/uythac/schemas"
)

// Question is what is asked of the published warehouse: a report, a day and a scope.
type Question struct {
	Report string
	AsOf   *calendar.Day   // nil: the latest day
	Scope  warehouse.Scope // what it is limited to
	Lang   string          // vi or en

	Indicator string // of trends that have several: only this one; empty: all
}

// ReportRows is one report of the published warehouse for one as-of day.
type ReportRows struct {
	Table   *schemas.Table
	AsOf    calendar.Day
	Scope   warehouse.Scope
	Run     warehouse.Run
	Columns []schemas.Column // without as_of
	Rows    [][]any          // int64, float64, string, bool, calendar.Day, decimals as text, or nil
	Closed  *ClosedReport    // what has changed since the day's period was closed; nil: it is open, or was not asked for

	SmallBase rules.SmallBase // of trends, and of reports with growth: under which base it says little
}

// ReadReport reads a report table of the published warehouse, or computes a report on demand, or any for a scope, from it. An
// unknown report, day or code is a *UsageError that lists what there is.
func ReadReport(ctx context.Context, c Config, q Question) (r ReportRows, err error) {
	w, err := openPublished(ctx, c)
	if err != nil {
		return r, err
	}
	defer w.Leave()
	if r, err = readReport(ctx, w, q); err != nil {
		return r, err
	}
	r.Closed, err = closedReport(ctx, c, r)
	return r, err
}

// ReadEach is ReadReport for several questions, answered from one and the same file.
func ReadEach(ctx context.Context, c Config, questions []Question) (all []ReportRows, err error) {
	w, err := openPublished(ctx, c)
	if err != nil {
		return nil, err
	}
	defer w.Leave()
	for _, q := range questions {
		r, err := readReport(ctx, w, q)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// readReport reads a report from a file that is open.
func readReport(ctx context.Context, w *warehouse.Warehouse, q Question) (r ReportRows, err error) {
	if r, err = posed(ctx, w, q); err != nil {
		return r, err
	}
	r.Rows, err = reportRows(ctx, w, r.Table, r.AsOf, q.Scope, q.Lang)
	return r, err
}

// posed is a report without its rows: what is asked for is there.
func posed(ctx context.Context, w *warehouse.Warehouse, q Question) (r ReportRows, err error) {
	i := slices.IndexFunc(AllReports(), func(t *schemas.Table) bool { return t.Name == q.Report })
	if i < 0 {
		return r, &UsageError{fmt.Sprintf("there is no report %q", q.Report), "take one of: " + strings.Join(ReportNames(), ", ")}
	}
	r.Table, r.Scope = AllReports()[i], q.Scope
	r.Columns = r.Table.Columns[1:]
	if r.AsOf, err = answered(ctx, w, onDemand(r.Table, r.Scope), q.AsOf); err != nil {
		return r, err
	}
	if r.Run, err = w.Run(ctx); err != nil {
		return r, err
	}
	if err := known(ctx, w, q.Scope); err != nil {
		return r, err
	}
	if _, grows := r.Table.Column("overdue_growth"); grows {
		if r.SmallBase, err = w.SmallBase(ctx); err != nil {
			return r, err
		}
	}
	return r, nil
}

// reportRows are the rows of a report: those kept, or what is computed on demand and for a scope.
func reportRows(ctx context.Context, w *warehouse.Warehouse, t *schemas.Table, asOf calendar.Day, s warehouse.Scope, lang string) ([][]any, error) {
	if onDemand(t, s) {
		rows, err := w.Demand(ctx, t, asOf, s, lang)
		return rows, tooMuch(err)
	}
	return w.Report(ctx, t, asOf, lang)
}

// onDemand tells whether a report in a scope is computed when it is asked for.
func onDemand(t *schemas.Table, s warehouse.Scope) bool { return t.Demand || s != (warehouse.Scope{}) }

// tooMuch says what helps when an answer does not fit into the memory that DuckDB may use.
func tooMuch(err error) error {
	if !warehouse.Exhausted(err) {
		return err
	}
	return fmt.Errorf("%w\n  → ask for less: one --indicator, --union, --office, --commune or --programme", err)
}

// known refuses a scope with a code that the warehouse does not have.
func known(ctx context.Context, w *warehouse.Warehouse, s warehouse.Scope) error {
	unknown, err := w.Unknown(ctx, s)
	if err != nil || unknown == "" {
		return err
	}
	kind, _, _ := strings.Cut(unknown, " ")
	return &UsageError{"there is no " + unknown, "`uythac report activity_by_" + kind + "` lists the codes there are"}
}

// answered is the day that a report is read for: the one asked for, else the latest.
func answered(ctx context.Context, w *warehouse.Warehouse, onDemand bool, asOf *calendar.Day) (calendar.Day, error) {
	list := w.AsOfDays
	if onDemand {
		list = w.FactDays
	}
	return chosenDay(ctx, list, asOf)
}

// chosenDay is the day asked for, which has to be in the list, else the list's last.
func chosenDay(ctx context.Context, list func(context.Context) ([]calendar.Day, error), asOf *calendar.Day) (calendar.Day, error) {
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
	defer w.Leave()
	return w.Checks(ctx)
}

// openPublished opens the warehouse that CURRENT names.
func openPublished(ctx context.Context, c Config) (*warehouse.Warehouse, error) {
	path, err := published(c)
	if err != nil {
		return nil, err
	}
	w, err := warehouse.Open(ctx, path)
	return w, unreadable(err)
}

// published is the path of the file that CURRENT names.
func published(c Config) (string, error) {
	path, err := warehouse.Current(c.Warehouse.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", &UsageError{"nothing is published in " + c.Warehouse.Path, "run `uythac refresh` first, or name the right configuration with --config"}
	}
	return path, unreadable(err)
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

// UnionNames says what a union may be called in the published warehouse, to its code: the code, the short
// name, also without the bar of Đ, and the names in both languages.
func UnionNames(ctx context.Context, c Config) (_ map[string]string, err error) {
	w, err := openPublished(ctx, c)
	if err != nil {
		return nil, err
	}
	defer w.Leave()
	return w.UnionNames(ctx)
}
