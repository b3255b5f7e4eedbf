package pipeline

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/rules"
	"github.com/uythac/uythac/schemas"
)

// Reading is many reports and trends of the published warehouse for one as-of day, from one and the same file.
type Reading struct {
	AsOf      calendar.Day
	Run       warehouse.Run
	Checks    []warehouse.CheckOutcome
	Reports   []ReportRows // those asked for, without those on demand that do not answer for the day
	Scope     string       // what the reports are limited to, in names; empty: nothing
	SmallBase rules.SmallBase
	Branches  []string     // names; of a branch asked for, its own
	Earlier   []ReportRows // those asked for as of the earlier day, likewise; none when the warehouse has no such day
	Trends    []ReportRows // running ones up to the day, with as_of as their first column, others of the day; of several levels the total
}

// Wish says what to read at once for an as-of day, nil for the latest.
type Wish struct {
	AsOf    *calendar.Day
	Scope   warehouse.Scope                 // what the reports are limited to; trends are kept for everything, and none are read with a limit
	Lang    string                          // vi or en
	Reports func(*schemas.Table) bool       // picks the reports
	Earlier func(*schemas.Table) bool       // picks those that are read also for another day
	Before  func(calendar.Day) calendar.Day // that day
	Trends  func(*schemas.Table) bool       // picks trends that are kept
}

// ReadReports reads what is wished for.
func ReadReports(ctx context.Context, c Config, wish Wish) (r Reading, err error) {
	w, err := openPublished(ctx, c)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	scoped := wish.Scope != (warehouse.Scope{})
	if r.AsOf, err = answered(ctx, w, scoped, wish.AsOf); err != nil {
		return r, err
	}
	if err := known(ctx, w, wish.Scope); err != nil {
		return r, err
	}
	if r.Run, err = w.Run(ctx); err != nil {
		return r, err
	}
	if r.Checks, err = w.Checks(ctx); err != nil {
		return r, err
	}
	if r.SmallBase, err = w.SmallBase(ctx); err != nil {
		return r, err
	}
	if r.Scope, err = w.Named(ctx, r.AsOf, wish.Scope, wish.Lang); err != nil {
		return r, err
	}
	if r.Branches, err = branches(ctx, w, r.AsOf, wish); err != nil {
		return r, err
	}
	if r.Reports, err = readAll(ctx, w, r.AsOf, wish, wish.Reports); err != nil {
		return r, err
	}
	if r.Earlier, err = readAll(ctx, w, wish.Before(r.AsOf), wish, wish.Earlier); err != nil {
		return r, err
	}
	for _, t := range schemas.Trends() {
		if t.Demand || scoped || !wish.Trends(t) {
			continue
		}
		rows, err := readTrend(ctx, w, t, Question{Report: t.Name, AsOf: &r.AsOf, Lang: wish.Lang})
		var none *UsageError
		switch {
		case errors.As(err, &none): // no rows on that day
		case err != nil:
			return r, err
		default:
			r.Trends = append(r.Trends, rows)
		}
	}
	return r, nil
}

// branches are the names of the branches that an answer is about.
func branches(ctx context.Context, w *warehouse.Warehouse, asOf calendar.Day, wish Wish) ([]string, error) {
	if wish.Scope.Branch == "" {
		return w.Branches(ctx)
	}
	name, err := w.Named(ctx, asOf, warehouse.Scope{Branch: wish.Scope.Branch}, wish.Lang)
	return []string{name}, err
}

// readAll reads the reports that choose picks for a day and the wish's scope, as far as the warehouse answers for it.
func readAll(ctx context.Context, w *warehouse.Warehouse, asOf calendar.Day, wish Wish, choose func(*schemas.Table) bool) (all []ReportRows, err error) {
	kept, err := w.AsOfDays(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := w.FactDays(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range AllReports() {
		days := kept
		if t.Demand || wish.Scope != (warehouse.Scope{}) {
			days = facts
		}
		if choose(t) && slices.Contains(days, asOf) {
			all = append(all, ReportRows{Table: t, AsOf: asOf, Scope: wish.Scope, Columns: t.Columns[1:]})
		}
	}
	return all, readTwo(ctx, w, all, wish.Lang)
}

// readTwo fills in the rows of reports, two at a time: most take longer to plan than to run, and one core plans.
func readTwo(ctx context.Context, w *warehouse.Warehouse, all []ReportRows, lang string) error {
	beside, err := w.Beside(ctx)
	if err != nil {
		return err
	}
	var next atomic.Int64
	work := func(w *warehouse.Warehouse) (err error) {
		for i := next.Add(1) - 1; i < int64(len(all)) && err == nil; i = next.Add(1) - 1 {
			r := &all[i]
			r.Rows, err = reportRows(ctx, w, r.Table, r.AsOf, r.Scope, lang)
		}
		return err
	}
	var other error
	var group sync.WaitGroup
	group.Go(func() { other = work(beside) })
	err = work(w)
	group.Wait()
	return errors.Join(err, other)
}
