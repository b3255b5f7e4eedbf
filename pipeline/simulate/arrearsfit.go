package simulate

import "fmt"

func (c *calibration) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// fits tells whether num/den, times scale, rounds half up to want; all are positive.
func fits(num, den, scale, want int64) bool { return (2*num*scale+den)/(2*den) == want }

// arrears finds overdue balances at both year-ends, in thousand đồng, that print every row and the total right.
// The room is known by union; the totals tie the unions together, so combinations are tried.
func (c *calibration) arrears(t [][entrusted]unionTarget) {
	type pair struct{ now, before int64 }
	var choices [entrusted][]pair
	printed := func(union, col string) int64 { // in units of the last printed decimal
		f, err := c.doc.Cell(union, col)
		c.figure(f, err)
		n := f.Right.Coef
		for range f.Decimals - f.Right.Scale {
			n *= 10
		}
		return n
	}
	const step = 7 // thousand đồng
	for i := range entrusted {
		code := unions[i].code
		lo, hi := c.bounds("overdue", code, c.day(presetYear))
		lo19, hi19 := c.bounds("overdue", code, c.day(presetYear-1))
		balance, change := printed(code, "overdue_mvnd"), printed(code, "d_overdue_mvnd")
		growth, ratio := printed(code, "overdue_growth_pct"), printed(code, "overdue_ratio_pct")
		for now := lo/1000 + 1; now < hi/1000; now += step {
			for before := lo19/1000 + 1; before < hi19/1000; before += step {
				if fits(now, 1000, 1, balance) && fits(now-before, 1000, 10, change) && fits(now-before, before, 10_000, growth) &&
					fits(now, t[2][i].outstanding/1000, 100_000, ratio) {
					choices[i] = append(choices[i], pair{now, before})
				}
			}
		}
		if len(choices[i]) == 0 {
			c.fail("no overdue balance of union %s fits its printed row", code)
			return
		}
	}
	lo, hi := c.between("overdue")
	change, growth := printed("00", "d_overdue_mvnd"), printed("00", "overdue_growth_pct")
	r := random{mix(presetYear)}
	for range 5_000_000 {
		var pick [entrusted]pair
		var now, before int64
		for i := range pick {
			pick[i] = choices[i][r.n(len(choices[i]))]
			now, before = now+pick[i].now, before+pick[i].before
		}
		if now*1000 < lo || now*1000 >= hi || !fits(now-before, 1000, 10, change) || !fits(now-before, before, 10_000, growth) {
			continue
		}
		for i, p := range pick {
			t[2][i].overdue, t[1][i].overdue = p.now*1000, p.before*1000
			t[0][i].overdue = max(0, 2*p.before-p.now) * 1000
		}
		return
	}
	c.fail("no combination of the unions' overdue balances prints the total row")
}
