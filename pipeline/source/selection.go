package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// DayRange is all days from one to another, both included. calendar.Day(-1<<30) and calendar.Day(1<<31-1)
// are no bounds.
type DayRange struct{ From, To calendar.Day }

// Selection says which rows of a table are meant. The zero value is every row; otherwise it is the union
// of its parts, and empty lists that are not nil have no rows.
type Selection struct {
	Days    []DayRange
	Except  []Span         // of the rows of Days, those that are left out; of a table that Spans tells of
	Undated bool           // rows whose day is NULL or outside the years 1 to 9999
	Units   []control.Unit // exactly these
}

// The days that a row can have; all else is undated.
var (
	firstDay = calendar.Date(1, 1, 1)
	lastDay  = calendar.Date(9999, 12, 31)
)

func (s Selection) all() bool { return s.Days == nil && !s.Undated && s.Units == nil }

// unitSQL writes what says which unit a row is of. Conditions on days can use an index: the column stands alone.
type unitSQL interface {
	quote(name string) string
	textLiteral(s string) string
	dayLiteral(d calendar.Day) string
	office(p pick) string                      // its text, which is '' for NULL
	bucket(p pick) string                      // of the first column of a key
	among(left string, values []string) string // whether a pair is in a list of pairs
}

// oddDays is of servers whose date columns hold days that there are not. These rows are undated.
type oddDays interface {
	proper(day string) string
}

// where writes the condition that selects rows; empty: all.
func (s Selection) where(l *layout, w unitSQL) (string, error) {
	if s.all() {
		return "", nil
	}
	if l.table.Proof.Day == "" {
		return s.whereBucket(l, w)
	}
	dated, undated := s.conditions(l, w)
	return anyOf(append(dated, undated...)), nil
}

func during(day string, r DayRange, l *layout, w unitSQL) string {
	if r.From == r.To {
		return day + " = " + w.dayLiteral(r.From)
	}
	between := fmt.Sprintf("%s BETWEEN %s AND %s", day, w.dayLiteral(r.From), w.dayLiteral(r.To))
	if odd, ok := w.(oddDays); ok && !l.proper {
		between += " AND " + odd.proper(day)
	}
	return between
}

// without selects the rows that have no day.
func without(day string, l *layout) string {
	first, last := "DATE '"+firstDay.String()+"'", "DATE '"+lastDay.String()+"'"
	condition := fmt.Sprintf("%[1]s IS NULL OR %[1]s < %[2]s OR %[1]s > %[3]s", day, first, last)
	if l.improper != "" {
		condition += " OR " + l.improper
	}
	return condition
}

// selectFrom writes a query of the rows that all conditions select; empty ones select all.
func selectFrom(cells []string, from string, conditions []string) string {
	query := "SELECT " + strings.Join(cells, ", ") + "\nFROM " + from
	var all []string
	for _, c := range conditions {
		if c != "" {
			all = append(all, "("+c+")")
		}
	}
	if len(all) > 0 {
		query += "\nWHERE " + strings.Join(all, " AND ")
	}
	return query
}

func anyOf(parts []string) string {
	if len(parts) == 0 {
		return "FALSE"
	}
	return strings.Join(parts, " OR ")
}

// ranges are the day ranges, sorted and joined where they touch; with units, those of whole days too.
func (s Selection) ranges(units bool) []DayRange {
	var list []DayRange
	for _, r := range s.Days {
		if r.From, r.To = max(r.From, firstDay), min(r.To, lastDay); r.From <= r.To {
			list = append(list, r)
		}
	}
	for _, u := range s.Units {
		if units && u.Day != control.NoDay {
			list = append(list, DayRange{u.Day, u.Day})
		}
	}
	slices.SortFunc(list, func(a, b DayRange) int { return int(a.From) - int(b.From) })
	var joined []DayRange
	for _, r := range list {
		if n := len(joined); n > 0 && r.From <= joined[n-1].To+1 {
			joined[n-1].To = max(joined[n-1].To, r.To)
		} else {
			joined = append(joined, r)
		}
	}
	return joined
}

// whereOffice selects units of a day and an office: by their days, which an index knows, and then by pairs.
func (s Selection) whereOffice(l *layout, w unitSQL) (dated, undated []string) {
	day, office := w.quote(l.table.Proof.Day), w.office(l.pick(l.table.Proof.Office))
	var days, pairs, lost []string
	for _, u := range s.Units {
		name := w.textLiteral(u.Office)
		if u.Day == control.NoDay {
			lost = append(lost, name)
			continue
		}
		literal := w.dayLiteral(u.Day)
		days = append(days, literal)
		pairs = append(pairs, "("+literal+", "+name+")")
	}
	if len(pairs) > 0 {
		slices.Sort(days)
		dated = append(dated, fmt.Sprintf("%s IN (%s) AND %s", day, strings.Join(slices.Compact(days), ", "), w.among(fmt.Sprintf("(%s, %s)", day, office), pairs)))
	}
	if len(lost) > 0 {
		undated = append(undated, fmt.Sprintf("(%s) AND %s IN (%s)", without(day, l), office, strings.Join(lost, ", ")))
	}
	return dated, undated
}

// whereBucket selects units of a dimension.
func (s Selection) whereBucket(l *layout, w unitSQL) (string, error) {
	if s.Days != nil || s.Undated {
		return "", fmt.Errorf("%s has no days to select by", l.table.Name)
	}
	if len(s.Units) == 0 {
		return "FALSE", nil
	}
	key := l.pick(l.table.Key[0])
	if key.opaque {
		return "", nil // one unit
	}
	var numbers []string
	for _, u := range s.Units {
		numbers = append(numbers, fmt.Sprint(u.Bucket))
	}
	return fmt.Sprintf("%s IN (%s)", w.bucket(key), strings.Join(numbers, ", ")), nil
}

// unitOf reads a unit from the cells that unitColumns names.
func unitOf(t *schemas.Table, whole bool, cells [][]byte) (u control.Unit, rest [][]byte, err error) {
	switch {
	case whole:
		return u, cells, nil
	case t.Proof.Day == "":
		n, ok := parseInt(cells[0])
		if !ok {
			return u, nil, fmt.Errorf("bucket %q", cells[0])
		}
		return control.Unit{Bucket: int32(n)}, cells[1:], nil
	}
	u.Day = control.NoDay
	if cells[0] != nil {
		day, ok := calendar.ParseBytes(cells[0])
		if !ok || !control.Dated(day) {
			return u, nil, fmt.Errorf("day %q", cells[0])
		}
		u.Day = day
	}
	cells = cells[1:]
	if t.Proof.Office != "" {
		u.Office, cells = string(cells[0]), cells[1:]
	}
	return u, cells, nil
}
