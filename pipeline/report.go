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

// ReportRows is one report of the published warehouse for one as-of day.
type ReportRows struct {
	Table   *schemas.Table
	AsOf    calendar.Day
	Run     warehouse.Run
	Columns []schemas.Column // without as_of
	Rows    [][]any          // int64, float64, string, bool, calendar.Day, decimals as text, or nil
}

// ReadReport reads a report table of the published warehouse. A nil asOf takes the latest day;
// an unknown report or day is a *UsageError that lists what there is.
func ReadReport(ctx context.Context, c Config, name string, asOf *calendar.Day, lang string) (r ReportRows, err error) {
	i := slices.IndexFunc(schemas.Reports(), func(t *schemas.Table) bool { return t.Name == name })
	if i < 0 {
		return r, &UsageError{fmt.Sprintf("there is no report %q", name), "take one of: " + strings.Join(ReportNames(), ", ")}
	}
	r.Table = schemas.Reports()[i]
	r.Columns = r.Table.Columns[1:]
	w, err := openPublished(ctx, c)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	days, err := w.AsOfDays(ctx)
	if err != nil {
		return r, err
	}
	if len(days) == 0 {
		return r, fmt.Errorf("the published warehouse holds no as-of day")
	}
	r.AsOf = days[len(days)-1]
	if asOf != nil {
		if !slices.Contains(days, *asOf) {
			return r, &UsageError{fmt.Sprintf("there are no figures as of %s", *asOf), "take one of: " + joinDays(days)}
		}
		r.AsOf = *asOf
	}
	if r.Run, err = w.Run(ctx); err != nil {
		return r, err
	}
	r.Rows, err = w.Report(ctx, r.Table, r.AsOf, lang)
	return r, err
}

// ReportNames lists the reports there are.
func ReportNames() []string {
	var names []string
	for _, t := range schemas.Reports() {
		names = append(names, t.Name)
	}
	return names
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
