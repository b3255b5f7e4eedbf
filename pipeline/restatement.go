package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/closing"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// Restatement is a closed period beside the present: the figures that differ, and the rows that have come,
// changed or gone since.
type Restatement struct {
	Act     closing.Act
	Run     warehouse.Run // of the present figures
	Figures []RestatedFigure
	Causes  []closing.Cause
}

// RestatedFigure is a figure that differs, and which causes are of its row: indices of the restatement's.
type RestatedFigure struct {
	closing.Difference
	Causes []int
}

// RestatementQuestion is what is asked: closed periods and reports.
type RestatementQuestion struct {
	Period  *calendar.Month // nil: all that are closed
	Reports []string        // empty: those that are kept
}

// ReadRestatements compares the figures of closed periods with the present ones, the oldest period first.
// A period that is not closed and an unknown report give a *UsageError.
func ReadRestatements(ctx context.Context, c Config, q RestatementQuestion) (all []Restatement, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("restatements: %w", err)
		}
	}()
	reports, err := asked(q.Reports)
	if err != nil {
		return nil, err
	}
	if !lake.Exists(c.Lake.Path) {
		return nil, &UsageError{"there is no lake in " + c.Lake.Path, "closed periods are kept in the lake: name the right configuration with --config"}
	}
	lk, err := lake.Open(ctx, c.Lake.Path, lake.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lk.Close()) }()
	acts, err := closing.Acts(ctx, lk)
	if err != nil {
		return nil, err
	}
	standing := closing.StandingClosings(acts)
	if q.Period != nil {
		act, ok := closing.Of(acts, *q.Period)
		if !ok {
			return nil, &UsageError{fmt.Sprintf("%s is not closed", q.Period), "close it with `uythac close-period " + q.Period.String() + "`, or take one of: " + periods(standing)}
		}
		standing = []closing.Act{act}
	}
	if len(standing) == 0 {
		return nil, nil
	}
	w, err := openPublished(ctx, c)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, act := range standing {
		r, err := restated(ctx, lk, w, act, reports)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", act.Period, err)
		}
		all = append(all, r)
	}
	return all, nil
}

// asked looks up reports by name.
func asked(list []string) ([]*schemas.Table, error) {
	if len(list) == 0 {
		return schemas.Reports(), nil
	}
	var tables []*schemas.Table
	for _, name := range list {
		i := slices.IndexFunc(AllReports(), func(t *schemas.Table) bool { return t.Name == name })
		if i < 0 {
			return nil, &UsageError{fmt.Sprintf("there is no report %q", name), "take one of: " + strings.Join(ReportNames(), ", ")}
		}
		tables = append(tables, AllReports()[i])
	}
	return tables, nil
}

func periods(acts []closing.Act) string {
	var list []string
	for _, a := range acts {
		list = append(list, a.Period.String())
	}
	if list == nil {
		return "none, for no period is closed"
	}
	return strings.Join(list, ", ")
}

// restated compares one closed period.
func restated(ctx context.Context, lk *lake.Lake, w *warehouse.Warehouse, act closing.Act, reports []*schemas.Table) (r Restatement, err error) {
	r.Act = act
	if r.Run, err = w.Run(ctx); err != nil {
		return r, err
	}
	differences, err := differing(ctx, lk, w, act, reports)
	if err != nil || len(differences) == 0 {
		return r, err
	}
	now, err := w.Snapshots(ctx)
	if err != nil {
		return r, err
	}
	day := act.Period.Last()
	if r.Causes, err = closing.Causes(ctx, lk, act.Lake, now, day); err != nil {
		return r, err
	}
	places, err := causePlaces(ctx, w, day, r.Causes)
	if err != nil {
		return r, err
	}
	for _, d := range differences {
		f := RestatedFigure{Difference: d}
		for i := range r.Causes {
			if touches(r.Causes[i], places[i], d.Closed) {
				f.Causes = append(f.Causes, i)
			}
		}
		r.Figures = append(r.Figures, f)
	}
	return r, nil
}

// differing compares the frozen figures of reports with the present ones.
func differing(ctx context.Context, lk *lake.Lake, w *warehouse.Warehouse, act closing.Act, reports []*schemas.Table) ([]closing.Difference, error) {
	frozen, err := closing.Frozen(ctx, lk, act, names(reports)...)
	if err != nil {
		return nil, err
	}
	present, err := figuresOf(ctx, w, act.Period.Last(), reports)
	if err != nil {
		return nil, err
	}
	return closing.Differences(frozen, present), nil
}

// causePlaces says of each cause where it belongs: the codes that its row names, and those of its contract or
// customer on the day.
func causePlaces(ctx context.Context, w *warehouse.Warehouse, day calendar.Day, causes []closing.Cause) ([]map[string]string, error) {
	all := make([]map[string]string, len(causes))
	keys := map[string][]string{}
	for i, c := range causes {
		all[i] = closing.Cells(cmp.Or(c.After, c.Before))
		for _, what := range []string{"contract", "customer"} {
			if key := all[i][keyColumn[what]]; key != "" {
				keys[what] = append(keys[what], key)
			}
		}
	}
	for what, list := range keys {
		places, err := w.Places(ctx, what, day, list)
		if err != nil {
			return nil, err
		}
		for _, cells := range all {
			for name, code := range places[cells[keyColumn[what]]] {
				if _, own := cells[name]; !own {
					cells[name] = code
				}
			}
		}
	}
	return all, nil
}

// keyColumn is the column that names what has a place.
var keyColumn = map[string]string{"contract": "contract_no", "customer": "customer_code"}

// touches tells whether a cause may be one of a figure's: it is of the figure's row, as far as both say where
// they belong, and of the ledger that the figure is made from.
func touches(c closing.Cause, place map[string]string, f closing.Figure) bool {
	t, ok := schemas.Lookup(f.Report)
	if !ok {
		return false
	}
	key := strings.Split(f.Row, ",")
	origin, traced := schemas.OriginOf(t, f.Column, key[0])
	for i, column := range t.Key[1:] {
		code, known := place[column]
		if traced && origin.Whole() && column == "union_code" {
			continue
		}
		if known && i < len(key) && key[i] != "00" && key[i] != code {
			return false
		}
	}
	if !traced {
		return true
	}
	switch c.Table {
	case schemas.LoanLedger.Name:
		interest := strings.HasPrefix(place["entry_type"], "interest")
		return origin.From("loan", "group", "check") && (!interest || origin.Enters("loan_flow_entries"))
	case schemas.LoanContract.Name, schemas.PrincipalSchedule.Name:
		return origin.From("loan", "group", "check")
	case schemas.DepositLedger.Name:
		return origin.From("deposit")
	}
	return true
}
