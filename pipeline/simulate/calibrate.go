package simulate

// remainders moves balances off the printed integers so that the totals print right too, and sets the flows.
func (c *calibration) remainders(t [][entrusted]unionTarget) {
	now := &t[2]
	extra := (c.cell("00", "outstanding_mvnd") - sum(column(now, outstanding))) / entrusted
	lo, hi := c.between("deposit_change")
	change := (lo + hi) / 2
	for i := range entrusted {
		for s := range t {
			t[s][i].outstanding += extra // the same at every end: changes stay as printed
		}
		d := now[i].deposits - t[1][i].deposits
		d += (change - c.cell("00", "d_deposit_bvnd")) / entrusted
		t[1][i].deposits = now[i].deposits - d
		t[0][i].deposits = t[1][i].deposits - d
	}
	in, top := c.between("deposits_in")
	in += (top - in) / 4
	out := in - (sum(column(now, deposits)) - sum(column(&t[1], deposits)))
	if lo, hi := c.between("deposits_out"); out < lo || out >= hi {
		c.fail("deposits paid out would be %d, outside the interval from %d to %d", out, lo, hi)
	}
	turnsLow, turnsHigh := c.between("lending_turns")
	lent := c.head("disbursed")
	for s := 1; s < 3; s++ {
		pace := func(x int64) int64 { // the year before, in proportion to its outstanding
			if s == 2 {
				return x
			}
			return mulDiv(x, sum(column(&t[1], outstanding)), sum(column(now, outstanding)))
		}
		w := &t[s]
		share(w, pace((turnsLow+turnsHigh)/2), column(w, households), func(w *unionTarget, n int64) { w.turns = int(n) })
		share(w, pace(lent), column(w, outstanding), func(w *unionTarget, n int64) { w.disbursed = n })
		share(w, pace(in), column(w, deposits), func(w *unionTarget, n int64) { w.depositsIn = n })
		share(w, pace(c.head("entrustment_fee_paid")), column(w, outstanding), func(w *unionTarget, n int64) { w.fee = n })
		share(w, pace(c.head("group_commission_paid")), column(w, outstanding), func(w *unionTarget, n int64) { w.commission = n })
	}
}

func deposits(w *unionTarget) int64 { return w.deposits }

// ratings sets how many groups are fair, average and weak.
func (c *calibration) ratings(t [][entrusted]unionTarget) {
	share(&t[2], c.head("rating_fair"), column(&t[2], groups), func(w *unionTarget, n int64) { w.fair = int(n) })
	day := c.day(presetYear - 1)
	average, _ := c.bounds("rating_average", "00", day)
	weak, _ := c.bounds("rating_weak", "00", day)
	for s := range 2 {
		share(&t[s], c.head("rating_fair"), column(&t[s], groups), func(w *unionTarget, n int64) { w.fair = int(n) })
		share(&t[s], average, column(&t[2], func(w *unionTarget) int64 { return int64(w.average) }), func(w *unionTarget, n int64) { w.average = int(n) })
		share(&t[s], weak, column(&t[2], func(w *unionTarget) int64 { return int64(w.weak) }), func(w *unionTarget, n int64) { w.weak = int(n) })
	}
}

// counts sets members, savers, small groups, groups with overdue debt and mergers.
func (c *calibration) counts(t [][entrusted]unionTarget) {
	lo, hi := c.between("members")
	members, savers := (lo+hi)/2, c.head("deposit_members")
	share(&t[2], members, column(&t[2], households), func(w *unionTarget, n int64) { w.members = int(n) })
	share(&t[2], savers, column(&t[2], func(w *unionTarget) int64 { return int64(w.members) }), func(w *unionTarget, n int64) { w.savers = int(n) })
	all := sum(column(&t[2], households))
	for s := range 2 {
		for i := range entrusted {
			w := &t[s][i]
			w.members = int(mulDiv(households(w), members, all))
			w.savers = int(mulDiv(int64(w.members), savers, members))
			w.small = int(mulDiv(int64(t[2][i].small), groups(w), groups(&t[2][i])))
		}
	}
	day := c.day(presetYear - 1)
	overdue, _ := c.bounds("groups_overdue", "00", day)
	over2, _ := c.bounds("groups_overdue_gt2pct", "00", day)
	money := column(&t[2], func(w *unionTarget) int64 { return c.cell(unions[0].code, "overdue_mvnd")*0 + w.outstanding })
	for i := range money {
		money[i] = c.cell(unions[i].code, "overdue_mvnd")
	}
	for s, total := range []int64{overdue, overdue, c.head("groups_overdue")} {
		share(&t[s], total, money, func(w *unionTarget, n int64) { w.overdueGroups = int(n) })
	}
	over := column(&t[2], func(w *unionTarget) int64 { return int64(w.over2) })
	for s := range 2 {
		share(&t[s], over2, over, func(w *unionTarget, n int64) { w.over2 = int(n) })
	}
	falls := c.column("d_groups")
	for i := range falls {
		falls[i] = max(0, -falls[i])
	}
	for s := 1; s < 3; s++ {
		share(&t[s], c.head("groups_consolidated"), falls, func(w *unionTarget, n int64) { w.merged = int(n) })
		for i := range entrusted {
			t[s][i].dissolved = int(falls[i]) - t[s][i].merged
		}
	}
}

// branch sets what belongs to no union.
func (c *calibration) branch(p *profile) {
	p.targets.branch = make([]branchTarget, 3)
	now := &p.targets.branch[2]
	lo, hi := c.between("direct_outstanding")
	now.direct = (lo + hi) / 2
	now.decidedLoans, now.pendingLoans = int(c.head("writeoff_loans_decided")), int(c.head("writeoff_loans_pending"))
	now.decided, now.pending = c.head("writeoff_principal_decided"), c.head("writeoff_principal_pending")
	now.rounds, now.trained, now.checkAll = int(c.head("risk_rounds")), int(c.head("trained")), true
	change := sum(column(&p.targets.union[2], deposits)) - sum(column(&p.targets.union[1], deposits))
	const step = 10_000_000
	if pct := c.figure(c.doc.Headline("deposit_plan_pct")); pct.Sign() > 0 {
		now.plannedDeposits = mulDiv(change, pct.Denom().Int64(), pct.Num().Int64()) / step * step
	}
	if lo, hi := c.between("planned_deposit_increase"); now.plannedDeposits < lo || now.plannedDeposits > hi {
		c.fail("the planned deposit increase would be %d, outside the interval from %d to %d", now.plannedDeposits, lo, hi)
	}
	now.plannedOut = sum(column(&p.targets.union[2], outstanding)) - sum(column(&p.targets.union[1], outstanding))
	p.targets.branch[0], p.targets.branch[1] = *now, *now
}
