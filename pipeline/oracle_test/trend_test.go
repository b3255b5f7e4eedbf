package oracle_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// trends makes the oracle compute every trend, after compute.
func (o *oracle) trends(t testing.TB) {
	t.Helper()
	entries, err := scripts.ReadDir("oracle/trend")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		_, name, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), "_")
		o.exec(t, "CREATE OR REPLACE TABLE "+name+" AS\n"+o.script(t, "oracle/trend/"+e.Name()))
	}
}

// compareTrends holds every trend against the oracle, and the laws of what was published.
func compareTrends(t testing.TB, where string, o *oracle, p *product, w *world) {
	t.Helper()
	d := &differences{t: t, where: where}
	db := p.open(t)
	for _, r := range schemas.Trends() {
		if !r.Demand {
			d.compare(r.Name, newSide(t, o.db, reportColumns(r)+" FROM "+r.Name, len(r.Key)), newSide(t, db, reportColumns(r)+" FROM trend."+r.Name, len(r.Key)), false)
		}
	}
	d.scoped(o, p, &schemas.SeriesByCommune, warehouse.Scope{Commune: w.communes[0]}, "'commune' AND code = '"+w.communes[0]+"'", "code AS commune_code")
	d.scoped(o, p, &schemas.SeriesByCommune, warehouse.Scope{Union: "12"}, "'commune' AND union_code = '12'", "code AS commune_code")
	d.scoped(o, p, &schemas.RatiosByCommune, warehouse.Scope{Commune: w.communes[0]}, "'commune' AND code = '"+w.communes[0]+"'", "code AS commune_code")
	d.scoped(o, p, &schemas.RatiosByCommune, warehouse.Scope{Union: "12"}, "'commune' AND union_code = '12'", "code AS commune_code")
	d.scoped(o, p, &schemas.SeriesByGroup, warehouse.Scope{Union: "12"}, "'group' AND union_code = '12'", "code AS group_code")
	if d.found > 0 {
		t.Errorf("%s: %d differences in trends", where, d.found)
	}
	trendLaws(t, where, db)
	comparePlaced(t, where, o, p, w)
}

// scoped compares a trend on demand on the last day it answers for; conditions choose the oracle's rows.
func (d *differences) scoped(o *oracle, p *product, r *schemas.Table, scope warehouse.Scope, conditions, code string) {
	d.t.Helper()
	w, err := warehouse.Open(context.Background(), p.file)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = w.Close() }() // only read
	days, err := w.FactDays(context.Background())
	if err != nil || len(days) == 0 {
		d.t.Fatalf("no days to ask for: %v", err)
	}
	got, err := w.Trend(context.Background(), r, days[len(days)-1], scope, nil, "vi")
	if err != nil {
		d.t.Fatal(err)
	}
	from := "every_series"
	if r == &schemas.RatiosByCommune {
		from = "every_ratio"
	}
	want := newSide(d.t, o.db, reportColumns(r)+" FROM (SELECT *, "+code+" FROM "+from+" WHERE level = "+conditions+")", len(r.Key))
	have := side{columns: want.columns, rows: map[string][]string{}}
	order := columnOrder(r, want.columns)
	for _, row := range got {
		texts := make([]string, len(order))
		for i, at := range order {
			texts[i] = text(d.t, row[at])
		}
		key := strings.Join(texts[:len(r.Key)], " ")
		have.rows[key], have.keys = texts[len(r.Key):], append(have.keys, key)
	}
	d.compare(fmt.Sprint(r.Name, " ", scope), want, have, false)
}

// piecesMakeTheWhole: what is read commune by commune has the rows of the whole, each once.
func piecesMakeTheWhole(t testing.TB, p *product, r *schemas.Table) {
	t.Helper()
	q := pipeline.Question{Report: r.Name, Lang: "vi"}
	whole, err := pipeline.ReadTrend(context.Background(), p.cfg, q)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, row := range whole.Rows {
		rows[fmt.Sprint(row)]++
	}
	err = pipeline.EachPiece(context.Background(), p.cfg, q, func(piece pipeline.ReportRows) error {
		for _, row := range piece.Rows {
			rows[fmt.Sprint(row)]--
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for row, n := range rows {
		if n != 0 {
			t.Errorf("%s, in pieces: %+d of %s", r.Name, -n, row)
		}
	}
}

// columnOrder is where the key and then the other columns stand in a trend's rows.
func columnOrder(r *schemas.Table, rest []string) (at []int) {
	for _, name := range append(slices.Clone(r.Key), rest...) {
		at = append(at, slices.IndexFunc(r.Columns, func(c schemas.Column) bool { return c.Name == name }))
	}
	return at
}

// trendLaws are what has to hold in the published trends, whatever the figures are. Each query lists what breaks one.
func trendLaws(t testing.TB, where string, db *sql.DB) {
	t.Helper()
	for law, query := range map[string]string{
		"a migration matrix begins with the whole outstanding of the month-end before": `SELECT m.as_of, sum(m.amount), any_value(p.outstanding) FROM trend.migration m
			JOIN trend.par p ON p.union_code = '00' AND last_day(p.as_of + 1) = last_day(m.as_of) AND p.as_of = last_day(p.as_of)
			WHERE m.union_code = '00' AND m.from_state IN ('in_term', 'overdue', 'frozen') GROUP BY m.as_of HAVING sum(m.amount) <> any_value(p.outstanding)`,
		"and ends with the whole outstanding of the day": `SELECT m.as_of, m.union_code, sum(m.closing), any_value(p.outstanding) FROM trend.migration m JOIN trend.par p USING (as_of, union_code)
			GROUP BY m.as_of, m.union_code HAVING sum(m.closing) <> any_value(p.outstanding)`,
		"its rows sum to one": `SELECT as_of, union_code, from_state FROM trend.migration WHERE share IS NOT NULL GROUP BY ALL HAVING abs(sum(share) - 1) > 1e-12 OR abs(sum(loans_share) - 1) > 1e-12`,
		"its unions add up": `SELECT as_of, from_state, to_state FROM trend.migration GROUP BY ALL
			HAVING sum(amount) FILTER (union_code = '00') <> sum(amount) FILTER (union_code <> '00') OR sum(loans) FILTER (union_code = '00') <> sum(loans) FILTER (union_code <> '00')`,
		"a wall is the outstanding, both ways": `SELECT w.as_of, w.union_code FROM trend.maturity_wall w JOIN trend.par p USING (as_of, union_code)
			GROUP BY ALL HAVING sum(w.by_instalment) <> any_value(p.outstanding) OR sum(w.by_maturity) <> any_value(p.outstanding) OR sum(w.loans) <> any_value(p.loans)`,
		"a flow's year to date in December is the year's flow": `SELECT d.* FROM trend.series d WHERE d.kind = 'flow' AND month(d.as_of) = 12 AND d.ytd <>
			(SELECT sum(m.value) FROM trend.series m WHERE year(m.as_of) = year(d.as_of) AND (m.level, m.branch_code, m.code, m.union_code, m.indicator) = (d.level, d.branch_code, d.code, d.union_code, d.indicator))`,
		"a stock's change is that of its months": `SELECT as_of, level, branch_code, code, union_code, indicator FROM trend.series WHERE kind = 'stock' AND month(as_of) = 1 AND mom_change IS DISTINCT FROM ytd`,
		"money of the unions is that of the total": `SELECT as_of, level, branch_code, indicator FROM trend.series WHERE unit = 'đồng'
			GROUP BY ALL HAVING sum(value) FILTER (union_code = '00') <> coalesce(sum(value) FILTER (union_code <> '00'), 0)`,
		"money of branches, offices, programmes and funds is that of all": `SELECT as_of, indicator FROM trend.series WHERE union_code = '00' AND unit = 'đồng'
			AND NOT regexp_matches(indicator, '^(moved|deposits_moved)_(in|out)$')
			GROUP BY ALL HAVING len(list_distinct([sum(value) FILTER (level = 'union'), sum(value) FILTER (level = 'branch'), sum(value) FILTER (level = 'office'),
				coalesce(sum(value) FILTER (level = 'programme'), sum(value) FILTER (level = 'union')), coalesce(sum(value) FILTER (level = 'fund_source'), sum(value) FILTER (level = 'union'))])) > 1`,
		"PAR shrinks with its days":                   `SELECT * FROM trend.par WHERE NOT (par_1 >= par_30 AND par_30 >= par_90 AND par_90 >= par_180 AND outstanding >= par_1)`,
		"twelve seasons add up to twelve":             `SELECT as_of, union_code, indicator FROM trend.seasonality WHERE index IS NOT NULL GROUP BY ALL HAVING abs(sum(index) - 12) > 1e-9 OR count(*) <> 12`,
		"a concentration is between one and one part": `SELECT * FROM trend.concentration WHERE hhi > 10000.000001 OR hhi < 9999.999999 / parts`,
		"a cohort's lending is on its curve":          `SELECT * FROM trend.vintage WHERE par_30 < 0 OR months_on_book < 0 OR (disbursed = 0 AND overdue_ratio IS NOT NULL)`,
	} {
		if broken := rows(t, db, query); len(broken) > 0 {
			t.Errorf("%s: broken law: %s: %d times, first %v", where, law, len(broken), broken[0])
		}
	}
}

// TestTrends holds the trends of odd worlds against the oracle.
func TestTrends(t *testing.T) {
	for seed := range seeds(t, 3, 3) {
		w, s := sharedSeed(t, seed)
		p, o := s.p, s.computed(t, w)
		o.trends(t)
		compareTrends(t, fmt.Sprint("seed ", seed), o, p, w)
		for _, r := range []*schemas.Table{&schemas.SeriesByCommune, &schemas.RatiosByCommune, &schemas.SeriesByGroup} {
			piecesMakeTheWhole(t, p, r)
		}
	}
}

// TestTrendsOfLittle: a single group, months without an entry, a union without groups and a first month without
// history answer as the definitions say.
func TestTrendsOfLittle(t *testing.T) {
	for _, what := range []string{"one group", "no entries lately", "a union without groups", "the first month"} {
		t.Run(what, func(t *testing.T) {
			w, s := spoilt(t, what)
			o := s.computed(t, w)
			o.trends(t)
			compareTrends(t, what, o, s.p, w)
		})
	}
}
