package simulate

import "github.com/uythac/uythac/calendar"

// chunk is a range of months of a ledger; other tables come whole, with the first chunk.
type chunk struct{ from, to calendar.Month }

// hasOpening tells whether the chunk is the one that also holds the opening day.
func (c chunk) hasOpening(b *branch) bool { return c.from == b.first }

// clerk numbers the entries that are computed month by month.
type clerk struct {
	b     *branch
	slots [32]int64
	late  int64
	month calendar.Month
}

func (b *branch) clerk(m calendar.Month) *clerk { return &clerk{b: b, month: m} }

// number books an entry of a day: mostly the same day, a few in a thousand up to twenty days later.
func (c *clerk) number(day, first calendar.Day, x uint64) (id, booked int64) {
	if x&1023 < 4 {
		c.late++
		on := day + 2 + calendar.Day(x>>10%19)
		slot := c.b.width*3/4 + int64(on.Month()-c.month)*c.b.width/32 + c.late
		return c.b.entry(on, slot), c.b.bookedAt(on, slot)
	}
	n := &c.slots[day-first]
	*n += 1 + int64(x>>20&1)
	return c.b.entry(day, *n), c.b.bookedAt(day, *n)
}

// loanLedger writes the loan ledger of a range of months: planned entries, and interest due and paid at each
// commune's session.
func (b *branch) loanLedger(s *sheet, c chunk) {
	b.loanWords(s)
	if c.hasOpening(b) {
		for k := range b.books {
			bk := &b.books[k]
			for i := bk.events; i < bk.end && b.events[i].day <= b.opening; i++ {
				b.writeEvent(s, bk, &b.events[i])
			}
		}
	}
	for m := c.from; m <= c.to; m++ {
		clerk, first, last := b.clerk(m), m.First(), m.Last()
		for k := range b.books {
			bk := &b.books[k]
			if bk.events == bk.end || b.events[bk.events].day > last {
				continue
			}
			b.interest(s, clerk, bk, k, m, first)
			for i := bk.events; i < bk.end; i++ {
				if e := &b.events[i]; e.day >= first && e.day <= last {
					b.writeEvent(s, bk, e)
				}
			}
		}
	}
}

func (b *branch) loanWords(s *sheet) {
	codes := make([]string, len(b.offices))
	for i, o := range b.offices {
		codes[i] = o.code
	}
	s.words(3, codes...)
	s.words(5, loanTypes...)
	s.words(6, classNames...)
	s.words(7, classNames...)
}

// classCode is the position of a class in its dictionary, NULL outside.
var classCode = [...]int32{0, 1, 2, null32}

func (b *branch) writeEvent(s *sheet, bk *book, e *event) {
	office, due, reverses := bk.office, int32(null32), int64(null64)
	if e.office >= 0 {
		office = e.office
	}
	if e.newDue != 0 {
		due = int32(e.newDue)
	}
	if e.reverses >= 0 {
		reverses = e.reversesID
	}
	b.writeLoan(s, bk, e.id, int32(e.day), b.moment(e.id), office, e.kind, e.from, e.to, e.amount, due, e.rebooking, reverses)
}

func (b *branch) writeLoan(s *sheet, bk *book, id int64, day int32, booked int64, office int16, kind, from, to uint8, amount int64, due int32, rebooking bool, reverses int64) {
	s.large(0, id)
	s.small(1, day)
	s.large(2, booked)
	s.small(3, int32(office))
	s.bytes(4, bk.no[:])
	s.small(5, int32(kind))
	s.small(6, classCode[from])
	s.small(7, classCode[to])
	s.large(8, amount)
	s.small(9, due)
	s.flag(10, rebooking)
	s.large(11, reverses)
	s.row()
}
