package closing

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// Cause is a row of the lake that has come, changed or gone since a period was closed, and that matters on
// its as-of day: an entry or act of a day up to it, or a row of a dimension that begins no later.
type Cause struct {
	Table, Key    string
	Day           calendar.Day // of the entry or act; zero: the row has no day
	Before, After string       // the row as column=value pairs; empty: it was not there, or is not any more
}

// Change is added, changed or removed.
func (c Cause) Change() string {
	switch {
	case c.Before == "":
		return "added"
	case c.After == "":
		return "removed"
	}
	return "changed"
}

// Cells are those of a row's text, by column.
func Cells(row string) map[string]string {
	cells := map[string]string{}
	for _, pair := range strings.Split(row, ", ") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			cells[name] = value
		}
	}
	return cells
}

// starts is the column that says from when on a row of a dimension matters.
var starts = map[string]string{
	schemas.LoanContract.Name: "signed_on", schemas.GroupMembership.Name: "valid_from", schemas.SavingsGroup.Name: "established_on",
}

// ends are the columns of a row that say nothing before a day which the first of them holds: until then they are NULL.
var ends = map[string][]string{
	schemas.GroupMembership.Name: {"valid_to"}, schemas.SavingsGroup.Name: {"closed_on", "merged_into"},
	schemas.Agreement.Name: {"ended_on"}, schemas.RiskCase.Name: {"decided_on", "approved"},
}

// unread are tables that no figure is made from: they say which days are closed, and what checks compare with.
var unread = map[string]bool{schemas.BusinessDay.Name: true, schemas.GLBalance.Name: true}

// Causes compares the contract's tables in two states of the lake, given by snapshots, as far as they matter
// on an as-of day, and lists the rows that differ by table and key. Only files that one of them has are read.
func Causes(ctx context.Context, lk *lake.Lake, before, after map[string]int64, asOf calendar.Day) ([]Cause, error) {
	var all []Cause
	for _, t := range schemas.Contract() {
		if before[t.Name] == after[t.Name] || unread[t.Name] {
			continue
		}
		causes, err := causesIn(ctx, lk, t, before[t.Name], after[t.Name], asOf)
		if err != nil {
			return nil, err
		}
		all = append(all, causes...)
	}
	return all, nil
}

func causesIn(ctx context.Context, lk *lake.Lake, t *schemas.Table, before, after int64, asOf calendar.Day) ([]Cause, error) {
	old, now, err := apart(ctx, lk, t, before, after)
	if err != nil {
		return nil, err
	}
	causes := map[string]*Cause{}
	err = each(ctx, lk, t, old, asOf, func(key, text string, day calendar.Day) {
		causes[key] = &Cause{Table: t.Name, Key: key, Day: day, Before: text}
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, lk, t, now, asOf, func(key, text string, day calendar.Day) {
		c := causes[key]
		switch {
		case c == nil:
			causes[key] = &Cause{Table: t.Name, Key: key, Day: day, After: text}
		case c.Before == text:
			delete(causes, key)
		default:
			c.After = text
		}
	})
	var all []Cause
	for _, key := range slices.Sorted(maps.Keys(causes)) {
		all = append(all, *causes[key])
	}
	return all, err
}

// apart lists the files that only one of two snapshots has; 0 is no snapshot.
func apart(ctx context.Context, lk *lake.Lake, t *schemas.Table, before, after int64) (old, now []lake.Part, err error) {
	paths := [2]map[string]lake.Part{{}, {}}
	for i, snapshot := range []int64{before, after} {
		if snapshot == 0 {
			continue
		}
		parts, err := lk.Files(ctx, t, snapshot)
		if err != nil {
			return nil, nil, err
		}
		for _, p := range parts {
			paths[i][p.Path] = p
		}
	}
	only := func(parts, other map[string]lake.Part) (list []lake.Part) {
		for _, path := range slices.Sorted(maps.Keys(parts)) {
			if _, both := other[path]; !both {
				list = append(list, parts[path])
			}
		}
		return list
	}
	return only(paths[0], paths[1]), only(paths[1], paths[0]), nil
}

// each gives the rows of files that matter on a day.
func each(ctx context.Context, lk *lake.Lake, t *schemas.Table, parts []lake.Part, asOf calendar.Day, row func(key, text string, day calendar.Day)) error {
	if t.Month != "" {
		parts = slices.DeleteFunc(slices.Clone(parts), func(p lake.Part) bool { return p.Unit.Month > asOf.Month() })
	}
	since := cmp.Or(t.Proof.Day, starts[t.Name])
	for b, err := range lk.Read(ctx, t, parts, nil) {
		if err != nil {
			return err
		}
		for i := range int(b.NumRows()) {
			day := dayOf(b, since, i)
			if day > asOf {
				continue
			}
			if t.Proof.Day == "" {
				day = 0
			}
			key, text := cleaning.RowText(t, b, i, nil)
			if end := ends[t.Name]; end != nil && dayOf(b, end[0], i) > asOf {
				text = without(text, end)
			}
			row(key, text, day)
		}
	}
	return nil
}

// without empties columns in a row's text.
func without(text string, columns []string) string {
	pairs := strings.Split(text, ", ")
	for i, pair := range pairs {
		if name, _, ok := strings.Cut(pair, "="); ok && slices.Contains(columns, name) {
			pairs[i] = name + "="
		}
	}
	return strings.Join(pairs, ", ")
}

// dayOf reads a date column of a row; zero without such a column, or where it is NULL.
func dayOf(b arrow.RecordBatch, column string, row int) calendar.Day {
	for _, i := range b.Schema().FieldIndices(column) {
		if days, ok := b.Column(i).(*array.Date32); ok && days.IsValid(row) {
			return calendar.Day(days.Value(row))
		}
	}
	return 0
}
