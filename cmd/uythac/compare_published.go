package main

import (
	"context"
	"fmt"
	"io"
	"math/big"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/printed"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) comparePublished() *cobra.Command {
	var asOf, report, style string
	cmd := &cobra.Command{
		Use: "compare-published FILE.csv...", Short: "Hold printed tables against the computed ones and against their own arithmetic",
		Long: "Reads tables that somebody published, taken down as CSV: a row per union, commune, ... with the report's columns\n" +
			"(in million or billion đồng or percent with _mvnd, _bvnd, _pct behind the name, a change with d_ before it or _change\n" +
			"behind), or key,value,unit for headline figures. Every figure is compared at its printed decimals. Files given\n" +
			"together are one document: rows are held against totals, ratios against what they divide, and a figure that the\n" +
			"others contradict is named with the range they leave. Exit code 3 when a figure differs that is no misprint.",
		Example: "  uythac compare-published table.csv headlines.csv --as-of 2020-12-31",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("`uythac compare-published FILE.csv...`", "which file?")
			}
			return nil
		},
	}
	format := formatFlag(cmd)
	cmd.Flags().StringVar(&asOf, "as-of", "", "as-of `day` that the document is about (default: the latest)")
	cmd.Flags().StringVar(&report, "report", "", "`name` of the report whose columns the files print (default: found by the columns)")
	cmd.Flags().StringVar(&style, "numbers", printed.Styles()[0], "how numbers are written: plain 1234.5, vi 1.234,5, en 1,234.5")
	file := outputFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		for _, choice := range []struct {
			what, value string
			of          []string
		}{{"format", *format, render.Formats()}, {"style of numbers", style, printed.Styles()}, {"report", report, append(pipeline.ReportNames(), "")}} {
			if err := oneOf(choice.what, choice.value, choice.of); err != nil {
				return err
			}
		}
		d, err := day("--as-of", asOf)
		if err != nil {
			return err
		}
		c, err := a.load("warehouse.path")
		if err != nil {
			return err
		}
		p := paper{app: a, c: c.Config, lang: c.Lang, asOf: d}
		if err := p.read(cmd.Context(), args, report, style); err != nil {
			return err
		}
		return p.print(*file, *format)
	}
	return cmd
}

// paper is a document and what the published warehouse has in its place.
type paper struct {
	app      *app
	c        pipeline.Config
	lang     string
	asOf     *calendar.Day
	doc      *printed.Document
	computed reports
}

// read reads the files and the reports that they print.
func (p *paper) read(ctx context.Context, files []string, report, style string) error {
	unions, err := pipeline.UnionNames(ctx, p.c)
	if err != nil {
		return err
	}
	o := printed.Options{Style: style, Reports: pipeline.AllReports(), Unions: unions}
	if report != "" {
		o.Report, _ = schemas.Lookup(report) // its name is one of those
	}
	var figures []*printed.Figure
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return misuse("name a CSV file that can be read", "%v", err)
		}
		list, err := printed.Read(f, name, o)
		_ = f.Close() // it was only read
		if err != nil {
			return &pipeline.UsageError{Problem: err.Error()}
		}
		figures = append(figures, list...)
	}
	var names []string
	for _, f := range figures {
		if !slices.Contains(names, f.Report.Name) {
			names = append(names, f.Report.Name)
		}
	}
	p.doc = printed.NewDocument(figures)
	p.computed, err = readNamed(ctx, p.c, names, p.asOf, p.lang)
	return err
}

// raw is the computed value of a figure: đồng, a count or a fraction; nil when there is none.
func (p *paper) raw(f *printed.Figure) *big.Rat {
	var key []any
	for i, k := range f.Report.Key[1:] {
		key = append(key, k, f.Row[i])
	}
	return rational(p.computed.value(f.Report.Name, f.Column, key...))
}

// verdicts are what becomes of a figure.
const (
	reached = iota
	misprinted
	differs
	absent
)

// judge compares every figure, and finds those that the document itself convicts.
func (p *paper) judge() (verdict map[*printed.Figure]int, sets [][]printed.Suspect) {
	verdict, raws := map[*printed.Figure]int{}, map[*printed.Figure]*big.Rat{}
	for _, f := range p.doc.Figures {
		raws[f] = p.raw(f)
		switch {
		case raws[f] == nil:
			verdict[f] = absent
		case !f.Reached(raws[f]):
			verdict[f] = differs
		}
	}
	sets = p.doc.Suspects()
	for _, set := range sets {
		all := !slices.ContainsFunc(set, func(s printed.Suspect) bool { return verdict[s.Figure] == reached })
		if !all || !p.doc.Convicts(set, raws) {
			continue
		}
		for _, s := range set {
			for _, f := range p.doc.Alike(s.Figure) {
				verdict[f] = misprinted
			}
		}
	}
	return verdict, sets
}

// print prints the comparison, the document's sums and what it contradicts itself in.
func (p *paper) print(file, format string) error {
	verdict, sets := p.judge()
	tables := []render.Table{p.comparison(verdict)}
	if forPeople(format) {
		if t := p.sums(); len(t.Rows) > 0 {
			tables = append(tables, t)
		}
		if t := p.suspects(sets, verdict); len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	if err := p.app.write(file, func(w io.Writer) error { return printTables(w, format, tables) }); err != nil {
		return err
	}
	bad := 0
	for _, v := range verdict {
		if v == differs || v == absent {
			bad++
		}
	}
	if bad > 0 {
		return &pipeline.RefusedError{Problem: fmt.Sprintf("%d of %d printed figures differ from the computed ones", bad, len(p.doc.Figures)),
			Remedy: "`uythac explain REPORT --row KEY --column NAME` takes a computed figure apart; --as-of says which day the document is about"}
	}
	return nil
}

// comparison is the table published | computed | verdict.
func (p *paper) comparison(verdict map[*printed.Figure]int) render.Table {
	lang := p.lang
	t := render.Table{Lang: lang, Title: both(lang, "Đối chiếu văn bản in: công bố | tính được | kết luận", "Printed figures: published | computed | verdict"), Columns: []schemas.Column{
		{Name: "file", Type: schemas.Text, VI: "Tệp", EN: "File"}, {Name: "line", Type: schemas.Int64, VI: "Dòng", EN: "Line"},
		{Name: "row", Type: schemas.Text, VI: "Hàng", EN: "Row"}, {Name: "figure", Type: schemas.Text, VI: "Chỉ tiêu", EN: "Figure"},
		{Name: "published", Type: schemas.Exact, VI: "Công bố", EN: "Published"}, {Name: "computed", Type: schemas.Exact, VI: "Tính được", EN: "Computed"},
		{Name: "unit", Type: schemas.Text, VI: "Đơn vị", EN: "Unit"}, {Name: "verdict", Type: schemas.Text, VI: "Kết luận", EN: "Verdict"},
	}}
	for _, r := range p.computed {
		t.Subtitle = both(lang, "Đến ngày ", "As of ") + render.Day(lang, r.AsOf)
	}
	counts := [4]int{}
	for _, f := range p.doc.Figures {
		v := verdict[f]
		counts[v]++
		show := schemas.Show{Decimals: f.Decimals}
		var computed any
		if raw := p.raw(f); raw != nil {
			computed = render.Shown{Value: f.Printed(raw).FloatString(f.Decimals), Show: show}
		}
		word := [4][2]string{{"đạt", "reached"}, {"sai sót in", "misprint"}, {"KHÁC", "DIFFERS"}, {"KHÔNG CÓ", "NOT THERE"}}[v]
		t.Rows = append(t.Rows, []any{f.File, int64(f.Line), rowName(f), f.Name, render.Shown{Value: f.Value.String(), Show: show}, computed,
			render.Word(lang, "unit", f.Unit.Name), both(lang, word[0], word[1])})
	}
	t.Notes = []string{fmt.Sprintf(both(lang, "%d số liệu: %d đạt, %d sai sót in, %d khác, %d không có.", "%d figures: %d reached, %d misprints, %d differ, %d are not there."),
		len(p.doc.Figures), counts[reached], counts[misprinted], counts[differs], counts[absent])}
	if len(p.doc.Figures) > printed.Searchable {
		t.Notes = append(t.Notes, both(lang, "Văn bản quá lớn để tìm mâu thuẫn giữa các số; hãy đối chiếu từng phần.", "The document is too large to look for contradictions; compare it in parts."))
	}
	return t
}

func rowName(f *printed.Figure) string {
	if f.Report == &schemas.Headline {
		return ""
	}
	return strings.Join(f.Row, ", ")
}

// sums are the columns whose rows miss the printed total.
func (p *paper) sums() render.Table {
	lang := p.lang
	t := render.Table{Lang: lang, Title: both(lang, "Cộng dọc của văn bản", "The document's columns added up"), Columns: []schemas.Column{
		{Name: "figure", Type: schemas.Text, VI: "Chỉ tiêu", EN: "Figure"}, {Name: "rows", Type: schemas.Int64, VI: "Số dòng", EN: "Rows"},
		{Name: "added", Type: schemas.Exact, VI: "Các dòng cộng lại", EN: "Rows add up to"}, {Name: "total", Type: schemas.Exact, VI: "Tổng in", EN: "Printed total"},
		{Name: "verdict", Type: schemas.Text, VI: "Kết luận", EN: "Verdict"},
	}}
	agree := 0
	for _, s := range p.doc.Sums() {
		word := both(lang, "KHÔNG KHỚP", "DOES NOT ADD UP")
		switch {
		case s.Agrees():
			agree++
			continue
		case s.Rounded:
			word = both(lang, "lệch do làm tròn", "rounding")
		}
		show := schemas.Show{Decimals: s.Total.Decimals}
		t.Rows = append(t.Rows, []any{s.Total.Name, int64(s.Rows), render.Shown{Value: s.Added.String(), Show: show}, render.Shown{Value: s.Total.Value.String(), Show: show}, word})
	}
	t.Notes = []string{fmt.Sprintf(both(lang, "%d cột khác cộng đúng.", "%d other columns add up."), agree)}
	return t
}

// suspects are the figures that the others contradict.
func (p *paper) suspects(sets [][]printed.Suspect, verdict map[*printed.Figure]int) render.Table {
	lang := p.lang
	t := render.Table{Lang: lang, Title: both(lang, "Văn bản tự mâu thuẫn", "The document contradicts itself"),
		Subtitle: both(lang, "Bỏ các số liệu của một cách giải thích thì các số còn lại hợp nhau.", "Without the figures of one explanation the others agree."), Columns: []schemas.Column{
			{Name: "set", Type: schemas.Int64, VI: "Cách", EN: "Way"}, {Name: "row", Type: schemas.Text, VI: "Hàng", EN: "Row"}, {Name: "figure", Type: schemas.Text, VI: "Chỉ tiêu", EN: "Figure"},
			{Name: "published", Type: schemas.Exact, VI: "In là", EN: "Printed"}, {Name: "low", Type: schemas.Exact, VI: "Phải từ", EN: "Has to be from"}, {Name: "high", Type: schemas.Exact, VI: "đến", EN: "to"},
			{Name: "verdict", Type: schemas.Text, VI: "Kết luận", EN: "Verdict"},
		}}
	for i, set := range sets {
		for _, s := range set {
			show := schemas.Show{Decimals: s.Figure.Decimals + 2}
			word := both(lang, "số tính được cũng như vậy", "computed alike")
			if verdict[s.Figure] == misprinted {
				word = both(lang, "sai sót in", "misprint")
			}
			t.Rows = append(t.Rows, []any{int64(i + 1), rowName(s.Figure), s.Figure.Name, render.Shown{Value: s.Figure.Value.String(), Show: schemas.Show{Decimals: s.Figure.Decimals}},
				end(s.Low, show), end(s.High, show), word})
		}
	}
	return t
}

// end is an end of a range for people; nil where there is none.
func end(v *big.Rat, show schemas.Show) any {
	if v == nil {
		return nil
	}
	return render.Shown{Value: v.FloatString(show.Decimals), Show: show}
}
