package oracle_test

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/calendar"
)

// text writes a value of either side the way the reports do.
func text(t testing.TB, v any) string {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int16, int32, int64, int:
		return fmt.Sprint(v)
	case *big.Int:
		return v.String()
	case time.Time:
		return v.Format(time.DateOnly)
	case calendar.Day:
		return v.String()
	case fmt.Stringer:
		return v.String()
	}
	t.Fatalf("no text for a %T: %v", v, v)
	return ""
}

// exact writes an integer count of 1e-12 as a decimal without trailing zeros.
func exact(e12 string) string {
	if e12 == "" {
		return ""
	}
	sign := ""
	if strings.HasPrefix(e12, "-") {
		sign, e12 = "-", e12[1:]
	}
	e12 = strings.Repeat("0", max(0, 13-len(e12))) + e12
	whole, part := e12[:len(e12)-12], strings.TrimRight(e12[len(e12)-12:], "0")
	if part != "" {
		part = "." + part
	}
	if sign+whole+part == "-0" {
		return "0"
	}
	return sign + whole + part
}
