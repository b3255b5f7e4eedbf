package main

import (
	"fmt"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// explanation is what people read: the figure, then each of its parts with its facts and entries.
func explanation(x pipeline.Explanation, lang string) []render.Table {
	tables := []render.Table{cellTable(x, lang)}
	if s := x.Source; s != nil {
		tables = append(tables, numbered(render.Table{Lang: lang, Columns: listColumns(s.Columns), Rows: s.Rows,
			Title: fmt.Sprintf(both(lang, "Lấy từ %s: %d dòng, hiện %d", "Taken from %s: %d rows, %d shown"), s.Query, s.Count, len(s.Rows))}))
	}
	for _, p := range x.Parts {
		tables = append(tables, stepsTable(p, lang))
		if len(p.Trail.Facts.Rows) > 0 && !p.Denominator {
			tables = append(tables, largest(p.Trail.Facts, lang))
		}
	}
	return tables
}

// cellTable says what the figure is, what it is made of, and whether that is so.
func cellTable(x pipeline.Explanation, lang string) render.Table {
	r := x.Report
	t := render.Table{Lang: lang, Title: both(lang, r.Table.VI, r.Table.EN) + ": " + cellName(x, lang),
		Subtitle: both(lang, "Đến ngày ", "As of ") + render.Day(lang, r.AsOf) + both(lang, "; dòng ", "; row ") + keyText(x)}
	t.Subtitle += limits(r.Scope, lang)
	t.Columns = []schemas.Column{
		{Name: "part", Type: schemas.Text, VI: "Thành phần", EN: "Part"},
		{Name: "value", Type: schemas.Exact, VI: "Giá trị", EN: "Value"},
	}
	for _, p := range x.Parts {
		t.Rows = append(t.Rows, []any{partTitle(p, lang), p.Value})
	}
	if code := x.Column.Type == schemas.Code || x.Column.Type == schemas.Text; code && x.Report.Table != &schemas.Headline {
		t.Columns[1].Type = schemas.Text
		t.Rows = append(t.Rows, []any{"= " + cellName(x, lang), x.Value})
	} else {
		t.Rows = append(t.Rows, []any{"= " + cellName(x, lang), exactly(x.Value)})
	}
	if x.Source != nil {
		t.Notes = append(t.Notes, x.Column.Doc)
		return t
	}
	if x.Missed != "" {
		t.Notes = append(t.Notes, both(lang, "Không đọc được sổ cái: ", "The ledger cannot be read: ")+x.Missed)
	}
	if x.Early {
		t.Notes = append(t.Notes, both(lang, "Ô trống: sổ chưa có ngày đối chiếu ", "Empty: the ledger begins after the day to compare with, ")+render.Day(lang, r.AsOf.BaseDay())+".")
	}
	if x.Meaningless {
		t.Notes = append(t.Notes, both(lang, "Ô trống: trong phạm vi đã chọn số liệu này không có nghĩa, hoặc không có gì để so sánh.", "Empty: in this scope the figure has no meaning, or nothing to be measured against."))
		return t
	}
	if !x.Agrees {
		t.Notes = append(t.Notes, both(lang, "KHÔNG KHỚP: các thành phần không cộng lại thành số liệu.", "DOES NOT AGREE: the parts do not make the figure."))
	} else if x.Missed == "" {
		t.Notes = append(t.Notes, both(lang, "Khớp: bút toán cộng lại đúng bằng các dòng, các dòng đúng bằng số liệu, đến từng đồng.", "Agrees: entries make the facts and the facts make the figure, to the đồng."))
	}
	return t
}

// cellName is the heading of the figure, or what people call the headline's key.
func cellName(x pipeline.Explanation, lang string) string {
	if x.Report.Table == &schemas.Headline {
		return render.Label(lang, fmt.Sprint(x.Key[0]))
	}
	return both(lang, x.Column.VI, x.Column.EN)
}

func keyText(x pipeline.Explanation) string {
	var parts []string
	for _, k := range x.Key {
		parts = append(parts, fmt.Sprint(k))
	}
	return strings.Join(parts, ", ")
}

// exactly shows a number with all the digits it has; days and answers, which have none, as they are.
func exactly(v any) any {
	switch v.(type) {
	case nil, bool, calendar.Day:
		return v
	}
	text := fmt.Sprint(v)
	_, fraction, _ := strings.Cut(text, ".")
	return render.Shown{Value: text, Show: schemas.Show{Decimals: len(fraction)}}
}

// partTitle says a part in words: its sign, its measure and its days.
func partTitle(p pipeline.Part, lang string) string {
	sign := ""
	if p.Minus {
		sign = "− "
	}
	if p.Denominator {
		sign = "÷ " + sign
	}
	return sign + render.Measure(lang, p.Term.Measure) + ", " + days(lang, p.First, p.Last)
}

func days(lang string, first, last calendar.Day) string {
	if first == last {
		return render.Day(lang, last)
	}
	return render.Day(lang, first) + both(lang, " đến ", " to ") + render.Day(lang, last)
}

// stepsTable goes down a part: rows and sums of its facts, of the loans of its groups, and of its entries by what they are.
func stepsTable(p pipeline.Part, lang string) render.Table {
	t := render.Table{Lang: lang, Title: partTitle(p, lang), Columns: []schemas.Column{
		{Name: "step", Type: schemas.Text, VI: "Bước", EN: "Step"},
		{Name: "from_class", Type: schemas.Text, VI: "Từ", EN: "From"},
		{Name: "to_class", Type: schemas.Text, VI: "Sang", EN: "To"},
		{Name: "rows", Type: schemas.Int64, VI: "Số dòng", EN: "Rows"},
		{Name: "keys", Type: schemas.Int64, VI: "Đếm", EN: "Counted"},
		{Name: "amount", Type: schemas.Int64, VI: "Cộng (đồng)", EN: "Sum (đồng)"},
	}}
	if p.Measure.Entries == "" {
		t.Columns[5].VI, t.Columns[5].EN = "Cộng", "Sum"
	}
	var keys any
	if p.Measure.Counts != "" {
		keys = p.Trail.Facts.Keys
	}
	t.Rows = append(t.Rows, []any{render.Measure(lang, p.Trail.Facts.Query), "", "", p.Trail.Facts.Count, keys, p.Trail.Facts.Sum})
	if l := p.Trail.Loans; l != nil {
		t.Rows = append(t.Rows, []any{render.Measure(lang, l.Query), "", "", l.Count, nil, l.Sum})
	}
	if e := p.Trail.Entries; e != nil {
		t.Rows = append(t.Rows, []any{render.Measure(lang, e.Query), "", "", e.Count, nil, e.Sum})
		for _, k := range e.Kinds {
			t.Rows = append(t.Rows, kindRow(k, lang))
		}
		if p.Measure.Apart {
			t.Notes = append(t.Notes, both(lang, "Bút toán là những khoản được đếm; số tiền của chúng không cộng thành số liệu.", "The entries are what was counted; their amounts do not add up to the figure."))
		}
	}
	return t
}

// kindRow is a line of entries of one kind.
func kindRow(k []any, lang string) []any {
	name := "· " + render.Word(lang, "entry_type", k[0].(string))
	if k[3].(bool) {
		name += both(lang, " (hủy)", " (reversed)")
	}
	return []any{name, k[1], k[2], k[4], nil, k[5]}
}

// largest are the first rows of a stage.
func largest(s warehouse.Stage, lang string) render.Table {
	return numbered(render.Table{Lang: lang, Columns: listColumns(s.Columns), Rows: s.Rows,
		Title: fmt.Sprintf(both(lang, "%d dòng lớn nhất trong %s", "The %d largest of %s"), len(s.Rows), render.Measure(lang, s.Query))})
}

// steps is the explanation for programs: a row for the figure, for each part, and for each step down from it.
func steps(x pipeline.Explanation) render.Table {
	t := render.Table{Columns: []schemas.Column{
		{Name: "part", Type: schemas.Int64}, {Name: "step", Type: schemas.Text}, {Name: "measure", Type: schemas.Text}, {Name: "sign", Type: schemas.Text},
		{Name: "first_on", Type: schemas.Date}, {Name: "last_on", Type: schemas.Date},
		{Name: "entry_type", Type: schemas.Text}, {Name: "from_class", Type: schemas.Text}, {Name: "to_class", Type: schemas.Text}, {Name: "reversal", Type: schemas.Bool},
		{Name: "rows", Type: schemas.Int64}, {Name: "counted", Type: schemas.Int64}, {Name: "value", Type: schemas.Exact},
	}}
	t.Rows = append(t.Rows, []any{int64(0), "figure", x.Column.Name, "", x.Report.AsOf, x.Report.AsOf, "", "", "", nil, nil, nil, x.Value})
	if s := x.Source; s != nil {
		t.Rows = append(t.Rows, []any{int64(0), s.Query, x.Column.Name, "", x.Report.AsOf, x.Report.AsOf, "", "", "", nil, s.Count, nil, nil})
	}
	for i, p := range x.Parts {
		sign := "+"
		if p.Minus {
			sign = "-"
		}
		if p.Denominator {
			sign += "/"
		}
		add := func(step string, kind []any, rows, counted, value any) {
			t.Rows = append(t.Rows, append(append([]any{int64(i + 1), step, p.Term.Measure, sign, p.First, p.Last}, kind...), rows, counted, value))
		}
		none := []any{"", "", "", nil}
		f := p.Trail.Facts
		add("part", none, nil, nil, p.Value)
		add(f.Query, none, f.Count, f.Keys, f.Sum)
		if l := p.Trail.Loans; l != nil {
			add(l.Query, none, l.Count, nil, l.Sum)
		}
		if e := p.Trail.Entries; e != nil {
			for _, k := range e.Kinds {
				add(e.Query, k[:4], k[4], nil, k[5])
			}
		}
	}
	return t
}
