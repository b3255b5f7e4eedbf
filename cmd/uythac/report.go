package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) report() *cobra.Command {
	var scope warehouse.Scope
	cmd := &cobra.Command{
		Use: "report NAME", Short: "Print a published report, or compute one on demand",
		Args: oneName("uythac report NAME", "which report?", pipeline.ReportNames),
	}
	format := formatFlag(cmd)
	asOf := asOfFlag(cmd)
	file := outputFlag(cmd)
	scopeFlags(cmd, &scope)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("report", args[0], pipeline.ReportNames()); err != nil {
			return err
		}
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		d, err := day("--as-of", *asOf)
		if err != nil {
			return err
		}
		c, err := a.load("warehouse.path")
		if err != nil {
			return err
		}
		r, err := pipeline.ReadReport(cmd.Context(), c.Config, pipeline.Question{Report: args[0], AsOf: d, Scope: scope, Lang: c.Lang})
		if err != nil {
			return err
		}
		t := render.Report(r.Table, r.Columns, r.Rows, r.AsOf, c.Lang, forPeople(*format))
		t.Subtitle += limits(scope, c.Lang)
		t.Small = r.SmallBase.Amount
		return a.write(*file, func(w io.Writer) error {
			if err := printTable(w, *format, t); err != nil {
				return err
			}
			return a.closedSince(w, *format, r, c.Lang, c.zone())
		})
	}
	return cmd
}

// oneName takes one argument, a name; without one it says which there are.
func oneName(usage, question string, names func() []string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return misuse("`"+usage+"`, where NAME is one of: "+joined(names()), "%s", question)
		}
		return arguments(1, 1, usage)(cmd, args)
	}
}

// limits is what a subtitle says of a scope; nothing without one.
func limits(s warehouse.Scope, lang string) string {
	if s == (warehouse.Scope{}) {
		return ""
	}
	return "; " + s.Text(lang)
}

// asOfFlag adds --as-of: the day that is asked for, as [day] reads it.
func asOfFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("as-of", "", "as-of `day`, as 2020-12-31 (default: the latest)")
}

// outputFlag adds -o: the file that [app.write] writes to.
func outputFlag(cmd *cobra.Command) *string {
	return cmd.Flags().StringP("output", "o", "", "write to this `file` instead of the terminal")
}

// scopeFlags are the limits of reports on demand.
func scopeFlags(cmd *cobra.Command, s *warehouse.Scope) {
	for _, f := range []struct {
		into *string
		name string
	}{{&s.Union, "union"}, {&s.Office, "office"}, {&s.Commune, "commune"}, {&s.Programme, "programme"}, {&s.Branch, "branch"}} {
		cmd.Flags().StringVar(f.into, f.name, "", "only the "+f.name+" of this `code` (where rows are kept or computed by it)")
	}
}

func (a *app) reports() *cobra.Command {
	cmd := &cobra.Command{Use: "reports", Short: "List the reports there are", Args: arguments(0, 0, "uythac reports")}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		return printTable(a.stdout, *format, listed("report", pipeline.AllReports()))
	}
	return cmd
}

// listed is a list of reports or trends as a table.
func listed(what string, tables []*schemas.Table) render.Table {
	t := render.Table{Columns: []schemas.Column{
		{Name: what, Type: schemas.Text}, {Name: "title_vi", Type: schemas.Text}, {Name: "title_en", Type: schemas.Text}, {Name: "doc", Type: schemas.Text},
	}}
	for _, r := range tables {
		t.Rows = append(t.Rows, []any{r.Name, r.VI, r.EN, r.Doc})
	}
	return t
}

func forPeople(format string) bool { return format == "table" || format == "markdown" }

// printTable prints in a format that the command has checked.
func printTable(w io.Writer, format string, t render.Table) error {
	_, err := render.To(w, format, t)
	return err
}
