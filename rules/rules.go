// Package rules holds the dated rules of the bank that are parameters, not definitions: from how many points
// a group is rated good, and how the entrustment fee and the group commission are computed. They are
// re-issued now and then, so each has a first day and a last. Beside them is the bound under which growth says little.
//
// It refuses to apply them: the replay and the queries do.
package rules

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
)

// Span is when a rule is in force: from From, before To. Zero days leave it open.
type Span struct{ From, To calendar.Day }

// Rating are the least points of the ratings good, fair and average; below, a group is weak.
type Rating struct {
	Span
	Good, Fair, Average int
}

// Fee is how the entrustment fee and the group commission are computed from the interest that borrowers paid.
// Whole numbers only, so that what is computed from them is exact.
type Fee struct {
	Span
	FeeMillionths        int64  // of the base: 320 is 0.032 %
	CommissionMillionths int64  // of the base: 750 is 0.075 %
	OverdueFactorPercent int64  // overdue debt bears so much of the contract's rate: 130 is 1.3 times
	Tiers                []Tier // by rising ratio; above the last the fee is 0
	DistrictPermille     int64  // of the fee: what districts, the province and the centre get, communes the rest
	ProvincePermille     int64
	CentralPermille      int64
}

// Tier is how much of the fee a union gets in a commune whose overdue ratio is under a bound.
type Tier struct{ BelowPermille, Percent int64 }

// Rules are all of them.
type Rules struct {
	Ratings   []Rating
	Fees      []Fee
	SmallBase SmallBase
}

// SmallBase is when growth and ratios are marked as saying little: their base counts fewer, or comes to less. Zero is the
// default; it is not dated.
type SmallBase struct{ Loans, Amount int64 }

// Default are the rules of the indicator catalogue, without an end.
func Default() Rules {
	return Rules{
		Ratings: []Rating{{Good: 85, Fair: 70, Average: 50}},
		Fees: []Fee{{
			FeeMillionths: 320, CommissionMillionths: 750, OverdueFactorPercent: 130, Tiers: []Tier{{20, 100}, {30, 80}, {40, 50}},
			DistrictPermille: 90, ProvincePermille: 45, CentralPermille: 25,
		}},
		SmallBase: SmallBase{Loans: 20, Amount: 100_000_000},
	}
}

// Filled is r with the catalogue's rules of the kinds that r has none of.
func (r Rules) Filled() Rules {
	if len(r.Ratings) == 0 {
		r.Ratings = Default().Ratings
	}
	if len(r.Fees) == 0 {
		r.Fees = Default().Fees
	}
	if r.SmallBase.Loans == 0 {
		r.SmallBase.Loans = Default().SmallBase.Loans
	}
	if r.SmallBase.Amount == 0 {
		r.SmallBase.Amount = Default().SmallBase.Amount
	}
	return r
}

// On returns the rating rule in force on a day; ok is false when there is none.
func (r Rules) On(d calendar.Day) (found Rating, ok bool) {
	for _, rating := range r.Ratings {
		if (rating.From == 0 || rating.From <= d) && (rating.To == 0 || d < rating.To) {
			return rating, true
		}
	}
	return found, false
}

// Check says what is wrong with rules that somebody wrote.
func (r Rules) Check() error {
	for i, a := range r.Ratings {
		if !(100 >= a.Good && a.Good > a.Fair && a.Fair > a.Average && a.Average > 0) {
			return fmt.Errorf("rating rule %d: good %d, fair %d, average %d have to fall from 100 or less to 1 or more", i+1, a.Good, a.Fair, a.Average)
		}
		for _, b := range r.Ratings[:i] {
			if a.overlaps(b.Span) {
				return fmt.Errorf("rating rule %d is in force on days on which another one is", i+1)
			}
		}
	}
	if r.SmallBase.Loans < 0 || r.SmallBase.Amount < 0 {
		return fmt.Errorf("small base: %d loans, %d đồng: neither can be under 0", r.SmallBase.Loans, r.SmallBase.Amount)
	}
	for i, a := range r.Fees {
		if err := a.check(); err != nil {
			return fmt.Errorf("fee rule %d: %w", i+1, err)
		}
		for _, b := range r.Fees[:i] {
			if a.overlaps(b.Span) {
				return fmt.Errorf("fee rule %d is in force on days on which another one is", i+1)
			}
		}
	}
	return nil
}

// check says what is wrong with a fee rule.
func (f Fee) check() error {
	switch {
	case f.FeeMillionths <= 0 || f.CommissionMillionths <= 0 || f.OverdueFactorPercent <= 0 || max(f.FeeMillionths, f.CommissionMillionths, f.OverdueFactorPercent) > 1_000_000:
		return fmt.Errorf("fee, commission and overdue factor have to be above 0, and a million at most")
	case min(f.DistrictPermille, f.ProvincePermille, f.CentralPermille) < 0 || f.DistrictPermille+f.ProvincePermille+f.CentralPermille > 1000:
		return fmt.Errorf("the shares of districts, province and centre have to be 0 or more, and 1000 together at most")
	}
	for i, t := range f.Tiers {
		if t.BelowPermille <= 0 || t.Percent < 0 || t.Percent > 100 || i > 0 && t.BelowPermille <= f.Tiers[i-1].BelowPermille {
			return fmt.Errorf("tiers have to rise in their bounds, and their percents to lie in 0 to 100")
		}
	}
	return nil
}

// overlaps tells whether both hold on some day.
func (s Span) overlaps(t Span) bool {
	return (s.To == 0 || t.From < s.To) && (t.To == 0 || s.From < t.To)
}
