package simulate

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
)

// riskCase is a loan in a round of risk handling; decided 0 is pending.
type riskCase struct {
	round               string
	loan                int32
	measure             string
	principal, interest int64
	submitted, decided  calendar.Day
	approved            bool
}

// cause is why a loan is overdue, as an officer noted it.
type cause struct {
	loan int32
	on   calendar.Day
}

// round is a round of risk handling in a span.
type round struct {
	code               string
	submitted, decided calendar.Day
}

func (b *branch) rounds(s int) (out []round) {
	sp, n := b.spans[s-1], max(2, b.targets.branch[s].rounds)
	for i := range n {
		at := sp.first + (sp.last-sp.first)*calendar.Day(1+i*3)/calendar.Day(3*n)
		r := round{code: fmt.Sprintf("%d-%s", sp.first.Year(), roman[min(i, len(roman)-1)]), submitted: at, decided: at + (sp.last-sp.first)/5}
		if i == n-1 {
			r.decided = 0 // the last one lies at head office
		}
		out = append(out, r)
	}
	return out
}

var roman = []string{"I", "II", "III", "IV", "V", "VI"}

// handleRisk plans a span's rounds: write-offs decided and carried out, write-offs pending, some refused.
func (b *branch) handleRisk(s int) {
	t := b.targets.branch[s]
	var late []int32
	for i := range b.loans {
		l := &b.loans[i]
		if l.household >= 0 && l.balance[overdue] > 1_000_000 && l.balance[overdue] == l.total() {
			late = append(late, int32(i))
		}
	}
	rounds := b.rounds(s)
	open := rounds[len(rounds)-1]
	closed := rounds[:len(rounds)-1]
	shuffle(&b.r, late)
	late = b.takeCases(late, t.pendingLoans, t.pending, func(i int32, principal int64) {
		b.loans[i].mark = fixed
		b.actOf(b.loans[i].household).mustStay = true
		b.file(open, i, "write_off", principal, false)
	}, s, open.submitted)
	late = b.takeCases(late, t.decidedLoans, t.decided, func(i int32, principal int64) {
		r := closed[b.r.n(len(closed))]
		l := &b.loans[i]
		b.file(r, i, "write_off", principal, true)
		day := min(r.decided+calendar.Day(b.r.n(10)), b.spans[s-1].last)
		b.post(event{loan: i, day: day, kind: writeOff, from: overdue, to: outside, amount: principal})
		b.post(event{loan: i, day: day, kind: interestWaived, from: overdue, to: outside,
			amount: max(1, principal/1000*b.r.between(20, 120))})
		l.balance[overdue] = 0
		l.mark, l.paidOff = fixed, day
		b.drop(i)
		if b.debtOf(l.household) == 0 {
			a := b.actOf(l.household)
			a.must, a.leave = true, day
		}
	}, s, closed[0].submitted)
	for _, i := range late[:min(len(late), 2)] {
		if b.loans[i].mark == held {
			b.file(closed[0], i, "write_off", b.loans[i].total(), false)
		}
	}
}

// file notes a case; a round without decision leaves it pending.
func (b *branch) file(r round, i int32, measure string, principal int64, approved bool) {
	b.cases = append(b.cases, riskCase{round: r.code, loan: i, measure: measure, principal: principal,
		interest: principal / 1000 * b.r.between(10, 150), submitted: r.submitted, decided: r.decided, approved: approved})
}

// takeCases picks n overdue loans with balances that sum to a little more than total, has the excess repaid before
// day, and hands each with what is left of it to use. It returns the loans not taken.
func (b *branch) takeCases(late []int32, n int, total int64, use func(int32, int64), s int, day calendar.Day) []int32 {
	n = min(n, len(late))
	if n == 0 {
		return late
	}
	stable(late, func(i int32) int64 { return b.loans[i].total() })
	at, have := 0, int64(0)
	for i := range late {
		have += b.loans[late[i]].total()
		if i >= n {
			have -= b.loans[late[i-n]].total()
			at = i - n + 1
		}
		if i >= n-1 && have >= total {
			break
		}
	}
	taken := late[at : at+n : at+n]
	v, lo, hi := make([]int64, n), make([]int64, n), make([]int64, n)
	for k, i := range taken {
		hi[k] = b.loans[i].total()
		v[k], lo[k] = hi[k], min(hi[k], 500_000)
	}
	spread(v, lo, hi, total, 1000)
	sp := b.spans[s-1]
	for k, i := range taken {
		if back := hi[k] - v[k]; back > 0 {
			at := sp.first + calendar.Day(b.r.n(max(1, int(day-sp.first))))
			b.post(event{loan: i, day: at, kind: repayment, from: overdue, to: outside, amount: back})
			b.loans[i].balance[overdue] -= back
		}
		use(i, v[k])
	}
	return append(append([]int32{}, late[:at]...), late[at+n:]...)
}

// thaw returns some frozen loans to in term and keeps the others as they are.
func (b *branch) thaw(sp span) {
	for i := range b.loans {
		l := &b.loans[i]
		if l.balance[frozen] == 0 || l.mark != held {
			continue
		}
		if b.r.chance(250) {
			b.post(event{loan: int32(i), day: b.session(l.commune, b.month(sp)), kind: transfer, from: frozen, to: inTerm, amount: l.balance[frozen]})
			l.balance[inTerm] += l.balance[frozen]
			l.balance[frozen] = 0
		}
		l.mark = fixed
		b.actOf(l.household).mustStay = true
	}
}
