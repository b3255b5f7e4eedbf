package simulate

import (
	"math/bits"
	"slices"
	"sync"

	"github.com/uythac/uythac/calendar"
)

// book is a contract in the order of contract numbers, with what the monthly entries need in one place.
type book struct {
	loan, events, end int32 // planned entries are events[events:end]
	session           int32
	closing           calendar.Month // paid off in this month, 0 for not
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
	var both sync.WaitGroup // savings and loans have nothing in common
	both.Go(func() {
		b.orderSavings()
		number := b.numbers()
		for i := range b.savings {
			b.savings[i].id = number(b.savings[i].booked)
		}
		for i := range b.savings {
			if r := b.savings[i].reverses; r >= 0 {
				b.savings[i].reversesID = b.savings[r].id
			}
		}
	})
	b.keepBooks()
	b.orderEvents()
	number := b.numbers()
	for i := range b.events {
		b.events[i].id = number(b.events[i].booked)
	}
	for i := range b.events {
		if r := b.events[i].reverses; r >= 0 {
			b.events[i].reversesID = b.events[r].id
		}
	}
	b.checkUse()
	both.Wait()
}

// number orders customers by commune and group, which is the order of their codes.
func (b *branch) number() {
	keys := make([]uint64, len(b.households))
	for h := range keys {
		place := uint64(1) << 30 // customers of no group come last
		if g := b.households[h].first; g >= 0 {
			place = uint64(b.groups[g].commune)<<20 | uint64(g)
		}
		keys[h] = place<<32 | uint64(h)
	}
	slices.Sort(keys)
	b.order = make([]int32, len(keys))
	b.customers = make([]int32, len(keys))
	for k, key := range keys {
		b.order[k] = int32(uint32(key))
		b.customers[b.order[k]] = int32(k)*3 + 11
	}
}

// keepBooks orders contracts by number: commune (or office), year of signature, running number.
func (b *branch) keepBooks() {
	keys := make([]uint64, len(b.loans))
	for i := range keys {
		l := &b.loans[i]
		place := uint64(l.office)
		if l.commune >= 0 {
			place = uint64(l.commune) + 64
		}
		keys[i] = place<<53 | uint64(l.signed.Year()%100)<<46 | uint64(b.customers[l.household])<<22 | uint64(i)
	}
	slices.Sort(keys)
	b.books = make([]book, len(keys))
	for k, key := range keys {
		i := int32(key & (1<<22 - 1))
		l := &b.loans[i]
		code, session := b.offices[l.office].code, int32(15)
		if l.commune >= 0 {
			code, session = b.communes[l.commune].code, b.communes[l.commune].session
		}
		bk := &b.books[k]
		*bk = book{loan: i, session: session, rate: programmes[l.programme].rate, office: l.office, payer: l.payer, grace: l.grace}
		if l.paidOff != 0 {
			bk.closing = l.paidOff.Month()
		}
		no := number(append(bk.no[:0], code...), int64(l.signed.Year()%100), 2)
		number(no, int64(k)*3+7, 8)
	}
}

// sorted brings things into the order of owners 0..n-1 and, within one, of days; what is owned by -1 is left out. It
// returns where each owner's begin (n+1 numbers) and where each thing went.
func sorted[T any](things []T, n int, owner func(*T) int32, day func(*T) calendar.Day) (out []T, starts, place []int32) {
	starts = make([]int32, n+1)
	place = make([]int32, len(things))
	for i := range things {
		if o := owner(&things[i]); o >= 0 {
			starts[o+1]++
		}
	}
	for o := range n {
		starts[o+1] += starts[o]
	}
	filled := make([]int32, n)
	from := make([]int32, starts[n])
	for i := range things {
		o := owner(&things[i])
		if o < 0 {
			continue
		}
		at := starts[o] + filled[o]
		filled[o]++
		for ; at > starts[o] && day(&things[from[at-1]]) > day(&things[i]); at-- {
			from[at] = from[at-1]
		}
		from[at] = int32(i)
	}
	out = make([]T, starts[n])
	for k, i := range from {
		out[k], place[i] = things[i], int32(k)
	}
	return out, starts, place
}

// orderEvents groups the planned entries by contract, in the order of days.
func (b *branch) orderEvents() {
	of := make([]int32, len(b.loans))
	for k := range b.books {
		of[b.books[k].loan] = int32(k)
	}
	events, starts, place := sorted(b.events, len(b.books), func(e *event) int32 { return of[e.loan] }, func(e *event) calendar.Day { return e.day })
	for k := range events {
		if r := events[k].reverses; r >= 0 {
			events[k].reverses = place[r]
		}
	}
	for k := range b.books {
		b.books[k].events, b.books[k].end = starts[k], starts[k+1]
	}
	b.events = events
}

func (b *branch) orderSavings() {
	of := make([]int32, len(b.households))
	for k, h := range b.order {
		of[h] = int32(k)
	}
	savings, starts, place := sorted(b.savings, len(b.order), func(v *saving) int32 { return of[v.household] }, func(v *saving) calendar.Day { return v.day })
	for k := range savings {
		if r := savings[k].reverses; r >= 0 {
			savings[k].reverses = place[r]
		}
	}
	b.savings, b.saveAt = savings, starts
}

// slotsOf is how many entry numbers a day has in a nation whose largest branch has so many households.
func slotsOf(households, years int) int64 {
	return 1 << bits.Len(uint(households*(10+2*years)+2048))
}

// An entry number is the day of booking, a slot within it, and the branch; it grows with booked_at. Of a day's slots the
// first half is for entries computed by the month, a quarter for planned ones, a quarter for computed ones booked late.
// numbers gives planned entries theirs.
func (b *branch) numbers() func(booked calendar.Day) int64 {
	slots := make([]int64, b.end-b.opening+200) // entries may be booked weeks after the end
	return func(day calendar.Day) int64 {
		n := &slots[day-b.opening]
		*n += 1 + int64(below(draw(b.seed, uint64(day), uint64(*n)), 2))
		return b.entry(day, b.width/2+*n)
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
