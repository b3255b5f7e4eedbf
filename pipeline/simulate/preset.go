package simulate

import (
	"fmt"
	"math/big"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/published"
)

// presetYear is the printed year. The end of the one before follows from the printed changes, and the opening
// before that is carried back at the same pace.
const presetYear = 2020

// presetProfile plans the branch of package published.
func presetProfile(o Options, years []span) (p profile, err error) {
	doc, err := published.Load()
	if err != nil {
		return p, err
	}
	c := &calibration{doc: doc}
	p = profile{of: 1, seed: mix(o.Seed), spans: years}
	c.unions(&p)
	c.branch(&p)
	if c.err != nil {
		return p, fmt.Errorf("preset %s: %w", o.Preset, c.err)
	}
	return p, nil
}

// calibration turns printed figures into targets. The first error sticks.
type calibration struct {
	doc *published.Report
	err error
}

func (c *calibration) figure(f published.Figure, err error) *big.Rat {
	if err != nil {
		if c.err == nil {
			c.err = err
		}
		return new(big.Rat)
	}
	return f.Raw()
}

func (c *calibration) head(key string) int64        { return floor(c.figure(c.doc.Headline(key))) }
func (c *calibration) cell(union, col string) int64 { return floor(c.figure(c.doc.Cell(union, col))) }
func (c *calibration) between(key string) (lo, hi int64) {
	return c.bounds(key, "00", c.day(presetYear))
}

// bounds reads an interval in đồng or counts.
func (c *calibration) bounds(key, union, day string) (lo, hi int64) {
	v, err := c.doc.Interval(key, union, day)
	if err != nil {
		if c.err == nil {
			c.err = err
		}
		return 0, 0
	}
	l, h := v.Raw()
	return floor(l), floor(h)
}

func (c *calibration) day(year int) string { return calendar.Date(year, 12, 31).String() }

// column reads a cell of every union's row.
func (c *calibration) column(col string) []int64 {
	v := make([]int64, entrusted)
	for i := range v {
		v[i] = c.cell(unions[i].code, col)
	}
	return v
}

func floor(x *big.Rat) int64 { return new(big.Int).Quo(x.Num(), x.Denom()).Int64() }

// unions sets the targets by union at the ends of the opening, the year before and the printed year.
func (c *calibration) unions(p *profile) {
	t := make([][entrusted]unionTarget, 3)
	for i, code := range c.doc.Unions[:entrusted] {
		now, before, first := &t[2][i], &t[1][i], &t[0][i]
		cell := func(col string) int64 { return c.cell(code, col) }
		now.groups, now.households, now.small = int(cell("groups")), int(cell("households")), int(cell("groups_lt20_households"))
		now.over2, now.average, now.weak = int(cell("groups_overdue_gt2pct")), int(cell("groups_average")), int(cell("groups_weak"))
		now.districts, now.contractCommunes = int(cell("agreements_district")), int(cell("contracts_commune"))
		now.outstanding, now.deposits = cell("outstanding_mvnd"), cell("deposit_bvnd")
		before.groups = now.groups - int(cell("d_groups"))
		before.households = now.households - int(cell("d_households"))
		before.outstanding = now.outstanding - cell("d_outstanding_mvnd")
		before.deposits = now.deposits - cell("d_deposit_bvnd")
		first.groups, first.households = 2*before.groups-now.groups, 2*before.households-now.households
		first.outstanding = 2*before.outstanding - now.outstanding
		first.deposits = 2*before.deposits - now.deposits
		now.visits = map[string][4]int{}
		for _, level := range visitLevels {
			var n [4]int
			for k, target := range visitTargets {
				if f, err := c.doc.Visits(code, level, target+"s"); err == nil {
					n[k] = int(f.Value.Coef)
				}
			}
			now.visits[level] = n
		}
		p.unionCommunes[i], p.unionDistricts[i] = now.contractCommunes, now.districts
		p.communes = max(p.communes, now.contractCommunes)
	}
	p.communes += p.communes / 20
	p.offices = int(c.head("district_offices"))
	p.targets.union = t
	c.remainders(t)
	c.ratings(t)
	c.counts(t)
	c.arrears(t)
	for i := range entrusted {
		p.households += t[2][i].households
		for s := range 2 {
			t[s][i].visits, t[s][i].districts, t[s][i].contractCommunes = t[2][i].visits, t[2][i].districts, t[2][i].contractCommunes
		}
	}
}

// column reads one number of every union at the end of a span.
func column(t *[entrusted]unionTarget, get func(*unionTarget) int64) []int64 {
	v := make([]int64, entrusted)
	for i := range t {
		v[i] = get(&t[i])
	}
	return v
}

// share splits a total over the unions.
func share(t *[entrusted]unionTarget, total int64, weights []int64, set func(w *unionTarget, part int64)) {
	for i, part := range allocate(total, weights) {
		set(&t[i], part)
	}
}

func households(w *unionTarget) int64  { return int64(w.households) }
func outstanding(w *unionTarget) int64 { return w.outstanding }
func groups(w *unionTarget) int64      { return int64(w.groups) }
