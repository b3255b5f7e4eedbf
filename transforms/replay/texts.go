package replay

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// pieces are texts in one string: no pointer per entry.
type pieces struct {
	all string
	end []uint32
}

func (t *pieces) len() int { return len(t.end) }

func (t *pieces) at(i int32) string {
	if i == 0 {
		return t.all[:t.end[0]]
	}
	return t.all[t.end[i-1]:t.end[i]]
}

// ascending tells whether each text comes after the one before.
func (t *pieces) ascending() bool {
	for i := int32(1); i < int32(t.len()); i++ {
		if t.at(i-1) >= t.at(i) {
			return false
		}
	}
	return true
}

// pick gives the texts in an order.
func (t *pieces) pick(order []int32) pieces {
	var out arena
	for _, at := range order {
		out.add(t.at(at))
	}
	return out.pieces()
}

// order lists the texts by their order.
func (t *pieces) order() []int32 {
	list := make([]int32, t.len())
	for i := range list {
		list[i] = int32(i)
	}
	slices.SortStableFunc(list, func(x, y int32) int { return cmp.Compare(t.at(x), t.at(y)) })
	return list
}

// texts is a sorted list of distinct texts.
type texts struct{ pieces }

// newTexts sorts and deduplicates list, which it keeps; the lake's are sorted.
func newTexts(list pieces) texts {
	if list.ascending() {
		return texts{list}
	}
	order := list.order()
	return texts{list.pick(slices.CompactFunc(order, func(x, y int32) bool { return list.at(x) == list.at(y) }))}
}

// find returns the position of s, or none.
func (t *texts) find(s string) int32 {
	i := sort.Search(len(t.end), func(i int) bool { return t.at(int32(i)) >= s })
	if i < len(t.end) && t.at(int32(i)) == s {
		return int32(i)
	}
	return none
}

// tails gives the end of each text.
func (t *texts) tails() []uint64 {
	list := make([]uint64, t.len())
	for i := range list {
		list[i] = tailOf(t.at(int32(i)))
	}
	return list
}

// tailOf reads the last 8 bytes of a text, in which most differ, as a number; 0 for a shorter one.
func tailOf(s string) uint64 {
	if len(s) < 8 {
		return 0
	}
	return numberOf(s[len(s)-8:])
}

// seek returns the position of s from one on, or none: it looks at the tail of each text, for what comes soon.
func (t *texts) seek(tails []uint64, from int32, s string) int32 {
	tail := tailOf(s)
	for i := int(from); i < len(tails); i++ {
		if tails[i] == tail && t.at(int32(i)) == s {
			return int32(i)
		}
	}
	return none
}

// arena collects texts in one piece of memory.
type arena struct {
	data strings.Builder
	end  []uint32
}

// grow makes room for n more texts, most of which have 16 bytes at most.
func (a *arena) grow(n int) {
	a.data.Grow(16 * n)
	a.end = room(a.end, n)
}

func (a *arena) add(s string) {
	a.data.WriteString(s)
	a.end = append(a.end, uint32(a.data.Len()))
}

// pieces returns what was added, in order.
func (a *arena) pieces() pieces { return pieces{a.data.String(), a.end} }

// findFrom is find for texts asked for in about their order: it looks ever farther from first, in the
// direction in which s must be.
func (t *texts) findFrom(from int32, s string) int32 {
	lo, hi, step := int(from), int(from), 1
	switch {
	case lo < 0 || lo >= len(t.end):
		return t.find(s)
	case t.at(from) < s:
		for lo, hi = lo+1, lo+1; hi < len(t.end) && t.at(int32(hi)) < s; step *= 2 {
			lo, hi = hi+1, hi+step
		}
	default:
		for lo > 0 && t.at(int32(lo)) >= s { // hi is not before s
			lo, hi, step = max(0, lo-step), lo, 2*step
		}
	}
	hi = min(hi, len(t.end))
	i := lo + sort.Search(hi-lo, func(i int) bool { return t.at(int32(lo+i)) >= s })
	if i < len(t.end) && t.at(int32(i)) == s {
		return int32(i)
	}
	return none
}

// finder returns findFrom from the text found last: for many texts asked for in about their order.
func (t *texts) finder() func(s string) int32 {
	last := none
	return func(s string) int32 {
		i := t.findFrom(last, s)
		if i != none {
			last = i
		}
		return i
	}
}

// none is the ordinal of what is not there: no group, no commune, no such text.
const none int32 = -1

// codes numbers texts of few distinct values as they are met.
type codes struct {
	names []string
	ids   map[string]int32
}

func (c *codes) id(s string) int32 {
	if id, ok := c.ids[s]; ok {
		return id
	}
	if c.ids == nil {
		c.ids = map[string]int32{}
	}
	id := int32(len(c.names))
	c.names = append(c.names, string([]byte(s))) // s may live in a batch
	c.ids[c.names[id]] = id
	return id
}

// find returns the number of s, or none.
func (c *codes) find(s string) int32 {
	if id, ok := c.ids[s]; ok {
		return id
	}
	return none
}

// name returns the text of a number; none has the empty text.
func (c *codes) name(id int32) string {
	if id == none {
		return ""
	}
	return c.names[id]
}

// ranks gives the place of a number's text among all; none comes first.
func (c *codes) ranks() func(id int32) int32 {
	sorted := slices.Sorted(slices.Values(c.names))
	rank := make([]int32, len(c.names))
	for i, s := range sorted {
		rank[c.ids[s]] = int32(i)
	}
	return func(id int32) int32 {
		if id == none {
			return none
		}
		return rank[id]
	}
}

func (c *codes) clone() codes {
	ids := make(map[string]int32, len(c.ids))
	for i, s := range c.names {
		ids[s] = int32(i)
	}
	return codes{slices.Clone(c.names), ids}
}
