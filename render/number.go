package render

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// none is what people see for NULL: a figure that cannot be said, never a zero.
const none = "–"

// shown is the text of a value for people.
func shown(lang string, c schemas.Column, v any) (string, error) {
	show := c.Show
	if s, ok := v.(Shown); ok {
		v, show = s.Value, s.Show
	}
	switch v := v.(type) {
	case nil:
		return none, nil
	case bool:
		if v {
			return pick(lang, "có", "yes"), nil
		}
		return pick(lang, "không", "no"), nil
	case calendar.Day:
		return Day(lang, v), nil
	case string:
		if !rightAligned(c) {
			return Word(lang, c.Name, v), nil
		}
	}
	if n, ok := fixed(v, show); ok {
		return separated(lang, pointed(n, show.Decimals)), nil
	}
	r, err := exact(v)
	if err != nil {
		return "", fmt.Errorf("column %s: %w", c.Name, err)
	}
	return Number(lang, r, show), nil
}

// Number prints an exact value as show says: divided by its scale or as a percentage, rounded
// half away from zero, with the language's separators. Rounding starts from the exact value.
func Number(lang string, v *big.Rat, show schemas.Show) string {
	return separated(lang, rounded(v, show).FloatString(show.Decimals))
}

// rounded is the value that show prints, exactly.
func rounded(v *big.Rat, show schemas.Show) *big.Rat {
	v = new(big.Rat).Set(v)
	if show.Percent {
		v.Mul(v, big.NewRat(100, 1))
	} else if show.Scale > 1 {
		v.Quo(v, new(big.Rat).SetInt64(show.Scale))
	}
	out, _ := new(big.Rat).SetString(v.FloatString(show.Decimals)) // digits that FloatString wrote; rounds half away from zero
	return out
}

// exact is the value of a number. A float64 counts as the shortest decimal text that reads back
// as it: for a quotient that ends within fifteen digits that is the quotient itself, so halves
// round as the exact figure would.
func exact(v any) (*big.Rat, error) {
	text, err := Plain(v)
	if err != nil {
		return nil, err
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%q is not a number", text)
	}
	return r, nil
}

// Plain is the text of a value for programs: integers as they are, quotients in the shortest text
// that reads back as the same number, without exponent, days as 2020-12-31. Of one type, equal texts
// are equal values; -0 is 0. NULL has no text.
func Plain(v any) (string, error) {
	switch v := v.(type) {
	case Shown:
		return Plain(v.Value)
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		if v == 0 {
			v = 0 // -0 is printed as 0: the warehouse does not tell them apart
		}
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if strings.Trim(s, "-.0123456789") != "" {
			return "", fmt.Errorf("%s is not a number", s) // NaN and infinities: neither CSV nor JSON has a word for them
		}
		return s, nil
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case calendar.Day:
		return v.String(), nil
	}
	return "", fmt.Errorf("a value of type %T cannot be printed", v)
}

// separated puts the language's thousands and decimal marks into digits as FloatString writes them.
func separated(lang, digits string) string {
	whole, fraction, _ := strings.Cut(digits, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	thousands, decimal := pick(lang, ".", ","), pick(lang, ",", ".")
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thousands)
		}
		b.WriteRune(d)
	}
	if fraction != "" {
		b.WriteString(decimal + fraction)
	}
	if strings.Trim(digits, "-0.") == "" {
		sign = "" // nothing is left of a small negative value
	}
	return sign + b.String()
}

// Day prints a day as people of the language write it.
func Day(lang string, d calendar.Day) string {
	if lang == "en" {
		return d.String()
	}
	y, m, n := d.YMD()
	return fmt.Sprintf("%02d/%02d/%04d", n, m, y)
}
