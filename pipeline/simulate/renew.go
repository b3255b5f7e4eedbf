package simulate

import "github.com/uythac/uythac/calendar"

// renew lets up to n households pay a loan off and take a new one in the same span. The loans are drawn so that
// about want đồng are paid (want < 0: any). It returns how many there were.
func (b *branch) renew(stayers []int32, n int, want int64, sp span, lent *lending) int {
	var can []int32
	for _, h := range stayers {
		if !b.free(h) {
			continue
		}
		hh := &b.households[h]
		l := hh.loans[0]
		if l < 0 || hh.loans[1] >= 0 && b.r.chance(500) {
			l = hh.loans[1]
		}
		if l >= 0 && b.loans[l].balance[inTerm] == b.loans[l].total() {
			can = append(can, l)
		}
	}
	can = b.drawSum(can, n, want)
	for _, l := range can {
		h := b.loans[l].household
		hh := &b.households[h]
		c := b.groups[hh.group].commune
		m := b.month(sp)
		day := b.someDay(c, m)
		again := b.session(c, min(m+calendar.Month(b.r.n(3)), sp.to))
		if again < day {
			again = day
		}
		lent.paid += b.loans[l].total()
		b.actOf(h).paid = b.payOff(l, day, sp)
		for k := range hh.loans {
			if hh.loans[k] == l {
				hh.loans[k] = -1
			}
		}
		p := b.loans[l].programme
		if b.r.chance(400) {
			p = b.r.programme()
		}
		b.lend(h, p, again, lent)
	}
	return len(can)
}

// drawSum draws n loans whose balances sum to about want: as many as needed of the smaller half, the rest of the larger.
func (b *branch) drawSum(can []int32, n int, want int64) []int32 {
	n = min(n, len(can))
	if want < 0 || n == 0 {
		return can[:n]
	}
	owed := func(l int32) int64 { return b.loans[l].total() }
	stable(can, owed)
	half := len(can) / 2
	small, large := can[:half:half], can[half:]
	mean := func(v []int32) (m int64) {
		for _, l := range v {
			m += owed(l)
		}
		return m / int64(max(1, len(v)))
	}
	low, high := mean(small), mean(large)
	k := 0 // how many of the smaller half
	if high > low {
		k = int(max(0, (high*int64(n)-want)/(high-low)))
	}
	k = max(min(k, n, len(small)), n-len(large))
	shuffle(&b.r, small)
	shuffle(&b.r, large)
	return append(small[:k], large[:n-k]...)
}

// payInstalments brings a union's outstanding down to exactly want by repayments of loans that nothing else touched.
func (b *branch) payInstalments(u int, want int64, sp span) {
	var have int64
	var can []int32
	for _, g := range b.openGroups(u) {
		for _, h := range b.groups[g].debtors {
			have += b.debtOf(h)
			for _, l := range b.households[h].loans {
				if l >= 0 && b.loans[l].mark == held && !b.actOf(h).mustStay && b.loans[l].balance[inTerm] == b.loans[l].total() && b.loans[l].total() > 1_000_000 {
					can = append(can, l)
				}
			}
		}
	}
	left := have - want
	if left <= 0 {
		return
	}
	shuffle(&b.r, can)
	var v, lo, hi []int64
	var room int64
	for _, l := range can {
		if room > left*2 {
			break
		}
		most := b.loans[l].balance[inTerm] * 6 / 10
		v, lo, hi = append(v, most*b.r.between(200, 800)/1000/100_000*100_000), append(lo, 100_000), append(hi, most)
		room += most
	}
	spread(v, lo, hi, left, 100_000)
	for i, amount := range v {
		b.instal(can[i], amount, sp)
	}
}

// instal repays part of a loan in one, two or three steps.
func (b *branch) instal(i int32, amount int64, sp span) {
	l := &b.loans[i]
	l.mark = touched
	l.balance[inTerm] -= amount
	m := b.month(sp)
	for left, step := amount, 1+b.r.n(3); left > 0; step-- {
		part := left
		if step > 1 && m < sp.to && left > 300_000 {
			part = left / int64(step) / 100_000 * 100_000
		}
		b.post(event{loan: i, day: b.session(l.commune, m), kind: repayment, from: inTerm, to: outside, amount: part})
		left -= part
		m = min(m+1+calendar.Month(b.r.n(3)), sp.to)
	}
}
