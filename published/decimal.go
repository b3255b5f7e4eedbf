package published

import (
	"fmt"
	"math/big"
	"strings"
)

// Decimal is a number as it is printed: Coef / 10^Scale, exact.
type Decimal struct {
	Coef  int64
	Scale int
}

// ParseDecimal reads 1234, -2 or 308.46 and refuses signs of plus, exponents, separators and blanks.
func ParseDecimal(s string) (Decimal, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, part, point := strings.Cut(digits, ".")
	bad := whole == "" || point && part == "" || len(whole)+len(part) > 18
	var n int64
	for _, c := range []byte(whole + part) {
		if c < '0' || c > '9' {
			bad = true
			break
		}
		n = n*10 + int64(c-'0')
	}
	if bad {
		return Decimal{}, fmt.Errorf("%q is not a decimal number; write it as 1234 or -12.5", s)
	}
	if strings.HasPrefix(s, "-") {
		n = -n
	}
	return Decimal{Coef: n, Scale: len(part)}, nil
}

// Rat returns the exact value.
func (d Decimal) Rat() *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(d.Coef), pow10(d.Scale))
}

// String writes the number with Scale decimals.
func (d Decimal) String() string { return d.Rat().FloatString(d.Scale) }

// Round prints x with the given decimals, half away from zero, exactly as the document rounds.
func Round(x *big.Rat, decimals int) Decimal {
	num := new(big.Int).Mul(x.Num(), pow10(decimals))
	num.Mul(num, big.NewInt(2))
	half := new(big.Int).Set(x.Denom())
	if num.Sign() < 0 {
		half.Neg(half)
	}
	num.Add(num, half)
	num.Quo(num, new(big.Int).Mul(x.Denom(), big.NewInt(2)))
	return Decimal{Coef: num.Int64(), Scale: decimals}
}

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
