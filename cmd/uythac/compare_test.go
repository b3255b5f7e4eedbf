package main

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/published"
	"github.com/uythac/uythac/schemas"
)

// ideal makes reports that hold exactly what the published document says, as raw values, with
// overdue amounts from the feasible intervals.
func ideal(t *testing.T, doc *published.Report) reports {
	t.Helper()
	r := reports{}
	for _, table := range schemas.Reports() {
		r[table.Name] = pipeline.ReportRows{Table: table, Columns: table.Columns[1:], AsOf: publishedDay}
	}
	put := func(report, column string, v any, keys ...string) {
		rows := r[report]
		var row []any
		for _, have := range rows.Rows {
			same := true
			for i := 0; i < len(keys); i += 2 {
				same = same && have[at(rows, keys[i])] == keys[i+1]
			}
			if same {
				row = have
			}
		}
		if row == nil {
			row = make([]any, len(rows.Columns))
			for i := 0; i < len(keys); i += 2 {
				row[at(rows, keys[i])] = keys[i+1]
			}
			rows.Rows = append(rows.Rows, row)
			r[report] = rows
		}
		row[at(rows, column)] = v
	}
	for _, f := range doc.Figures {
		switch f.Table {
		case "headlines":
			raw := f.Raw()
			if f.Relation == published.Over {
				raw.Add(raw, big.NewRat(1, 1))
			}
			put("headline", "value", raw.FloatString(12), "key", f.Key)
		case "inspections":
			put("inspections_by_union", f.Key, integer(f.Raw()), "union_code", f.Union, "by_level", f.Level)
		default:
			if c := cells[f.Key]; c.quotient == nil {
				put(c.report, c.column, integer(f.Raw()), "union_code", f.Union)
			}
		}
	}
	middle := func(union, day string) int64 {
		v, err := doc.Interval("overdue", union, day)
		if err != nil {
			t.Fatal(err)
		}
		low, high := v.Raw()
		return integer(low.Add(low, high).Quo(low, big.NewRat(2, 1)))
	}
	for _, union := range append(slices.Clone(doc.Unions), "00") {
		now := middle(union, "2020-12-31")
		put("outstanding_by_union", "overdue", now, "union_code", union)
		if union != "00" { // the change of all unions stands as published
			put("outstanding_by_union", "overdue_change", now-middle(union, "2019-12-31"), "union_code", union)
		}
		put("outstanding_by_union", "union_name", "Hội "+union, "union_code", union)
	}
	return r
}

func at(r pipeline.ReportRows, column string) int {
	for i, c := range r.Columns {
		if c.Name == column {
			return i
		}
	}
	return -1
}

func integer(r *big.Rat) int64 { return new(big.Int).Quo(r.Num(), r.Denom()).Int64() }

func TestCompare(t *testing.T) {
	doc, err := published.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range languages {
		var b strings.Builder
		missed, err := compare(&b, doc, ideal(t, doc), lang)
		if err != nil || missed != 0 {
			t.Fatalf("%d missed, %v\n%s", missed, err, &b)
		}
		if n := strings.Count(b.String(), "misprint"); n < 2 {
			t.Errorf("%d misprints are named:\n%s", n, &b)
		}
	}
}

// TestCompareCanFail: any one figure off by more than its printed decimals is missed, and so is one that is not there.
func TestCompareCanFail(t *testing.T) {
	doc, err := published.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		report, column, key, code string
		v                         any
		missed                    int
	}{
		{"headline", "value", "key", "trained", "7314", 1},
		{"headline", "value", "key", "lending_turns", "32000", 1},           // must be over
		{"headline", "value", "key", "groups_overdue_pct", "0.0607", 1},     // the misprint itself is not right
		{"headline", "value", "key", "deposit_plan_pct", nil, 1},            // not there
		{"outstanding_by_union", "groups", "union_code", "11", int64(0), 1}, // a count
	} {
		r := ideal(t, doc)
		for _, row := range r[c.report].Rows {
			if row[at(r[c.report], c.key)] == c.code {
				row[at(r[c.report], c.column)] = c.v
			}
		}
		var b strings.Builder
		missed, err := compare(&b, doc, r, "vi")
		if err != nil || missed != c.missed || !strings.Contains(b.String(), "MISSED") {
			t.Errorf("%s %s = %v: %d missed, %v", c.code, c.column, c.v, missed, err)
		}
	}
}
