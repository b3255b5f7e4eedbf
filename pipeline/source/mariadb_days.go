package source

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/uythac/uythac/calendar"
)

// byDay adds up by days and offices as they are. Many collations take offices for one another that differ, and to
// compare bytes costs a fifth of the whole; so the CRC-32 of every office is added up too, by which it is seen.
func (w mariaSQL) byDay(l *layout, p part, sums []string, from string) string {
	cells, groups := []string{"NULL"}, []string(nil)
	if !p.undated {
		cells, groups = []string{w.quote(l.table.Proof.Day)}, []string{"1"}
	}
	if l.table.Proof.Office != "" {
		office := l.pick(l.table.Proof.Office)
		switch {
		case !office.from.text():
			cells, groups = append(cells, w.text(office)), append(groups, w.quote(office.Name))
		case l.exact || p.most: // offices first, so that an index on days does not seem to help
			cells, groups = append(cells, "CAST("+w.text(office)+" AS BINARY)"), append([]string{"2"}, groups...)
		default:
			cells, groups = append(cells, w.quote(office.Name)), append(groups, "2")
			sums = append(sums, "CAST(IFNULL(SUM(CRC32("+w.text(office)+") + 0e0), 0) AS UNSIGNED)")
		}
	}
	query := "SELECT " + strings.Join(append(cells, sums...), ",\n  ") + "\n" + from
	if len(groups) == 0 {
		return query + "\nHAVING count(*) > 0"
	}
	return query + "\nGROUP BY " + strings.Join(groups, ", ")
}

// proper is true for days that there are: a date column may hold 2020-02-00 and 2020-02-31.
func (mariaSQL) proper(day string) string {
	return fmt.Sprintf("DAYOFMONTH(%[1]s) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(%[1]s))", day)
}

// mostYears is in how many years days that there are not are looked for between the months, in ranges of an index.
const mostYears = 60

// improper selects days that there are not, where an index knows days and all but a few lie in some years.
func (w mariaSQL) improper(day string, first, last int) string {
	from, to := calendar.MonthOf(first, 1), calendar.MonthOf(min(last, first+mostYears), 12)
	odd := w.anyImproper(day)
	parts := []string{
		fmt.Sprintf("%s < %s AND %s", day, w.dayLiteral(from.First()), odd),
		fmt.Sprintf("%s > %s AND %s", day, w.dayLiteral(to.Last()), odd),
	}
	for m := from; m < to; m++ {
		parts = append(parts, fmt.Sprintf("%[1]s > %[2]s AND %[1]s < %[3]s", day, w.dayLiteral(m.Last()), w.dayLiteral(m.Last()+1)))
	}
	return strings.Join(parts, " OR ")
}

// anyImproper selects days that there are not, row by row.
func (w mariaSQL) anyImproper(day string) string {
	return fmt.Sprintf("(%s) IS NOT TRUE", w.proper(day))
}

func (v *mariaView) findOdd(ctx context.Context, l *layout) error {
	condition, err := v.odd(ctx, l)
	if err != nil {
		return err
	}
	l.proper = true
	day := v.quote(l.table.Proof.Day)
	outside := fmt.Sprintf("%s < %s OR %[1]s > %[3]s OR ", day, v.dayLiteral(firstDay), v.dayLiteral(lastDay))
	return v.rows(ctx, selectFrom([]string{"1"}, l.from, []string{outside + condition})+" LIMIT 1", func([][]byte) error {
		l.proper, l.improper = false, condition
		return nil
	})
}

// odd looks up between which years the days of a table lie, if an index tells it.
func (v *mariaView) odd(ctx context.Context, l *layout) (string, error) {
	day := v.quote(l.table.Proof.Day)
	find := func(condition, order string) string {
		return selectFrom([]string{"YEAR(" + day + ")"}, l.from, []string{condition}) + " ORDER BY " + day + order + " LIMIT 1"
	}
	some := day + " BETWEEN " + v.dayLiteral(firstDay) + " AND " + v.dayLiteral(lastDay)
	indexed, err := v.indexed(ctx, find(day+" = "+v.dayLiteral(lastDay), ""))
	if err != nil || !indexed {
		return v.anyImproper(day), err
	}
	var years []int
	for _, order := range []string{"", " DESC"} {
		err := v.rows(ctx, find(some, order), func(cells [][]byte) error {
			year, err := strconv.Atoi(string(cells[0]))
			years = append(years, year)
			return err
		})
		if err != nil || len(years) == 0 {
			return v.anyImproper(day), err
		}
	}
	return v.improper(day, max(years[0], firstYear), years[1]), nil
}

// firstYear is from when on days are looked for in an index; those before are few.
const firstYear = 1990
