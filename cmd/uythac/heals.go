package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/mirror"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) heals() *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use: "heals", Short: "Print the healing log: where lake and source differed, and what was changed in the lake",
		Long: "Prints the healing log: every unit (a day and office of a ledger, a day of an operations table, a hash\nbucket of a dimension's key) in which lake and database differed, and what was changed in the lake.",
		Args: arguments(0, 0, "uythac heals [--since DATE]"),
	}
	format := formatFlag(cmd)
	cmd.Flags().StringVar(&since, "since", "", "leave out runs before this `day`, as 2020-12-31")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		from, err := day("--since", since)
		if err != nil {
			return err
		}
		c, err := a.load("lake.path")
		if err != nil {
			return err
		}
		first := calendar.Day(-1 << 31)
		if from != nil {
			first = *from
		}
		rows, err := pipeline.ReadHeals(cmd.Context(), c.Config, first)
		if err != nil {
			return err
		}
		return printTable(a.stdout, *format, healTable(rows, c.Lang, forPeople(*format)))
	}
	return cmd
}

// healTable is a row per unit that was mended.
func healTable(rows []pipeline.HealRow, lang string, people bool) render.Table {
	t := render.Table{Lang: lang, Columns: []schemas.Column{
		{Name: "healed_at", Type: schemas.Text, VI: "Lúc (UTC)", EN: "At (UTC)"},
		{Name: "run", Type: schemas.Text, VI: "Lần chạy", EN: "Run"},
		{Name: "table_name", Type: schemas.Text, VI: "Bảng", EN: "Table"},
		{Name: "unit", Type: schemas.Text, VI: "Đơn vị", EN: "Unit"},
		{Name: "rows_before", Type: schemas.Int64, VI: "Số dòng trước", EN: "Rows before"},
		{Name: "rows_after", Type: schemas.Int64, VI: "Số dòng sau", EN: "Rows after"},
		{Name: "sums_before", Type: schemas.Text, VI: "Tổng tiền trước (đồng)", EN: "Sums before (đồng)"},
		{Name: "sums_after", Type: schemas.Text, VI: "Tổng tiền sau (đồng)", EN: "Sums after (đồng)"},
		{Name: "rows_added", Type: schemas.Int64, VI: "Thêm", EN: "Added"},
		{Name: "rows_changed", Type: schemas.Int64, VI: "Sửa", EN: "Changed"},
		{Name: "rows_removed", Type: schemas.Int64, VI: "Xóa", EN: "Removed"},
	}}
	for _, h := range rows {
		t.Rows = append(t.Rows, []any{h.At.Format("2006-01-02 15:04:05"), h.Run, h.Table, h.Unit, h.RowsBefore, h.RowsAfter, amounts(h.SumsBefore, people), amounts(h.SumsAfter, people), h.Added, h.Changed, h.Removed})
	}
	if people && len(rows) == 0 {
		t.Notes = []string{"nothing was mended"}
	}
	return t
}

// amounts writes sums for people with their thousands apart.
func amounts(sums string, people bool) string {
	if !people {
		return sums
	}
	words := strings.Fields(sums)
	for i, w := range words {
		if n, err := strconv.ParseInt(w, 10, 64); err == nil {
			words[i] = digits(n)
		}
	}
	return strings.Join(words, " ")
}

func (a *app) reconcile() *cobra.Command {
	var from, to string
	var heal bool
	cmd := &cobra.Command{
		Use: "reconcile", Short: "Compare the lake with the database, all of it or some days, and mend what differs with --heal",
		Long: "Compares every unit of the lake's copy with the database by counts, sums and checksums: ledgers and\n" +
			"operations of the days asked for, dimensions whole. With --heal it reads again what differs.\n\n" +
			"Exit code 3 when something differs and was not mended.",
		Args: arguments(0, 0, "uythac reconcile [--from DATE] [--to DATE] [--heal]"),
	}
	cmd.Flags().StringVar(&from, "from", "", "first `day` to compare, as 2020-01-01 (default: the first there is)")
	cmd.Flags().StringVar(&to, "to", "", "last `day` to compare (default: the last that the lake holds)")
	cmd.Flags().BoolVar(&heal, "heal", false, "read again what differs, and clean it into the lake")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		r := pipeline.ReconcileOptions{Heal: heal}
		if r.From, err = day("--from", from); err != nil {
			return err
		}
		if r.To, err = day("--to", to); err != nil {
			return err
		}
		if r.From != nil && r.To != nil && *r.From > *r.To {
			return misuse("write the earlier day first", "--from %s is after --to %s", from, to)
		}
		c, err := a.load("source.kind", sourceNeed, "lake.path", "warehouse.path")
		if err != nil {
			return err
		}
		p := a.progress()
		res, err := pipeline.RunReconcile(cmd.Context(), c.Config, r, a.options(p))
		p.finish()
		fmt.Fprint(a.stdout, copied(res.Copy))
		if err != nil {
			return err
		}
		if heal {
			fmt.Fprint(a.stdout, extracted(pipeline.ExtractResult{Through: res.Through, Changed: res.Changed, Tables: res.Tables, Units: res.Units}))
		}
		if n := len(res.Copy.Differ); n > 0 {
			return &pipeline.RefusedError{Problem: fmt.Sprintf("lake and source differ, units: %s", digits(int64(n))), Remedy: "run `uythac reconcile --heal` with the same days, then `uythac refresh`"}
		}
		return nil
	}
	return cmd
}

// copied tells what a run found in a database, what it changed and what it cost.
func copied(r *mirror.Result) string {
	if r == nil || r.Cost.Connections == 0 { // the source was not reached: the error says why
		return ""
	}
	var b strings.Builder
	for _, w := range r.Waits {
		fmt.Fprintf(&b, "source: waits for the replica: %s\n", w)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&b, "source: %s\n", note)
	}
	if len(r.Loaded) > 0 {
		names := strings.Join(r.Loaded, ", ")
		if n := len(contractNames()); len(r.Loaded) == n {
			names = fmt.Sprintf("all %d tables", n)
		}
		fmt.Fprintf(&b, "source: read for the first time: %s\n", names)
	}
	fmt.Fprintf(&b, "source: %s units compared, %s new, %s mended, %s rows read\n", digits(int64(r.Compared)), digits(int64(r.New)), digits(int64(len(r.Heals))), digits(r.Rows))
	units(&b, "mended", r.Heals)
	units(&b, "differs", r.Differ)
	fmt.Fprintf(&b, "source: cost it %d connections, %d queries, %s bytes; longest query %s, longest transaction %s\n",
		r.Cost.Connections, r.Cost.Queries, digits(r.Cost.Bytes), brief(r.Cost.LongestQuery), brief(r.Cost.LongestTransaction))
	return b.String()
}

// brief writes a length of time in hundredths of a second.
func brief(d time.Duration) string {
	if d = d.Round(10 * time.Millisecond); d > 0 {
		return d.String()
	}
	return "under 10ms"
}

// shownUnits is how many units a run names; `uythac heals` has all.
const shownUnits = 10

func units(b *strings.Builder, word string, heals []mirror.Heal) {
	for i, h := range heals {
		if i == shownUnits {
			fmt.Fprintf(b, "  and %s more\n", digits(int64(len(heals)-i)))
			return
		}
		fmt.Fprintf(b, "  %s %s: %s rows in the lake, %s in the source", h.Table, h.Unit, digits(h.Before.Rows), digits(h.After.Rows))
		if word == "mended" {
			fmt.Fprintf(b, "; %s added, %s changed, %s removed", digits(h.Added), digits(h.Changed), digits(h.Removed))
		}
		b.WriteString("\n")
	}
}
