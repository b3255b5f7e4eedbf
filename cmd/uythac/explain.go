package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// listings are what --list can print whole.
var listings = []string{"facts", "entries"}

func (a *app) explain() *cobra.Command {
	var list string
	cell := pipeline.Cell{}
	cmd := &cobra.Command{
		Use: "explain REPORT", Short: "Go from a figure down to the facts and ledger entries that make it",
		Long: "Takes a figure of a report apart: the measure on its days, the contracts, customers or groups behind it, and the\n" +
			"ledger entries that make these, with numbers and sums that add up to the figure. Exit code 1 when they do not.",
		Example: "  uythac explain outstanding_by_union --row 11 --column overdue_change\n" +
			"  uythac explain activity_by_commune --row 020101,12 --column disbursed_year --list entries --format csv -o entries.csv\n" +
			"  uythac explain headline --row deposit_plan_pct",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("`uythac explain REPORT --row KEY --column NAME`, where REPORT is one of: "+joined(pipeline.ReportNames()), "a figure of which report?")
			}
			return arguments(1, 1, "uythac explain REPORT --row KEY --column NAME")(cmd, args)
		},
	}
	format := formatFlag(cmd)
	cmd.Flags().StringVar(&cell.Row, "row", "", "`key` of the row: its codes separated by commas, or column=code; what is left out is the total")
	cmd.Flags().StringVar(&cell.Column, "column", "", "`name` of the figure, as --format csv heads it")
	cmd.Flags().IntVar(&cell.Top, "top", 5, "how many of the largest facts are shown")
	cmd.Flags().StringVar(&list, "list", "", "print all `facts` or entries, instead of what they add up to")
	asOf := asOfFlag(cmd)
	file := outputFlag(cmd)
	scopeFlags(cmd, &cell.Scope)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := a.explainable(args[0], *format, list, &cell); err != nil {
			return err
		}
		d, err := day("--as-of", *asOf)
		if err != nil {
			return err
		}
		c, err := a.load("warehouse.path", "lake.path")
		if err != nil {
			return err
		}
		cell.Report, cell.AsOf, cell.Lang = args[0], d, c.Lang
		if list != "" {
			return a.list(cmd.Context(), c.Config, cell, list == "entries", *format, *file)
		}
		x, err := pipeline.Explain(cmd.Context(), c.Config, cell, nil, false)
		if err != nil {
			return err
		}
		tables := explanation(x, c.Lang)
		if !forPeople(*format) {
			tables = []render.Table{steps(x)}
		}
		err = a.write(*file, func(w io.Writer) error { return printTables(w, *format, tables) })
		return disagreement(x, err)
	}
	return cmd
}

// explainable refuses what no report could answer.
func (a *app) explainable(report, format, list string, cell *pipeline.Cell) error {
	if err := oneOf("report", report, pipeline.ReportNames()); err != nil {
		return err
	}
	if err := oneOf("format", format, render.Formats()); err != nil {
		return err
	}
	if list != "" {
		if err := oneOf("list", list, listings); err != nil {
			return err
		}
	}
	if report == schemas.Headline.Name && cell.Column == "" {
		cell.Column = "value"
	}
	if cell.Top < 0 {
		return misuse("name how many, as --top 5", "--top %d: less than none cannot be shown", cell.Top)
	}
	return nil
}

// disagreement is the error of a figure that its parts do not make.
func disagreement(x pipeline.Explanation, err error) error {
	if err != nil || x.Agrees {
		return err
	}
	return fmt.Errorf("%s of %s is not what its facts and entries add up to\n  → run `uythac check`, and `uythac refresh` when the lake has changed since", x.Column.Name, x.Report.Table.Name)
}
