package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/published"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) demo() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use: "demo", Short: "Make up a branch, publish its 2020 report and hold it against the one a real branch published",
		Long: "Makes source, lake, warehouse and uythac.yaml in a folder, prints the 2020 report, and then every figure\n" +
			"of the published one with what was computed. Exit code 1 when a figure is missed. Run again it only refreshes.",
		Args: arguments(0, 0, "uythac demo [--dir DIR]"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runDemo(cmd.Context(), dir) },
	}
	cmd.Flags().StringVar(&dir, "dir", "uythac-demo", "`folder` of the demonstration: new, empty, or of an earlier one")
	return cmd
}

func (a *app) runDemo(ctx context.Context, dir string) error {
	lang := languages[0]
	if l := a.flags.keys["lang"]; l.set {
		lang = l.text
	}
	if err := oneOf("lang", lang, languages); err != nil {
		return err
	}
	figures, err := published.Load()
	if err != nil {
		return err
	}
	p := a.progress()
	o := a.options(p)
	began := a.now()
	fmt.Fprintf(a.stdout, "uythac demo: a made-up branch in %s, its ledgers replayed, its 2020 report published\n", dir)
	res, err := pipeline.Demo(ctx, dir, o)
	p.finish()
	if err != nil {
		return err
	}
	if !res.Reused {
		fmt.Fprintf(a.stdout, "simulate: %s\n", made(res.Source))
	}
	fmt.Fprint(a.stdout, refreshed(res.Refresh))
	names, seconds := p.took()
	for i, name := range names {
		fmt.Fprintf(a.stdout, "%s %.1f s, ", name, seconds[i])
	}
	fmt.Fprintf(a.stdout, "in all %.1f s\n\n", a.now().Sub(began).Seconds())

	got, err := readKept(ctx, res.Config, lang)
	if err != nil {
		return err
	}
	for _, t := range publishedShape(got, lang) {
		if err := render.Text(a.stdout, t); err != nil {
			return err
		}
		fmt.Fprintln(a.stdout)
	}
	missed, err := compare(a.stdout, figures, got, lang)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\nconfiguration: %[1]s\n  → uythac report outstanding_by_union --config %[1]s\n  → uythac serve --config %[1]s\n", filepath.Join(dir, configFile))
	if missed > 0 {
		return fmt.Errorf("%d published figures are missed\n  → if the source in %s was changed, that is why; else remove the folder and run the demo again", missed, dir)
	}
	return nil
}

// publishedDay is the position that the published document shows.
var publishedDay = calendar.Date(2020, 12, 31)

// reports are the rows of reports by name, on one day.
type reports map[string]pipeline.ReportRows

// readKept reads the reports that are kept for every day: the published ones.
func readKept(ctx context.Context, c pipeline.Config, lang string) (reports, error) {
	var names []string
	for _, t := range schemas.Reports() {
		names = append(names, t.Name)
	}
	return readNamed(ctx, c, names, &publishedDay, lang)
}

// readNamed reads reports of one day, the latest where it is nil.
func readNamed(ctx context.Context, c pipeline.Config, names []string, asOf *calendar.Day, lang string) (reports, error) {
	var questions []pipeline.Question
	for _, name := range names {
		questions = append(questions, pipeline.Question{Report: name, AsOf: asOf, Lang: lang})
	}
	all, err := pipeline.ReadEach(ctx, c, questions)
	out := reports{}
	for _, r := range all {
		out[r.Table.Name] = r
	}
	return out, err
}

// publishedShape arranges reports as the published document does: the debts of the unions, then
// their deposits, ratings and papers in one table, then inspections and the other figures.
func publishedShape(r reports, lang string) []render.Table {
	printed := func(name string) render.Table {
		return render.Report(r[name].Table, r[name].Columns, r[name].Rows, r[name].AsOf, lang, true)
	}
	beside := printed(schemas.DepositsByUnion.Name)
	beside.Title = map[string]string{"vi": "Tiền gửi, các tổ cần quan tâm, văn bản liên tịch và hợp đồng ủy thác", "en": "Deposits, groups to watch and agreements"}[lang]
	beside.Columns, beside.Rows = slices.Clone(beside.Columns), slices.Clone(beside.Rows)
	for i := range beside.Rows {
		beside.Rows[i] = slices.Clone(beside.Rows[i])
	}
	for _, more := range []struct {
		name, vi, en string // what its headings count
		columns      []string
	}{
		{schemas.WatchGroupsByUnion.Name, "Tổ: ", "Groups: ", []string{"average", "weak", "over_2pct", "small"}},
		{schemas.AgreementsByUnion.Name, "Văn bản: ", "Agreements: ", []string{"districts", "communes"}},
	} {
		for _, name := range more.columns {
			column, _ := r[more.name].Table.Column(name)
			column.VI, column.EN = more.vi+column.VI, more.en+column.EN
			beside.Columns = append(beside.Columns, column)
			for i, row := range beside.Rows {
				beside.Rows[i] = append(row, r.value(more.name, name, "union_code", row[0]))
			}
		}
	}
	return []render.Table{printed(schemas.OutstandingByUnion.Name), beside, printed(schemas.InspectionsByUnion.Name), printed(schemas.Headline.Name)}
}

// value finds a value of a report in the row whose key columns have the given values; nil when there is no such row.
func (r reports) value(report, column string, keys ...any) any {
	rows := r[report]
	index := func(name string) int {
		return slices.IndexFunc(rows.Columns, func(c schemas.Column) bool { return c.Name == name })
	}
	at := index(column)
	for _, row := range rows.Rows {
		same := at >= 0
		for i := 0; same && i < len(keys); i += 2 {
			k := index(keys[i].(string))
			same = k >= 0 && row[k] == keys[i+1]
		}
		if same {
			return row[at]
		}
	}
	return nil
}
