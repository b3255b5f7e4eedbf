package simulate

import "github.com/uythac/uythac/calendar"

// Ratings of a group, by the sum of its six scores.
const (
	good = iota
	fair
	average
	weak
)

// most are the maxima of the six scores, and ratingRange the sums of a rating.
var (
	most        = [6]int32{30, 20, 20, 15, 10, 5}
	ratingRange = [4][2]int64{{85, 100}, {70, 84}, {50, 69}, {12, 49}}
)

// rate fixes the rating of every group with debt at the end of a span: the worst go to groups with most overdue.
func (b *branch) rate(s int) {
	for u := range entrusted {
		t := &b.targets.union[s][u]
		var who []int32
		share := map[int32]int64{}
		for _, g := range b.openGroups(u) {
			all, late := b.groupDebt(g)
			b.groups[g].indebted[s] = all > 0
			if all > 0 {
				who = append(who, g)
				share[g] = late * 1000 / all * int64(1+b.r.n(3))
			}
		}
		shuffle(&b.r, who)
		stable(who, func(g int32) int64 { return -share[g] })
		for i, g := range who {
			r := uint8(good)
			switch {
			case i < t.weak:
				r = weak
			case i < t.weak+t.average:
				r = average
			case i < t.weak+t.average+t.fair:
				r = fair
			}
			b.groups[g].rating[s] = r
		}
	}
}

// scores draws the six scores of a group at a month-end. At the end of a span they sum to its rating.
func (b *branch) scores(g int32, m calendar.Month) (points [6]int32) {
	grp := &b.groups[g]
	s := 0
	for s < len(b.spans) && (s == 0 || b.spans[s-1].to < m) {
		if m < b.first {
			break
		}
		s++
	}
	r := random{draw(b.seed, uint64(g)+1<<40, uint64(m))}
	rating := int(grp.rating[s])
	if s == 0 || m != b.spans[s-1].to {
		if m >= b.first && r.chance(40) {
			rating = min(weak, max(good, rating+1-2*r.n(2)))
		}
	}
	if m < b.first {
		rating = int(grp.rating[0])
	}
	left := 100 - r.between(ratingRange[rating][0], ratingRange[rating][1])
	points = most
	for i := r.n(6); left > 0; i = (i + 1) % 6 {
		off := min(left, int64(points[i]), 1+int64(r.n(9)))
		points[i] -= int32(off)
		left -= off
	}
	return points
}
