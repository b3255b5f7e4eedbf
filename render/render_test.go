package render_test

import (
	"flag"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// asOf and the rows below are made up; they hold what is awkward to print.
var asOf = calendar.Date(2024, 12, 31)

// unions: printed rows that miss the printed total by one, decreases, NULL growth, wide and combining letters.
var unions = [][]any{
	{"11", "Hội Nông dân", int64(12), int64(345), int64(1_234_500_000), int64(1_500_000), 0.0012150668286755771, int64(-3), int64(7), int64(-12_500_000), int64(950_000), 1.7272727272727273, 0.5},
	{"12", "Hội Phụ nữ | “Ba đảm đang”", int64(9), int64(245), int64(1_234_500_000), int64(0), 0.0, int64(0), int64(-1069), nil, int64(-449_999), nil, 0.5},
	{"98", "Chưa xác định", int64(0), int64(0), int64(0), int64(0), nil, nil, nil, nil, nil, nil, 0.0},
	{"00", "Tổng cộng", int64(21), int64(590), int64(2_469_000_000), int64(1_500_000), 0.00060753341433778857, int64(-3), int64(-1062), int64(-12_500_000), int64(500_001), 0.5, 1.0},
}

func TestGolden(t *testing.T) {
	outstanding := func(lang string, people bool) render.Table {
		return render.Report(&schemas.OutstandingByUnion, schemas.OutstandingByUnion.Columns[1:], unions, asOf, lang, people)
	}
	headline := func(people bool) render.Table {
		return render.Report(&schemas.Headline, schemas.Headline.Columns[1:], [][]any{
			{"disbursed", "1075400000000", "dong"}, {"rating_good_pct", "0.943905397211", "ratio"}, {"groups_overdue_change", "-36", "count"},
			{"writeoff_principal_pending", "308455000", "dong"}, {"deposit_plan_pct", nil, "ratio"}, {"deposits_out", "-73250000", "dong"}, {"deposits_in", "0", "dong"}, {"a_key_of_tomorrow", "1.5", "count"},
		}, asOf, "vi", people)
	}
	levels := render.Report(&schemas.InspectionsByUnion, schemas.InspectionsByUnion.Columns[1:], [][]any{
		{"11", "Hội Nông dân", "district", int64(0), int64(190), int64(865), int64(1522)},
		{"11", "Hội Nông dân", "total", int64(10), int64(209), int64(962), int64(1668)},
	}, asOf, "en", true)
	suppressed := func(lang string, people bool) render.Table {
		t := render.Report(&schemas.OutstandingByUnion, schemas.OutstandingByUnion.Columns[1:], [][]any{
			unions[0], {"12", "Hội Phụ nữ", nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil}, unions[2], unions[3]}, asOf, lang, people)
		t.Below = 5
		return t
	}
	empty := render.Table{Columns: schemas.Trainings.Columns[1:], Lang: "en"}
	cases := map[string]render.Table{
		"outstanding.vi.table": outstanding("vi", true), "outstanding.en.table": outstanding("en", true),
		"outstanding.vi.markdown": outstanding("vi", true), "outstanding.csv": outstanding("vi", false), "outstanding.json": outstanding("vi", false),
		"headline.table": headline(true), "headline.markdown": headline(true), "headline.csv": headline(false), "headline.json": headline(false),
		"suppressed.vi.table": suppressed("vi", true), "suppressed.en.table": suppressed("en", true), "suppressed.csv": suppressed("vi", false), "suppressed.json": suppressed("vi", false),
		"levels.table": levels, "empty.table": empty, "empty.csv": empty, "empty.json": empty, "empty.markdown": empty,
	}
	for name, table := range cases {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			known, err := render.To(&b, name[strings.LastIndexByte(name, '.')+1:], table)
			if !known || err != nil {
				t.Fatal(known, err)
			}
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}

// TestNumber: halves go away from zero, from the exact value; a small negative value leaves no sign.
func TestNumber(t *testing.T) {
	million, percent2 := schemas.Show{Scale: 1e6}, schemas.Show{Percent: true, Decimals: 2}
	for _, c := range []struct {
		v      *big.Rat
		show   schemas.Show
		vi, en string
	}{
		{big.NewRat(1_247_186_500_000, 1), million, "1.247.187", "1,247,187"},
		{big.NewRat(-500_000, 1), million, "-1", "-1"},
		{big.NewRat(-499_999, 1), million, "0", "0"},
		{big.NewRat(1, 32), percent2, "3,13", "3.13"}, // 3.125 %
		{big.NewRat(999_995, 1_000_000_00), percent2, "1,00", "1.00"},
		{big.NewRat(202, 3298), percent2, "6,12", "6.12"},
		{big.NewRat(math.MaxInt64, 1), schemas.Show{}, "9.223.372.036.854.775.807", "9,223,372,036,854,775,807"},
		{big.NewRat(math.MinInt64, 1), schemas.Show{}, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"},
		{big.NewRat(-100, 1), schemas.Show{Decimals: 1}, "-100,0", "-100.0"},
	} {
		if vi, en := render.Number("vi", c.v, c.show), render.Number("en", c.v, c.show); vi != c.vi || en != c.en {
			t.Errorf("%s %+v: %s, %s; want %s, %s", c.v, c.show, vi, en, c.vi, c.en)
		}
	}
}

// TestProgramsGetExactValues: integers above 2^53 and quotients of any size survive, without exponent.
func TestProgramsGetExactValues(t *testing.T) {
	table := render.Table{
		Columns: []schemas.Column{{Name: "n", Type: schemas.Int64}, {Name: "r", Type: schemas.Ratio}, {Name: "s", Type: schemas.Text},
			{Name: "b", Type: schemas.Bool}, {Name: "d", Type: schemas.Date}, {Name: "x", Type: schemas.Exact}},
		Rows: [][]any{
			{int64(math.MaxInt64), 1e-9, `a "quoted", text` + "\n<b>", true, asOf, "0.000000000001"},
			{nil, 1e21, "", false, nil, nil},
			{int64(-1), 0.1, "007", nil, calendar.Day(0), "12"},
			{int64(0), math.Copysign(0, -1), "", nil, nil, nil},
		},
	}
	for _, c := range []struct{ format, want string }{
		{"csv", "n,r,s,b,d,x\n9223372036854775807,0.000000001,\"a \"\"quoted\"\", text\n<b>\",true,2024-12-31,0.000000000001\n" +
			",1000000000000000000000,,false,,\n-1,0.1,007,,1970-01-01,12\n0,0,,,,\n"},
		{"json", `[
  {"n": 9223372036854775807, "r": 0.000000001, "s": "a \"quoted\", text\n<b>", "b": true, "d": "2024-12-31", "x": 0.000000000001},
  {"n": null, "r": 1000000000000000000000, "s": "", "b": false, "d": null, "x": null},
  {"n": -1, "r": 0.1, "s": "007", "b": null, "d": "1970-01-01", "x": 12},
  {"n": 0, "r": 0, "s": "", "b": null, "d": null, "x": null}
]
`},
	} {
		var b strings.Builder
		if _, err := render.To(&b, c.format, table); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.format, diff)
		}
	}
}

// TestRefusals: what has no text in a format is an error, never a made-up one.
func TestRefusals(t *testing.T) {
	ratio := []schemas.Column{{Name: "r", Type: schemas.Ratio}}
	for _, v := range []any{math.NaN(), math.Inf(1), math.Inf(-1), []int{1}} {
		for _, format := range render.Formats() {
			if _, err := render.To(&strings.Builder{}, format, render.Table{Columns: ratio, Rows: [][]any{{v}}}); err == nil {
				t.Errorf("%s printed %v", format, v)
			}
		}
	}
	if known, _ := render.To(&strings.Builder{}, "xlsx", render.Table{}); known {
		t.Error("an unknown format is known")
	}
}
