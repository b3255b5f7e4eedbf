package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/uythac/uythac/calendar"
)

func TestEveryDayAgreesWithTime(t *testing.T) {
	for d := calendar.Date(1899, 12, 30); d < calendar.Date(2101, 1, 2); d++ {
		w := time.Unix(int64(d)*86400, 0).UTC()
		y, m, n := d.YMD()
		if y != w.Year() || m != int(w.Month()) || n != w.Day() {
			t.Fatalf("%d is %v, got %d-%d-%d", d, w, y, m, n)
		}
		back, err := calendar.Parse(d.String())
		if err != nil || back != d {
			t.Fatalf("%v there and back is %v, %v", d, back, err)
		}
		if first := d.Month().First(); first > d || d.Month().Last() < d {
			t.Fatalf("%v lies outside its month %v", d, d.Month())
		}
	}
}

func TestBackClampsToTheMonthEnd(t *testing.T) {
	for _, c := range [][3]string{
		{"2020-05-31", "3", "2020-02-29"}, {"2019-05-31", "3", "2019-02-28"},
		{"2020-03-31", "6", "2019-09-30"}, {"2020-12-31", "12", "2019-12-31"}, {"2020-02-29", "12", "2019-02-28"},
	} {
		d, _ := calendar.Parse(c[0])
		var n int
		fmt.Sscan(c[1], &n)
		if got := d.Back(n).String(); got != c[2] {
			t.Errorf("%s back %s = %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestBaseDayIsStrictlyBefore(t *testing.T) {
	if got := calendar.Date(2020, 12, 31).BaseDay(); got != calendar.Date(2019, 12, 31) {
		t.Errorf("got %v", got)
	}
	if got := calendar.Date(2021, 1, 1).BaseDay(); got != calendar.Date(2020, 12, 31) {
		t.Errorf("got %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2020-12-31", "2020-02-30", "", "2020-1-1", "31/12/2020", "-001-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.Parse(s)
		w, werr := time.Parse("2006-01-02", s)
		if (err == nil) != (werr == nil) {
			t.Fatalf("Parse(%q) = %v, %v; time says %v, %v", s, d, err, w, werr)
		}
		if err == nil && d.String() != s {
			t.Fatalf("Parse(%q) = %v", s, d)
		}
	})
}
