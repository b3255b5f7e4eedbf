package main

import (
	"cmp"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/closing"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) restatements() *cobra.Command {
	var period string
	var reports []string
	cmd := &cobra.Command{
		Use: "restatements", Short: "List the figures of closed months that have changed, with the entries that changed them",
		Args: arguments(0, 0, "uythac restatements [--period MONTH] [--report NAME]"),
	}
	format := formatFlag(cmd)
	file := outputFlag(cmd)
	cmd.Flags().StringVar(&period, "period", "", "only this `month`, as 2020-12")
	cmd.Flags().StringSliceVar(&reports, "report", nil, "only these reports; all for every report (default: the ten published ones)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		q := pipeline.RestatementQuestion{Reports: reports}
		if len(reports) == 1 && reports[0] == "all" {
			q.Reports = pipeline.ReportNames()
		}
		if period != "" {
			m, err := calendar.ParseMonth(period)
			if err != nil {
				return misuse("write a month as 2020-12", "%q is no month", period)
			}
			q.Period = &m
		}
		c, err := a.load("lake.path", "warehouse.path")
		if err != nil {
			return err
		}
		all, err := pipeline.ReadRestatements(cmd.Context(), c.Config, q)
		if err != nil {
			return err
		}
		return a.write(*file, func(w io.Writer) error { return printRestatements(w, *format, all, c.Lang, c.zone()) })
	}
	return cmd
}

// printRestatements prints a table of figures and one of causes per period for people, and one flat table for programs.
func printRestatements(w io.Writer, format string, all []pipeline.Restatement, lang string, zone *time.Location) error {
	if !forPeople(format) {
		return printTable(w, format, flatRestatements(all))
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(w, both(lang, "Không có kỳ nào đã khóa sổ.", "No period is closed."))
		return err
	}
	for i, r := range all {
		if i > 0 {
			fmt.Fprintln(w)
		}
		t := figuresTable(differencesOf(r), lang)
		t.Title = actText(r.Act, lang, zone)
		if len(r.Figures) == 0 {
			fmt.Fprintf(w, "%s. %s\n", t.Title, t.Notes[0])
			continue
		}
		t.Subtitle = both(lang, "So với lần chạy ", "Compared with run ") + r.Run.ID
		if err := printTable(w, format, t); err != nil {
			return err
		}
		fmt.Fprintln(w)
		if err := printTable(w, format, causesTable(r, lang)); err != nil {
			return err
		}
	}
	return nil
}

// restatedFigure is a row of figuresTable.
type restatedFigure struct {
	closing.Difference
	causes string // numbers of the causes; empty: not asked for
}

func differencesOf(r pipeline.Restatement) []restatedFigure {
	var all []restatedFigure
	for _, f := range r.Figures {
		all = append(all, restatedFigure{f.Difference, listedCauses(f.Causes)})
	}
	return all
}

// listedCauses numbers causes as causesTable does, the first few of many.
func listedCauses(causes []int) string {
	const shown = 6 // numbers named in a row of the table; JSON and CSV have all
	text := ""
	for i, n := range causes {
		if i == shown {
			return text + fmt.Sprintf(" … (%d)", len(causes))
		}
		if i > 0 {
			text += " "
		}
		text += strconv.Itoa(n + 1)
	}
	return text
}

// figuresTable has a row per figure that differs.
func figuresTable(figures []restatedFigure, lang string) render.Table {
	t := render.Table{Lang: lang, Columns: []schemas.Column{
		{Name: "report", Type: schemas.Text, VI: "Báo cáo", EN: "Report"},
		{Name: "row", Type: schemas.Text, VI: "Dòng", EN: "Row"},
		{Name: "column", Type: schemas.Text, VI: "Cột", EN: "Column"},
		{Name: "closed", Type: schemas.Text, VI: "Khi khóa sổ", EN: "When closed"},
		{Name: "present", Type: schemas.Text, VI: "Hiện nay", EN: "Now"},
		{Name: "difference", Type: schemas.Text, VI: "Chênh lệch", EN: "Difference"},
		{Name: "causes", Type: schemas.Text, VI: "Do", EN: "By"},
	}}
	for _, f := range figures {
		c := columnOf(f.Closed)
		t.Rows = append(t.Rows, []any{f.Closed.Report, render.Label(lang, f.Closed.Row), cmp.Or(both(lang, c.VI, c.EN), c.Name),
			figureText(f.Closed, lang), figureText(f.Present, lang), grouped(f.By, lang, c), f.causes})
	}
	if len(figures) == 0 {
		t.Notes = []string{both(lang, "Mọi số liệu vẫn như khi khóa sổ.", "Every figure is as it was when the period was closed.")}
	}
	return t
}

// columnOf is the column that a figure stands in.
func columnOf(f closing.Figure) schemas.Column {
	t, ok := schemas.Lookup(f.Report)
	if !ok {
		return schemas.Column{Name: f.Column}
	}
	c, _ := t.Column(f.Column)
	return c
}

// figureText is a frozen value as people read it; — is nothing.
func figureText(f closing.Figure, lang string) string {
	if f.Null {
		return "—"
	}
	return grouped(f.Value, lang, columnOf(f))
}

// grouped writes numbers of a column as people do, all digits of them, and leaves other texts as they are.
func grouped(text, lang string, c schemas.Column) string {
	n, ok := new(big.Rat).SetString(text)
	if !ok || c.Type != schemas.Int64 && c.Type != schemas.Ratio && c.Type != schemas.Exact {
		return text
	}
	_, fraction, _ := strings.Cut(n.FloatString(12), ".")
	return render.Number(lang, n, schemas.Show{Decimals: len(strings.TrimRight(fraction, "0"))})
}

// causesTable has a row per row of the lake that has come, changed or gone.
func causesTable(r pipeline.Restatement, lang string) render.Table {
	t := render.Table{Lang: lang, Title: both(lang, "Dữ liệu phát sinh sau khi khóa sổ, tính đến ", "Rows of the source that came later, as of ") + render.Day(lang, r.Act.Period.Last()),
		Columns: []schemas.Column{
			{Name: "number", Type: schemas.Int64, VI: "Số", EN: "No"},
			{Name: "table", Type: schemas.Text, VI: "Bảng", EN: "Table"},
			{Name: "key", Type: schemas.Text, VI: "Khóa", EN: "Key"},
			{Name: "change", Type: schemas.Text, VI: "Thay đổi", EN: "Change"},
			{Name: "row", Type: schemas.Text, VI: "Dòng", EN: "Row"},
		}}
	words := map[string]string{"added": "thêm", "changed": "sửa", "removed": "xóa"}
	for i, c := range r.Causes {
		t.Rows = append(t.Rows, []any{int64(i + 1), c.Table, c.Key, both(lang, words[c.Change()], c.Change()), causeText(c, lang)})
	}
	if len(r.Causes) == 0 {
		t.Notes = []string{both(lang, "Không dòng nào khác: quy tắc tính hoặc chương trình đã đổi.", "No row differs: rules or the program have changed.")}
	}
	return t
}

// causeText is what a row says beside its key: of one that has changed, what was and what is.
func causeText(c closing.Cause, lang string) string {
	t, ok := schemas.Lookup(c.Table)
	if !ok {
		return cmp.Or(c.After, c.Before)
	}
	before, after := closing.Cells(c.Before), closing.Cells(c.After)
	var words []string
	for _, column := range t.Offered() {
		old, now := before[column.Name], after[column.Name]
		switch {
		case slices.Contains(t.Key, column.Name) || old == "" && now == "":
		case c.Change() != "changed" || old == now:
			words = append(words, column.Name+" "+grouped(cmp.Or(now, old), lang, column))
		default:
			words = append(words, fmt.Sprintf("%s %s → %s", column.Name, cmp.Or(grouped(old, lang, column), "—"), cmp.Or(grouped(now, lang, column), "—")))
		}
	}
	return strings.Join(words, ", ")
}

// flatRestatements is a row per figure and cause, for programs.
func flatRestatements(all []pipeline.Restatement) render.Table {
	t := render.Table{Columns: []schemas.Column{
		{Name: "period", Type: schemas.Text}, {Name: "closed_at", Type: schemas.Text}, {Name: "closed_by", Type: schemas.Text},
		{Name: "report", Type: schemas.Text}, {Name: "row", Type: schemas.Text}, {Name: "column", Type: schemas.Text},
		{Name: "closed", Type: schemas.Text}, {Name: "present", Type: schemas.Text}, {Name: "difference", Type: schemas.Text},
		{Name: "cause_table", Type: schemas.Text}, {Name: "cause_key", Type: schemas.Text}, {Name: "cause_change", Type: schemas.Text},
		{Name: "cause_before", Type: schemas.Text}, {Name: "cause_after", Type: schemas.Text},
	}}
	for _, r := range all {
		for _, f := range r.Figures {
			row := []any{r.Act.Period.String(), r.Act.At.UTC().Format(time.RFC3339), r.Act.By, f.Closed.Report, f.Closed.Row, f.Closed.Column,
				orNull(f.Closed.Value), orNull(f.Present.Value), orNull(f.By)}
			if len(f.Causes) == 0 {
				t.Rows = append(t.Rows, append(row, nil, nil, nil, nil, nil))
			}
			for _, i := range f.Causes {
				c := r.Causes[i]
				t.Rows = append(t.Rows, append(row[:9:9], c.Table, c.Key, c.Change(), orNull(c.Before), orNull(c.After)))
			}
		}
	}
	return t
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
