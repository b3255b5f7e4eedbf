package main

import (
	"cmp"
	"fmt"
	"io"
	"math/big"
	"os/user"
	"time"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/closing"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) closePeriod() *cobra.Command {
	var by, reason string
	cmd := &cobra.Command{
		Use: "close-period MONTH", Short: "Freeze the figures of a month's reports, with who did it and when",
		Long: "Freezes the figures that all reports have as of the last day of a month, as they are published now.\n" +
			"From then on `report` shows what has changed since, and `restatements` which entries changed it.",
		Args: oneArgument("uythac close-period MONTH", "which month? Write it as 2020-12"),
	}
	actFlags(cmd, &by, &reason)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd, args[0], by, reason, pipeline.ClosePeriod)
	}
	return cmd
}

func (a *app) reopenPeriod() *cobra.Command {
	var by, reason string
	cmd := &cobra.Command{
		Use: "reopen-period MONTH", Short: "Open a closed month again; the act is logged",
		Args: oneArgument("uythac reopen-period MONTH --reason TEXT", "which month? Write it as 2020-12"),
	}
	actFlags(cmd, &by, &reason)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if reason == "" {
			return misuse("say why with --reason TEXT: it goes into the log", "a period is not reopened without a reason")
		}
		return a.act(cmd, args[0], by, reason, pipeline.ReopenPeriod)
	}
	return cmd
}

// oneArgument takes one argument; without one it asks for it.
func oneArgument(usage, question string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return misuse("write it as: "+usage, "%s", question)
		}
		return arguments(1, 1, usage)(cmd, args)
	}
}

func actFlags(cmd *cobra.Command, by, reason *string) {
	cmd.Flags().StringVar(by, "by", "", "`name` of who does it (default: the user of this computer)")
	cmd.Flags().StringVar(reason, "reason", "", "`text` that says why")
}

// act closes or reopens a period and says so.
func (a *app) act(cmd *cobra.Command, month, by, reason string, do pipeline.PeriodAct) error {
	period, err := calendar.ParseMonth(month)
	if err != nil {
		return misuse("write a month as 2020-12", "%q is no month", month)
	}
	if by == "" {
		u, err := user.Current()
		if err != nil {
			return misuse("name yourself with --by", "who closes the period? The computer does not say: %v", err)
		}
		by = cmp.Or(u.Name, u.Username)
	}
	c, err := a.load("lake.path", "warehouse.path")
	if err != nil {
		return err
	}
	p := a.progress()
	o := a.options(p)
	o.Now = func() time.Time { return a.now().In(c.zone()) } // errors tell of earlier acts in the zone of this one
	act, err := do(cmd.Context(), c.Config, o, period, by, reason)
	p.finish()
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, actText(act, c.Lang, c.zone()))
	return nil
}

// actText says what an act did, at a time in the zone of the nights.
func actText(act closing.Act, lang string, zone *time.Location) string {
	at := act.At.In(zone).Format(both(lang, "02/01/2006 15:04:05 -07:00", "2006-01-02 15:04:05 -07:00"))
	if act.What == closing.Reopened {
		return fmt.Sprintf(both(lang, "Kỳ %s đã mở lại lúc %s bởi %s: %s", "Period %s was reopened on %s by %s: %s"), act.Period, at, act.By, act.Reason)
	}
	text := fmt.Sprintf(both(lang, "Kỳ %s đã khóa sổ lúc %s bởi %s", "Period %s was closed on %s by %s"), act.Period, at, act.By)
	if act.Reason != "" {
		text += " (" + act.Reason + ")"
	}
	return text + fmt.Sprintf(both(lang, ": %s số liệu, SHA-256 %s", ": %s figures, SHA-256 %s"), render.Number(lang, new(big.Rat).SetInt64(act.Figures), schemas.Show{}), act.Hash[:min(16, len(act.Hash))])
}

// sinceClosed is what a report for people says of its closed period; ok is false where the period is open.
func sinceClosed(r pipeline.ReportRows, lang string, zone *time.Location) (t render.Table, ok bool) {
	if r.Closed == nil {
		return t, false
	}
	var figures []restatedFigure
	for _, d := range r.Closed.Differences {
		figures = append(figures, restatedFigure{d, ""})
	}
	t = figuresTable(figures, lang)
	t.Title = actText(r.Closed.Act, lang, zone)
	t.Columns = t.Columns[1:6]
	for i, row := range t.Rows {
		t.Rows[i] = row[1:6]
	}
	if len(figures) > 0 {
		t.Notes = []string{both(lang, "`uythac restatements` nêu bút toán làm thay đổi.", "`uythac restatements` names the entries that changed them.")}
	}
	return t, true
}

// closedSince prints below a report what has changed since its period was closed; programs get the report alone, and
// a line beside it.
func (a *app) closedSince(w io.Writer, format string, r pipeline.ReportRows, lang string, zone *time.Location) error {
	t, ok := sinceClosed(r, lang, zone)
	switch {
	case !ok:
		return nil
	case forPeople(format) && len(t.Rows) == 0:
		_, err := fmt.Fprintf(w, "\n%s. %s\n", t.Title, t.Notes[0])
		return err
	case forPeople(format):
		fmt.Fprintln(w)
		return printTable(w, format, t)
	}
	if len(t.Rows) > 0 {
		fmt.Fprintf(a.stderr, "uythac: %s; %s\n", t.Title, fmt.Sprintf(both(lang, "nay khác %d số liệu", "%d figures differ now"), len(t.Rows)))
	}
	return nil
}
