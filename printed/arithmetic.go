package printed

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/uythac/uythac/published"
	"github.com/uythac/uythac/schemas"
)

// Document is figures that belong together: of one paper, on one day.
type Document struct {
	Figures []*Figure
	system
	names map[string]int // quantity -> number
	same  []int          // per figure, the first that prints the same quantity with the same value
}

// NewDocument sets up what the figures say of one another.
func NewDocument(figures []*Figure) *Document {
	d := &Document{Figures: figures, names: map[string]int{}, same: make([]int, len(figures))}
	first := map[string]int{}
	for i, f := range figures {
		id := fmt.Sprint(f.origin()) + strings.Join(place(f), ",") + f.Value.Rat().RatString() + f.Unit.Name
		if at, ok := first[id]; ok {
			d.same[i] = at
		} else {
			first[id], d.same[i] = i, i
		}
		d.figure(i, f)
	}
	d.totals()
	d.identities()
	return d
}

// place is the row without a headline's key: a headline is about all.
func place(f *Figure) []string {
	if f.Report == &schemas.Headline {
		return []string{"00"}
	}
	return f.Row
}

// figure adds what a figure says. A difference of two quotients is no linear relation and says nothing.
func (d *Document) figure(i int, f *Figure) {
	origin, ok := f.origin()
	if !ok || len(origin) != 1 {
		return
	}
	q, within := origin[0], f.interval()
	above := d.terms(q.Terms, place(f))
	if len(q.Over) == 0 {
		d.relations = append(d.relations, relation{above, within, i})
		return
	}
	below := d.terms(q.Over, place(f))
	for _, end := range []struct {
		v      *big.Rat
		within bounds
	}{{within.low, bounds{low: new(big.Rat)}}, {within.high, bounds{high: new(big.Rat)}}} {
		if end.v == nil {
			continue
		}
		terms := slices.Clone(above)
		for _, t := range below {
			terms = append(terms, term{new(big.Rat).Neg(new(big.Rat).Mul(t.times, end.v)), t.quantity})
		}
		d.relations = append(d.relations, relation{collected(terms), end.within, i})
	}
}

// collected adds up the terms of one quantity.
func collected(terms []term) []term {
	var out []term
	for _, t := range terms {
		at := slices.IndexFunc(out, func(o term) bool { return o.quantity == t.quantity })
		if at < 0 {
			out = append(out, term{new(big.Rat).Set(t.times), t.quantity})
			continue
		}
		out[at].times.Add(out[at].times, t.times)
	}
	return slices.DeleteFunc(out, func(t term) bool { return t.times.Sign() == 0 })
}

// terms turns those of an origin into quantities: a measure on its days in a row.
func (d *Document) terms(list []schemas.Term, row []string) []term {
	var out []term
	for _, t := range list {
		at := row
		if t.Whole {
			at = slices.Clone(row)
			at[len(at)-1] = "00"
		}
		sign := int64(1)
		if t.Minus {
			sign = -1
		}
		out = append(out, term{big.NewRat(sign, 1), d.named(t.Measure, t.Span, at)})
	}
	return out
}

func (d *Document) named(measure string, span schemas.Span, row []string) int {
	name := fmt.Sprint(measure, "|", span, "|", strings.Join(row, ","))
	n, ok := d.names[name]
	if !ok {
		n = len(d.quantity)
		d.names[name] = n
		d.quantity = append(d.quantity, bounds{})
	}
	return n
}

// recounted are measures whose total is counted again, not added up.
var recounted = []string{"agreed_districts", "agreed_communes"}

// totals adds that the rows of a document make its total, along the last part of the key, which is the union in most.
func (d *Document) totals() {
	type group struct{ measure, span, rest string }
	parts := map[group][]int{}
	whole := map[group]int{}
	for name, n := range d.names {
		fields := strings.Split(name, "|")
		row := strings.Split(fields[2], ",")
		g := group{fields[0], fields[1], strings.Join(row[:len(row)-1], ",")}
		if slices.Contains(recounted, g.measure) {
			continue
		}
		if row[len(row)-1] == "00" {
			whole[g] = n
		} else {
			parts[g] = append(parts[g], n)
		}
	}
	for g, n := range whole {
		if len(parts[g]) < 2 {
			continue
		}
		terms := []term{{big.NewRat(-1, 1), n}}
		slices.Sort(parts[g])
		for _, p := range parts[g] {
			terms = append(terms, term{big.NewRat(1, 1), p})
		}
		d.relations = append(d.relations, relation{terms, bounds{new(big.Rat), new(big.Rat)}, -1})
	}
}

// identities adds what holds between measures of all: every group with debt has one rating or none.
func (d *Document) identities() {
	for _, span := range []schemas.Span{schemas.OnDay, schemas.OnBase} {
		var terms []term
		for i, m := range []string{"groups", "rating_good", "rating_fair", "rating_average", "rating_weak", "rating_unrated"} {
			terms = append(terms, term{big.NewRat([]int64{1, -1}[min(i, 1)], 1), d.named(m, span, []string{"00"})})
		}
		d.relations = append(d.relations, relation{terms, bounds{new(big.Rat), new(big.Rat)}, -1})
	}
}

// Suspect is a figure without which the document does not contradict itself.
type Suspect struct {
	Figure    *Figure
	Low, High *big.Rat // where the others put it, in its unit; nil: anywhere. Nil for both of a quotient
	Alike     int      // figures that print the same
}

// Contradicts tells whether the figures cannot all be what they print.
func (d *Document) Contradicts() bool { return !d.settle(nil) }

// mostSuspects is how many figures are taken out together at most, to find what contradicts.
const mostSuspects = 4

// Searchable is how many figures a document may have for Suspects to look: every settlement takes all of them.
const Searchable = 5000

// Suspects lists sets of figures: without one of these sets, and no smaller one, the document does not
// contradict itself. None: it does not, or no few figures are the reason, or there are more than [Searchable]. Every such set has a figure of
// every contradiction, so the search goes on from one contradiction to the next.
func (d *Document) Suspects() (sets [][]Suspect) {
	if len(d.Figures) > Searchable {
		return nil
	}
	level := []map[int]bool{{}}
	for size := 0; size <= mostSuspects; size++ {
		for _, out := range level {
			if d.settle(out) && size > 0 {
				sets = append(sets, d.suspects(out))
			}
		}
		if sets != nil {
			return sets
		}
		var next []map[int]bool
		for _, out := range level {
			for _, i := range d.contradiction(out) {
				if with := d.joined(out, i); !slices.ContainsFunc(next, func(m map[int]bool) bool { return maps.Equal(m, with) }) {
					next = append(next, with)
				}
			}
		}
		level = next
	}
	return nil
}

// contradiction is a set of figures that contradict one another, none of which can be spared, when those of out say
// nothing; nil if there is none. What still contradicts is settled soon, so that figures are left out in
// handfuls, and one by one only where a handful is missed.
func (d *Document) contradiction(out map[int]bool) (core []int) {
	if d.settle(out) {
		return nil
	}
	var left []int
	for i := range d.Figures {
		if d.same[i] == i && !out[i] {
			left = append(left, i)
		}
	}
	for handful := range slices.Chunk(left, max(1, int(math.Sqrt(float64(len(left)))))) {
		less := d.joined(out, handful...)
		if !d.settle(less) {
			out = less
			continue
		}
		for _, i := range handful {
			if less = d.joined(out, i); d.settle(less) {
				core = append(core, i)
			} else {
				out = less
			}
		}
	}
	return core
}

// joined is a set with some figures more, and those that print the same.
func (d *Document) joined(out map[int]bool, more ...int) map[int]bool {
	with := maps.Clone(out)
	for j := range d.Figures {
		if slices.Contains(more, d.same[j]) {
			with[j] = true
		}
	}
	return with
}

// suspects says where the others put each figure of a set; the system has settled without them.
func (d *Document) suspects(out map[int]bool) (set []Suspect) {
	for i, f := range d.Figures {
		if !out[i] || d.same[i] != i {
			continue
		}
		s := Suspect{Figure: f}
		for j := range d.same {
			if d.same[j] == i {
				s.Alike++
			}
		}
		if b, ok := d.implied(f); ok {
			s.Low, s.High = over(b.low, f.Unit.Size), over(b.high, f.Unit.Size)
		}
		set = append(set, s)
	}
	return set
}

// Alike lists the figures that print what a figure prints, itself included.
func (d *Document) Alike(f *Figure) (all []*Figure) {
	for i, other := range d.Figures {
		if d.Figures[d.same[i]] == f {
			all = append(all, other)
		}
	}
	return all
}

// implied is where the quantities put a figure; ok is false for what is no sum and no quotient of two sums.
func (d *Document) implied(f *Figure) (b bounds, ok bool) {
	origin, _ := f.origin()
	if len(origin) != 1 {
		return b, false
	}
	above := d.sum(d.terms(origin[0].Terms, place(f)), -1)
	if len(origin[0].Over) == 0 {
		return above, true
	}
	below := d.sum(d.terms(origin[0].Over, place(f)), -1)
	if below.low == nil || below.high == nil || below.low.Sign() <= 0 || above.low == nil || above.high == nil {
		return b, false
	}
	ends := []*big.Rat{over(above.low, below.low), over(above.low, below.high), over(above.high, below.low), over(above.high, below.high)}
	b.low, b.high = slices.MinFunc(ends, (*big.Rat).Cmp), slices.MaxFunc(ends, (*big.Rat).Cmp)
	return b, true
}

// Convicts tells whether the figures of a set are misprints for their raw values: with these in their place, and in
// that of the figures that print the same, the document does not contradict itself.
func (d *Document) Convicts(set []Suspect, right map[*Figure]*big.Rat) bool {
	mended := slices.Clone(d.Figures)
	for _, s := range set {
		raw := right[s.Figure]
		if raw == nil {
			continue
		}
		for i, f := range d.Figures {
			if d.Figures[d.same[i]] == s.Figure {
				as := *f
				as.Value = published.Round(f.Printed(raw), f.Decimals)
				mended[i] = &as
			}
		}
	}
	return !NewDocument(mended).Contradicts()
}
