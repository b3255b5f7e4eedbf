package suppress_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/uythac/uythac/suppress"
	"github.com/uythac/uythac/suppress/span"
)

// The tables of these tests: groups of communes of offices, and programmes across them, all of unions, which add up to a total.
// An atom is a group's lending in a programme; what is published are sums of atoms.
const (
	total = iota
	union
	office
	commune
	group
	programme
)

// cell is a level and codes, in a test's own numbers; what a level does not have is -1.
type cell struct{ level, union, office, commune, group, programme int }

type world struct {
	rows  []suppress.Row
	bonds []suppress.Bond
	cells []cell
	days  []map[int32]suppress.Counts // of the cells with a row, by day
}

// random makes a world of a few days in which groups and communes come and go, grow and shrink, and sometimes move.
func random(r *rand.Rand) *world {
	w := &world{}
	ids := map[cell]int32{}
	id := func(c cell) int32 {
		n, ok := ids[c]
		if !ok {
			n = int32(len(w.cells))
			ids[c], w.cells = n, append(w.cells, c)
		}
		return n
	}
	id(cell{total, -1, -1, -1, -1, -1})
	unions, offices, communes, groups, programmes := 1+r.IntN(3), 1+r.IntN(2), 1+r.IntN(3), 1+r.IntN(3), 1+r.IntN(3)
	most := []int{8, 40, 200}[r.IntN(3)]
	for day := range int32(1 + r.IntN(3)) {
		counts := map[int32]suppress.Counts{}
		of := map[int32]int32{}
		add := func(c, sum cell, n suppress.Counts) {
			of[id(c)] = id(sum)
			have := counts[id(c)]
			for i := range have {
				have[i] += n[i]
			}
			counts[id(c)] = have
		}
		for u := range unions {
			for o := range offices {
				for c := range communes {
					for g := range groups {
						for p := range programmes {
							if r.IntN(3) == 0 {
								continue // no lending there
							}
							n := suppress.Counts{int64(r.IntN(most)), int64(r.IntN(most)), int64(r.IntN(most))}
							switch r.IntN(8) {
							case 0:
								n = suppress.Counts{}
							case 1, 2:
								n[1+r.IntN(2)] = 0
							}
							top := cell{total, -1, -1, -1, -1, -1}
							inUnion := cell{union, u, -1, -1, -1, -1}
							inOffice := cell{office, u, o, -1, -1, -1}
							inCommune := cell{commune, u, o, c, -1, -1}
							add(inUnion, top, n)
							add(inOffice, inUnion, n)
							add(inCommune, inOffice, n)
							add(cell{group, u, o, c, g, -1}, inCommune, n)
							add(cell{programme, u, -1, -1, -1, p}, inUnion, n)
						}
					}
				}
			}
		}
		today, whole := map[int32]suppress.Counts{}, suppress.Counts{}
		for c := range int32(len(w.cells)) {
			if n, ok := counts[c]; ok {
				w.rows = append(w.rows, suppress.Row{Day: day, Cell: c, Of: of[c], Kind: int32(w.cells[c].level), Counts: n})
				today[c] = n
				for i := range n {
					whole[i] += n[i]
				}
			}
		}
		today[0] = whole
		w.days = append(w.days, today)
		for range r.IntN(4) {
			w.bonds = append(w.bonds, suppress.Bond{Day: day, Cell: int32(r.IntN(len(w.cells))), With: int32(r.IntN(len(w.cells)))})
		}
	}
	if len(w.rows) == 0 {
		return random(r)
	}
	return w
}

// atoms is the sum that a cell is, over every atom that there may be: who looks does not know which of them are nothing.
func (c cell) atoms() []int {
	var v []int
	for u := range 3 {
		for o := range 2 {
			for k := range 3 {
				for g := range 3 {
					for p := range 3 {
						in := 1
						for _, x := range [][2]int{{c.union, u}, {c.office, o}, {c.commune, k}, {c.group, g}, {c.programme, p}} {
							if x[0] >= 0 && x[0] != x[1] {
								in = 0
							}
						}
						v = append(v, in)
					}
				}
			}
		}
	}
	return v
}

// TestNothingFollows: on no day does any hidden cell follow from all shown ones, by whatever sums and differences, nor its people of
// any kind from theirs; small cells are hidden on all days; and where nothing is small everything is shown.
func TestNothingFollows(t *testing.T) {
	suppressed, whole := 0, 0
	for seed := range uint64(400) {
		w := random(rand.New(rand.NewPCG(seed, 0)))
		const below = 5
		hidden := suppress.Hidden(w.rows, w.bonds, len(w.cells), below)
		small := false
		for _, r := range w.rows {
			few := r.Counts == suppress.Counts{}
			for _, n := range r.Counts {
				few = few || n > 0 && n < below
			}
			if small = small || few; few && !hidden[r.Cell] {
				t.Errorf("seed %d: %v of %v is shown", seed, w.cells[r.Cell], r.Counts)
			}
		}
		if !small {
			whole++
		}
		for _, b := range w.bonds {
			if hidden[b.Cell] && !hidden[b.With] {
				t.Errorf("seed %d: %v is shown, and what moved tells %v", seed, w.cells[b.With], w.cells[b.Cell])
			}
		}
		if !small && slices.Contains(hidden, true) {
			t.Errorf("seed %d: something is hidden for nothing", seed)
		}
		for day, today := range w.days {
			for kind := range 3 {
				var shown span.Span
				for c := range w.cells { // what has no people is known to be nothing
					if !hidden[c] || today[int32(c)][kind] == 0 {
						shown.Add(w.cells[c].atoms())
					}
				}
				for c, n := range today {
					if !hidden[c] || n[kind] == 0 {
						continue
					}
					suppressed++
					if shown.Has(w.cells[c].atoms()) {
						t.Errorf("seed %d: on day %d kind %d of %v follows from what is shown", seed, day, kind, w.cells[c])
					}
				}
			}
		}
	}
	if suppressed < 1000 || whole == 0 {
		t.Errorf("%d cells were hidden, %d worlds had nothing to hide", suppressed, whole)
	}
}

// TestTogether: what is hidden of a family is, together, of as many people as a cell must be, wherever their sum follows.
func TestTogether(t *testing.T) {
	for seed := range uint64(400) {
		w := random(rand.New(rand.NewPCG(seed, 1)))
		const below = 5
		hidden := suppress.Hidden(w.rows, w.bonds, len(w.cells), below)
		type family struct{ day, of, kind int32 }
		together := map[family]suppress.Counts{}
		for _, r := range w.rows {
			if f := (family{r.Day, r.Of, r.Kind}); hidden[r.Cell] && !hidden[r.Of] {
				n := together[f]
				for i := range n {
					n[i] += r.Counts[i]
				}
				together[f] = n
			}
		}
		for f, n := range together {
			for _, k := range n {
				if k > 0 && k < below || n == (suppress.Counts{}) {
					t.Errorf("seed %d: on day %d what is hidden of %v is of %v", seed, f.day, w.cells[f.of], n)
				}
			}
		}
	}
}

// TestLater: a day more hides no cell less, or yesterday's file and today's would tell what each hides.
func TestLater(t *testing.T) {
	later := 0
	for seed := range uint64(400) {
		w := random(rand.New(rand.NewPCG(seed, 2)))
		last := w.rows[len(w.rows)-1].Day
		before := slices.DeleteFunc(slices.Clone(w.rows), func(r suppress.Row) bool { return r.Day == last })
		bonds := slices.DeleteFunc(slices.Clone(w.bonds), func(b suppress.Bond) bool { return b.Day == last })
		was, is := suppress.Hidden(before, bonds, len(w.cells), 5), suppress.Hidden(w.rows, w.bonds, len(w.cells), 5)
		for c := range was {
			if was[c] && !is[c] {
				t.Errorf("seed %d: %v is shown again", seed, w.cells[c])
			}
			if is[c] && !was[c] && last > 0 {
				later++
			}
		}
	}
	if later == 0 {
		t.Error("no day hid anything more")
	}
}
