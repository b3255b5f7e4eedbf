package closing

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/schemas"
)

var rows = [][]any{
	{"11", "Hội Nông dân", int64(3), int64(40), int64(1_000_000), int64(0), 0.0, int64(1), nil, int64(5), int64(0), nil, 0.25},
	{"00", "Tổng cộng", int64(4), int64(50), int64(4_000_000), int64(0), math.Copysign(0, -1), nil, nil, nil, nil, nil, 1.0},
}

func figures(t *testing.T, rows [][]any) []Figure {
	t.Helper()
	all, err := FiguresOf(&schemas.OutstandingByUnion, rows)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestHash: it does not depend on the order of rows nor on the sign of zero, and on nothing else little.
func TestHash(t *testing.T) {
	want := Hash(figures(t, rows))
	turned := slices.Clone(rows)
	slices.Reverse(turned)
	if got := Hash(figures(t, turned)); got != want {
		t.Error("the order of rows counts")
	}
	for column := 2; column < len(rows[0]); column++ {
		changed := [][]any{slices.Clone(rows[0]), rows[1]}
		switch v := changed[0][column].(type) {
		case int64:
			changed[0][column] = v + 1
		case float64:
			changed[0][column] = math.Nextafter(v, 2)
		default:
			changed[0][column] = int64(0)
		}
		if Hash(figures(t, changed)) == want {
			t.Errorf("column %d does not count", column)
		}
	}
	renamed := [][]any{slices.Clone(rows[0]), rows[1]}
	renamed[0][1] = "Farmers' Union"
	if Hash(figures(t, renamed)) != want {
		t.Error("the language of names counts")
	}
	if _, err := FiguresOf(&schemas.OutstandingByUnion, [][]any{{"11", "x", math.NaN()}}); err == nil {
		t.Error("NaN is taken for a figure")
	}
}

// TestDifferences: of equal figures there are none; a changed cell, a row that came and one that went are all told.
func TestDifferences(t *testing.T) {
	closed := figures(t, rows)
	if d := Differences(closed, figures(t, rows)); len(d) > 0 {
		t.Errorf("equal figures differ: %v", d)
	}
	now := [][]any{slices.Clone(rows[1]), {"12", "x", int64(7), nil, nil, nil, nil, nil, nil, nil, nil, nil, nil}}
	now[0][4], now[0][6] = int64(4_000_001), 0.5
	got := map[string]string{}
	for _, d := range Differences(closed, figures(t, now)) {
		got[d.Closed.Row+" "+d.Closed.Column] = d.Closed.Value + " > " + d.Present.Value + " = " + d.By
	}
	want := map[string]string{
		"00 outstanding": "4000000 > 4000001 = 1", "00 overdue_ratio": "0 > 0.5 = 0.5", "12 groups": " > 7 = 7",
		"11 groups": "3 >  = -3", "11 households": "40 >  = -40", "11 outstanding": "1000000 >  = -1000000", "11 overdue": "0 >  = 0", "11 overdue_ratio": "0 >  = 0",
		"11 groups_change": "1 >  = -1", "11 outstanding_change": "5 >  = -5", "11 overdue_change": "0 >  = 0", "11 share": "0.25 >  = -0.25",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
