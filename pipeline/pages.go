package pipeline

import (
	"iter"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/replay"
)

// Pages reads files of a raw table, the columns that the replay looks at, with its own page reader;
// the next batch is decoded while one is looked at. A part without a file has no rows; a batch is
// valid until the next is asked for. mem, which [replay.Recycle] gave, is shared by all tables and months.
func Pages(t *schemas.Table, parts []lake.Part, mem memory.Allocator) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		rows, stop := replay.Ahead(pages(t, parts, mem))
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

// ReadMonth begins to read both ledgers of a branch's month from their parts; mem as in [Pages].
func ReadMonth(b *replay.Branch, asOf calendar.Day, loans, deposits []lake.Part, mem memory.Allocator) *replay.Rows {
	return b.Read(asOf, pages(&schemas.LoanLedger, loans, mem), pages(&schemas.DepositLedger, deposits, mem))
}
