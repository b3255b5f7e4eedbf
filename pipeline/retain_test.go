package pipeline

import (
	"fmt"
	"slices"
	"testing"

	"github.com/uythac/uythac/calendar"
)

// A year and a half of nights, one file each, retired night by night as they come: the last ones stay, and of every
// month the one that goes furthest into it; what was once retired is not missed later.
func TestSuperseded(t *testing.T) {
	first := calendar.Date(2020, 1, 1)
	var files []kept
	for night := range 550 {
		day := first + calendar.Day(night)
		files = append(files, kept{path: fmt.Sprintf("/w/warehouse-%04d.duckdb", night), through: day})
		if day.IsMonthEnd() { // corrected once more
			files = append(files, kept{path: fmt.Sprintf("/w/warehouse-%04d+.duckdb", night), through: day})
		}
		old := superseded(files)
		files = slices.DeleteFunc(files, func(f kept) bool { return slices.Contains(old, f.path) })
		if night%10 == 0 {
			files = append(files, kept{path: "/w/refused-1.duckdb", through: day})
			if again := superseded(files); len(again) > 0 {
				t.Fatalf("a refused file makes %v go", again)
			}
			files = files[:len(files)-1]
		}
		months := int(day.Month() - first.Month())
		if n := len(files); n > keptRuns+months || night >= keptRuns && n < keptRuns {
			t.Fatalf("%s: %d files are kept", day, n)
		}
		for m := first.Month(); m < day.Month(); m++ {
			want := fmt.Sprintf("/w/warehouse-%04d+.duckdb", int(m.Last()-first))
			if !slices.ContainsFunc(files, func(f kept) bool { return f.path == want }) {
				t.Fatalf("%s: the month-end of %s is gone", day, m)
			}
		}
	}
}

// A run takes as much room as the largest of the last ones, and half as much again.
func TestNeeds(t *testing.T) {
	inLake, inWarehouse := needs(nil, 100)
	if inLake != 0 || inWarehouse != 250 {
		t.Errorf("without a history: %d and %d", inLake, inWarehouse)
	}
}
