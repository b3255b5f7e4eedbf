package replay

import (
	"fmt"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Indicator gives one of the month's cuts (group_month, union_month, commune_month, office_month,
// programme_month, fund_source_month) as one batch, sorted by its key, with a row for every key
// that has any figure that is not zero. The caller releases it.
func (r *Replay) Indicator(t *schemas.Table) (arrow.RecordBatch, error) {
	k := slices.IndexFunc(cutTables(), func(c *schemas.Table) bool { return c.Name == t.Name })
	if k < 0 {
		return nil, fmt.Errorf("replay: %s is not an indicator table", t.Name)
	}
	c := &r.sums.cuts[k]
	rows := c.filled()
	s := newSheet(r.mem, t, len(rows))
	defer s.release()
	f := s.frame(0, len(rows))
	f.days("as_of", func(int) calendar.Day { return r.asOf })
	f.one("branch_code", r.b.code)
	r.keys(f, k, func(i int) rowKey { return c.keys[rows[i]] })
	list := measureNames[:loanMeasures]
	if k < placeCuts {
		list = measureNames
	}
	columns := make([][]int64, len(list))
	for m, name := range list {
		columns[m] = f.ints(name)
	}
	const block = 32 // rows that the nearest cache holds
	var part [block]*cell
	for from := 0; from < len(rows); from += block {
		n := min(len(rows)-from, block)
		for i, row := range rows[from : from+n] {
			part[i] = &c.cells[row]
		}
		for m, values := range columns {
			out := values[from : from+n]
			for i, c := range part[:len(out)] {
				out[i] = c[m]
			}
		}
	}
	return f.finish()
}

// keyRanks gives what rows of a cut are sorted by: the order of the texts of their keys. Groups are
// numbered in that order.
func (r *Replay) keyRanks(k int) func(rowKey) [2]int32 {
	union := r.b.nation.unions.ranks()
	if k == byGroup {
		return func(key rowKey) [2]int32 { return [2]int32{key[0], union(key[1])} }
	}
	own := r.keyCodes(k).ranks()
	return func(key rowKey) [2]int32 { return [2]int32{own(key[0]), union(key[1])} }
}

// keyCodes gives the codes of a cut's first key column.
func (r *Replay) keyCodes(k int) *codes {
	return [...]*codes{nil, &r.b.nation.unions, &r.b.nation.communes, &r.offices, &r.b.progs, &r.b.funds}[k]
}

// keys fills a cut's key columns, and those that a group's row has beside.
func (r *Replay) keys(f *frame, k int, at func(i int) rowKey) {
	n := r.b.nation
	union := func(i int) int32 { return at(i)[1] }
	switch k {
	case byGroup:
		homes := make([]place, f.rows)
		for i := range homes {
			if homes[i] = (place{none, none, none, none}); at(i)[0] != none {
				homes[i] = n.home(at(i)[0], r.asOf)
			}
		}
		f.text("group_code", func(i int) (string, bool) { s, _ := r.groupCode(at(i)[0]); return s, true })
		r.emptyCode(f, "commune_code", &n.communes, func(i int) int32 { return homes[i].commune })
		r.emptyCode(f, "office_code", &n.offices, func(i int) int32 { return homes[i].office })
		scores := n.scores.byGroup(r.asOf, n.groups.len())
		f.maybeInts("score", func(i int) (int32, bool) {
			if g := at(i)[0]; g != none && scores[g] != none {
				return scores[g], true
			}
			return 0, false
		})
	case byUnion:
		union = func(i int) int32 { return at(i)[0] }
	default:
		r.emptyCode(f, r.cutColumn(k), r.keyCodes(k), func(i int) int32 { return at(i)[0] })
	}
	f.code("union_code", &n.unions, union)
}

func (r *Replay) cutColumn(k int) string {
	return [...]string{"", "union_code", "commune_code", "office_code", "programme_code", "fund_source"}[k]
}

// emptyCode fills a column of codes that has an empty text for none.
func (r *Replay) emptyCode(f *frame, name string, of *codes, at func(i int) int32) {
	with := codes{names: append(slices.Clone(of.names), "")}
	f.code(name, &with, func(i int) int32 {
		if id := at(i); id != none {
			return id
		}
		return int32(len(of.names))
	})
}
