package rules_test

import (
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/rules"
)

// TestCheck: the catalogue's rules hold, and what cannot be meant is said.
func TestCheck(t *testing.T) {
	if err := rules.Default().Check(); err != nil {
		t.Error(err)
	}
	half := calendar.Date(2026, 1, 1)
	fee := rules.Default().Fees[0]
	fee.DistrictPermille = 990
	for want, r := range map[string]rules.Rules{
		"rating rule 1: good 70":    {Ratings: []rules.Rating{{Good: 70, Fair: 85, Average: 50}}},
		"rating rule 2 is in force": {Ratings: []rules.Rating{{Good: 85, Fair: 70, Average: 50}, {Span: rules.Span{From: half}, Good: 90, Fair: 75, Average: 60}}},
		"shares of districts":       {Fees: []rules.Fee{fee}},
		"small base: -1 loans":      {SmallBase: rules.SmallBase{Loans: -1}},
		"fee rule 2 is in force":    {Fees: append(rules.Default().Fees, rules.Default().Fees...)},
	} {
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	both := rules.Rules{Ratings: []rules.Rating{{Span: rules.Span{To: half}, Good: 85, Fair: 70, Average: 50}, {Span: rules.Span{From: half}, Good: 90, Fair: 75, Average: 60}}}
	if err := both.Check(); err != nil {
		t.Error(err)
	}
	both.SmallBase.Loans = 5
	if f := both.Filled(); len(f.Ratings) != 2 || len(f.Fees) != 1 || f.SmallBase != (rules.SmallBase{Loans: 5, Amount: 100_000_000}) {
		t.Errorf("filled: %v", f)
	}
}
