package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/chart"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) chart() *cobra.Command {
	var file string
	var scope warehouse.Scope
	cmd := &cobra.Command{
		Use: "chart NAME", Short: "Draw a chart as SVG or PNG",
		Args: oneName("uythac chart NAME -o FILE.svg", "which chart?", chart.Names),
	}
	asOf := asOfFlag(cmd)
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to this `file`, .svg or .png, instead of SVG to the terminal")
	scopeFlags(cmd, &scope)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("chart", args[0], chart.Names()); err != nil {
			return err
		}
		draw, err := drawing(args[0], file)
		if err != nil {
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
		data, err := charted(cmd.Context(), c, args[0], pipeline.Question{AsOf: d, Scope: scope, Lang: c.Lang})
		if err != nil {
			return err
		}
		picture, err := draw(data)
		if err != nil {
			return err
		}
		return a.write(file, func(w io.Writer) error { _, err := w.Write(picture); return err })
	}
	return cmd
}

// drawing is how a chart becomes the kind of picture that a file's name asks for.
func drawing(name, file string) (func(chart.Data) ([]byte, error), error) {
	c, _ := chart.Lookup(name) // the command has checked the name
	switch strings.ToLower(filepath.Ext(file)) {
	case ".png":
		return c.PNG, nil
	case ".svg", "":
		return c.SVG, nil
	}
	return nil, misuse("name a file that ends in .svg or .png", "-o %s: there is no such kind of picture", file)
}

// charted reads what a chart shows.
func charted(ctx context.Context, c config, name string, q pipeline.Question) (chart.Data, error) {
	of, _ := chart.Lookup(name) // the command has checked the name
	q.Report = of.Trend.Name
	r, checks, err := pipeline.ReadCharted(ctx, c.Config, q)
	return chart.Data{
		Columns: r.Columns, Rows: r.Rows, AsOf: r.AsOf, Lang: c.Lang, Scope: q.Scope.Text(c.Lang),
		Source: fmt.Sprintf("uythac, %s %s; %s", both(c.Lang, "lần chạy", "run"), r.Run.ID, checked(c.Lang, checks)),
	}, err
}

// checked says in words how the checks of a published warehouse came out.
func checked(lang string, checks []warehouse.CheckOutcome) string {
	warnings := 0
	for _, c := range checks {
		if c.Failures > 0 {
			warnings++
		}
	}
	if warnings == 0 {
		return fmt.Sprintf(both(lang, "%d kiểm tra đều đạt", "all %d checks held"), len(checks))
	}
	return fmt.Sprintf(both(lang, "%d kiểm tra, %d có cảnh báo", "%d checks, %d with warnings"), len(checks), warnings)
}

func (a *app) charts() *cobra.Command {
	cmd := &cobra.Command{Use: "charts", Short: "List the charts there are", Args: arguments(0, 0, "uythac charts")}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		t := render.Table{Columns: []schemas.Column{
			{Name: "chart", Type: schemas.Text}, {Name: "title_vi", Type: schemas.Text}, {Name: "title_en", Type: schemas.Text}, {Name: "doc", Type: schemas.Text},
		}}
		for _, c := range chart.Charts() {
			t.Rows = append(t.Rows, []any{c.Name, c.VI, c.EN, c.Doc})
		}
		return printTable(a.stdout, *format, t)
	}
	return cmd
}
