package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

var schemaFormats = []string{"table", "markdown", "json", "sql"}

func (a *app) schema() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "schema [TABLE]", Short: "Print the data dictionary, of one table or of all",
		Args: arguments(0, 1, "uythac schema [TABLE]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("format", format, schemaFormats); err != nil {
				return err
			}
			tables := schemas.All()
			if len(args) == 1 {
				t, err := named(args[0])
				if err != nil {
					return err
				}
				tables = []*schemas.Table{t}
			}
			return dictionary(a.stdout, format, tables, len(args) == 1)
		},
	}
	cmd.Flags().StringVar(&format, "format", schemaFormats[0], strings.Join(schemaFormats, ", "))
	return cmd
}

// named finds a table by its name, with or without its namespace.
func named(name string) (*schemas.Table, error) {
	var names []string
	for _, t := range schemas.All() {
		if t.Name == name || t.String() == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return nil, unknown("table", name, names)
}

// dictionary prints tables; alone tells that one was asked for by name.
func dictionary(w io.Writer, format string, tables []*schemas.Table, alone bool) error {
	switch format {
	case "json":
		return dictionaryJSON(w, tables, alone)
	case "sql":
		return dictionarySQL(w, tables)
	}
	for i, t := range tables {
		if i > 0 {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		if err := printTable(w, format, described(t)); err != nil {
			return err
		}
	}
	return nil
}

// described is a table's dictionary as a table.
func described(t *schemas.Table) render.Table {
	out := render.Table{
		Title: t.String(), Subtitle: t.Doc + " Key: " + joined(t.Key) + ".", Lang: "en",
		Columns: []schemas.Column{
			{Name: "id", Type: schemas.Int32}, {Name: "column", Type: schemas.Text}, {Name: "type", Type: schemas.Text}, {Name: "null", Type: schemas.Text},
			{Name: "unit", Type: schemas.Text}, {Name: "kept in", Type: schemas.Text}, {Name: "meaning", Type: schemas.Text},
		},
	}
	for _, c := range t.Columns {
		null := ""
		if c.Null {
			null = "null"
		}
		out.Rows = append(out.Rows, []any{int64(c.ID), c.Name, c.Type.DuckDB(), null, c.Unit, kept(c), c.Doc})
	}
	return out
}

// kept says where a column is to be found, when that is not everywhere.
func kept(c schemas.Column) string {
	switch {
	case c.Personal:
		return "source only"
	case c.Lake:
		return "lake only"
	}
	return ""
}

func dictionarySQL(w io.Writer, tables []*schemas.Table) error {
	var made []string
	for _, t := range tables {
		namespace := t.Kind.Namespace()
		if !slices.Contains(made, namespace) {
			made = append(made, namespace)
			if _, err := fmt.Fprintf(w, "CREATE SCHEMA IF NOT EXISTS %s;\n", namespace); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(w, t.DDL(namespace)); err != nil {
			return err
		}
	}
	return nil
}

type tableJSON struct {
	Table   string       `json:"table"`
	Schema  string       `json:"schema"`
	Doc     string       `json:"doc"`
	Key     []string     `json:"key"`
	Columns []columnJSON `json:"columns"`
}

type columnJSON struct {
	ID       int    `json:"id"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	Unit     string `json:"unit"`
	Nullable bool   `json:"nullable"`
	Personal bool   `json:"personal"`
	LakeOnly bool   `json:"lake_only"`
	Doc      string `json:"doc"`
}

// dictionaryJSON prints an object for one table asked for by name, else an array of them.
func dictionaryJSON(w io.Writer, tables []*schemas.Table, alone bool) error {
	var all []tableJSON
	for _, t := range tables {
		j := tableJSON{Table: t.Name, Schema: t.Kind.Namespace(), Doc: t.Doc, Key: t.Key}
		for _, c := range t.Columns {
			j.Columns = append(j.Columns, columnJSON{c.ID, c.Name, c.Type.DuckDB(), c.Unit, c.Null, c.Personal, c.Lake, c.Doc})
		}
		all = append(all, j)
	}
	var v any = all
	if alone {
		v = all[0]
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func joined(names []string) string { return strings.Join(names, ", ") }
