package simulate

import "github.com/uythac/uythac/calendar"

// depositLedger writes the deposit ledger of a range of months: planned entries and regular deposits at each session.
func (b *branch) depositLedger(s *sheet, c chunk) {
	codes := make([]string, len(b.offices))
	for i, o := range b.offices {
		codes[i] = o.code
	}
	s.words(3, codes...)
	s.words(6, depositTypes...)
	if c.hasOpening(b) {
		b.savingsOf(s, b.opening, b.opening)
	}
	for m := c.from; m <= c.to; m++ {
		clerk, first, last := b.clerk(m), m.First(), m.Last()
		plan, start := b.planOf(m)
		var code, account [14]byte
		for o, h := range b.order {
			hh := &b.households[h]
			if hh.group < 0 {
				continue
			}
			var r regular
			if int(h) < len(plan) {
				r = plan[h]
			}
			place := &b.communes[b.groups[hh.group].commune]
			day := first + calendar.Day(place.session) - 1
			if at := int16(day - start); r.unit > 0 && at >= r.from && at <= r.to && b.saves(h, m) {
				id, booked := clerk.number(day, first, draw(b.seed^0x2545f491, uint64(h), uint64(m)))
				b.customerCode(code[:0], h)
				b.writeSaving(s, id, int32(day), booked, int16(place.office), code[:10], b.account(account[:0], h, false), depDeposit, int64(r.unit), null64)
			}
			if b.saveAt[o] < b.saveAt[o+1] {
				b.savingRows(s, o, first, last)
			}
		}
	}
}

// planOf finds the regular savings of a month and the first day of its span.
func (b *branch) planOf(m calendar.Month) ([]regular, calendar.Day) {
	for s, sp := range b.spans {
		if sp.from <= m && m <= sp.to {
			return b.regular[s], sp.first
		}
	}
	return nil, 0
}

func (b *branch) savingsOf(s *sheet, first, last calendar.Day) {
	for o := range b.order {
		b.savingRows(s, o, first, last)
	}
}

func (b *branch) savingRows(s *sheet, o int, first, last calendar.Day) {
	h := b.order[o]
	var code, account [14]byte
	for i := b.saveAt[o]; i < b.saveAt[o+1]; i++ {
		v := &b.savings[i]
		if v.day < first || v.day > last {
			continue
		}
		reverses := int64(null64)
		if v.reverses >= 0 {
			reverses = v.reversesID
		}
		place := b.communes[b.groups[b.households[h].group].commune].office
		b.writeSaving(s, v.id, int32(v.day), b.moment(v.id), int16(place), b.customerCode(code[:0], h), b.account(account[:0], h, v.second), v.kind, v.amount, reverses)
	}
}

func (b *branch) writeSaving(s *sheet, id int64, day int32, booked int64, office int16, code, account []byte, kind uint8, amount, reverses int64) {
	s.large(0, id)
	s.small(1, day)
	s.large(2, booked)
	s.small(3, int32(office))
	s.bytes(4, code)
	s.bytes(5, account)
	s.small(6, int32(kind))
	s.large(7, amount)
	s.large(8, reverses)
	s.row()
}

// customerCode appends the ten digits of a customer: the branch and a number in it.
func (b *branch) customerCode(to []byte, h int32) []byte {
	return number(to, int64(b.index+1)*10_000_000+int64(b.customers[h]), 10)
}

// account appends the number of a customer's first or second deposit account.
func (b *branch) account(to []byte, h int32, second bool) []byte {
	to = append(to, "TK"...)
	to = b.customerCode(to, h)
	if second {
		return append(to, "02"...)
	}
	return append(to, "01"...)
}
