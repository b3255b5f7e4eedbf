package simulate

import "github.com/uythac/uythac/calendar"

// span is a calendar year, or the part of one that is simulated. Its base is the day before it.
type span struct {
	first, last calendar.Day
	from, to    calendar.Month // both included
}

func (s span) months() int { return int(s.to-s.from) + 1 }

// has tells whether a day lies in the span.
func (s span) has(d calendar.Day) bool { return s.first <= d && d <= s.last }

// spans cuts a period into calendar years.
func spans(from, to calendar.Month) (out []span) {
	for m := from; m <= to; {
		end := min(m.First().YearStart().Month()+11, to)
		out = append(out, span{first: m.First(), last: end.Last(), from: m, to: end})
		m = end + 1
	}
	return out
}

// unionTarget is what a union shall have at the end of a span, and what shall flow through it meanwhile.
type unionTarget struct {
	groups, households, small   int   // with debt; small: groups of fewer than 20 such households
	members, savers             int   // open memberships; those with savings
	outstanding, overdue        int64 // đồng
	overdueGroups, over2        int   // groups with overdue debt; those with more than 2 %
	fair, average, weak         int   // groups by rating, the rest is good
	deposits                    int64 // đồng
	merged, dissolved           int   // groups closed in the span
	turns                       int   // loans newly lent in the span
	disbursed, depositsIn       int64 // đồng in the span; 0: whatever comes of it
	visits                      map[string][4]int
	fee, commission             int64
	districts, contractCommunes int // units with an agreement
}

// branchTarget is what the branch as a whole shall have.
type branchTarget struct {
	direct                      int64 // outstanding of direct lending
	decidedLoans, pendingLoans  int   // write-off cases
	decided, pending            int64 // their principal
	rounds                      int
	plannedDeposits, plannedOut int64
	trained                     int
	checkAll                    bool // every loan's use is checked in time
}

// targets holds the opening state (index 0) and the end of every span.
type targets struct {
	union  [][entrusted]unionTarget
	branch []branchTarget
}

// levels and kinds of inspection, as the contract writes them.
var (
	visitLevels  = []string{"province", "district", "commune"}
	visitTargets = [4]string{"district", "commune", "group", "household"}
)

// profile is what makes a branch unlike another.
type profile struct {
	index, of      int // among the nation's branches
	seed           uint64
	households     int
	width          int64 // entry numbers a day, the same in every branch
	offices        int
	communes       int
	spans          []span
	targets        targets
	checkPerMille  int // loans whose use is never checked
	oddities       bool
	unionCommunes  [entrusted]int
	unionDistricts [entrusted]int
}
