// Package calendar is the civil calendar of the ledgers: days and months as small integers.
//
// A Day has the same number as an Arrow date32, so columns need no conversion. There are no
// zones and no times of day here: a business day is what the source says it is.
package calendar

import (
	"fmt"
	"time"
)

// Day counts days since 1970-01-01.
type Day int32

// Month counts months since 1970-01.
type Month int32

// Date returns the day of a civil date; out-of-range months and days are normalised as time.Date does.
func Date(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Parse reads a day written as 2006-01-02 and refuses everything else, 2020-02-30 included.
func Parse(s string) (Day, error) {
	d, ok := ParseBytes([]byte(s))
	if !ok {
		return 0, fmt.Errorf("%q is not a date; write it as 2020-12-31", s)
	}
	return d, nil
}

// ParseBytes is Parse without an error text, for hot loops.
func ParseBytes(s []byte) (Day, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	var n [3]int
	for i, r := range [3][2]int{{0, 4}, {5, 7}, {8, 10}} {
		for _, c := range s[r[0]:r[1]] {
			if c < '0' || c > '9' {
				return 0, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	y, m, d := n[0], n[1], n[2]
	if m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return fromCivil(y, m, d), true
}

// String writes the day as 2006-01-02.
func (d Day) String() string {
	y, m, n := d.YMD()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, n)
}

// Month returns the calendar month that holds d.
func (d Day) Month() Month {
	y, m, _ := d.YMD()
	return Month((y-1970)*12 + m - 1)
}

// Year returns the calendar year of d.
func (d Day) Year() int { y, _, _ := d.YMD(); return y }

// IsMonthEnd tells whether d is the last day of its month.
func (d Day) IsMonthEnd() bool { return d == d.Month().Last() }

// Back is cut(n) of the indicator catalogue: n months earlier, clamped to the month's end
// (31 May back 3 is 28 or 29 February).
func (d Day) Back(n int) Day {
	m := d.Month()
	day := d - m.First()
	m -= Month(n)
	return min(m.First()+day, m.Last())
}

// YearStart is 1 January of d's year.
func (d Day) YearStart() Day { return fromCivil(d.Year(), 1, 1) }

// BaseDay is the last 31 December strictly before d, the day that changes are measured against.
func (d Day) BaseDay() Day { return d.YearStart() - 1 }

// ParseMonth reads a month written as 2006-01.
func ParseMonth(s string) (Month, error) {
	d, err := Parse(s + "-01")
	if err != nil {
		return 0, fmt.Errorf("%q is not a month; write it as 2020-12", s)
	}
	return d.Month(), nil
}

// MonthOf returns the month of a year, 1 to 12.
func MonthOf(year, month int) Month { return Month((year-1970)*12 + month - 1) }

// First returns the month's first day.
func (m Month) First() Day {
	y, n := m.split()
	return fromCivil(y, n, 1)
}

// Last returns the month's last day.
func (m Month) Last() Day { return (m + 1).First() - 1 }

// String writes the month as 2006-01.
func (m Month) String() string {
	y, n := m.split()
	return fmt.Sprintf("%04d-%02d", y, n)
}

func (m Month) split() (year, month int) {
	y, n := int(m)/12, int(m)%12
	if n < 0 {
		y, n = y-1, n+12
	}
	return 1970 + y, n + 1
}

// YMD splits a day into its civil parts.
func (d Day) YMD() (year, month, day int) {
	z := int(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
	}
	year = yoe + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

func fromCivil(y, m, d int) Day {
	if m <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	mp := m - 3
	if m <= 2 {
		mp = m + 9
	}
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
