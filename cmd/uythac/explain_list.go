package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// list prints every fact or entry of a figure: a table for each of its parts, for programs one of all.
func (a *app) list(ctx context.Context, c pipeline.Config, cell pipeline.Cell, entries bool, format, file string) error {
	var tables []render.Table
	part := ""
	add := func(p pipeline.Part, columns []string, row []any) error {
		if title := partTitle(p, cell.Lang); title != part || len(tables) == 0 {
			part = title
			tables = append(tables, render.Table{Title: title, Lang: cell.Lang, Columns: listColumns(columns)})
		}
		t := &tables[len(tables)-1]
		t.Rows = append(t.Rows, row)
		return nil
	}
	x, err := pipeline.Explain(ctx, c, cell, add, entries)
	switch {
	case err != nil:
		return err
	case entries && x.Missed != "":
		return fmt.Errorf("the ledger cannot be read: %s\n  → --list facts shows what the published file holds", x.Missed)
	}
	if !forPeople(format) {
		tables = []render.Table{together(tables)}
	} else {
		for i, t := range tables {
			tables[i] = numbered(t)
		}
	}
	return disagreement(x, a.write(file, func(w io.Writer) error { return printTables(w, format, tables) }))
}

// printTables prints tables one under another.
func printTables(w io.Writer, format string, tables []render.Table) error {
	for i, t := range tables {
		if i > 0 {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		if err := printTable(w, format, t); err != nil {
			return err
		}
	}
	return nil
}

// together is one table with the rows and columns of all, and the part that a row belongs to in front.
func together(tables []render.Table) render.Table {
	all := render.Table{Columns: []schemas.Column{{Name: "part", Type: schemas.Text}}}
	at := map[string]int{}
	for _, t := range tables {
		for _, c := range t.Columns {
			if _, ok := at[c.Name]; !ok {
				at[c.Name] = len(all.Columns)
				all.Columns = append(all.Columns, c)
			}
		}
	}
	for _, t := range tables {
		for _, row := range t.Rows {
			out := make([]any, len(all.Columns))
			out[0] = t.Title
			for i, v := range row {
				out[at[t.Columns[i].Name]] = v
			}
			all.Rows = append(all.Rows, out)
		}
	}
	return all
}

// listColumns are the columns of facts and entries, by the names that their tables give them.
func listColumns(names []string) []schemas.Column {
	columns := make([]schemas.Column, len(names))
	for i, n := range names {
		columns[i] = schemas.Column{Name: n, Type: schemas.Text}
		switch n {
		case "amount", "score", "households", "entry_id", "reverses_entry_id":
			columns[i].Type = schemas.Int64
		}
		columns[i].VI, columns[i].EN = render.Measure("vi", n), render.Measure("en", n)
	}
	return columns
}

// numbered writes the numbers of entries, visits and cases as they are: they are no amounts, whose thousands are parted.
func numbered(t render.Table) render.Table {
	t.Columns, t.Rows = slices.Clone(t.Columns), slices.Clone(t.Rows)
	for i, c := range t.Columns {
		if !strings.HasSuffix(c.Name, "_id") {
			continue
		}
		t.Columns[i].Type = schemas.Text
		for j, row := range t.Rows {
			if id, ok := row[i].(int64); ok {
				t.Rows[j] = slices.Clone(row)
				t.Rows[j][i] = strconv.FormatInt(id, 10)
			}
		}
	}
	return t
}
