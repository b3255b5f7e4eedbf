package published

import (
	"math/big"
	"strings"
	"testing"
	"testing/fstest"
)

func TestLoad(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Unions) != 4 || len(r.Remarks) == 0 || len(r.Intervals) == 0 {
		t.Fatalf("unions %v, %d remarks, %d intervals", r.Unions, len(r.Remarks), len(r.Intervals))
	}
	misprints := 0
	for _, f := range r.Figures {
		if f.Relation == Misprint {
			misprints++
			if f.Reached(mul(f.Value, f.Unit)) {
				t.Errorf("%s: the printed value of a misprint must not count as reached", f.Key)
			}
		}
		if f.Relation != Over && !f.Reached(f.Raw()) {
			t.Errorf("%s %s: not reached by its own value", f.Key, f.Union)
		}
	}
	if misprints != 3 {
		t.Errorf("%d misprints, want the headline, its cell in the total row and the share", misprints)
	}
	if f, err := r.Cell("12", "share_pct"); err != nil || f.Decimals != 2 || f.Unit != "percent" {
		t.Errorf("share of HPN: %+v, %v", f, err)
	}
	if f, err := r.Cell("12", "groups_overdue_gt2pct"); err != nil || f.Unit != "groups" {
		t.Errorf("groups over 2 %%: %+v, %v", f, err)
	}
	if _, err := r.Visits("11", "district", "districts"); err == nil {
		t.Error("an empty cell must not be a figure")
	}
	if _, err := r.Interval("overdue", "14", "2019-12-31"); err != nil {
		t.Error(err)
	}
}

func mul(d Decimal, unit string) *big.Rat { return new(big.Rat).Mul(d.Rat(), unitSize(unit)) }

func TestRound(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		decimals int
		want     string
	}{{1, 8, 2, "0.13"}, {-1, 8, 2, "-0.13"}, {5, 2, 0, "3"}, {-5, 2, 0, "-3"}, {46, 33, 2, "1.39"}, {0, 1, 1, "0.0"}} {
		if got := Round(big.NewRat(c.num, c.den), c.decimals).String(); got != c.want {
			t.Errorf("%d/%d at %d: %s, want %s", c.num, c.den, c.decimals, got, c.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, change := range map[string][2]string{
		"not a number":     {"headlines-2020", "district_offices,10,"},
		"unknown relation": {"headlines-2020", "0,equal,entrusted"},
		"unknown union":    {"inspections-2020", "HND,province"},
		"header":           {"feasible-2020", "key,union"},
		"no right figure":  {"misprints-2020", "overdue_total_mvnd"},
	} {
		t.Run(name, func(t *testing.T) {
			m := fstest.MapFS{}
			entries, _ := files.ReadDir("testdata")
			for _, e := range entries {
				data, _ := files.ReadFile("testdata/" + e.Name())
				if e.Name() == change[0]+".csv" {
					if !strings.Contains(string(data), change[1]) {
						t.Fatalf("nothing to change in %s", e.Name())
					}
					data = []byte(strings.Replace(string(data), change[1], "x"+strings.Replace(change[1], ",10,", ",1e1,", 1)+"x", 1))
				}
				m["testdata/"+e.Name()] = &fstest.MapFile{Data: data}
			}
			if _, err := read(m); err == nil {
				t.Error("no error")
			}
		})
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-2", "308.46", "1.", ".5", "1e3", "999999999999999999", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err == nil && d.Rat().Cmp(mustRat(t, s)) != 0 {
			t.Errorf("%q read as %s", s, d)
		}
	})
}

func mustRat(t *testing.T, s string) *big.Rat {
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q was read but is no number", s)
	}
	return x
}
