package document

import (
	"math/big"
	"strings"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func signOf(v any) (int, error) {
	if s, ok := v.(render.Shown); ok {
		v = s.Value
	}
	if v == nil {
		return 0, nil
	}
	_, _, r, err := render.Amount("en", schemas.Column{}, v)
	if err != nil {
		return 0, err
	}
	return r.Sign(), nil
}

// amount is a value with its unit, a decrease in parentheses; NULL is said in words.
func (f *filler) amount(c schemas.Column, v any) (string, error) {
	if v == nil {
		return pick(f.in.Lang, "(chưa có số liệu)", "(no figure)"), nil
	}
	number, unit, r, err := f.said(c, v)
	if err != nil {
		return "", err
	}
	if r.Sign() < 0 && strings.Trim(number, "0.,") != "" {
		number = "(" + number + ")"
	}
	return measured(f.in.Lang, number, unit), nil
}

// measured is a number with its unit, and no break between: 3.207 tỷ đồng, VND 3,207 billion, 98.9%.
func measured(lang, number, unit string) string {
	if lang == "en" {
		if unit == "%" {
			return number + unit
		}
		if scale, money := strings.CutPrefix(unit, "VND"); money {
			return strings.TrimSuffix("VND"+nbsp+number+nbsp+strings.TrimSpace(scale), nbsp)
		}
	}
	return strings.TrimSuffix(number+nbsp+unit, nbsp)
}

const nbsp = "\u00a0"

// moved says a change in words. What rounds to nothing is still up or down, by less than the last digit.
func (f *filler) moved(c schemas.Column, v any) (string, error) {
	if v == nil {
		return "", nil
	}
	number, unit, r, err := f.said(c, v)
	if err != nil {
		return "", err
	}
	word := map[int]string{1: pick(f.in.Lang, "tăng", "up"), -1: pick(f.in.Lang, "giảm", "down")}[r.Sign()]
	if word == "" {
		return pick(f.in.Lang, "không thay đổi", "unchanged"), nil
	}
	return word + " " + measured(f.in.Lang, number, unit), nil
}

// said is an amount in the unit of its column, or in a smaller one: billions of which less than one would be
// left are said in millions, and what would round to nothing in whole đồng, or a thousandth of a percent.
func (f *filler) said(c schemas.Column, v any) (number, unit string, r *big.Rat, err error) {
	if number, unit, r, err = render.Amount(f.in.Lang, c, v); err != nil {
		return number, unit, r, err
	}
	show := c.Show
	if s, ok := v.(render.Shown); ok {
		v, show = s.Value, s.Show
	}
	if r.Sign() == 0 {
		if show.Scale > 1 {
			return "0", pick(f.in.Lang, "đồng", "VND"), r, nil
		}
		return number, unit, r, nil
	}
	for _, finer := range []schemas.Show{
		{Scale: 1e6, Decimals: 1, VI: "triệu đồng", EN: "VND million"}, {VI: "đồng", EN: "VND"},
	} {
		little := strings.Trim(number, "0.,") == "" || show.Scale == 1e9 && new(big.Rat).Abs(r).Cmp(big.NewRat(1e9, 1)) < 0
		if !little || show.Percent || finer.Scale >= show.Scale {
			break
		}
		show = finer
		if number, unit, _, err = render.Amount(f.in.Lang, c, render.Shown{Value: v, Show: show}); err != nil {
			return "", "", nil, err
		}
	}
	if show.Percent && strings.Trim(number, "0.,") == "" {
		show.Decimals += 3
		number, unit, _, err = render.Amount(f.in.Lang, c, render.Shown{Value: v, Show: show})
	}
	return number, unit, r, err
}
