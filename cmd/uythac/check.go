package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) check() *cobra.Command {
	cmd := &cobra.Command{
		Use: "check", Short: "Print the outcome of every check of the published warehouse",
		Long: "Prints the outcome of every check of the published warehouse, and what the checks found.\nExit code 3 when an error check failed.",
		Args: arguments(0, 0, "uythac check"),
	}
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		c, err := a.load("warehouse.path")
		if err != nil {
			return err
		}
		checks, err := pipeline.ReadChecks(cmd.Context(), c.Config)
		if err != nil {
			return err
		}
		t := outcomes(checks, c.Lang)
		if forPeople(*format) { // remedies are long, and wanted only where something was found
			t.Notes = findings(checks, c.Lang)
			t.Columns = t.Columns[:len(t.Columns)-1]
			for i, row := range t.Rows {
				t.Rows[i] = row[:len(t.Columns)]
			}
		}
		if err := printTable(a.stdout, *format, t); err != nil {
			return err
		}
		for _, o := range checks {
			if o.Failed() {
				return &pipeline.RefusedError{Problem: "the published warehouse fails the check " + o.Name, Remedy: o.RemedyEN}
			}
		}
		return nil
	}
	return cmd
}

// outcomes is a row per check. Texts and headings follow the language; examined is NULL where nothing is compared.
func outcomes(checks []warehouse.CheckOutcome, lang string) render.Table {
	t := render.Table{Lang: lang, Columns: []schemas.Column{
		{Name: "name", Type: schemas.Text, VI: "Kiểm tra", EN: "Check"},
		{Name: "severity", Type: schemas.Code, VI: "Mức", EN: "Severity"},
		{Name: "failures", Type: schemas.Int64, VI: "Số lỗi", EN: "Failures"},
		{Name: "examined", Type: schemas.Int64, VI: "Đã so", EN: "Examined"},
		{Name: "title", Type: schemas.Text, VI: "Nội dung", EN: "What is checked"},
		{Name: "remedy", Type: schemas.Text, VI: "Cách xử lý", EN: "Remedy"},
	}}
	for _, c := range checks {
		title, remedy := c.In(lang)
		var examined any
		if c.Examined != nil {
			examined = *c.Examined
		}
		t.Rows = append(t.Rows, []any{c.Name, c.Severity, c.Failures, examined, title, remedy})
	}
	return t
}

// findings are the first rows that each check found, and what to do about them.
func findings(checks []warehouse.CheckOutcome, lang string) (lines []string) {
	const shown = 10
	for _, c := range checks {
		for i, f := range c.Findings {
			if i == shown {
				more := both(lang, "%s: và %d mục khác, xem check.finding trong kho dữ liệu", "%s: and %d more, in check.finding of the warehouse")
				lines = append(lines, fmt.Sprintf(more, c.Name, c.Failures-shown))
				break
			}
			about := f.Key
			if f.AsOf != nil {
				about = render.Day(lang, *f.AsOf) + " " + about
			}
			lines = append(lines, fmt.Sprintf("%s: %s: %s", c.Name, about, f.In(lang)))
		}
		if c.Failures > 0 {
			_, remedy := c.In(lang)
			lines = append(lines, "  → "+remedy)
		}
	}
	return lines
}
