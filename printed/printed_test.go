package printed_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/uythac/uythac/printed"
	"github.com/uythac/uythac/schemas"
)

var update = flag.Bool("update", false, "write the results of the cases instead of comparing them")

var options = printed.Options{
	Reports: append(schemas.Reports(), schemas.Demands()...),
	Unions:  map[string]string{"11": "11", "HND": "11", "HPN": "12", "HCCB": "13", "DTN": "14", "Hội Nông dân": "11"},
}

// TestCases reads the CSV files of every case as one document and says what they print and contradict: testdata/*.txtar
// hold the files, an optional file style with the style of numbers, and want. After an intended change: -update
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse(text)
			got := said(a)
			for i, f := range a.Files {
				if f.Name != "want" {
					continue
				}
				if *update {
					a.Files[i].Data = []byte(got)
					if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
						t.Fatal(err)
					}
				} else if string(f.Data) != got {
					t.Errorf("got\n%s\nwant\n%s", got, f.Data)
				}
			}
		})
	}
}

// said is what the files of a case come to.
func said(a *txtar.Archive) string {
	o := options
	var all []*printed.Figure
	for _, f := range a.Files {
		if f.Name == "style" {
			o.Style = strings.TrimSpace(string(f.Data))
		}
	}
	for _, f := range a.Files {
		if !strings.HasSuffix(f.Name, ".csv") {
			continue
		}
		figures, err := printed.Read(bytes.NewReader(f.Data), f.Name, o)
		if err != nil {
			return "error: " + err.Error() + "\n"
		}
		all = append(all, figures...)
	}
	d := printed.NewDocument(all)
	var b strings.Builder
	fmt.Fprintf(&b, "%d figures, contradicts %t\n", len(all), d.Contradicts())
	for _, s := range d.Sums() {
		fmt.Fprintf(&b, "sum %s: rows %s, total %s, agrees %t, rounded %t\n", s.Total.Name, s.Added, s.Total.Value, s.Agrees(), s.Rounded)
	}
	for i, set := range d.Suspects() {
		for _, s := range set {
			fmt.Fprintf(&b, "way %d: %s %v is %s, has to be %s to %s\n", i+1, s.Figure.Name, s.Figure.Row, s.Figure.Value, text(s.Low), text(s.High))
		}
	}
	return b.String()
}

func text(v *big.Rat) string {
	if v == nil {
		return "anything"
	}
	return v.FloatString(3)
}

// TestPublished finds the misprints of the published report by its own arithmetic: the overdue total in both its
// places, and either the number of overdue groups or their share, which only the computed figures can tell apart.
func TestPublished(t *testing.T) {
	var all []*printed.Figure
	for _, name := range []string{"outstanding-by-union-2020.csv", "headlines-2020.csv", "inspections-2020.csv"} {
		f, err := os.Open(filepath.Join("..", "published", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		figures, err := printed.Read(f, name, options)
		_ = f.Close() // it was only read
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, figures...)
	}
	d := printed.NewDocument(all)
	sets := d.Suspects()
	if len(sets) != 2 {
		t.Fatalf("%d ways to explain the contradictions, want 2", len(sets))
	}
	right := map[string]string{"overdue_mvnd": "3188", "groups_overdue_pct": "6.12"}
	convicted := 0
	for _, set := range sets {
		values := map[*printed.Figure]*big.Rat{}
		for _, s := range set {
			if v, ok := new(big.Rat).SetString(right[s.Figure.Name]); ok {
				values[s.Figure] = v.Mul(v, s.Figure.Unit.Size)
				if p := s.Figure.Printed(values[s.Figure]); p.Cmp(s.Low) < 0 || p.Cmp(s.High) > 0 {
					t.Errorf("%s: the right figure %s is not between %s and %s", s.Figure.Name, right[s.Figure.Name], text(s.Low), text(s.High))
				}
			}
		}
		if len(values) == len(set) && d.Convicts(set, values) {
			convicted++
		}
	}
	if convicted != 1 {
		t.Errorf("%d sets are convicted by the right figures, want 1", convicted)
	}
}

// TestTrueDocument: figures that are rounded from one state never contradict one another, and a total that is
// far off always does.
func TestTrueDocument(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		doc, off := trueTable(r, false), trueTable(rand.New(rand.NewPCG(seed, 1)), true)
		if d := document(t, doc); d.Contradicts() {
			t.Errorf("seed %d: a true document contradicts itself:\n%s", seed, doc)
		}
		d := document(t, off)
		found := false
		for _, set := range d.Suspects() {
			for _, s := range set {
				found = found || s.Figure.Name == "outstanding_mvnd" && s.Figure.Row[0] == "00"
			}
		}
		if !d.Contradicts() || !found {
			t.Errorf("seed %d: a wrong total is not found:\n%s", seed, off)
		}
	}
}

func document(t *testing.T, csv string) *printed.Document {
	t.Helper()
	figures, err := printed.Read(strings.NewReader(csv), "made.csv", options)
	if err != nil {
		t.Fatal(err)
	}
	return printed.NewDocument(figures)
}

// trueTable prints a made-up state of some unions, rounded; spoilt changes the total.
func trueTable(r *rand.Rand, spoilt bool) string {
	var b strings.Builder
	b.WriteString("union,groups,outstanding_mvnd,overdue_mvnd,overdue_ratio_pct,d_overdue_mvnd,overdue_growth_pct,share_pct\n")
	rows := make([][4]int64, 2+r.IntN(8)) // groups, outstanding, overdue, overdue before
	var total [4]int64
	for i := range rows {
		rows[i] = [4]int64{r.Int64N(2000), 1 + r.Int64N(2e12), r.Int64N(2e10), 1 + r.Int64N(2e10)}
		for j, v := range rows[i] {
			total[j] += v
		}
	}
	line := func(name string, v [4]int64, outstanding int64) {
		share := big.NewRat(100*v[1], 1)
		share.Quo(share, big.NewRat(total[1], 1))
		fmt.Fprintf(&b, "%s,%d,%s,%s,%s,%s,%s,%s\n", name, v[0], ratio(outstanding, 1e6, 0), ratio(v[2], 1e6, 1), ratio(100*v[2], v[1], 3), ratio(v[2]-v[3], 1e6, 1),
			ratio(100*(v[2]-v[3]), v[3], 2), share.FloatString(2))
	}
	for i, v := range rows {
		line(fmt.Sprint(11+i), v, v[1])
	}
	printedTotal := total[1]
	if spoilt {
		printedTotal += 3e9 + total[1]/10
	}
	line("printed_total", total, printedTotal)
	return b.String()
}

func ratio(a, b int64, decimals int) string { return big.NewRat(a, b).FloatString(decimals) }

// FuzzRead: no file makes it panic, and a figure that is read prints as it stands.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"union,groups\n11,5\n00,5\n", "key,value,unit,decimals,relation\noutstanding,1,billion đồng,0,over\n", "union,by_level,groups\nHND,district,(3)\n", "union\n", "\xef\xbb\xbfunion,groups\n"} {
		f.Add(seed, "plain")
	}
	f.Add("union,outstanding_mvnd\n11,\"1.247.187,5\"\n", "vi")
	f.Fuzz(func(t *testing.T, csv, style string) {
		o := options
		o.Style = style
		figures, err := printed.Read(strings.NewReader(csv), "fuzz.csv", o)
		if err != nil || len(figures) > 50 {
			return
		}
		for _, g := range figures {
			if raw := new(big.Rat).Mul(g.Value.Rat(), g.Unit.Size); !g.Over && !g.Reached(raw) {
				t.Errorf("%s in line %d is not reached by itself", g.Name, g.Line)
			}
		}
		printed.NewDocument(figures).Suspects()
	})
}
