package oracle_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/uythac/uythac/calendar"
)

// makeDeposits opens none, one or two accounts for a customer; some save every month.
func (w *world) makeDeposits(c *customer) {
	for range []int{0, 1, 1, 1, 2}[w.IntN(5)] {
		w.accounts++
		account := fmt.Sprintf("0%010d", w.accounts)
		var balance int64
		var own []*entry
		post := func(e entry) {
			e.customer, e.account, e.office = c.code, account, w.officeOf(w.abroad(c.branch))
			switch plus := e.kind != "withdrawal" && e.kind != "offset"; {
			case plus == (e.reverses == nil):
				balance += e.amount
			default:
				balance -= e.amount
			}
			w.deposits = append(w.deposits, &e)
			own = append(own, &e)
		}
		on := w.opening
		if w.chance(40) {
			post(entry{day: on, kind: "opening", amount: w.money(5_000_000)})
		} else {
			on = w.day(w.opening+1, w.end)
		}
		gap := 30 + w.IntN(60)
		if w.chance(50) {
			gap = 25
		}
		for steps := 1 + w.IntN(20); steps > 0 && on <= w.end; steps-- {
			switch n := w.IntN(100); {
			case n < 55:
				post(entry{day: on, kind: "deposit", amount: w.money(3_000_000)})
			case n < 62:
				post(entry{day: on, kind: "interest", amount: w.money(20_000)})
			case n < 80:
				if balance > 0 {
					amount := w.money(balance)
					if w.chance(30) {
						amount = balance
					}
					post(entry{day: on, kind: pick(w, []string{"withdrawal", "offset"}), amount: amount})
				}
			default:
				e := &entry{reversed: true}
				if len(own) > 0 {
					e = pick(w, own)
				}
				plus := e.kind != "withdrawal" && e.kind != "offset"
				if e.reversed || e.reverses != nil || plus && balance < e.amount {
					continue
				}
				e.reversed = true
				post(entry{day: on, kind: e.kind, amount: e.amount, reverses: e})
			}
			on += calendar.Day(w.IntN(gap))
		}
	}
}

// book numbers the entries in the order in which they were booked, which is not that of their
// days: some are booked weeks late, numbers have gaps, and some come out of order.
func (w *world) book() {
	for _, ledger := range [][]*entry{w.loans, w.deposits} {
		for _, e := range ledger {
			e.booked = e.day
			switch {
			case w.chance(6):
				e.booked += calendar.Day(w.IntN(60))
			case w.chance(15):
				e.booked += calendar.Day(w.IntN(4))
			}
		}
		order := slices.Clone(ledger)
		slices.SortStableFunc(order, func(a, b *entry) int { return cmp.Compare(a.booked, b.booked) })
		for i := 1; i < len(order); i++ {
			if w.chance(5) {
				order[i-1], order[i] = order[i], order[i-1]
			}
		}
		id := int64(1000)
		for _, e := range order {
			id += 1 + w.Int64N(4)
			e.id = id
		}
	}
	for _, e := range w.loans {
		w.add("loan_ledger", e.id, e.day, w.stamp(e.booked), e.office, e.contract, e.kind, null(e.from), null(e.to), e.amount, e.maturity, e.rebooked, e.reversesID())
	}
	for _, e := range w.deposits {
		w.add("deposit_ledger", e.id, e.day, w.stamp(e.booked), e.office, e.customer, e.account, e.kind, e.amount, e.reversesID())
	}
}

func (e *entry) reversesID() any {
	if e.reverses == nil {
		return nil
	}
	return e.reverses.id
}

func (w *world) stamp(on calendar.Day) string {
	return time.Unix(int64(on)*86400+w.Int64N(86400), 0).UTC().Format("2006-01-02 15:04:05")
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
