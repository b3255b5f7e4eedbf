package replay

import (
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
)

// Rows are a month's entries of both ledgers, read ahead of the replay: while one month is rolled up
// the next one's are decoded already, and looked at as far as that needs no state.
type Rows struct {
	asOf     calendar.Day
	loans    iter.Seq2[*loanRows, error]
	deposits iter.Seq2[arrow.RecordBatch, error]
	stop     [2]func()
}

// Read begins to read the entries of asOf's month; see [Replay.Month] for what they must be. Stop must
// be called in the end.
func (b *Branch) Read(asOf calendar.Day, loans, deposits iter.Seq2[arrow.RecordBatch, error]) *Rows {
	r := &Rows{asOf: asOf}
	reader := loanReader{periods: newPeriods(asOf), b: b}
	r.loans, r.stop[0] = inFront(reader.read(loans), b.doneWith)
	r.deposits, r.stop[1] = Ahead(deposits)
	return r
}

// Stop ends the reading, wherever it is. It may be called again, and on no rows.
func (r *Rows) Stop() {
	if r == nil {
		return
	}
	for _, stop := range r.stop {
		stop()
	}
}
