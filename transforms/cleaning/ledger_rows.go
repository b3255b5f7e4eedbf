package cleaning

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// ledgerRows is a batch of a ledger's columns, ready to be read row by row.
type ledgerRows struct {
	table *schemas.Table
	batch arrow.RecordBatch

	id, amount, reverses *array.Int64
	posted, newMaturity  *array.Date32
	booked               *array.Timestamp
	rebooking            *array.Boolean
	typ, from, to        codeColumn
	office               codeColumn
	who, account         textColumn
	key                  []byte
}

const (
	unknown       = 255 // a class that there is not
	unknownNumber = -1
)

// newRows finds a ledger's columns in a batch.
func (l *Ledger) newRows(batch arrow.RecordBatch) (*ledgerRows, error) {
	r := &ledgerRows{table: l.Table, batch: batch}
	types := map[string]int{}
	for _, t := range l.types {
		types[typeNames[t]] = int(t)
	}
	offices := l.books.codes[schemas.TransactionOffice.Name].index
	find := func(v []byte) int {
		if n, ok := offices.find(v); ok {
			return n
		}
		return unknownNumber
	}
	var err error
	pick(batch, "entry_id", &r.id, &err)
	pick(batch, "posted_on", &r.posted, &err)
	pick(batch, "booked_at", &r.booked, &err)
	pick(batch, "amount", &r.amount, &err)
	pick(batch, "reverses_entry_id", &r.reverses, &err)
	pickCodes(batch, "office_code", &r.office, find, &err)
	pickCodes(batch, "entry_type", &r.typ, func(v []byte) int { return types[string(v)] }, &err)
	if l.isDeposit() {
		pickText(batch, "customer_code", &r.who, &err)
		pickText(batch, "account_no", &r.account, &err)
		return r, err
	}
	pickText(batch, "contract_no", &r.who, &err)
	pick(batch, "new_maturity_on", &r.newMaturity, &err)
	pick(batch, "rebooking", &r.rebooking, &err)
	class := func(v []byte) int {
		for i, name := range classNames[1:] {
			if string(v) == name {
				return i + 1
			}
		}
		return unknown
	}
	pickCodes(batch, "from_class", &r.from, class, &err)
	pickCodes(batch, "to_class", &r.to, class, &err)
	return r, err
}

// faults finds rows with cells that do not parse or that are missing.
func (r *ledgerRows) faults(bad []BadCell) map[int]Finding {
	found := map[int]Finding{}
	report := func(row int, reason Reason, detail string) {
		if _, known := found[row]; !known {
			found[row] = Finding{row, reason, detail}
		}
	}
	for _, b := range bad {
		c, _ := r.table.Column(r.batch.Schema().Field(b.Column).Name)
		report(b.Row, badCell(c), fmt.Sprintf("%s is %q", c.Name, b.Text))
	}
	for i, field := range r.batch.Schema().Fields() {
		a := r.batch.Column(i)
		if c, _ := r.table.Column(field.Name); c.Null || a.NullN() == 0 {
			continue
		}
		for row := range a.Len() {
			if a.IsNull(row) {
				report(row, MissingValue, field.Name+" is missing")
			}
		}
	}
	return found
}

// entry reads a row, but for who it is about and its office. Nulls give zeros.
func (r *ledgerRows) entry(row int) Entry {
	e := Entry{
		ID: r.id.Value(row), Booked: int64(r.booked.Value(row)), Amount: r.amount.Value(row),
		Posted: calendar.Day(r.posted.Value(row)), Type: uint8(r.typ.value(row)),
	}
	if r.reverses.IsValid(row) {
		e.Reverses, e.Flags = r.reverses.Value(row), reversal
	}
	if r.rebooking == nil {
		return e
	}
	e.From, e.To = uint8(r.from.value(row)), uint8(r.to.value(row))
	if r.rebooking.IsValid(row) && r.rebooking.Value(row) {
		e.Flags |= rebooked
	}
	if r.newMaturity.IsValid(row) {
		e.NewMaturity = calendar.Day(r.newMaturity.Value(row))
		e.Flags |= matures
	}
	return e
}

// pick finds a column of an Arrow type in a batch.
func pick[A arrow.Array](batch arrow.RecordBatch, name string, to *A, err *error) {
	at := batch.Schema().FieldIndices(name)
	if len(at) == 1 {
		if a, ok := batch.Column(at[0]).(A); ok {
			*to = a
			return
		}
	}
	if *err == nil {
		*err = fmt.Errorf("the batch has no column %s of the type wanted", name)
	}
}

// codeColumn is a column of codes whose distinct values were numbered once.
type codeColumn struct {
	array   *array.Dictionary
	index   []int32
	numbers []int // of each dictionary value
}

func pickCodes(batch arrow.RecordBatch, name string, to *codeColumn, number func([]byte) int, err *error) {
	pick(batch, name, &to.array, err)
	if *err != nil {
		return
	}
	values, ok := to.array.Dictionary().(*array.String)
	indices, ok2 := to.array.Indices().(*array.Int32)
	if !ok || !ok2 {
		*err = fmt.Errorf("the batch's column %s is %s", name, to.array.DataType())
		return
	}
	to.index, to.numbers = indices.Int32Values(), make([]int, values.Len())
	for i := range to.numbers {
		to.numbers[i] = number([]byte(values.Value(i)))
	}
}

// value is the row's number, 0 for NULL.
func (c *codeColumn) value(row int) int {
	if c.array.IsNull(row) {
		return 0
	}
	return c.numbers[c.index[row]]
}

// textColumn is a column of texts without a copy.
type textColumn struct {
	data  []byte
	ends  []int32
	first int32
}

func pickText(batch arrow.RecordBatch, name string, to *textColumn, err *error) {
	var a *array.String
	pick(batch, name, &a, err)
	if *err == nil && a.Len() > 0 {
		to.data, to.ends = a.ValueBytes(), a.ValueOffsets()
		to.first = to.ends[0]
	}
}

func (c *textColumn) at(row int) []byte { return c.data[c.ends[row]-c.first : c.ends[row+1]-c.first] }
