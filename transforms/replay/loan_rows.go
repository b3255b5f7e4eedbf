package replay

import (
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
)

// loanRows are a batch of loan entries, looked at as far as that needs no state of their contracts:
// which contract, which effect, whether in order, and what entries of interest add up to.
type loanRows struct {
	batch                        arrow.RecordBatch // has the memory of the columns
	id, amount                   []int64
	posted                       []arrow.Date32
	effect                       []uint8 // a number of effects
	rebooking                    *array.Boolean
	reverses                     *array.Int64
	reversed                     bool // some row is a reversal
	maturity, original, standing days

	runs  []loanRun
	flows []flowed // of runs of interest
}

// loanRun is neighbouring rows of one contract.
type loanRun struct {
	ord      int32
	to       int32        // its rows are those from the run before up to this one
	flows    int32        // and so are its flows, which only runs of interest have
	active   calendar.Day // then: the latest activity; never: none
	interest bool         // these are the contract's only rows, all of interest, and none takes back another
}

// loanReader makes loanRows of batches.
type loanReader struct {
	periods
	b *Branch

	ord  int32        // contract of the row before; none before the first
	last calendar.Day // of that row
	id   int64

	sums movements // scratch: those of a run
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
	r.batch, r.runs, r.flows = b.rec, slices.Grow(r.runs[:0], b.n), slices.Grow(r.flows[:0], b.n)
	r.columns(b)
	words := b.words("contract_no")
	for i, next := 0, ""; i < b.n && b.err == nil; {
		to, no := i+1, next
		if i == 0 {
			no = words.at(0)
		}
		for to < b.n {
			if !words.again(to) {
				if next = words.at(to); next != no {
					break
				}
			}
			to++
		}
		b.err = m.run(r, no, i, to, to < b.n)
		i = to
	}
	return r
}

// columns takes the columns of a batch.
func (r *loanRows) columns(b *batch) {
	r.id, r.posted, r.amount, r.rebooking = b.int64s("entry_id"), b.dates("posted_on"), b.int64s("amount"), typed[*array.Boolean](b, "rebooking")
	r.reverses, r.maturity, r.original, r.standing = typed[*array.Int64](b, "reverses_entry_id"), b.days("new_maturity_on"), b.days("reverses_posted_on"), b.days("standing_activity_on")
	r.effect = resize(r.effect, b.n)
	clear(r.effect)
	b.code("entry_type", loanTypes, 4, r.effect)
	b.code("from_class", classes, 2, r.effect)
	b.code("to_class", classes, 0, r.effect)
	if b.err != nil {
		return
	}
	if r.reversed = r.reverses.NullN() < b.n; !r.reversed {
		return
	}
	for i, e := range r.effect {
		if r.reverses.IsValid(i) { // the classes of a reversal are swapped
			r.effect[i] = e&0xf0 | e<<2&0xc | e>>2&3
		}
	}
}

// back tells whether a row takes another back.
func (r *loanRows) back(i int) bool { return r.reversed && r.reverses.IsValid(i) }

// run looks at neighbouring rows of one contract; whole: the batch after has no more.
func (m *loanReader) run(r *loanRows, no string, from, to int, whole bool) error {
	if from > 0 || m.ord == none || m.b.contracts.at(m.ord) != no { // runs of a batch are of different contracts
		if err := m.contract(no); err != nil {
			return err
		}
	} else {
		whole = false
	}
	run := loanRun{ord: m.ord, to: int32(to), interest: whole}
	for i := from; i < to; i++ {
		if err := m.entry(r, i); err != nil {
			return err
		}
		run.interest = run.interest && effects[r.effect[i]].interest && !r.back(i)
	}
	if run.interest && !m.sum(r, &run, from) {
		return fmt.Errorf("sums of contract %s leave 64 bits", no)
	}
	run.flows = int32(len(r.flows))
	r.runs = append(r.runs, run)
	return nil
}

// contract moves on to the contract no, which must come after the one at hand.
func (m *loanReader) contract(no string) error {
	ord, all := m.ord+1, &m.b.contracts
	for int(ord) < all.len() && all.at(ord) != no {
		ord++
	}
	switch {
	case int(ord) < all.len():
	case all.find(no) == none:
		return fmt.Errorf("contract %s is not in loan_contract of the branch", no)
	default:
		return fmt.Errorf("contract %s comes after %s: rows must be sorted by contract, day and entry", no, all.at(m.ord))
	}
	m.ord, m.last = ord, never
	return nil
}

// entry checks that a row is one that the ledger allows, comes after the one before, and in its month.
func (m *loanReader) entry(r *loanRows, i int) error {
	on, id, no := calendar.Day(r.posted[i]), r.id[i], m.ord
	switch {
	case on < m.monthStart || on > m.asOf:
		return fmt.Errorf("contract %s has an entry on %s, outside %s to %s", m.b.contracts.at(no), on, m.monthStart, m.asOf)
	case on < m.last:
		return fmt.Errorf("contract %s has %s after %s: rows must be sorted by contract, day and entry", m.b.contracts.at(no), on, m.last)
	case on == m.last && id <= m.id:
		return fmt.Errorf("entry %d of contract %s comes after entry %d: rows must be sorted by contract, day and entry", id, m.b.contracts.at(no), m.id)
	case !effects[r.effect[i]].ok || r.amount[i] <= 0:
		return fmt.Errorf("entry %d of contract %s is not one that the ledger allows", id, m.b.contracts.at(no))
	}
	m.last, m.id = on, id
	return nil
}

// sum adds up the rows of a run of interest; ok is false when a sum leaves 64 bits.
func (m *loanReader) sum(r *loanRows, run *loanRun, from int) (ok bool) {
	var over overflow
	run.active = never
	for i := from; i < int(run.to); i++ {
		e := &effects[r.effect[i]]
		m.sums.add(&over, e.flow, r.amount[i])
		if e.activity {
			run.active = calendar.Day(r.posted[i])
		}
	}
	r.flows = m.sums.moveTo(r.flows, run.ord)
	return !over.yes()
}
