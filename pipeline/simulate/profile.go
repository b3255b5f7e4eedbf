package simulate

// ordinary is the size of a branch about which branches of a nation vary.
const ordinary = 100_000

// randomProfile draws a branch and its targets.
func randomProfile(o Options, index int, years []span) profile {
	r := random{mix(o.Seed) ^ mix(uint64(index)+77)}
	base := o.Households
	if base == 0 {
		base = ordinary
	}
	if o.Branches > 1 {
		base = max(1, int(int64(base)*r.between(400, 1600)/1000))
	}
	p := profile{index: index, of: o.Branches, seed: r.next(), households: base, spans: years,
		communes: min(max(base/450, 2), 900), checkPerMille: 20, oddities: true}
	p.offices = min(max(p.communes/22, 1), 40)
	mixOf := []int64{r.between(300, 480), r.between(340, 500), r.between(60, 160), r.between(20, 100)}
	shares := allocate(int64(base), mixOf)
	for u := range entrusted {
		p.unionCommunes[u] = min(p.communes, max(1, int(shares[u])/150))
		p.unionDistricts[u] = min(p.offices, p.unionCommunes[u])
	}
	p.targets = p.draw(&r, shares)
	return p
}

// draw makes year-end targets that grow or shrink at the branch's own pace.
func (p *profile) draw(r *random, shares []int64) (t targets) {
	perHousehold := r.between(24, 40) * 1_000_000
	growth, people := r.between(20, 120), r.between(-40, 40) // per thousand and year
	arrears := r.between(50, 500)                            // per hundred thousand
	t.union = make([][entrusted]unionTarget, len(p.spans)+1)
	t.branch = make([]branchTarget, len(p.spans)+1)
	scale := int64(1000)
	heads := int64(1000)
	for s := range t.union {
		part := int64(12)
		if s > 0 {
			part = int64(p.spans[s-1].months())
			scale += scale * growth * part / 12000
			heads += heads * people * part / 12000
			arrears = max(10, arrears+r.between(-60, 60))
		}
		for u := range entrusted {
			w := &t.union[s][u]
			w.households = max(1, int(shares[u]*heads/1000))
			w.groups = max(1, w.households/30)
			if s > 0 {
				before := t.union[s-1][u].groups
				w.merged = max(0, before-w.groups)
			}
			w.small = w.groups * 20 / 100
			w.members = w.households + w.households*31/1000
			w.savers = w.members - w.members*11/1000
			w.outstanding = mulDiv(shares[u]*perHousehold/1000*1000, scale, 1000)
			w.overdue = mulDiv(w.outstanding, arrears, 100_000) / 1000 * 1000
			w.overdueGroups = max(w.groups*int(r.between(40, 90))/1000, min(1, w.groups/2))
			w.over2 = w.overdueGroups * int(r.between(20, 40)) / 100
			w.fair, w.average, w.weak = w.groups*4/100, w.groups*14/1000, w.groups/1000
			w.deposits = mulDiv(int64(w.members)*1_500_000, scale+int64(s)*100, 1000)
			w.turns = int(int64(w.households) * 32 * part / 1200)
			w.fee, w.commission = w.outstanding/1000*36/10*part/12, w.outstanding/1000*83/10*part/12
			w.districts, w.contractCommunes = p.unionDistricts[u], p.unionCommunes[u]
			w.visits = map[string][4]int{
				"province": {w.districts, w.districts * 2, w.groups / 14, w.households / 250},
				"district": {0, w.contractCommunes, w.groups * 6 / 10, w.households / 28}}
		}
		b := &t.branch[s]
		b.direct = int64(p.households) * 60_000
		b.decidedLoans, b.pendingLoans = p.households/6600, p.households/4500
		b.decided, b.pending = int64(b.decidedLoans)*10_400_000, int64(b.pendingLoans)*14_020_000
		b.rounds = 3
		b.trained = p.households * 73 / 1000
		if s > 0 {
			grown := int64(0)
			for u := range entrusted {
				grown += t.union[s][u].deposits - t.union[s-1][u].deposits
				b.plannedOut += t.union[s][u].outstanding - t.union[s-1][u].outstanding
			}
			b.plannedDeposits = max(0, grown) * 95 / 100 / 10_000_000 * 10_000_000
		}
	}
	return t
}
