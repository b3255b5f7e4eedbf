package access_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/schemas"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]access.Policy{
		"all":                               {All: true},
		" all ":                             {All: true},
		"union 12 11 12":                    {Unions: []string{"11", "12"}},
		"office 003701,union 11":            {Unions: []string{"11"}, Offices: []string{"003701"}},
		"commune 0370101 0370102, union 13": {Unions: []string{"13"}, Communes: []string{"0370101", "0370102"}},
		"all, suppress_below 5":             {All: true, SuppressBelow: 5},
		"union 12 ,suppress_below  20 ":     {Unions: []string{"12"}, SuppressBelow: 20},
		"all, suppress_below 0":             {All: true},
	} {
		got, err := access.Parse(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
		if again, err := access.Parse(got.String()); err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%q, written %q, is %+v, %v", text, got, again, err)
		}
	}
	for text, problem := range map[string]string{
		"":                                  "no part of a policy",
		"union":                             "no part of a policy",
		"union 11,":                         "no part of a policy",
		"village 7":                         `no policy by "village"`,
		"all, union 11":                     "no part of a policy",
		"union 11, union 12":                "stands twice",
		"union 1'1":                         "no code",
		"union 11; DROP":                    "no code",
		"union 11\x00":                      "no code",
		"office " + strings.Repeat("1", 65): "no code",
		"suppress_below 5":                  `no policy by "suppress_below"`,
		"suppress_below 5, union 11":        `no policy by "suppress_below"`,
		"all, suppress_below":               "says no number of households",
		"all, suppress_below 1":             "says no number of households",
		"all, suppress_below -5":            "says no number of households",
		"all, suppress_below 5 6":           "says no number of households",
		"all, suppress_below five":          "says no number of households",
		"all, suppress_belows 5":            "says no number of households",
	} {
		if p, err := access.Parse(text); err == nil || !strings.Contains(err.Error(), problem) || !strings.Contains(err.Error(), "\n  → ") {
			t.Errorf("%q is %+v, %v", text, p, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("union 11 12, office 003701")
	f.Add("all, suppress_below 5")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := access.Parse(text)
		if err != nil {
			return
		}
		if again, err := access.Parse(p.String()); err != nil || !reflect.DeepEqual(again, p) {
			t.Errorf("%q, written %q, is %+v, %v", text, p, again, err)
		}
	})
}

// TestDenies: whatever is not listed as open is seen by a restricted role only by a condition, and by a role without a
// policy not at all.
func TestDenies(t *testing.T) {
	open := []string{"branch", "transaction_office", "commune", "mass_organisation", "loan_programme", "run", "definition", "rating_rule", "fee_rule", "fee_tier", "result"}
	policies := []access.Policy{{}, {Unions: []string{"11"}}, {Offices: []string{"O1"}}, {Communes: []string{"C1"}},
		{Unions: []string{"11"}, Offices: []string{"O1"}, Communes: []string{"C1"}}}
	for _, table := range schemas.All() {
		if v := (access.Policy{All: true}).On(table); !v.Whole {
			t.Errorf("all does not see %s whole", table)
		}
		for i, p := range policies {
			v := p.On(table)
			if slices.Contains(open, table.Name) != v.Whole {
				t.Errorf("%q sees %s whole: %v", p, table, v.Whole)
			}
			if i == 0 && len(v.Conditions) > 0 {
				t.Errorf("no policy sees rows of %s", table)
			}
			for _, c := range v.Conditions {
				if _, ok := table.Column(c.Column); !ok || len(c.Codes) == 0 {
					t.Errorf("%q sees %s by %+v", p, table, c)
				}
			}
		}
		if got := policies[4].On(table); len(got.Conditions) > 0 && len(got.Conditions) != 3 {
			t.Errorf("three conditions are %d on %s", len(got.Conditions), table)
		}
	}
	if v := policies[2].On(&schemas.CommuneMonth); len(v.Conditions) != 1 || !v.Conditions[0].OfOffice || !v.Conditions[0].Dated {
		t.Errorf("an office sees the communes' months by %+v", v)
	}
	if v := policies[1].On(&schemas.Headline); v.Whole || v.Conditions != nil {
		t.Errorf("a union sees the headline by %+v", v)
	}
}

// TestSuppressed: where cells are suppressed a table is seen as without, or not at all: so are those that tell of single
// households, whatever the policy, and those of which nobody has said which cells they are about.
func TestSuppressed(t *testing.T) {
	for _, text := range []string{"all", "union 11", "office O1, commune C1"} {
		plain, err := access.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		p := plain
		p.SuppressBelow = 5
		if p.Whole() || p.Plain() || !plain.Plain() || plain.Whole() != (text == "all") {
			t.Errorf("%q is taken for another", text)
		}
		seen := 0
		for _, table := range schemas.All() {
			got, want := p.On(table), plain.On(table)
			withheld := table.Cell() == schemas.Withheld || table.Cell() == schemas.Undeclared
			for _, single := range []string{"contract_no", "customer_code"} {
				_, has := table.Column(single)
				withheld = withheld || has
			}
			if withheld {
				want = access.View{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%q sees %s by %+v, want %+v", p, table, got, want)
			}
			if got.Whole || got.Conditions != nil {
				seen++
			}
		}
		if seen < 10 {
			t.Errorf("%q sees %d tables", p, seen)
		}
		unknown := schemas.GroupMonth
		unknown.Name = "of_tomorrow"
		if v := p.On(&unknown); v.Whole || v.Conditions != nil {
			t.Errorf("%q sees a table of which nobody has said what its cells are", p)
		}
	}
}

func TestCheck(t *testing.T) {
	for name, good := range map[string]bool{"reader": true, "hoi_phu_nu_12": true, "": false, "Reader": false, "a-b": false, `x"y`: false, "1a": false, strings.Repeat("x", 64): false} {
		if err := access.Check(name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestSQL: the condition of a view is that of its codes, each in its column; of nothing there is none.
func TestSQL(t *testing.T) {
	both := access.Policy{Unions: []string{"11", "1'2"}, Offices: []string{"000101"}}
	for _, c := range []struct {
		policy access.Policy
		table  *schemas.Table
		want   string
	}{
		{access.Policy{All: true}, &schemas.GroupMonth, "true"},
		{access.Policy{}, &schemas.GroupMonth, ""},
		{access.Policy{Communes: []string{"0370101"}}, &schemas.OutstandingByUnion, ""},
		{both, &schemas.ActivityByOffice, `t."union_code" IN ('11', '1''2') AND t."office_code" IN ('000101')`},
		{both, &schemas.ActivityByCommune, `t."union_code" IN ('11', '1''2') AND t."commune_code" IN (SELECT s.commune_code FROM dim.commune s ` +
			`WHERE s.office_code IN ('000101') AND s.valid_from <= t.as_of AND (s.valid_to IS NULL OR s.valid_to > t.as_of))`},
	} {
		if got := c.policy.On(c.table).SQL("t.", "dim.commune"); got != c.want {
			t.Errorf("%s for %s: %s\nwant %s", c.policy, c.table, got, c.want)
		}
	}
}
