package replay

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sort"

	"github.com/zeebo/xxh3"

	"github.com/uythac/uythac/calendar"
)

// timeline is a sum of row hashes that changes on the days on which rows begin to matter, end or
// change. The sum up to a day is the fingerprint of the rows as they matter on it, and costs the
// same for one day as for all.
type timeline struct {
	change map[calendar.Day]digest
	day    []calendar.Day // once frozen: days in order
	sum    []digest       // and the sums up to them
	text   []byte
}

// digest adds up wherever rows come from, in any order.
type digest struct{ hi, lo uint64 }

func (d digest) plus(e digest) digest  { return digest{d.hi + e.hi, d.lo + e.lo} }
func (d digest) minus(e digest) digest { return digest{d.hi - e.hi, d.lo - e.lo} }

func (t *timeline) at(day calendar.Day, d digest) {
	if t.change == nil {
		t.change = map[calendar.Day]digest{}
	}
	t.change[day] = t.change[day].plus(d)
}

// add takes in what another timeline has.
func (t *timeline) add(other *timeline) {
	for day, d := range other.change {
		t.at(day, d)
	}
}

// row begins a row's text; kind keeps tables apart.
func (t *timeline) row(kind byte) *timeline {
	t.text = append(t.text[:0], kind)
	return t
}

func (t *timeline) words(list ...string) *timeline {
	for _, s := range list {
		t.text = binary.AppendUvarint(t.text, uint64(len(s)))
		t.text = append(t.text, s...)
	}
	return t
}

func (t *timeline) number(n int64) *timeline {
	t.text = binary.AppendVarint(t.text, n)
	return t
}

func (t *timeline) digest() digest {
	h := xxh3.Hash128(t.text)
	return digest{h.Hi, h.Lo}
}

// addMembership: an end that lies after the day looked at is not known yet.
func (t *timeline) addMembership(customer, group string, from, to calendar.Day) {
	begun := t.row('m').words(customer, group).number(int64(from)).digest()
	t.at(from, begun)
	if to != always {
		t.at(max(from, to), t.number(int64(to)).digest().minus(begun))
	}
}

// addScore: a score matters until the next month-end.
func (t *timeline) addScore(group string, s score) {
	d := t.row('s').words(group).number(int64(s.month)).number(int64(s.total)).digest()
	t.at(s.month, d)
	t.at((s.month + 1).Month().Last(), digest{}.minus(d))
}

// addGroups adds groups with the office that serves their commune. A group matters from when it is
// established or first referred to.
func (t *timeline) addGroups(n *Nation) {
	begun := make([]calendar.Day, len(n.group))
	for g, row := range n.group {
		begun[g] = row.established
	}
	for _, m := range n.members.row {
		if m.group != none {
			begun[m.group] = min(begun[m.group], m.from)
		}
	}
	for _, row := range n.group {
		if row.into != none {
			begun[row.into] = min(begun[row.into], row.closed)
		}
	}
	for g, row := range n.group {
		code := n.groups.at(int32(g))
		t.at(begun[g], t.row('g').words(code, n.unions.name(row.union), n.communes.name(row.commune)).digest())
		if row.closed != always {
			into := ""
			if row.merged {
				into = "?"
			}
			if row.into != none {
				into = n.groups.at(row.into)
			}
			t.at(max(begun[g], row.closed), t.row('c').words(code, into).number(int64(row.closed)).digest())
		}
		t.addOffices(n, code, row.commune, begun[g])
	}
}

// addOffices follows the office, and its branch, that serves a group's commune.
func (t *timeline) addOffices(n *Nation, code string, commune int32, begun calendar.Day) {
	days := []calendar.Day{begun}
	for _, p := range n.periods[commune] {
		days = append(days, max(begun, p.from), max(begun, p.to))
	}
	slices.Sort(days)
	var before digest
	for _, day := range slices.Compact(days) {
		if day == always {
			break
		}
		office := n.officeOn(commune, day)
		branch := n.branches.name(n.branchOf(office))
		now := t.row('o').words(code, n.offices.name(office), branch).digest()
		t.at(day, now.minus(before))
		before = now
	}
}

// freeze ends the adding of rows.
func (t *timeline) freeze() {
	for day := range t.change {
		t.day = append(t.day, day)
	}
	slices.Sort(t.day)
	var sum digest
	for _, day := range t.day {
		sum = sum.plus(t.change[day])
		t.sum = append(t.sum, sum)
	}
	t.change, t.text = nil, nil
}

// on returns the sum up to a day.
func (t *timeline) on(day calendar.Day) digest {
	i := sort.Search(len(t.day), func(i int) bool { return t.day[i] > day })
	if i == 0 {
		return digest{}
	}
	return t.sum[i-1]
}

func (d digest) String() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], d.hi)
	binary.BigEndian.PutUint64(b[8:], d.lo)
	return hex.EncodeToString(b[:])
}
