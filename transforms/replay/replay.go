package replay

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/calendar"
)

// Replay carries a branch from month to month. It is not safe for use by several goroutines, but
// the results of a month may be read by several at once.
type Replay struct {
	b       *Branch
	mem     memory.Allocator
	offices codes // those of the branch and of its deposit entries
	loans   []loan
	first   []calendar.Day // per contract, the day of its first entry
	lent    *closing
	savings savings
	saved   *depositClosing
	asOf    calendar.Day // never: no month yet
	below   []below
	sums    sums
	err     error // of a month that failed: the state is worth nothing since
}

// New begins before the first month of the branch's ledgers. Batches are built in mem.
func New(b *Branch, mem memory.Allocator) *Replay {
	r := &Replay{
		b: b, mem: mem, offices: b.offices.clone(), asOf: never,
		loans: large[loan](len(b.contract)), first: make([]calendar.Day, len(b.contract)), lent: newClosing(b),
	}
	r.savings.expect(len(b.customers))
	r.saved = newDepositClosing(b.nation, &r.savings)
	return r
}

// Month applies the entries of asOf's calendar month and looks at everything on asOf, which is the
// month's last day or, in the open month, the last day taken. The rows must be those of the branch,
// sorted as schemas.LoanLedger and schemas.DepositLedger say, with posted_on from the month's first
// day to asOf; batches may be split anywhere. Months follow one another without gaps.
//
// It is an error when rows are out of order, of another month, of a contract that loan_contract
// does not have, of a kind that the ledger does not allow, or when a sum leaves 64 bits. After an
// error the replay has no state any more and refuses to go on.
func (r *Replay) Month(asOf calendar.Day, loans, deposits iter.Seq2[arrow.RecordBatch, error]) error {
	rows := r.b.Read(asOf, loans, deposits)
	defer rows.Stop()
	return r.Apply(rows, func() { /* nothing follows */ })
}

// Apply is [Replay.Month] of rows that [Branch.Read] reads ahead. It calls free once, when it is through
// with one of the ledgers and a processor gets free: the time to begin to read the next month.
func (r *Replay) Apply(rows *Rows, free func()) (err error) {
	asOf := rows.asOf
	if r.err != nil {
		return r.err
	}
	if r.asOf != never && asOf.Month() != r.asOf.Month()+1 {
		return fmt.Errorf("replay %s: %s does not follow %s\nreplay every month in turn, or restore the month before", r.b.code, asOf.Month(), r.asOf)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("replay %s on %s: %w", r.b.code, asOf, err)
			r.err = errors.Join(errors.New("an earlier month failed"), err)
		}
	}()
	r.asOf = asOf
	on := newPeriods(asOf)
	lent := &loanPass{periods: on, b: r.b, loans: r.loans, first: r.first, close: r.lent}
	saved := &depositPass{periods: on, n: r.b.nation, offices: &r.offices, savings: &r.savings, close: r.saved}
	var g errgroup.Group
	once := sync.OnceFunc(free)
	g.Go(func() error {
		defer once()
		r.lent.begin(on, r.loans)
		return lent.run(rows.loans)
	})
	g.Go(func() error {
		defer once()
		r.saved.begin(on)
		return saved.run(rows.deposits)
	})
	if err := g.Wait(); err != nil {
		return err
	}
	r.below = slices.Concat(lent.below, saved.below)
	slices.SortFunc(r.below, below.compare)
	if !r.sums.rollUp(r.lent, r.saved) {
		return errors.New("sums of the indicators leave 64 bits")
	}
	for k := range r.sums.cuts {
		if c := &r.sums.cuts[k]; len(c.sorted) < len(c.keys) {
			c.sort(r.keyRanks(k))
		}
	}
	return nil
}
