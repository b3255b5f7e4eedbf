package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) trend() *cobra.Command {
	var indicator string
	var scope warehouse.Scope
	cmd := &cobra.Command{
		Use: "trend NAME", Short: "Print a trend, up to an as-of day",
		Long: "Print a trend of the published warehouse: its rows up to the as-of day, or on it where a trend is of one day.\n" +
			"series and ratios are printed for one union, branch, office, commune or programme, without a scope for all together;\n" +
			"series_by_commune, ratios_by_commune and series_by_group for everything in the scope, as CSV commune by commune.\n" +
			"par, migration and roll_rates are printed for every union, of everything or of the scope, and by office and by commune as\n" +
			"par_by_office, par_by_commune and so on; the others for every union or the one asked for.",
		Args: oneName("uythac trend NAME", "which trend?", pipeline.TrendNames),
	}
	format := formatFlag(cmd)
	asOf := asOfFlag(cmd)
	file := outputFlag(cmd)
	cmd.Flags().StringVar(&indicator, "indicator", "", "only this `figure`, as outstanding (series and ratios)")
	scopeFlags(cmd, &scope)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("trend", args[0], pipeline.TrendNames()); err != nil {
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
		q := pipeline.Question{Report: args[0], AsOf: d, Scope: scope, Lang: c.Lang, Indicator: indicator}
		if *format == "csv" && pipeline.InPieces(q) {
			return a.write(*file, func(w io.Writer) error { return pieces(cmd.Context(), c.Config, q, w) })
		}
		r, err := pipeline.ReadTrend(cmd.Context(), c.Config, q)
		if err != nil {
			return err
		}
		t := render.Trend(r.Table, r.Columns, r.Rows, r.AsOf, c.Lang, forPeople(*format))
		t.Subtitle += limits(scope, c.Lang)
		if note := render.SmallBase(r.Columns, r.Rows, r.SmallBase.Loans, r.SmallBase.Amount, c.Lang); note != "" {
			t.Notes = append(t.Notes, note)
		}
		return a.write(*file, func(w io.Writer) error { return printTable(w, *format, t) })
	}
	return cmd
}

// pieces prints a trend that is read in pieces, as one CSV file.
func pieces(ctx context.Context, c pipeline.Config, q pipeline.Question, w io.Writer) error {
	head := true
	return pipeline.EachPiece(ctx, c, q, func(r pipeline.ReportRows) error {
		t := render.Trend(r.Table, r.Columns, r.Rows, r.AsOf, q.Lang, false)
		t.Headless, head = !head, false
		return render.CSV(w, t)
	})
}

func (a *app) trends() *cobra.Command {
	cmd := &cobra.Command{Use: "trends", Short: "List the trends there are", Args: arguments(0, 0, "uythac trends")}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		return printTable(a.stdout, *format, listed("trend", schemas.Trends()))
	}
	return cmd
}
