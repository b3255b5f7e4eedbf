package simulate

import (
	"errors"
	"fmt"
	"iter"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Published2020 is the preset that reaches every figure of package published.
const Published2020 = "published-2020"

// Options says what to simulate. The zero value is one ordinary branch over 2019 and 2020 from seed 0.
type Options struct {
	Preset     string         // empty, or Published2020, which fixes branches, period and size
	Branches   int            // 0 means 1
	From, To   calendar.Month // first and last month of the ledgers; 0 means 2019-01 and 2020-12
	Seed       uint64
	Households int // households with debt of an ordinary branch; 0 means about a hundred thousand
}

// mostBranches is how many branches the codes of the contract have room for.
const mostBranches = 800

func (o Options) check() (Options, error) {
	o.Branches = max(o.Branches, 0)
	if o.Branches == 0 {
		o.Branches = 1
	}
	if o.From == 0 {
		o.From = calendar.MonthOf(presetYear-1, 1)
	}
	if o.To == 0 {
		o.To = max(o.From, calendar.MonthOf(presetYear, 12))
	}
	switch {
	case o.Preset != "" && o.Preset != Published2020:
		return o, fmt.Errorf("unknown preset %q\nuse --preset %s, or none", o.Preset, Published2020)
	case o.Preset != "" && (o.Branches != 1 || o.Households != 0 || o.From != calendar.MonthOf(presetYear-1, 1) || o.To != calendar.MonthOf(presetYear, 12)):
		return o, fmt.Errorf("preset %s is one branch from %d-01 to %d-12\nleave out branches, households, from and to, or leave out the preset", o.Preset, presetYear-1, presetYear)
	case o.From > o.To:
		return o, fmt.Errorf("the period ends in %s before it begins in %s\nexchange --from and --to", o.To, o.From)
	case o.To-o.From >= 12*30:
		return o, fmt.Errorf("the period from %s to %s is longer than 30 years\nchoose a shorter one", o.From, o.To)
	case o.Branches > mostBranches:
		return o, fmt.Errorf("%d branches are more than the codes have room for\nuse at most %d", o.Branches, mostBranches)
	case o.Households < 0 || o.Households > 400_000:
		return o, fmt.Errorf("%d households to a branch\nuse 1 to 400000, or 0 for the ordinary size", o.Households)
	}
	return o, nil
}

// Nation is one or more simulated branches. It is safe for use by several goroutines.
type Nation struct {
	options  Options
	profiles []profile

	mu     sync.Mutex
	latest *branch // tables are often asked for one after another: the last branch is kept
}

// New validates the options and plans the branches' year-ends; it makes no rows yet.
// An unknown preset, a period that ends before it begins and sizes beyond the codes are errors.
func New(o Options) (*Nation, error) {
	if o.Branches < 0 {
		return nil, fmt.Errorf("%d branches\nuse 1 or more", o.Branches)
	}
	o, err := o.check()
	if err != nil {
		return nil, err
	}
	years := spans(o.From, o.To)
	n := &Nation{options: o}
	if o.Preset != "" {
		p, err := presetProfile(o, years)
		if err != nil {
			return nil, err
		}
		n.profiles = []profile{p}
	} else {
		for i := range o.Branches {
			n.profiles = append(n.profiles, randomProfile(o, i, years))
		}
	}
	largest := 0
	for _, p := range n.profiles {
		largest = max(largest, p.households)
	}
	for i := range n.profiles {
		n.profiles[i].width = slotsOf(largest, len(years))
	}
	return n, nil
}

// Opening returns the day before the ledgers start, which opening balances are dated.
func (n *Nation) Opening() calendar.Day { return n.options.From.First() - 1 }

// Last returns the last day of the ledgers.
func (n *Nation) Last() calendar.Day { return n.options.To.Last() }

// branch plans the i-th branch, or returns it if it was the last one asked for.
func (n *Nation) branch(i int) *branch {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.latest == nil || n.latest.index != i {
		n.latest = nil // let the old plan go before the next is made
		n.latest = n.build(i)
	}
	return n.latest
}

// plan sums the plans of all branches by span.
func (n *Nation) plan() []branchTarget {
	all := make([]branchTarget, len(n.profiles[0].targets.branch))
	for _, p := range n.profiles {
		for s, t := range p.targets.branch {
			all[s].plannedDeposits += t.plannedDeposits
			all[s].plannedOut += t.plannedOut
		}
	}
	return all
}

func (n *Nation) build(i int) *branch { return build(n.profiles[i], n.plan()) }

// Table streams a table of the source contract in batches of at most 65,536 rows with the columns of
// schemas.Table.SourceArrow. The caller releases each batch. An unknown table is an error.
func (n *Nation) Table(name string) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		t, ok := schemas.Lookup(name)
		fill := filler(name)
		if !ok || fill == nil {
			yield(nil, fmt.Errorf("simulate: no table %q in the source contract", name))
			return
		}
		for i := range n.profiles {
			b := n.branch(i)
			s := newSheet(t, func(r arrow.RecordBatch) error {
				if !yield(r, nil) {
					return errStopped
				}
				return nil
			})
			fill(b, s, chunk{b.first, b.last})
			switch err := s.close(); {
			case err == nil:
			case errors.Is(err, errStopped):
				return
			default:
				yield(nil, err)
				return
			}
		}
	}
}
