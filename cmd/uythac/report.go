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
	var asOf, file string
	var scope warehouse.Scope
	cmd := &cobra.Command{
		Use: "report NAME", Short: "Print a published report, or compute one on demand",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("`uythac report NAME`, where NAME is one of: "+joined(pipeline.ReportNames()), "which report?")
			}
			return arguments(1, 1, "uythac report NAME")(cmd, args)
		},
	}
	format := formatFlag(cmd)
	cmd.Flags().StringVar(&asOf, "as-of", "", "as-of `day`, as 2020-12-31 (default: the latest)")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to this `file` instead of the terminal")
	scopeFlags(cmd, &scope)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("report", args[0], pipeline.ReportNames()); err != nil {
			return err
		}
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		d, err := day("--as-of", asOf)
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
		if limits := scope.Text(c.Lang); limits != "" {
			t.Subtitle += "; " + limits
		}
		return a.write(file, func(w io.Writer) error { return printTable(w, *format, t) })
	}
	return cmd
}

// scopeFlags are the limits of reports on demand.
func scopeFlags(cmd *cobra.Command, s *warehouse.Scope) {
	for _, f := range []struct {
		into *string
		name string
	}{{&s.Union, "union"}, {&s.Office, "office"}, {&s.Commune, "commune"}, {&s.Programme, "programme"}, {&s.Branch, "branch"}} {
		cmd.Flags().StringVar(f.into, f.name, "", "only the "+f.name+" of this `code` (reports on demand)")
	}
}

func (a *app) reports() *cobra.Command {
	cmd := &cobra.Command{Use: "reports", Short: "List the reports there are", Args: arguments(0, 0, "uythac reports")}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		t := render.Table{Columns: []schemas.Column{
			{Name: "report", Type: schemas.Text}, {Name: "title_vi", Type: schemas.Text}, {Name: "title_en", Type: schemas.Text}, {Name: "doc", Type: schemas.Text},
		}}
		for _, r := range pipeline.AllReports() {
			t.Rows = append(t.Rows, []any{r.Name, r.VI, r.EN, r.Doc})
		}
		return printTable(a.stdout, *format, t)
	}
	return cmd
}

func forPeople(format string) bool { return format == "table" || format == "markdown" }

// printTable prints in a format that the command has checked.
func printTable(w io.Writer, format string, t render.Table) error {
	_, err := render.To(w, format, t)
	return err
}
