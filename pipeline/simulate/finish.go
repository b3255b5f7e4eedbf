package simulate

import (
	"math/bits"

	"github.com/uythac/uythac/calendar"
)

// book is a contract in the order of contract numbers, with what the monthly entries need in one place.
type book struct {
	loan, events, end int32 // planned entries are events[events:end]
	commune, session  int32
	rate              int64
	office            int16
	payer             uint8
	grace             bool
	no                [16]byte
}

// useCheck is a check of the use of a loan.
type useCheck struct {
	book   int32
	on     calendar.Day
	proper bool
}

// finish orders what was planned, dates contracts, and gives everything its codes and entry numbers.
func (b *branch) finish() {
	b.date()
	b.number()
	b.keepBooks()
	b.orderEvents()
	b.orderSavings()
	b.stamp()
	b.checkUse()
}

// number orders customers by commune and group, which is the order of their codes.
func (b *branch) number() {
	b.order = make([]int32, len(b.households))
	for i := range b.order {
		b.order[i] = int32(i)
	}
	stable(b.order, func(h int32) uint64 {
		g := b.households[h].first
		if g < 0 {
			return 1<<63 | uint64(h)
		}
		return uint64(b.groups[g].commune)<<48 | uint64(g)<<28
	})
	b.customers = make([]int32, len(b.households))
	for k, h := range b.order {
		b.customers[h] = int32(k)*3 + 11
	}
}

// keepBooks orders contracts by number: commune (or office), year of signature, running number.
func (b *branch) keepBooks() {
	b.books = make([]book, 0, len(b.loans))
	at := make([]int32, len(b.loans))
	for i := range at {
		at[i] = int32(i)
	}
	place := func(l *loan) uint64 {
		if l.commune < 0 {
			return uint64(l.office)
		}
		return uint64(l.commune) + 1000
	}
	stable(at, func(i int32) uint64 {
		l := &b.loans[i]
		return place(l)<<52 | uint64(l.signed.Year()%100)<<44 | uint64(uint32(b.customers[l.household]))
	})
	for k, i := range at {
		l := &b.loans[i]
		code, session := b.offices[l.office].code, int32(15)
		if l.commune >= 0 {
			code, session = b.communes[l.commune].code, b.communes[l.commune].session
		}
		e := book{loan: i, commune: l.commune, session: session, rate: programmes[l.programme].rate, office: l.office, payer: l.payer, grace: l.grace}
		no := number(append(e.no[:0], code...), int64(l.signed.Year()%100), 2)
		number(no, int64(k)*3+7, 8)
		b.books = append(b.books, e)
	}
}

// orderEvents groups the planned entries by contract, in the order of days.
func (b *branch) orderEvents() {
	of := make([]int32, len(b.loans))
	for k := range b.books {
		of[b.books[k].loan] = int32(k)
	}
	order := make([]int32, 0, len(b.events))
	for i := range b.events {
		if b.events[i].day <= b.end {
			order = append(order, int32(i))
		}
	}
	stable(order, func(i int32) uint64 { return uint64(of[b.events[i].loan])<<32 | uint64(uint32(b.events[i].day)) })
	place := make([]int32, len(b.events))
	sorted := make([]event, len(order))
	for k, i := range order {
		sorted[k], place[i] = b.events[i], int32(k)
	}
	for k := range sorted {
		if r := sorted[k].reverses; r >= 0 {
			sorted[k].reverses = place[r]
		}
		bk := &b.books[of[sorted[k].loan]]
		if bk.end == 0 {
			bk.events = int32(k)
		}
		bk.end = int32(k) + 1
	}
	b.events = sorted
}

func (b *branch) orderSavings() {
	order := make([]int32, len(b.savings))
	for i := range order {
		order[i] = int32(i)
	}
	stable(order, func(i int32) uint64 {
		return uint64(b.customers[b.savings[i].household])<<32 | uint64(uint32(b.savings[i].day))
	})
	place := make([]int32, len(order))
	sorted := make([]saving, len(order))
	for k, i := range order {
		sorted[k], place[i] = b.savings[i], int32(k)
	}
	b.savings = sorted
	b.saveAt = make([]int32, len(b.order)+1)
	k := 0
	for o, h := range b.order {
		b.saveAt[o] = int32(k)
		for k < len(sorted) && sorted[k].household == h {
			if r := sorted[k].reverses; r >= 0 {
				sorted[k].reverses = place[r]
			}
			k++
		}
	}
	b.saveAt[len(b.order)] = int32(k)
}

// slotsOf is how many entry numbers a day has in a nation whose largest branch has so many households.
func slotsOf(households, years int) int64 {
	return 1 << bits.Len(uint(households*(10+2*years)+2048))
}

// An entry number is the day of booking, a slot within it, and the branch; it grows with booked_at. Of a day's slots the
// first half is for entries computed by the month, a quarter for planned ones, a quarter for computed ones booked late.
func (b *branch) stamp() {
	slots := map[calendar.Day]int64{}
	next := func(day calendar.Day) int64 {
		slots[day] += 1 + int64(below(draw(b.seed, uint64(day), uint64(slots[day])), 2))
		return b.width/2 + slots[day]
	}
	for i := range b.events {
		b.events[i].id = b.entry(b.events[i].booked, next(b.events[i].booked))
	}
	clear(slots)
	for i := range b.savings {
		b.savings[i].id = b.entry(b.savings[i].booked, next(b.savings[i].booked))
	}
	for i := range b.events {
		if r := b.events[i].reverses; r >= 0 {
			b.events[i].reversesID = b.events[r].id
		}
	}
	for i := range b.savings {
		if r := b.savings[i].reverses; r >= 0 {
			b.savings[i].reversesID = b.savings[r].id
		}
	}
}

func (b *branch) entry(day calendar.Day, slot int64) int64 {
	return (int64(day-b.opening)*b.width+slot)*int64(b.of) + int64(b.index) + 1
}

// bookedAt is the moment, in microseconds, of a slot: between eight and seventeen o'clock in Vietnam.
func (b *branch) bookedAt(day calendar.Day, slot int64) int64 {
	const hour = 3_600_000_000
	return int64(day)*24*hour + hour + slot*(9*hour/b.width)
}

// moment is bookedAt of an entry number.
func (b *branch) moment(id int64) int64 {
	id = (id - 1) / int64(b.of)
	return b.bookedAt(b.opening+calendar.Day(id/b.width), id%b.width)
}

// checkUse plans a check within thirty days of every payment to a borrower; where not all are checked, some are
// missing or late.
func (b *branch) checkUse() {
	all := b.targets.branch[len(b.spans)].checkAll
	for k := range b.books {
		for _, e := range b.events[b.books[k].events:b.books[k].end] {
			if e.kind != disbursement || e.reverses >= 0 {
				continue
			}
			on := e.day + calendar.Day(1+b.r.n(30))
			if !all {
				switch x := b.r.n(1000); {
				case x < b.checkPerMille:
					continue
				case x < 2*b.checkPerMille:
					on += 30
				}
			}
			if on <= b.end {
				b.checks = append(b.checks, useCheck{int32(k), on, !b.r.chance(3)})
			}
		}
	}
}
