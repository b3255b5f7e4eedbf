package replay

import (
	"cmp"
	"slices"

	"github.com/uythac/uythac/calendar"
)

// scores are the sums of group_score's points, by month-end and group.
type scores []score

type score struct {
	month calendar.Day
	group int32
	total int32
}

func (s score) compare(t score) int {
	return cmp.Or(cmp.Compare(s.month, t.month), cmp.Compare(s.group, t.group))
}

// readScores leaves out days that are not month-ends and groups that are not in savings_group:
// no rating looks at them.
func (n *Nation) readScores(read Tables, line *timeline) error {
	err := scan("group_score", read("group_score"), func(b *batch) {
		month, group := b.days("month_end"), b.words("group_code")
		points := make([][]int32, 0, 6)
		for _, name := range []string{"overdue_points", "session_points", "interest_points", "due_points", "deposit_points", "saver_points"} {
			points = append(points, b.int32s(name))
		}
		for i := 0; b.err == nil && i < b.n; i++ {
			s := score{month: month.at(i, never), group: n.groups.find(group.at(i))}
			if s.group == none || !s.month.IsMonthEnd() {
				continue
			}
			for _, p := range points {
				s.total += p[i]
			}
			n.scores = append(n.scores, s)
			line.addScore(group.at(i), s)
		}
	})
	slices.SortFunc(n.scores, score.compare)
	return err
}

// on returns the scores of the last calendar month-end on or before a day.
func (s scores) on(day calendar.Day) scores {
	if !day.IsMonthEnd() {
		day = day.Month().First() - 1
	}
	from, _ := slices.BinarySearchFunc(s, day, func(s score, day calendar.Day) int { return cmp.Compare(s.month, day) })
	to, _ := slices.BinarySearchFunc(s, day+1, func(s score, day calendar.Day) int { return cmp.Compare(s.month, day) })
	return s[from:to]
}

// of returns a group's score among those of one month-end.
func (s scores) of(group int32) (total int32, ok bool) {
	i, ok := slices.BinarySearchFunc(s, group, func(s score, group int32) int { return cmp.Compare(s.group, group) })
	if !ok {
		return 0, false
	}
	return s[i].total, true
}
