package oracle_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// TestExplain takes figures of odd worlds apart, three of every report by chance, of all and in a scope: a longer run (ORACLE_SEEDS) takes
// more worlds. The facts are looked up apart from the report, and the entries are those of the
// raw ledgers, so that a figure, its facts and its entries agree only when all three are right.
func TestExplain(t *testing.T) {
	for seed := range seeds(t, 1, 1) {
		w, s := sharedSeed(t, seed+2)
		p := s.p
		for _, r := range pipeline.AllReports() {
			explainReport(t, w, p, r, warehouse.Scope{})
			scopes := w.scopes()
			explainReport(t, w, p, r, pick(w, scopes[:len(scopes)-1])) // the last names what there is not
		}
	}
}

func explainReport(t *testing.T, w *world, p *product, r *schemas.Table, scope warehouse.Scope) {
	t.Helper()
	q := pipeline.Question{Report: r.Name, Lang: "vi", Scope: scope}
	rows, err := pipeline.ReadReport(context.Background(), p.cfg, q)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows.Rows) == 0 {
		return
	}
	type figure struct{ row, column string }
	var all, others []figure
	for _, c := range rows.Columns {
		for _, row := range rows.Rows {
			if o, ok := schemas.OriginOf(r, c.Name, fmt.Sprint(row[0])); ok && (!o.Rows() || scope == warehouse.Scope{}) {
				all = append(all, figure{keyOf(rows, row), c.Name})
			} else if _, ok := schemas.SourceOf(r, c.Name); ok {
				others = append(others, figure{keyOf(rows, row), c.Name})
			}
		}
	}
	for _, i := range w.Perm(len(others))[:min(len(others), 2)] {
		x := explainCell(t, p, pipeline.Cell{Question: q, Row: others[i].row, Column: others[i].column, Top: 3})
		if x.Source == nil || len(x.Source.Rows) > 3 || int64(len(x.Source.Rows)) > x.Source.Count {
			t.Errorf("%s %s %s: %+v", r.Name, others[i].row, others[i].column, x.Source)
		}
	}
	for _, i := range w.Perm(len(all))[:min(len(all), 3)] {
		explainCell(t, p, pipeline.Cell{Question: q, Row: all[i].row, Column: all[i].column, Top: 3})
	}
}

// TestExplainScopedGroups: mergers and checks of loan use in a scope come from groups that add up.
func TestExplainScopedGroups(t *testing.T) {
	w, s := sharedSeed(t, 2)
	scopes := w.scopes()
	shown := 0
	for _, scope := range scopes[:len(scopes)-1] { // the last names what there is not
		for _, key := range []string{"groups_consolidated", "use_checked_in_time_pct"} {
			cell := pipeline.Cell{Question: pipeline.Question{Report: schemas.Headline.Name, Lang: "vi", Scope: scope}, Row: key, Column: "value", Top: 3}
			x := explainCell(t, s.p, cell)
			if x.Source != nil {
				t.Errorf("%s in %s shows rows of the source", key, scope)
			}
			shown += len(x.Parts)
		}
	}
	if shown == 0 {
		t.Error("there were no parts in any scope")
	}
}

// keyOf names a row as --row does.
func keyOf(r pipeline.ReportRows, row []any) string {
	text := ""
	for _, k := range r.Table.Key[1:] {
		at := slices.IndexFunc(r.Columns, func(c schemas.Column) bool { return c.Name == k })
		if text != "" {
			text += ","
		}
		text += fmt.Sprintf("%s=%v", k, row[at])
	}
	return text
}

func explainCell(t *testing.T, p *product, cell pipeline.Cell) pipeline.Explanation {
	t.Helper()
	x, err := pipeline.Explain(context.Background(), p.cfg, cell, nil, false)
	if err != nil {
		t.Fatalf("%s %v %s %s: %v", cell.Report, cell.Scope, cell.Row, cell.Column, err)
	}
	if !x.Agrees || x.Missed != "" {
		t.Errorf("%s %v %s %s = %v is not what its parts make: %s", cell.Report, cell.Scope, cell.Row, cell.Column, x.Value, x.Missed)
		for _, part := range x.Parts {
			sum := any("none")
			if part.Trail.Entries != nil {
				sum = part.Trail.Entries.Sum
			}
			t.Logf("%s: %d; facts %d, entries %v", part.Term.Measure, part.Value, part.Trail.Facts.Sum, sum)
		}
	}
	return x
}

// TestExplainListed: the facts and entries that are listed are those that were added up, and a scope limits both.
func TestExplainListed(t *testing.T) {
	w, s := sharedSeed(t, 3)
	p := s.p
	for _, scope := range []warehouse.Scope{{}, {Union: "11"}, {Office: w.offices[0].code}} {
		for _, column := range []string{"outstanding", "disbursed_year", "deposit_balance", "deposits_in_year", "households"} {
			for _, entries := range []bool{false, true} {
				cell := pipeline.Cell{Question: pipeline.Question{Report: "activity_by_union", Scope: scope, Lang: "vi"}, Column: column}
				listed, sum := int64(0), int64(0)
				x, err := pipeline.Explain(context.Background(), p.cfg, cell, func(part pipeline.Part, columns []string, row []any) error {
					listed++
					sum += row[slices.Index(columns, "amount")].(int64)
					return nil
				}, entries)
				if err != nil {
					t.Fatal(err)
				}
				want := x.Parts[0].Trail.Facts
				if entries {
					want = *x.Parts[0].Trail.Entries
				}
				if !x.Agrees || listed != want.Count || sum != want.Sum {
					t.Errorf("%v %s: %d rows of %d in all listed, %d of %d added up, agrees %t", scope, column, listed, sum, want.Count, want.Sum, x.Agrees)
				}
			}
		}
	}
}

// TestExplainKept: what the published file keeps added up is what the lake's entries add up to, of every measure that it keeps, of all and in a scope.
func TestExplainKept(t *testing.T) {
	w, s := sharedSeed(t, 3)
	without := s.p.cfg
	without.Lake.Path = t.TempDir()
	for _, scope := range []warehouse.Scope{{}, {Union: "11"}, {Commune: w.communes[0]}} {
		for report, columns := range map[string][]string{
			"activity_by_union": {"interest_month", "interest_year", "deposit_balance", "deposits_in_month", "deposits_in_year", "deposits_out_month", "deposits_out_year"},
			"deposits_by_union": {"savers", "balance_change"}, "group_sheet": {"unpaid_interest", "deposit_balance"},
			"outstanding_by_union": {"groups_change", "households", "outstanding_change", "overdue"}, "watch_groups_by_union": {"small", "over_2pct_change"},
			"ratings_by_union": {"good_change"}, "credit_by_union": {"in_term", "frozen", "medium_term", "collected_month", "collected_year", "disbursed_year", "written_off_year", "turns_month"},
		} {
			for _, column := range columns {
				cell := pipeline.Cell{Question: pipeline.Question{Report: report, Scope: scope, Lang: "vi"}, Column: column}
				kept, err := pipeline.Explain(context.Background(), without, cell, nil, false)
				if err != nil {
					t.Fatal(err)
				}
				read, err := pipeline.Explain(context.Background(), s.p.cfg, cell, func(pipeline.Part, []string, []any) error { return nil }, true)
				if err != nil {
					t.Fatal(err)
				}
				if !kept.Agrees || kept.Missed != "" || len(kept.Parts) != len(read.Parts) {
					t.Fatalf("%s %s %v: %q, %d parts of %d, agrees %t", report, column, scope, kept.Missed, len(kept.Parts), len(read.Parts), kept.Agrees)
				}
				for i, p := range kept.Parts {
					if want := read.Parts[i].Trail.Entries; !reflect.DeepEqual(p.Trail.Entries.Kinds, want.Kinds) || p.Trail.Entries.Count != want.Count {
						t.Errorf("%s %s %v: %v is kept, %v in the lake", report, column, scope, p.Trail.Entries, want)
					}
				}
			}
		}
	}
}

// TestExplainWithoutLake: facts, principal entries and what is added up of the latest day stand in the published file; that other entries cannot be read is said.
func TestExplainWithoutLake(t *testing.T) {
	_, s := sharedSeed(t, 3)
	c := s.p.cfg
	c.Lake.Path = t.TempDir()
	x, err := pipeline.Explain(context.Background(), c, pipeline.Cell{Question: pipeline.Question{Report: "outstanding_by_union", Lang: "vi"}, Column: "outstanding"}, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if x.Missed != "" || x.Parts[0].Trail.Entries == nil || !x.Agrees {
		t.Errorf("without a lake: %q, %+v", x.Missed, x.Parts)
	}
	older := x.Report.AsOf.Month().First() - 1
	x, err = pipeline.Explain(context.Background(), c, pipeline.Cell{Question: pipeline.Question{Report: "deposits_by_union", Lang: "vi", AsOf: &older}, Column: "balance"}, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if x.Missed == "" || x.Parts[0].Trail.Entries != nil || !x.Agrees {
		t.Errorf("without a lake: %q, %+v", x.Missed, x.Parts)
	}
}

// TestExplainDay: the as-of days that are explained are those whose facts are kept.
func TestExplainDay(t *testing.T) {
	_, s := sharedSeed(t, 3)
	early := calendar.Date(1999, 12, 31)
	cell := pipeline.Cell{Question: pipeline.Question{Report: "outstanding_by_union", Lang: "vi", AsOf: &early}, Column: "outstanding"}
	if _, err := pipeline.Explain(context.Background(), s.p.cfg, cell, nil, false); err == nil {
		t.Error("a day before the ledger was explained")
	}
}
