package source

import (
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/calendar"
)

func TestParseInt(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "-0": 0, "007": 7, "9223372036854775807": 9223372036854775807, "-9223372036854775808": -9223372036854775808} {
		if got, ok := parseInt([]byte(text)); !ok || got != want {
			t.Errorf("%q gives %d, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "-", "+5", " 5", "5 ", "1.234.567", "1,234,567", "(1,069)", "1e6", "5.0", "0x1F", "٣",
		"9223372036854775808", "-9223372036854775809", "99999999999999999999999"} {
		if got, ok := parseInt([]byte(text)); ok {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

func FuzzParseInt(f *testing.F) {
	f.Add("18446744073709551616")
	f.Add("-9223372036854775808")
	f.Fuzz(func(t *testing.T, text string) {
		want, err := strconv.ParseInt(text, 10, 64)
		got, ok := parseInt([]byte(text))
		if ok != (err == nil && !strings.HasPrefix(text, "+")) || ok && got != want {
			t.Errorf("%q gives %d, %t; strconv says %d, %v", text, got, ok, want, err)
		}
	})
}

func TestParseRate(t *testing.T) {
	for text, want := range map[string]int64{"6.6": 66000, "6.6000": 66000, "0": 0, "-1.25": -12500, "999.9999": 9999999, "6.66000000": 66600} {
		if got, ok := parseRate([]byte(text)); !ok || got != want {
			t.Errorf("%q gives %d, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", ".", "6.", ".5", "6,6", "6.66666", "1000", "6.6.6", "6.-6", "1e2"} {
		if got, ok := parseRate([]byte(text)); ok {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

func FuzzParseRate(f *testing.F) {
	f.Add("6.6")
	f.Add("-0.0001")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseRate([]byte(text))
		if !ok {
			return
		}
		want, good := new(big.Rat).SetString(text)
		if !good || want.Cmp(big.NewRat(got, 10_000)) != 0 {
			t.Errorf("%q gives %d ten-thousandths", text, got)
		}
	})
}

func TestParseTimestamp(t *testing.T) {
	base := time.Date(2020, 2, 29, 17, 30, 5, 0, time.UTC).UnixMicro()
	for text, want := range map[string]int64{
		"2020-02-29 17:30:05": base, "2020-02-29T17:30:05Z": base, "2020-02-29 17:30:05.25": base + 250_000,
		"2020-02-29 17:30:05.123456000": base + 123_456, "2020-03-01 00:30:05+07": base, "2020-03-01 00:30:05+07:00": base,
		"2020-02-29 10:30:05-0700": base, "1969-12-31 23:59:59": -1_000_000,
	} {
		if got, ok := parseTimestamp([]byte(text)); !ok || got != want {
			t.Errorf("%q gives %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "2020-02-29", "2020-02-30 00:00:00", "2020-02-29 24:00:00", "2020-02-29 17:30", "29/02/2020 17:30:05",
		"2020-02-29 17:30:05.", "2020-02-29 17:30:05.1234567", "2020-02-29 17:30:05 PM", "2020-02-29 17:30:05+7"} {
		if got, ok := parseTimestamp([]byte(text)); ok {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}

func FuzzParseTimestamp(f *testing.F) {
	f.Add("2020-02-29 17:30:05.5+07:00")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseTimestamp([]byte(text))
		if !ok || strings.ContainsAny(text, "+Z") || strings.Count(text, "-") > 2 {
			return
		}
		want, err := time.Parse("2006-01-02 15:04:05", strings.Replace(text, "T", " ", 1))
		if err != nil || want.UnixMicro() != got {
			t.Errorf("%q gives %d, time.Parse %v, %v", text, got, want, err)
		}
	})
}

func TestParseBool(t *testing.T) {
	for text, want := range map[string]bool{"true": true, "false": false, "TRUE": true, "False": false} {
		if got, ok := parseBool([]byte(text)); !ok || got != want {
			t.Errorf("%q gives %t, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "t", "1", "yes", "có", "truee", "đúng"} {
		if _, ok := parseBool([]byte(text)); ok {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestLatestDay holds a reader that remembers against one that does not.
func TestLatestDay(t *testing.T) {
	var l latestDay
	for _, text := range []string{strings.Repeat("\x00", 10), "2020-02-29", "2020-02-29", "2020-02-30", "2020-02-29", "2020-03-01", "", "2020-03-0", "2020-03-01"} {
		day, ok := l.parse([]byte(text))
		want, wantOK := calendar.ParseBytes([]byte(text))
		if day != want || ok != wantOK {
			t.Errorf("%q: %v, %t instead of %v, %t", text, day, ok, want, wantOK)
		}
		text += " 23:59:58.5"
		at, ok := l.timestamp([]byte(text))
		wantAt, wantOK := parseTimestamp([]byte(text))
		if at != wantAt || ok != wantOK {
			t.Errorf("%q: %d, %t instead of %d, %t", text, at, ok, wantAt, wantOK)
		}
	}
}
