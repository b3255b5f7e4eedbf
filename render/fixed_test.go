package render

import (
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/uythac/uythac/schemas"
)

// TestFixed holds whole numbers against exact fractions, halves and ends of int64 among them.
func TestFixed(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	shows := []schemas.Show{{}, {Decimals: 2}, {Scale: 1e6}, {Scale: 1e6, Decimals: 3}, {Scale: 1e9, Decimals: 1}, {Percent: true, Decimals: 2}, {Percent: true}}
	values := []any{int64(0), int64(500_000), int64(-500_000), int64(499_999), int64(math.MaxInt64), int64(math.MinInt64), 0.5, -0.5, 1e-30, 1e300, "0.0005", "-1.5", "12345678901234567890"}
	for range 2000 {
		n := r.Int64N(1<<62) >> r.IntN(62)
		values = append(values, n, -n, float64(n)/float64(1+r.Int64N(1<<40)), Shown{n, schemas.Show{}})
	}
	taken := 0
	for _, v := range values {
		for _, show := range shows {
			exactly, err := exact(v)
			if err != nil {
				t.Fatal(err)
			}
			want := rounded(exactly, show).FloatString(show.Decimals)
			n, ok := fixed(v, show)
			if !ok {
				continue
			}
			taken++
			if got := pointed(n, show.Decimals); got != want {
				t.Errorf("%v as %+v is %s, and should be %s", v, show, got, want)
			}
		}
	}
	if taken < len(values)*len(shows)*3/4 {
		t.Errorf("only %d of %d took the short way", taken, len(values)*len(shows))
	}
}

// BenchmarkText prints a row for each of 3,300 groups.
func BenchmarkText(b *testing.B) {
	activity, _ := schemas.Lookup("activity_by_group")
	rows := make([][]any, 3300)
	for i := range rows {
		for j, c := range activity.Columns[1:] {
			switch {
			case c.Type == schemas.Ratio:
				rows[i] = append(rows[i], float64(i)/float64(3301+j))
			case rightAligned(c):
				rows[i] = append(rows[i], int64(i*j)*1_234_567)
			default:
				rows[i] = append(rows[i], "Thôn Đồng Tâm")
			}
		}
	}
	for b.Loop() {
		if err := Text(io.Discard, Table{Columns: activity.Columns[1:], Rows: rows}); err != nil {
			b.Fatal(err)
		}
	}
}
