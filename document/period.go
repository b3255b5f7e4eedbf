package document

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/render"
)

// Period is what a document reports on: the as-of day's year, quarter or month, up to that day.
type Period string

// The periods there are.
const (
	Year    Period = "year"
	Quarter Period = "quarter"
	Month   Period = "month"
)

// Periods lists the periods there are.
func Periods() []string { return []string{string(Year), string(Quarter), string(Month)} }

// PeriodOf is the period that an as-of day ends: 31 December a year, a quarter's last day a quarter,
// any other day a month.
func PeriodOf(d calendar.Day) Period {
	_, m, _ := d.YMD()
	switch {
	case !d.IsMonthEnd() || m%3 != 0:
		return Month
	case m == 12:
		return Year
	}
	return Quarter
}

// start is the first day of the period that holds d.
func (p Period) start(d calendar.Day) calendar.Day {
	y, m, _ := d.YMD()
	switch p {
	case Year:
		m = 1
	case Quarter:
		m -= (m - 1) % 3
	}
	return calendar.Date(y, m, 1)
}

// Before is the last day before the period that holds d.
func (p Period) Before(d calendar.Day) calendar.Day { return p.start(d) - 1 }

// next is the first day of the period after the one that holds d.
func (p Period) next(d calendar.Day) calendar.Day {
	y, m, _ := p.start(d).YMD()
	switch p {
	case Year:
		m += 12
	case Quarter:
		m += 3
	default:
		m++
	}
	return calendar.Date(y, m, 1)
}

var roman = [...]string{"I", "II", "III", "IV"}

// words names the period that holds d: năm 2020, quý III năm 2020, tháng 10 năm 2020.
func (p Period) words(lang string, d calendar.Day) string {
	y, m, _ := d.YMD()
	switch p {
	case Year:
		return fmt.Sprintf(pick(lang, "năm %d", "%d"), y)
	case Quarter:
		return fmt.Sprintf(pick(lang, "quý %s năm %d", "Quarter %s of %d"), roman[(m-1)/3], y)
	}
	if lang == "en" {
		return fmt.Sprintf("%s %d", months[m-1], y)
	}
	return fmt.Sprintf("tháng %d năm %d", m, y)
}

// date is a day as a sentence says it.
func date(lang string, d calendar.Day) string {
	if y, m, n := d.YMD(); lang == "en" {
		return fmt.Sprintf("%d %s %d", n, months[m-1], y)
	}
	return render.Day(lang, d)
}

var months = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
