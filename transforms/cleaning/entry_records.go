package cleaning

import (
	"bytes"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
)

// Record gives entries, in their order, as the lake keeps them (schemas.Table.Arrow); the caller
// releases it. It is one batch, because Parquet's writer gives up a column's dictionary when it
// changes from batch to batch. standing is what Activity.Month gave.
func (l *Ledger) Record(mem memory.Allocator, entries []Entry, branch string, standing map[int64]calendar.Day) arrow.RecordBatch {
	schema := l.Table.Arrow()
	arrays := make([]arrow.Array, schema.NumFields())
	for i, field := range schema.Fields() {
		arrays[i] = l.build(mem, field.Name, entries, branch, standing)
		defer arrays[i].Release()
	}
	return array.NewRecordBatch(schema, arrays, int64(len(entries)))
}

// build makes one column.
func (l *Ledger) build(mem memory.Allocator, name string, es []Entry, branch string, standing map[int64]calendar.Day) arrow.Array {
	switch name {
	case "entry_id":
		return longs(mem, es, func(e *Entry) (int64, bool) { return e.ID, true })
	case "amount":
		return longs(mem, es, func(e *Entry) (int64, bool) { return e.Amount, true })
	case "reverses_entry_id":
		return longs(mem, es, func(e *Entry) (int64, bool) { return e.Reverses, e.is(reversal) })
	case "booked_at":
		return timestamps(mem, es)
	case "posted_on":
		return days(mem, es, func(e *Entry) (calendar.Day, bool) { return e.Posted, true })
	case "new_maturity_on":
		return days(mem, es, func(e *Entry) (calendar.Day, bool) { return e.NewMaturity, e.is(matures) })
	case "reverses_posted_on":
		return days(mem, es, func(e *Entry) (calendar.Day, bool) { return l.reversals.targets[e.Reverses].Posted, e.is(reversal) })
	case "standing_activity_on":
		return days(mem, es, func(e *Entry) (calendar.Day, bool) {
			if !e.is(reversal) {
				return 0, false
			}
			day, ok := standing[e.ID]
			return day, ok
		})
	case "rebooking":
		b := array.NewBooleanBuilder(mem)
		defer b.Release()
		b.Reserve(len(es))
		for i := range es {
			b.UnsafeAppend(es[i].is(rebooked))
		}
		return b.NewArray()
	case "entry_type":
		return codesOf(mem, es, func(e *Entry) int { return int(e.Type) }, func(n int) string { return typeNames[n] })
	case "from_class":
		return codesOf(mem, es, func(e *Entry) int { return int(e.From) - 1 }, func(n int) string { return classNames[n+1] })
	case "to_class":
		return codesOf(mem, es, func(e *Entry) int { return int(e.To) - 1 }, func(n int) string { return classNames[n+1] })
	case "office_code":
		return codesOf(mem, es, func(e *Entry) int { return int(e.Office) }, func(n int) string { return string(l.officeCode(uint32(n))) })
	case "branch_code":
		return codesOf(mem, es, func(*Entry) int { return 0 }, func(int) string { return branch })
	case "contract_no":
		return textArray(mem, es, func(e *Entry) []byte { return l.books.contractNo(e.Who) })
	case "customer_code":
		return textArray(mem, es, func(e *Entry) []byte { customer, _ := l.accountParts(e.Who); return customer })
	default: // account_no
		return textArray(mem, es, func(e *Entry) []byte { _, account := l.accountParts(e.Who); return account })
	}
}

// accountParts splits the account of a rank.
func (l *Ledger) accountParts(rank uint32) (customer, account []byte) {
	customer, account, _ = bytes.Cut(l.accounts.texts.at(int(l.sorted[rank])), []byte{0})
	return customer, account
}

func longs(mem memory.Allocator, es []Entry, value func(*Entry) (int64, bool)) arrow.Array {
	b := array.NewInt64Builder(mem)
	defer b.Release()
	b.Reserve(len(es))
	for i := range es {
		if v, ok := value(&es[i]); ok {
			b.UnsafeAppend(v)
		} else {
			b.UnsafeAppendBoolToBitmap(false)
		}
	}
	return b.NewArray()
}

func timestamps(mem memory.Allocator, es []Entry) arrow.Array {
	b := array.NewTimestampBuilder(mem, &arrow.TimestampType{Unit: arrow.Microsecond})
	defer b.Release()
	b.Reserve(len(es))
	for i := range es {
		b.UnsafeAppend(arrow.Timestamp(es[i].Booked))
	}
	return b.NewArray()
}

func days(mem memory.Allocator, es []Entry, value func(*Entry) (calendar.Day, bool)) arrow.Array {
	b := array.NewDate32Builder(mem)
	defer b.Release()
	b.Reserve(len(es))
	for i := range es {
		if v, ok := value(&es[i]); ok {
			b.UnsafeAppend(arrow.Date32(v))
		} else {
			b.UnsafeAppendBoolToBitmap(false)
		}
	}
	return b.NewArray()
}

func textArray(mem memory.Allocator, es []Entry, value func(*Entry) []byte) arrow.Array {
	b := array.NewStringBuilder(mem)
	defer b.Release()
	b.Reserve(len(es))
	for i := range es {
		b.BinaryBuilder.Append(value(&es[i]))
	}
	return b.NewArray()
}

func codesOf(mem memory.Allocator, es []Entry, number func(*Entry) int, text func(int) string) arrow.Array {
	of := func(i int) int { return number(&es[i]) }
	set := newCodeSet(mem, len(es), of, text)
	defer set.release()
	return set.array(mem, len(es), of)
}
