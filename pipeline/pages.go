package pipeline

import (
	"iter"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/replay"
)

// Pages reads files of a raw table, the columns that the replay looks at, with its own page reader;
// the next batch is decoded while one is looked at. A part without a file has no rows; a batch is
// valid until the next is asked for.
func Pages(t *schemas.Table, parts []lake.Part) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		rows, stop := replay.Ahead(pages(t, parts, memory.DefaultAllocator))
		defer stop()
		rows(yield)
	}
}

func pages(t *schemas.Table, parts []lake.Part, mem memory.Allocator) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for _, p := range parts {
			if p.Path == "" {
				continue
			}
			if more := filePages(t, p, mem, yield); !more {
				return
			}
		}
	}
}

func filePages(t *schemas.Table, p lake.Part, mem memory.Allocator, yield func(arrow.RecordBatch, error) bool) (more bool) {
	f, err := os.Open(p.Path)
	if err != nil {
		yield(nil, err)
		return false
	}
	defer func() { _ = f.Close() }() // it was only read
	for batch, err := range replay.ReadTable(f, p.Bytes, t, replay.Columns(t.Name), mem) {
		if !yield(batch, err) || err != nil {
			return false
		}
	}
	return true
}

// MonthPages are both ledgers of a branch's month, decoded ahead of the replay: while one month is
// rolled up the next one's files are read already.
type MonthPages struct {
	Loans, Deposits iter.Seq2[arrow.RecordBatch, error]
	stop            []func()
}

// NewMonthPages begins to read; the parts are those of the month. mem, which [replay.Recycle] gave, is
// shared by the months.
func NewMonthPages(loans, deposits []lake.Part, mem memory.Allocator) *MonthPages {
	m := &MonthPages{stop: make([]func(), 2)}
	m.Loans, m.stop[0] = replay.Ahead(pages(&schemas.LoanLedger, loans, mem))
	m.Deposits, m.stop[1] = replay.Ahead(pages(&schemas.DepositLedger, deposits, mem))
	return m
}

// Stop ends the reading, wherever it is. It may be called again, and on no pages.
func (m *MonthPages) Stop() {
	if m == nil {
		return
	}
	for _, stop := range m.stop {
		stop()
	}
}
