package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/document"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

func (a *app) document() *cobra.Command {
	cmd := &cobra.Command{
		Use: "document", Short: "Write the documents that are handed in: DOCX, XLSX, HTML, PDF",
		Args: func(cmd *cobra.Command, args []string) error {
			names := []string{"templates"}
			for _, k := range document.Kinds() {
				names = append(names, k.Name)
			}
			if len(args) == 0 {
				return misuse("`uythac document NAME -o FILE`, where NAME is one of: "+joined(names[1:])+"; or `uythac document templates --out DIR`", "which document?")
			}
			return unknown("document", args[0], names)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	for _, k := range document.Kinds() {
		cmd.AddCommand(a.documentOf(k))
	}
	cmd.AddCommand(a.documentTemplates())
	return cmd
}

// documentOf is the command of one document.
func (a *app) documentOf(k document.Kind) *cobra.Command {
	var period, file string
	var scope warehouse.Scope
	cmd := &cobra.Command{
		Use: k.Name, Short: k.EN + " (" + k.VI + ")",
		Long: k.EN + ": yearly, quarterly or monthly, in the layout of a Vietnamese administrative document.\nThe file's name says the format: " + strings.Join(document.Formats(), ", ") + ".",
		Args: arguments(0, 0, "uythac document "+k.Name+" -o FILE"),
	}
	asOf := asOfFlag(cmd)
	cmd.Flags().StringVar(&period, "period", "", "what it reports on: year, quarter, month (default: the longest that the as-of day ends)")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to this `file`")
	scopeFlags(cmd, &scope)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		format, err := documentFormat(file)
		if err != nil {
			return err
		}
		if period != "" {
			if err := oneOf("period", period, document.Periods()); err != nil {
				return err
			}
		}
		d, err := day("--as-of", *asOf)
		if err != nil {
			return err
		}
		c, err := a.load("warehouse.path")
		if err != nil {
			return err
		}
		in, err := a.documentInput(cmd, c, d, scope, document.Period(period), format)
		if err != nil {
			return err
		}
		made, err := document.Build(k.Name, in, c.templates())
		if err != nil {
			return err
		}
		return a.write(file, func(w io.Writer) error {
			_, err := document.To(cmd.Context(), w, format, made)
			return err
		})
	}
	return cmd
}

// documentFormat is the format that a file's name asks for.
func documentFormat(file string) (string, error) {
	if file == "" {
		return "", misuse("name one, as -o report.docx; the formats are: "+joined(document.Formats()), "a document is written to a file")
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), ".")
	return format, oneOf("format", format, document.Formats())
}

// documentInput reads what a document is made of.
func (a *app) documentInput(cmd *cobra.Command, c config, asOf *calendar.Day, scope warehouse.Scope, period document.Period, format string) (in document.Input, err error) {
	in = document.Input{Lang: c.Lang, Period: period}
	r, err := pipeline.ReadReports(cmd.Context(), c.Config, pipeline.Wish{
		AsOf: asOf, Scope: scope, Lang: c.Lang, Reports: func(t *schemas.Table) bool { return document.Holds(format, t) }, Earlier: document.Again, Trends: document.Charted,
		Before: func(d calendar.Day) calendar.Day {
			if in.Period == "" {
				in.Period = document.PeriodOf(d)
			}
			return in.Period.Before(d)
		},
	})
	if err != nil {
		return in, err
	}
	in.AsOf, in.Scope, in.Branches, in.Small = r.AsOf, r.Scope, r.Branches, r.SmallBase.Amount
	in.Reports, in.Earlier = documentReports(r.Reports), documentReports(r.Earlier)
	in.Trends = documentReports(r.Trends)
	in.Origin = document.Origin{Run: r.Run.ID, Version: r.Run.Version, Built: r.Run.StartedAt, Through: r.Run.Through}
	for _, k := range r.Checks {
		title := k.TitleVI
		if c.Lang == "en" {
			title = k.TitleEN
		}
		in.Origin.Checks = append(in.Origin.Checks, document.Check{Name: k.Name, Title: title, Blocking: k.Severity == "error", Failures: k.Failures})
	}
	return in, nil
}

func documentReports(rows []pipeline.ReportRows) (all []document.Report) {
	for _, r := range rows {
		all = append(all, document.Report{Table: r.Table, Columns: r.Columns, Rows: r.Rows})
	}
	return all
}

// templates are the folder of the configuration, if any.
func (c config) templates() document.Templates {
	if c.Templates == "" {
		return document.Templates{}
	}
	return document.Templates{Folder: os.DirFS(c.Templates), Name: c.Templates}
}

func (a *app) documentTemplates() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "templates", Short: "Write the templates that come with the program, to be edited",
		Long: "Writes the texts of the documents to a folder. Edited there, they are used where the configuration has\n  document: {templates: DIR}",
		Args: arguments(0, 0, "uythac document templates --out DIR"),
	}
	cmd.Flags().StringVar(&out, "out", "", "`folder`, made when it is not there; files in it are never overwritten")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if out == "" {
			return misuse("`uythac document templates --out DIR`", "which folder?")
		}
		if err := os.MkdirAll(out, 0o755); err != nil {
			return misuse("name a folder that may be written", "--out %s: %v", out, err)
		}
		names, texts := document.Defaults()
		for _, name := range names {
			f, err := os.OpenFile(filepath.Join(out, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if err != nil {
				return misuse("name another folder, or move that file away: what was edited is never overwritten", "--out %s: %v", out, err)
			}
			_, err = f.Write(texts[name])
			if e := f.Close(); err == nil {
				err = e
			}
			if err != nil {
				return err
			}
			fmt.Fprintln(a.stdout, filepath.Join(out, name))
		}
		return nil
	}
	return cmd
}
