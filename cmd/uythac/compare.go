package main

import (
	"fmt"
	"io"
	"math/big"
	"strings"

	"github.com/uythac/uythac/published"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// cell says where the reports have what a column of the published table by union prints. A ratio
// is the quotient of exact integers, never of printed or rounded ones.
type cell struct {
	report, column string
	quotient       func(r reports, union string) (numerator, denominator any)
}

var cells = map[string]cell{
	"groups":           {report: "outstanding_by_union", column: "groups"},
	"households":       {report: "outstanding_by_union", column: "households"},
	"outstanding_mvnd": {report: "outstanding_by_union", column: "outstanding"},
	"overdue_mvnd":     {report: "outstanding_by_union", column: "overdue"},
	"overdue_ratio_pct": {"outstanding_by_union", "overdue_ratio", func(r reports, u string) (any, any) {
		return r.ofUnion("overdue", u), r.ofUnion("outstanding", u)
	}},
	"d_groups":           {report: "outstanding_by_union", column: "groups_change"},
	"d_households":       {report: "outstanding_by_union", column: "households_change"},
	"d_outstanding_mvnd": {report: "outstanding_by_union", column: "outstanding_change"},
	"d_overdue_mvnd":     {report: "outstanding_by_union", column: "overdue_change"},
	"overdue_growth_pct": {"outstanding_by_union", "overdue_growth", func(r reports, u string) (any, any) {
		now, change := r.ofUnion("overdue", u), r.ofUnion("overdue_change", u)
		n, ok := now.(int64)
		c, both := change.(int64)
		if !ok || !both {
			return nil, nil
		}
		return c, n - c
	}},
	"share_pct": {"outstanding_by_union", "share", func(r reports, u string) (any, any) {
		return r.ofUnion("outstanding", u), r.ofUnion("outstanding", "00")
	}},
	"deposit_bvnd":           {report: "deposits_by_union", column: "balance"},
	"d_deposit_bvnd":         {report: "deposits_by_union", column: "balance_change"},
	"groups_average":         {report: "watch_groups_by_union", column: "average"},
	"groups_weak":            {report: "watch_groups_by_union", column: "weak"},
	"groups_overdue_gt2pct":  {report: "watch_groups_by_union", column: "over_2pct"},
	"groups_lt20_households": {report: "watch_groups_by_union", column: "small"},
	"agreements_district":    {report: "agreements_by_union", column: "districts"},
	"contracts_commune":      {report: "agreements_by_union", column: "communes"},
}

func (r reports) ofUnion(column, union string) any {
	return r.value("outstanding_by_union", column, "union_code", union)
}

// computed is the raw value of a published figure: đồng, a count or a fraction. Nil when the reports have none.
func (r reports) computed(f published.Figure) *big.Rat {
	switch f.Table {
	case "headlines":
		return rational(r.value("headline", "value", "key", f.Key))
	case "inspections":
		return rational(r.value("inspections_by_union", f.Key, "union_code", f.Union, "by_level", f.Level))
	}
	c := cells[f.Key]
	if c.quotient == nil {
		return rational(r.value(c.report, c.column, "union_code", f.Union))
	}
	n, d := c.quotient(r, f.Union)
	numerator, denominator := rational(n), rational(d)
	if numerator == nil || denominator == nil || denominator.Sign() == 0 {
		return nil
	}
	return new(big.Rat).Quo(numerator, denominator)
}

// rational is the exact value of an integer or of a decimal as text.
func rational(v any) *big.Rat {
	r, ok := new(big.Rat).SetString(fmt.Sprint(v))
	if !ok {
		return nil
	}
	return r
}

// compare prints published, computed and verdict of every published figure, and the remarks.
// It returns how many figures are missed.
func compare(w io.Writer, doc *published.Report, r reports, lang string) (missed int, err error) {
	t := render.Table{
		Title: both(lang, "Đối chiếu với bản công bố: công bố | tính được | kết luận", "Held against the published report: published | computed | verdict"), Lang: lang,
		Columns: []schemas.Column{
			{Name: "figure", Type: schemas.Text, VI: "Chỉ tiêu", EN: "Figure"},
			{Name: "published", Type: schemas.Exact}, {Name: "computed", Type: schemas.Exact},
			{Name: "unit", Type: schemas.Text, VI: "Đơn vị", EN: "Unit"}, {Name: "key", Type: schemas.Text, VI: "Tên", EN: "Key"},
			{Name: "verdict", Type: schemas.Text},
		},
	}
	reached, places, misprints := 0, 0, map[string]bool{}
	for _, f := range doc.Figures {
		raw := r.computed(f)
		show := schemas.Show{Decimals: f.Decimals}
		var verdict string
		var value any
		switch ok := raw != nil && f.Reached(raw); {
		case !ok:
			missed++
			verdict = both(lang, "KHÔNG ĐẠT · MISSED", "MISSED")
		case f.Relation == published.Misprint:
			places++
			misprints[f.Right.String()] = true // the document repeats one of them
			verdict = both(lang, "sai sót trong bản công bố · misprint, số đúng: ", "misprint of the document; right is ") + render.Number(lang, f.Right.Rat(), show)
		case f.Relation == published.Over:
			reached++
			verdict = both(lang, "đạt · reached (trên số công bố)", "reached (more than printed)")
		default:
			reached++
			verdict = both(lang, "đạt · reached", "reached")
		}
		if raw != nil {
			value = render.Shown{Value: f.Printed(raw).FloatString(f.Decimals), Show: show}
		}
		t.Rows = append(t.Rows, []any{called(f, r, lang), render.Shown{Value: f.Value.String(), Show: show}, value, f.Unit, f.Key, verdict})
	}
	t.Notes = append(t.Notes, "", fmt.Sprintf(both(lang, "%d số liệu: %d đạt (reached), %d là %d sai sót trong bản công bố (misprint), %d không đạt (missed).",
		"%d figures: %d reached, %d are the document's %d misprints, %d missed."), len(doc.Figures), reached, places, len(misprints), missed), "",
		both(lang, "Ghi chú về bản công bố:", "Remarks on the published report:"))
	for _, m := range doc.Remarks {
		t.Notes = append(t.Notes, "- "+both(lang, m.VI, m.EN))
	}
	return missed, render.Text(w, t)
}

// called is what people call a published figure.
func called(f published.Figure, r reports, lang string) string {
	if f.Table == "headlines" {
		return render.Label(lang, f.Key)
	}
	report, column := "inspections_by_union", f.Key
	if f.Table != "inspections" {
		report, column = cells[f.Key].report, cells[f.Key].column
	}
	parts := []string{fmt.Sprint(r.value("outstanding_by_union", "union_name", "union_code", f.Union))}
	if f.Level != "" {
		parts = append(parts, render.Word(lang, "by_level", f.Level))
	}
	if c, ok := r[report].Table.Column(column); ok {
		parts = append(parts, both(lang, c.VI, c.EN))
	}
	return strings.Join(parts, ", ")
}

func both(lang, vi, en string) string {
	if lang == "en" {
		return en
	}
	return vi
}
