package pipeline

import (
	"context"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// batch is a source's batch in the words of cleaning.
type batch struct {
	arrow.RecordBatch
	bad     []cleaning.BadCell
	origins []cleaning.Origin
}

var junkReasons = map[source.JunkKind]cleaning.Reason{
	source.RepeatedHeader: cleaning.RepeatedHeader,
	source.TotalLine:      cleaning.TotalLine,
	source.SignatureLine:  cleaning.SignatureLine,
}

var junkDetails = map[source.JunkKind]string{
	source.RepeatedHeader: "the header row again",
	source.TotalLine:      "a total, not a row",
	source.SignatureLine:  "a signature block, not a row",
}

// read hands over a table's batches, counts their rows and puts lines that are no rows into quarantine.
// take returns how many rows wait and which rows of the batch are not kept.
func (x *extraction) read(ctx context.Context, t *schemas.Table, take func(batch) (waiting int64, found []cleaning.Finding, err error)) error {
	count := x.tally[t.Name] // one goroutine reads a table
	var bad []cleaning.BadCell
	var origins []cleaning.Origin
	for b, err := range x.src.Read(ctx, t) {
		if err != nil {
			return err
		}
		file := x.fileNumber(t.Name, b.File)
		for _, j := range b.Junk {
			x.quarantine.add(t, cleaning.At(file, j.Line), row{reason: junkReasons[j.Kind], detail: junkDetails[j.Kind], text: j.Text})
		}
		count.Read += int64(len(b.Lines) + len(b.Junk))
		count.Quarantined += int64(len(b.Junk))
		bad, origins = bad[:0], origins[:0]
		for _, c := range b.Bad {
			bad = append(bad, cleaning.BadCell(c))
		}
		for _, line := range b.Lines {
			origins = append(origins, cleaning.At(file, line))
		}
		waiting, found, err := take(batch{b.Record, bad, origins})
		if err != nil {
			return x.refuse(err)
		}
		for _, f := range found {
			key, text := cleaning.RowText(t, b.Record, f.Row, bad)
			x.quarantine.add(t, origins[f.Row], row{f.Reason, key, f.Detail, text})
		}
		count.Quarantined += int64(len(found))
		count.Kept += int64(len(b.Lines)) - waiting - int64(len(found))
		if _, counted := x.o.Waiting[t.Name]; counted { // the copy of a run that was cut short may go on beyond the last day
			count.Read -= waiting
		} else {
			count.Waiting += waiting
		}
		x.progress(t, count.Read)
	}
	return x.quarantine.failed()
}

func (x *extraction) progress(t *schemas.Table, rows int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.o.Progress(t.Name, rows)
}
