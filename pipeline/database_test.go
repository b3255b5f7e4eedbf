package pipeline

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestQuiet: hours in which the source is left alone, over midnight too, and how long it is until they begin.
func TestQuiet(t *testing.T) {
	at := func(clock string) time.Time {
		d, err := time.Parse("15:04", clock)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		hours, now string
		left       time.Duration
		ok         bool
	}{
		{"07:30-17:30", "07:29", time.Minute, true}, {"07:30-17:30", "07:30", 0, false}, {"07:30-17:30", "17:29", 0, false},
		{"07:30-17:30", "17:30", 14 * time.Hour, true}, {"22:00-06:00", "23:00", 0, false}, {"22:00-06:00", "05:59", 0, false},
		{"22:00-06:00", "06:00", 16 * time.Hour, true}, {"00:00-24:00", "12:00", 0, false},
	} {
		q, err := ParseQuiet(c.hours)
		if err != nil {
			t.Fatal(err)
		}
		if left, ok := q.left(at(c.now)); left != c.left || ok != c.ok {
			t.Errorf("%s at %s: %s, %t; want %s, %t", c.hours, c.now, left, ok, c.left, c.ok)
		}
	}
	if left, ok := (Quiet{}).left(at("12:00")); left != 0 || !ok {
		t.Error("no hours are never quiet")
	}
	now := at("07:29").Add(time.Minute - 20*time.Millisecond)
	if _, _, err := (Quiet{7 * time.Hour, 8 * time.Hour}).bound(t.Context(), now); !errors.Is(err, errQuiet) {
		t.Errorf("within the hours: %v", err)
	}
	ctx, cancel, err := Quiet{7*time.Hour + 30*time.Minute, 8 * time.Hour}.bound(t.Context(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer cancel()
	if <-ctx.Done(); !errors.Is(context.Cause(ctx), errQuiet) || !strings.Contains(context.Cause(ctx).Error(), "run again after these hours") {
		t.Errorf("at their beginning: %v", context.Cause(ctx))
	}
	for _, bad := range []string{"", "7-17", "07:30", "25:00-26:00", "07:60-08:00", "07:30-17:30 x", "07:30-24:30", "-1:00-02:00"} {
		if q, err := ParseQuiet(bad); err == nil {
			t.Errorf("%q is read as %s", bad, q)
		}
	}
}
