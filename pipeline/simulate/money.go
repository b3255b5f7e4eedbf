package simulate

import "github.com/uythac/uythac/calendar"

// feeRows pays the entrustment fee of a span monthly to the levels of each union, and the commission to each group.
func (b *branch) feeRows(s *sheet) {
	id := b.serial()
	s.words(2, "entrustment_fee", "group_commission")
	s.words(4, "central", "province", "district", "commune", "group")
	pay := func(on calendar.Day, kind int32, u int, level int32, unit []byte, amount int64) {
		if amount <= 0 {
			return
		}
		s.large(0, id.take())
		s.small(1, int32(on))
		s.small(2, kind)
		s.str(3, unions[u].code)
		s.small(4, level)
		if unit == nil {
			s.null(5)
		} else {
			s.bytes(5, unit)
		}
		s.large(6, amount)
		s.row()
	}
	var code []byte
	for n, sp := range b.spans {
		for u := range entrusted {
			t := &b.targets.union[n+1][u]
			fees, commissions := allocate(t.fee, even(sp.months())), allocate(t.commission, even(sp.months()))
			for k := range sp.months() {
				on := (sp.from + calendar.Month(k)).Last() - 2
				parts := allocate(fees[k], []int64{25, 45, 90, 840})
				pay(on, 0, u, 0, nil, parts[0])
				pay(on, 0, u, 1, nil, parts[1])
				districts := max(1, min(t.districts, len(b.offices)))
				for i, part := range allocate(parts[2], even(districts)) {
					pay(on, 0, u, 2, []byte(b.offices[i].code), part)
				}
				for i, part := range allocate(parts[3], even(len(b.unionPlaces[u]))) {
					pay(on, 0, u, 3, []byte(b.communes[b.unionPlaces[u][i]].code), part)
				}
				groups := b.groupsOn(u, on)
				for i, part := range allocate(commissions[k], even(len(groups))) {
					pay(on, 1, u, 4, b.groupCode(code[:0], groups[i]), part)
				}
			}
		}
	}
}

func even(n int) []int64 {
	v := make([]int64, n)
	for i := range v {
		v[i] = 1
	}
	return v
}

// groupsOn lists a union's groups that are open on a day.
func (b *branch) groupsOn(u int, day calendar.Day) (out []int32) {
	for i := range b.groups {
		g := &b.groups[i]
		if int(g.union) == u && g.established <= day && (g.closed == 0 || g.closed > day) {
			out = append(out, int32(i))
		}
	}
	return out
}

// planRows writes the plan of every span: for the nation as a whole, for the branch, and by union.
func (b *branch) planRows(s *sheet) {
	write := func(sp span, measure, union, unit string, amount int64) {
		s.small(0, int32(sp.first))
		s.small(1, int32(sp.last))
		s.str(2, measure)
		s.str(3, union)
		s.str(4, "00")
		s.str(5, unit)
		s.large(6, amount)
		s.row()
	}
	for n, sp := range b.spans {
		t := b.targets.branch[n+1]
		if b.index == 0 {
			write(sp, "deposit_increase", "00", "00", b.nationPlan[n+1].plannedDeposits)
			write(sp, "outstanding_increase", "00", "00", b.nationPlan[n+1].plannedOut)
		}
		write(sp, "deposit_increase", "00", b.code(), t.plannedDeposits)
		write(sp, "outstanding_increase", "00", b.code(), t.plannedOut)
		for u := range entrusted {
			w := &b.targets.union[n+1][u]
			write(sp, "outstanding_balance", unions[u].code, b.code(), w.outstanding/1_000_000_000*1_000_000_000)
			for k, target := range visitTargets {
				write(sp, "inspections_"+target, unions[u].code, b.code(), int64(w.visits["province"][k]+w.visits["district"][k])*9/10)
			}
		}
	}
}

// scoreRows scores every open group at every month-end, the opening day included.
func (b *branch) scoreRows(s *sheet) {
	var code []byte
	for m := b.first - 1; m <= b.last; m++ {
		for u := range entrusted {
			for _, g := range b.groupsOn(u, m.Last()) {
				s.small(0, int32(m.Last()))
				s.bytes(1, b.groupCode(code[:0], g))
				for i, p := range b.scores(g, m) {
					s.small(2+i, p)
				}
				s.row()
			}
		}
	}
}

var accounts = []string{"loan_in_term", "loan_overdue", "loan_frozen", "member_deposit"}

// generalLedger sums all entries by the office that posted them at every month-end.
func (b *branch) generalLedger(s *sheet) {
	months := int(b.last-b.first) + 2
	sums := make([][][5]int64, months) // by month, office and class; the last is outside
	for i := range sums {
		sums[i] = make([][5]int64, len(b.offices))
	}
	at := func(d calendar.Day) int { return max(0, int(d.Month()-b.first)+1) }
	for k := range b.books {
		bk := &b.books[k]
		for _, e := range b.events[bk.events:bk.end] {
			if e.kind > writeOff {
				continue
			}
			o := bk.office
			if e.office >= 0 {
				o = e.office
			}
			sum := &sums[at(e.day)][o]
			move(sum, e.from, -e.amount)
			move(sum, e.to, e.amount)
		}
	}
	for i := range b.savings {
		v := &b.savings[i]
		amount := v.amount
		if (v.kind == depWithdrawal || v.kind == depOffset) != (v.reverses >= 0) {
			amount = -amount
		}
		sums[at(v.day)][b.officeOf(v.household)][3] += amount
	}
	for n, sp := range b.spans {
		for h, r := range b.regular[n] {
			if r.unit == 0 || r.to < r.from {
				continue
			}
			o := b.officeOf(int32(h))
			c := b.groups[b.households[h].group].commune
			for m := sp.from; m <= sp.to; m++ {
				day := int16(b.session(c, m) - sp.first)
				if day >= r.from && day <= r.to && b.saves(int32(h), m) {
					sums[int(m-b.first)+1][o][3] += int64(r.unit)
				}
			}
		}
	}
	s.words(2, accounts...)
	var total [64][5]int64
	for k := range months {
		for o := range b.offices {
			for a := range accounts {
				total[o][a] += sums[k][o][a]
				s.small(0, int32((b.first - 1 + calendar.Month(k)).Last()))
				s.str(1, b.offices[o].code)
				s.small(2, int32(a))
				s.large(3, total[o][a])
				s.row()
			}
		}
	}
}

// move adds to a class; what is outside is not in the books.
func move(sum *[5]int64, class uint8, amount int64) {
	if class != outside {
		sum[class] += amount
	}
}

func (b *branch) officeOf(h int32) int32 {
	return b.communes[b.groups[b.households[h].group].commune].office
}
