package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) runs() *cobra.Command {
	var last int
	cmd := &cobra.Command{
		Use: "runs [ID]", Short: "List the refreshes, or tell of one step by step",
		Long: "Lists the refreshes, whoever started them, the latest first; with an ID, or the beginning of one, or `last`,\n" +
			"tells what every step of a refresh did. JSON of one refresh has all that is known of it.",
		Args: arguments(0, 1, "uythac runs [ID]"),
	}
	format := formatFlag(cmd)
	cmd.Flags().IntVar(&last, "last", 14, "how many `runs` to list; 0: all")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		c, err := a.load("warehouse.path")
		if err != nil {
			return err
		}
		runs, err := pipeline.ReadRuns(c.Config)
		if err != nil {
			return err
		}
		damages, err := pipeline.ReadDamages(c.Config)
		if err != nil {
			return err
		}
		fmt.Fprint(a.stderr, damaged(damages, c.Lang)) // beside the table, also for programs
		slices.Reverse(runs)
		p := runPrinter{lang: c.Lang, people: forPeople(*format), zone: c.zone(), now: a.now()}
		if len(args) == 0 {
			if last > 0 && len(runs) > last {
				runs = runs[:last]
			}
			return printTable(a.stdout, *format, p.list(runs))
		}
		r, err := findRun(runs, args[0])
		if err != nil {
			return err
		}
		if *format == "json" {
			e := json.NewEncoder(a.stdout)
			e.SetIndent("", "  ")
			return e.Encode(r)
		}
		if err := printTable(a.stdout, *format, p.steps(r)); err != nil || !p.people {
			return err
		}
		_, err = io.WriteString(a.stdout, p.trouble(r))
		return err
	}
	return cmd
}

// findRun finds a run by its id, the beginning of one, or the word last; runs are the latest first.
func findRun(runs []history.Run, id string) (history.Run, error) {
	if id == "last" && len(runs) > 0 {
		return runs[0], nil
	}
	var found []history.Run
	for _, r := range runs {
		if r.ID == id {
			return r, nil
		}
		if strings.HasPrefix(r.ID, id) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return history.Run{}, misuse("`uythac runs --last 0` lists all", "there is no run %q", id)
	}
	return history.Run{}, misuse("write more of it, as "+found[0].ID, "%d runs begin with %q", len(found), id)
}

// runPrinter makes tables of runs, for people in their words and time zone.
type runPrinter struct {
	lang   string
	people bool
	zone   *time.Location
	now    time.Time
}

// list is a row per run.
func (p runPrinter) list(runs []history.Run) render.Table {
	t := render.Table{Lang: p.lang, Columns: []schemas.Column{
		{Name: "run", Type: schemas.Text, VI: "Lần chạy", EN: "Run"},
		{Name: "started", Type: schemas.Text, VI: "Bắt đầu", EN: "Started"},
		{Name: "trigger", Type: schemas.Text, VI: "Khởi chạy", EN: "Started by"},
		{Name: "outcome", Type: schemas.Text, VI: "Kết quả", EN: "Outcome"},
		{Name: "took", Type: schemas.Text, VI: "Thời gian", EN: "Took"},
		{Name: "through", Type: schemas.Text, VI: "Số liệu đến ngày", EN: "Through"},
		{Name: "rows", Type: schemas.Int64, VI: "Số dòng", EN: "Rows"},
		{Name: "bytes", Type: schemas.Int64, VI: "Ghi (byte)", EN: "Written (bytes)"},
		{Name: "heals", Type: schemas.Int64, VI: "Chỗ đã sửa", EN: "Mended"},
		{Name: "quarantined", Type: schemas.Int64, VI: "Dòng bị giữ lại", EN: "Quarantined"},
		{Name: "warnings", Type: schemas.Int64, VI: "Cảnh báo", EN: "Warnings"},
		{Name: "retries", Type: schemas.Int64, VI: "Thử lại", EN: "Retries"},
		{Name: "at", Type: schemas.Text, VI: "Dừng ở bước", EN: "Stopped at"},
		{Name: "cause", Type: schemas.Text, VI: "Nguyên nhân", EN: "Cause"},
	}}
	for _, r := range runs {
		extract, _ := r.Step("extract")
		check, _ := r.Step("check")
		var bytes, retries int64
		for _, s := range r.Steps {
			if retries += s.Retries; s.Name != "retain" {
				bytes += s.Bytes
			}
		}
		t.Rows = append(t.Rows, []any{r.ID, p.moment(r.Start), p.word(r.Trigger), p.word(r.Outcome), p.took(r.Duration(p.now)), p.text(p.day(r.Through)), extract.Rows, bytes,
			extract.Heals, extract.Quarantined, check.Warnings, retries, p.text(p.word(r.At)), p.text(p.cause(r.Cause))})
	}
	if p.people && len(runs) == 0 {
		t.Notes = []string{p.pick("chưa có lần chạy nào", "no run yet")}
	}
	return t
}

// steps is a row per step of a run.
func (p runPrinter) steps(r history.Run) render.Table {
	t := render.Table{Lang: p.lang, Columns: []schemas.Column{
		{Name: "step", Type: schemas.Text, VI: "Bước", EN: "Step"},
		{Name: "started", Type: schemas.Text, VI: "Bắt đầu", EN: "Started"},
		{Name: "took", Type: schemas.Text, VI: "Thời gian", EN: "Took"},
		{Name: "rows", Type: schemas.Int64, VI: "Số dòng", EN: "Rows"},
		{Name: "bytes", Type: schemas.Int64, VI: "Byte", EN: "Bytes"},
		{Name: "units", Type: schemas.Int64, VI: "Phần", EN: "Parts"},
		{Name: "heals", Type: schemas.Int64, VI: "Chỗ đã sửa", EN: "Mended"},
		{Name: "quarantined", Type: schemas.Int64, VI: "Dòng bị giữ lại", EN: "Quarantined"},
		{Name: "checks", Type: schemas.Int64, VI: "Kiểm tra", EN: "Checks"},
		{Name: "objections", Type: schemas.Int64, VI: "Từ chối", EN: "Objections"},
		{Name: "warnings", Type: schemas.Int64, VI: "Cảnh báo", EN: "Warnings"},
		{Name: "retries", Type: schemas.Int64, VI: "Thử lại", EN: "Retries"},
		{Name: "source_queries", Type: schemas.Int64, VI: "Truy vấn nguồn", EN: "Source queries"},
		{Name: "source_bytes", Type: schemas.Int64, VI: "Byte từ nguồn", EN: "Source bytes"},
		{Name: "held", Type: schemas.Text, VI: "Đạt", EN: "Held"},
	}}
	if p.people {
		t.Title = p.pick("Lần chạy ", "Run ") + r.ID
		t.Subtitle = strings.Join(slices.DeleteFunc([]string{p.word(r.Outcome), p.word(r.Trigger), p.moment(r.Start), p.took(r.Duration(p.now)), p.day(r.Through), r.File}, func(s string) bool { return s == "" }), " · ")
	}
	for _, s := range r.Steps {
		held := p.pick("có", "yes")
		if s.Error != "" {
			held = p.pick("không", "no")
		}
		t.Rows = append(t.Rows, []any{p.word(s.Name), p.moment(s.Start), p.took(s.Duration), s.Rows, s.Bytes, s.Units, s.Heals, s.Quarantined, s.Checks, s.Objections, s.Warnings,
			s.Retries, s.Cost.Queries, s.Cost.Bytes, held})
	}
	return t
}

// trouble tells people what a run failed of and why steps were tried again.
func (p runPrinter) trouble(r history.Run) string {
	var b strings.Builder
	for _, s := range r.Steps {
		for _, w := range s.Waits {
			fmt.Fprintf(&b, "\n%s: %s\n%s\n", p.word(s.Name), p.pick("chờ bản sao của nguồn", "waits for the source's replica"), w)
		}
		if s.RetryError != "" {
			fmt.Fprintf(&b, "\n%s: %s\n%s\n", p.word(s.Name), p.pick("đã thử lại sau lỗi", "was tried again after"), s.RetryError)
		}
	}
	if r.Outcome == history.Killed {
		fmt.Fprintf(&b, "\n%s %s\n  → %s\n", p.pick("Tiến trình bị ngắt đột ngột ở bước", "The process ended without a word at the step"), cmp.Or(p.word(r.At), "—"),
			p.pick("xem máy có hết bộ nhớ hoặc bị tắt không; lần chạy sau sẽ làm tiếp từ phần đã xong", "see whether the machine was short of memory or was shut down; the next run goes on from what is finished"))
	}
	if r.Error != "" {
		fmt.Fprintf(&b, "\n%s: %s\n%s\n", p.pick("Nguyên nhân", "Cause"), p.cause(r.Cause), r.Error)
	}
	return b.String()
}

func (p runPrinter) pick(vi, en string) string { return both(p.lang, vi, en) }

// moment writes a time in the zone of the nights for people, in UTC for programs.
func (p runPrinter) moment(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case !p.people:
		return t.UTC().Format(time.RFC3339)
	case p.lang == "en":
		return t.In(p.zone).Format("2006-01-02 15:04:05")
	}
	return t.In(p.zone).Format("02/01/2006 15:04:05")
}

// text leaves a cell empty for people where there is nothing to say.
func (p runPrinter) text(s string) any {
	if s == "" && p.people {
		return "–"
	}
	return s
}

// day writes a day as the language does, for programs as it is.
func (p runPrinter) day(text string) string {
	if d, err := time.Parse(time.DateOnly, text); err == nil && p.people && p.lang != "en" {
		return d.Format("02/01/2006")
	}
	return text
}

// took writes a length of time; programs get seconds.
func (p runPrinter) took(d time.Duration) string {
	switch {
	case !p.people:
		return fmt.Sprintf("%.3f", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// runWords says the words of the history to people.
var runWords = map[string][2]string{
	history.Published: {"đã công bố", "published"}, history.Unchanged: {"không có gì mới", "nothing new"}, history.Refused: {"kiểm tra không cho công bố", "refused by a check"},
	history.Failed: {"không xong", "failed"}, history.Locked: {"có lần chạy khác", "another run was on"}, history.Interrupted: {"được lệnh dừng", "told to end"},
	history.Killed: {"bị ngắt đột ngột", "killed"}, history.Running: {"đang chạy", "running"},
	"hand": {"bằng tay", "by hand"}, "nightly": {"hằng đêm", "nightly"}, "cron": {"cron", "cron"}, "systemd": {"systemd", "systemd"},
	"extract": {"lấy dữ liệu", "extract"}, "derive": {"tính chỉ tiêu", "derive"}, "build": {"dựng kho", "build"}, "check": {"kiểm tra", "check"},
	"publish": {"công bố", "publish"}, "retain": {"dọn bản cũ", "retain"}, "mart": {"nạp kho BI", "load the mart"}, "swap": {"đổi kho BI", "swap the mart"},
}

// causeWords says the kinds of failure to people.
var causeWords = map[string][2]string{
	pipeline.CauseConfiguration: {"cấu hình", "configuration"}, pipeline.CauseConnection: {"kết nối đến nguồn", "connection to the source"}, pipeline.CauseSource: {"dữ liệu nguồn", "the source's data"},
	pipeline.CauseQuiet: {"giờ không được đọc nguồn", "quiet hours of the source"}, pipeline.CauseLocked: {"có lần chạy khác", "another run writes"}, pipeline.CauseDisk: {"hết chỗ trên đĩa", "no room on the disk"},
	pipeline.CauseMart: {"kho BI", "the BI mart"},
	pipeline.CauseLake: {"tệp của hồ dữ liệu hỏng", "a damaged file of the lake"}, pipeline.CauseInterrupted: {"được lệnh dừng", "told to end"}, pipeline.CauseOther: {"khác", "other"},
}

func (p runPrinter) word(w string) string {
	return p.say(runWords, w)
}

func (p runPrinter) say(all map[string][2]string, w string) string {
	if words, ok := all[w]; ok && p.people {
		return p.pick(words[0], words[1])
	}
	return w
}

// cause says a kind of failure; of checks their names stay.
func (p runPrinter) cause(w string) string {
	if names, ok := strings.CutPrefix(w, pipeline.CauseChecks+" "); ok && p.people {
		return p.pick("kiểm tra: ", "checks: ") + strings.ReplaceAll(names, " ", ", ")
	}
	return p.say(causeWords, w)
}
