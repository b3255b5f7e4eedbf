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
func (n *Nation) readScores(read Tables) error {
	var group []int32
	find := n.groups.finder()
	err := scan("group_score", read("group_score"), func(b *batch) {
		month := b.days("month_end")
		group = numbers(b, "group_code", group, n.groups.find(""), func(s string) (int32, bool) { return find(s), true })
		n.scores = room(n.scores, b.n)
		points := make([][]int32, 0, 6)
		for _, name := range []string{"overdue_points", "session_points", "interest_points", "due_points", "deposit_points", "saver_points"} {
			points = append(points, b.int32s(name))
		}
		for i := 0; b.err == nil && i < b.n; i++ {
			s := score{month: month.at(i, never), group: group[i]}
			if s.group == none || !s.month.IsMonthEnd() {
				continue
			}
			for _, p := range points {
				s.total += p[i]
			}
			n.scores = append(n.scores, s)
		}
	})
	slices.SortFunc(n.scores, score.compare)
	return err
}

// scoredOn is the last calendar month-end on or before a day.
func scoredOn(day calendar.Day) calendar.Day {
	if !day.IsMonthEnd() {
		return day.Month().First() - 1
	}
	return day
}

// on returns the scores of the last calendar month-end on or before a day.
func (s scores) on(day calendar.Day) scores {
	day = scoredOn(day)
	from, _ := slices.BinarySearchFunc(s, day, func(s score, day calendar.Day) int { return cmp.Compare(s.month, day) })
	to, _ := slices.BinarySearchFunc(s, day+1, func(s score, day calendar.Day) int { return cmp.Compare(s.month, day) })
	return s[from:to]
}

// byGroup lists the scores of all groups; none where there is none.
func (s scores) byGroup(day calendar.Day, groups int) []int32 {
	list := make([]int32, groups)
	for i := range list {
		list[i] = none
	}
	for _, one := range s.on(day) {
		if list[one.group] == none {
			list[one.group] = one.total
		}
	}
	return list
}
