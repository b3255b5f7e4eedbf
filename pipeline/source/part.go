package source

import (
	"slices"

	"github.com/uythac/uythac/transforms/control"
)

// conditions are those of rows with a day, one a range of days, and those of rows without.
func (s Selection) conditions(l *layout, w unitSQL) (dated, undated []string) {
	day := w.quote(l.table.Proof.Day)
	for _, r := range s.ranges(l.table.Proof.Office == "") {
		rows := during(day, r, l, w)
		if len(s.Except) > 0 {
			rows += " AND " + outside(s.Except, l, w)
		}
		dated = append(dated, rows)
	}
	if l.table.Proof.Office != "" {
		pairs, lost := s.whereOffice(l, w)
		dated, undated = append(dated, pairs...), lost
	}
	if s.Undated || l.table.Proof.Office == "" && slices.ContainsFunc(s.Units, func(u control.Unit) bool { return u.Day == control.NoDay }) {
		undated = append(undated, without(day, l))
	}
	return dated, undated
}

// part is rows of a selection that one query is for.
type part struct {
	where   string // empty: all
	undated bool   // none of them has a day
	most    bool   // they are most of the table: no index shall help
}

// parts cuts a selection into queries. Where days are odd every range of days is one, and the rows without a
// day are another: the server finds each by its index, and would else hold every row of the table against the
// hundreds of ranges in which there may be a day that there is not.
func (s Selection) parts(l *layout, w unitSQL) (list []part, err error) {
	if _, odd := w.(oddDays); !odd || l.table.Proof.Day == "" {
		where, err := s.where(l, w)
		return []part{{where: where}}, err
	}
	if s.all() {
		s = Selection{Days: []DayRange{{firstDay, lastDay}}, Undated: true}
	}
	dated, undated := s.conditions(l, w)
	switch ranges := s.ranges(false); {
	case len(dated) == 1 && len(ranges) == 1 && ranges[0].From == firstDay:
		list, dated = []part{{where: "IF(" + dated[0] + ", TRUE, FALSE)", most: true}}, nil
	case len(s.Units) > 0 && len(dated) > 0: // they may be of the ranges too
		dated = []string{anyOf(dated)}
	}
	for _, where := range dated {
		list = append(list, part{where: where})
	}
	if len(undated) > 0 {
		list = append(list, part{where: anyOf(undated), undated: true})
	}
	return list, nil
}
