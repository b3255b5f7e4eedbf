package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) query() *cobra.Command {
	var given []string
	cmd := &cobra.Command{
		Use: "query NAME", Short: "Run a query of the library: `uythac queries` lists them",
		Args: oneName("uythac query NAME", "which query?", queryNames),
	}
	cmd.Flags().StringArrayVar(&given, "param", nil, "a parameter as `name=value`, once for each; values are bound, never put into the text")
	known := knownFlag(cmd)
	format := sqlFormatFlag(cmd)
	file := outputFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		q, ok := queries.LibraryQuery(args[0])
		if !ok {
			return unknown("query", args[0], queryNames())
		}
		params, err := parameters(q, given)
		if err != nil {
			return err
		}
		s, err := a.session(*known, *format)
		if err != nil {
			return err
		}
		defer s.pool.Close()
		return s.print(cmd.Context(), *file, *format, q.SQL, params)
	}
	return cmd
}

func (a *app) queries() *cobra.Command {
	cmd := &cobra.Command{Use: "queries [NAME]", Short: "List the queries of the library, or tell all about one", Args: arguments(0, 1, "uythac queries [NAME]")}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		if len(args) == 0 {
			return printTable(a.stdout, *format, libraryList())
		}
		q, ok := queries.LibraryQuery(args[0])
		if !ok {
			return unknown("query", args[0], queryNames())
		}
		return printTable(a.stdout, *format, libraryEntry(q))
	}
	return cmd
}

func queryNames() (names []string) {
	for _, q := range queries.Library() {
		names = append(names, q.Name)
	}
	return names
}

// parameters gives every parameter of a query its value: the one given as name=value, else its default.
func parameters(q queries.Query, given []string) (map[string]any, error) {
	texts := map[string]string{}
	var names []string
	for _, p := range q.Parameters {
		names = append(names, p.Name)
	}
	for _, g := range given {
		name, text, ok := strings.Cut(g, "=")
		if !ok {
			return nil, misuse("write it as --param name=value", "--param %s has no value", g)
		}
		if err := oneOf("parameter of "+q.Name, name, names); err != nil {
			return nil, err
		}
		texts[name] = text
	}
	values := map[string]any{}
	for _, p := range q.Parameters {
		text, ok := texts[p.Name]
		switch {
		case !ok && p.Required:
			return nil, misuse(fmt.Sprintf("add --param %s=%s: %s", p.Name, strings.ToUpper(p.Type), p.Doc), "%s needs the parameter %s", q.Name, p.Name)
		case !ok && p.Default == "":
			values[p.Name] = nil
			continue
		case !ok:
			text = p.Default
		}
		var err error
		if values[p.Name], err = parameter(p, text); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// parameter reads a value of a parameter's type.
func parameter(p queries.Param, text string) (v any, err error) {
	like := ""
	switch p.Type {
	case "int":
		v, err = strconv.ParseInt(text, 10, 64)
		like = "12"
	case "number":
		v, err = strconv.ParseFloat(text, 64)
		like = "0.5"
	case "date":
		var d calendar.Day
		d, err = calendar.Parse(text)
		v, like = d, "2020-12-31"
	default:
		v = text
	}
	if err != nil {
		return nil, misuse("write it as --param "+p.Name+"="+like, "parameter %s: %q is no %s", p.Name, text, p.Type)
	}
	return v, nil
}

// libraryList is the list of the library as a table.
func libraryList() render.Table {
	t := render.Table{Columns: texts("query", "title_vi", "title_en", "parameters")}
	for _, q := range queries.Library() {
		var params []string
		for _, p := range q.Parameters {
			params = append(params, asked(p))
		}
		t.Rows = append(t.Rows, []any{q.Name, q.TitleVI, q.TitleEN, strings.Join(params, ", ")})
	}
	return t
}

// libraryEntry is what there is to know of a query, as a table.
func libraryEntry(q queries.Query) render.Table {
	t := render.Table{Columns: texts("what", "text"), Rows: [][]any{
		{"title_vi", q.TitleVI}, {"title_en", q.TitleEN}, {"doc", q.Doc}, {"grain", q.Grain}, {"units", strings.Join(q.Units, ", ")},
	}}
	for _, p := range q.Parameters {
		t.Rows = append(t.Rows, []any{asked(p) + " (" + p.Type + ")", p.Doc})
	}
	return t
}

// asked is a parameter with its default.
func asked(p queries.Param) string {
	if p.Default == "" {
		return p.Name
	}
	return p.Name + "=" + p.Default
}

func texts(names ...string) (columns []schemas.Column) {
	for _, n := range names {
		columns = append(columns, schemas.Column{Name: n, Type: schemas.Text})
	}
	return columns
}
