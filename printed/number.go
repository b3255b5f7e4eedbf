package printed

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/uythac/uythac/published"
)

// Styles lists how numbers may be written: 1234.5; 1.234,5 as in Vietnamese; 1,234.5 as in English. The first is the default.
func Styles() []string { return []string{"plain", "vi", "en"} }

// finest is how many decimals are looked at.
const finest = 12

const remedy = "\n  → say with --numbers how they are written: plain 1234.5, vi 1.234,5, en 1,234.5"

// number reads a number in a style. Parentheses and a minus sign make it negative; a percent sign at the end is let go.
func number(text, style string) (published.Decimal, error) {
	s := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	s = strings.Replace(s, "−", "-", 1)
	if inner, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(inner, ")") {
		s = "-" + strings.TrimSuffix(inner, ")")
	}
	group, point := "", "."
	switch style {
	case "vi":
		group, point = ".", ","
	case "en":
		group, point = ",", "."
	}
	whole, fraction, cut := strings.Cut(s, point)
	if group != "" && strings.Contains(whole, group) {
		if !grouped(strings.TrimPrefix(whole, "-"), group) {
			return published.Decimal{}, fmt.Errorf("%q is not a number in the style %s: digits stand in threes between separators%s", text, style, remedy)
		}
		whole = strings.ReplaceAll(whole, group, "")
	}
	if cut {
		whole += "." + fraction
	}
	if v, ok := new(big.Rat).SetString(whole); ok && len(fraction) > finest && strings.Trim(whole, "-.0123456789") == "" {
		return published.Round(v, finest), nil // a program's quotient: nobody prints that
	}
	d, err := published.ParseDecimal(whole)
	if err != nil {
		return d, fmt.Errorf("%q is not a number in the style %s%s", text, style, remedy)
	}
	return d, nil
}

// grouped tells whether digits stand in threes between separators, but for the first one to three.
func grouped(s, group string) bool {
	parts := strings.Split(s, group)
	for i, p := range parts {
		if len(p) != 3 && (i > 0 || len(p) == 0 || len(p) > 3) {
			return false
		}
	}
	return true
}
