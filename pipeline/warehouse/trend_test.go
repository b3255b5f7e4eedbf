package warehouse

import (
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// TestTrends compares the rows of each case: want/<trend>@<day>, or @<day>@<language>, is the trend read on that
// day; conditions may follow, as @vi@union_code=11,
// where union, office, commune, programme and branch are the scope of a trend on demand.
func TestTrends(t *testing.T) {
	bench := newBench(t)
	w := &Warehouse{s: bench.session}
	for _, f := range fixtures(t, "trends/*.txtar") {
		t.Run(f.name(), func(t *testing.T) {
			bench.run(t, f, (*builder).indicators, (*builder).trends)
			for name := range f.want {
				parts := strings.Split(name+"@vi@", "@")
				table, ok := schemas.Lookup(parts[0])
				if !ok {
					t.Fatalf("there is no trend %s", parts[0])
				}
				day, err := calendar.Parse(parts[1])
				if err != nil {
					t.Fatal(err)
				}
				rows, err := w.Trend(t.Context(), table, day, scoped(parts[3]), conditions(parts[3]), parts[2])
				if err != nil {
					t.Fatal(err)
				}
				f.expect(t, name, text(table.Columns, rows))
			}
		})
	}
}

func conditions(list string) Filter {
	where := Filter{}
	for part := range strings.SplitSeq(list, ",") {
		if column, value, named := strings.Cut(part, "="); named {
			where[column] = value
		}
	}
	return where
}

// TestTrendRefuses: what is no trend is not read as one.
func TestTrendRefuses(t *testing.T) {
	w := &Warehouse{s: newBench(t).session}
	if _, err := w.Trend(t.Context(), &schemas.Headline, calendar.Date(2020, 12, 31), Scope{}, nil, "vi"); err == nil || !strings.Contains(err.Error(), "not a trend") {
		t.Errorf("a report read as a trend: %v", err)
	}
}

// TestMeasures: a figure of the warehouse's list is of the kind that schemas has it: flows stand in the columns of
// the movements, and what is computed for its period is never added up.
func TestMeasures(t *testing.T) {
	bench := newBench(t)
	bench.run(t, fixtures(t, "trends/empty.txtar")[0])
	rows, err := bench.table(t.Context(), "SELECT indicator, kind, unit FROM meta.measure")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, r := range rows {
		kinds[r[0].(string)] = r[1].(string) + " " + r[2].(string)
	}
	for _, c := range append(schemas.LoanMeasures(), schemas.GroupMeasures()...) {
		want := "stock"
		switch {
		case strings.HasPrefix(c.Name, "due_") && strings.HasSuffix(c.Name, "_ytd"):
			want = "year"
		case strings.HasPrefix(c.Name, "due_"):
			want = "period"
		case c.ID >= 200 || c.Name == "groups_consolidated":
			want = "flow"
		}
		if got := kinds[c.Name]; got != want+" "+c.Unit {
			t.Errorf("%s is %q, want %s %s", c.Name, got, want, c.Unit)
		}
	}
}
