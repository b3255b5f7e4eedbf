package main

import (
	"fmt"
	"time"

	"github.com/spf13/viper"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/rules"
)

// rulesFile is a file of dated rules. Days are the first one, and the one after the last.
type rulesFile struct {
	Ratings []struct {
		From, To            any
		Good, Fair, Average int
	}
	Fees []struct {
		From, To             any
		FeeMillionths        int64 `mapstructure:"fee_millionths"`
		CommissionMillionths int64 `mapstructure:"commission_millionths"`
		OverdueFactorPercent int64 `mapstructure:"overdue_factor_percent"`
		Tiers                []struct {
			BelowPermille int64 `mapstructure:"below_permille"`
			Percent       int64
		}
		DistrictPermille int64 `mapstructure:"district_permille"`
		ProvincePermille int64 `mapstructure:"province_permille"`
		CentralPermille  int64 `mapstructure:"central_permille"`
	}
	SmallBase rules.SmallBase `mapstructure:"small_base"`
}

// setRules reads the file of rules.path.
func setRules(c *config, path string) error {
	c.RulesFile = path
	v := viper.New()
	v.SetConfigFile(path)
	v.SetConfigType("yaml")
	var f rulesFile
	err := v.ReadInConfig()
	if err == nil {
		err = v.UnmarshalExact(&f)
	}
	if err == nil {
		c.Rules, err = f.rules()
	}
	if err == nil {
		err = c.Rules.Check()
	}
	if err != nil {
		return misuse("write it as docs/rules.md shows", "rules.path: %s: %v", path, err)
	}
	return nil
}

// rules turns the file into rules.
func (f rulesFile) rules() (r rules.Rules, err error) {
	r.SmallBase = f.SmallBase
	for _, a := range f.Ratings {
		s, err := inForce(a.From, a.To)
		if err != nil {
			return r, err
		}
		r.Ratings = append(r.Ratings, rules.Rating{Span: s, Good: a.Good, Fair: a.Fair, Average: a.Average})
	}
	for _, a := range f.Fees {
		s, err := inForce(a.From, a.To)
		if err != nil {
			return r, err
		}
		fee := rules.Fee{
			Span: s, FeeMillionths: a.FeeMillionths, CommissionMillionths: a.CommissionMillionths, OverdueFactorPercent: a.OverdueFactorPercent,
			DistrictPermille: a.DistrictPermille, ProvincePermille: a.ProvincePermille, CentralPermille: a.CentralPermille,
		}
		for _, t := range a.Tiers {
			fee.Tiers = append(fee.Tiers, rules.Tier(t))
		}
		r.Fees = append(r.Fees, fee)
	}
	return r, nil
}

// inForce reads two days, which YAML takes for moments.
func inForce(from, to any) (s rules.Span, err error) {
	if s.From, err = ruleDay(from); err != nil {
		return s, err
	}
	s.To, err = ruleDay(to)
	return s, err
}

func ruleDay(v any) (calendar.Day, error) {
	switch v := v.(type) {
	case nil:
		return 0, nil
	case time.Time:
		return calendar.Parse(v.Format(time.DateOnly))
	}
	return calendar.Parse(fmt.Sprint(v))
}
