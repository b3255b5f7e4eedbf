package replay

import (
	"fmt"
	"iter"
	"math"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
)

// loanRows are a batch of loan entries, looked at as far as that needs no state of their contracts:
// which contract, which effect, whether in order.
type loanRows struct {
	batch                        arrow.RecordBatch // has the memory of the columns
	id, amount                   []int64
	posted                       []arrow.Date32
	effect                       []uint8 // a number of effects
	rebooking                    *array.Boolean
	reverses                     *array.Int64
	backs                        []int32 // rows that take another back
	maturity, original, standing days

	starts []int32 // rows whose contract may be another than that of the row before, and the number of rows
	runs   []loanRun
}

// loanRun is neighbouring rows of one contract.
type loanRun struct {
	ord      int32
	to       int32 // its rows are those from the run before up to this one
	interest bool  // these are the contract's only rows, all of interest, and none takes back another
}

// loanReader makes loanRows of batches.
type loanReader struct {
	periods
	b *Branch

	ord  int32        // contract of the row before; none before the first
	last calendar.Day // of that row
	id   int64
}

// doneWith gives back what rows hold, and keeps their memory for the next ones.
func (b *Branch) doneWith(r *loanRows) {
	if r != nil {
		r.batch.Release()
		b.spare.Put(r)
	}
}

// read looks at batches of loan_ledger; an error comes after the rows before it.
func (m *loanReader) read(batches iter.Seq2[arrow.RecordBatch, error]) iter.Seq2[*loanRows, error] {
	return func(yield func(*loanRows, error) bool) {
		m.ord = none
		for rec, err := range batches {
			b := batch{rec: rec, err: err}
			if err == nil {
				if b.n = int(rec.NumRows()); b.n == 0 {
					continue
				}
				r := m.batch(&b)
				if more := yield(r, nil); !more {
					return
				}
			}
			if b.err != nil {
				yield(nil, fmt.Errorf("reading loan_ledger: %w", b.err))
				return
			}
		}
	}
}

// batch looks at one batch, whose memory it keeps; the batch has the error of what comes after the runs.
func (m *loanReader) batch(b *batch) *loanRows {
	r, ok := m.b.spare.Get().(*loanRows)
	if !ok {
		r = new(loanRows)
	}
	b.rec.Retain()
	r.batch, r.runs = b.rec, slices.Grow(r.runs[:0], b.n)
	r.columns(b)
	words := b.words("contract_no")
	posted, ids, kinds, amounts := r.posted, r.id, r.effect, r.amount
	r.starts = append(words.changes(r.starts[:0], b.n), int32(b.n))
	run := loanRun{ord: m.ord} // the contract of the batch before may go on
	for k := 0; k < len(r.starts)-1 && b.err == nil; k++ {
		from, to := int(r.starts[k]), int(r.starts[k+1])
		if b.err = m.contract(words.at(from)); b.err != nil {
			break
		}
		if m.ord != run.ord {
			r.end(run, from)
			run = loanRun{ord: m.ord, interest: true}
		}
		for i := from; i < to; i++ {
			on, id, e := calendar.Day(posted[i]), ids[i], &effects[kinds[i]]
			if on < m.last || on == m.last && id <= m.id || on > m.asOf || !e.ok || amounts[i] <= 0 {
				b.err = m.refuse(r, i)
				break
			}
			m.last, m.id = on, id
			run.interest = run.interest && e.unpaid != 0
		}
	}
	if b.err == nil {
		run.interest = false // the batch after may go on
		r.end(run, b.n)
	}
	r.takeBack()
	return r
}

// end ends a run, if it has rows.
func (r *loanRows) end(run loanRun, to int) {
	if run.to = int32(to); to > 0 {
		r.runs = append(r.runs, run)
	}
}

// takeBack looks at the runs with rows that take others back.
func (r *loanRows) takeBack() {
	at := 0
	for _, row := range r.backs {
		for at < len(r.runs) && r.runs[at].to <= row {
			at++
		}
		if at < len(r.runs) {
			r.runs[at].interest = false
		}
	}
}

// columns takes the columns of a batch.
func (r *loanRows) columns(b *batch) {
	r.id, r.posted, r.amount, r.rebooking = b.int64s("entry_id"), b.dates("posted_on"), b.int64s("amount"), typed[*array.Boolean](b, "rebooking")
	r.reverses, r.maturity, r.original, r.standing = typed[*array.Int64](b, "reverses_entry_id"), b.days("new_maturity_on"), b.days("reverses_posted_on"), b.days("standing_activity_on")
	r.effect, r.backs = resize(r.effect, b.n), r.backs[:0]
	clear(r.effect)
	b.code("entry_type", loanTypes, 4, r.effect)
	b.code("from_class", classes, 2, r.effect)
	b.code("to_class", classes, 0, r.effect)
	if b.err != nil {
		return
	}
	r.backs = filled(r.reverses, r.backs)
	for _, i := range r.backs { // the classes of a reversal are swapped
		e := r.effect[i]
		r.effect[i] = e&0xf0 | e<<2&0xc | e>>2&3
	}
}

// back tells whether a row takes another back.
func (r *loanRows) back(i int) bool { return len(r.backs) > 0 && r.reverses.IsValid(i) }

// contract moves on to the contract no, unless it is the one at hand; it must not come before that.
func (m *loanReader) contract(no string) error {
	all := &m.b.contracts
	ord := all.seek(m.b.tails, max(m.ord, 0), no)
	switch {
	case ord == none && all.find(no) == none:
		return fmt.Errorf("contract %s is not in loan_contract of the branch", no)
	case ord == none:
		return fmt.Errorf("contract %s comes after %s: rows must be sorted by contract, day and entry", no, all.at(m.ord))
	case ord == m.ord:
		return nil
	}
	m.ord, m.last, m.id = ord, m.monthStart-1, math.MaxInt64
	return nil
}

// refuse says what is wrong with a row: the ledger must allow it, it must come after the one before, and lie in its month.
func (m *loanReader) refuse(r *loanRows, i int) error {
	on, id, no := calendar.Day(r.posted[i]), r.id[i], m.b.contracts.at(m.ord)
	switch {
	case on < m.monthStart || on > m.asOf:
		return fmt.Errorf("contract %s has an entry on %s, outside %s to %s", no, on, m.monthStart, m.asOf)
	case on < m.last:
		return fmt.Errorf("contract %s has %s after %s: rows must be sorted by contract, day and entry", no, on, m.last)
	case on == m.last && id <= m.id:
		return fmt.Errorf("entry %d of contract %s comes after entry %d: rows must be sorted by contract, day and entry", id, no, m.id)
	}
	return fmt.Errorf("entry %d of contract %s is not one that the ledger allows", id, no)
}
