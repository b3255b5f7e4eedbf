package lake_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// session is a month of a loan ledger as a branch books it: contracts in order, one to three entries each on
// the commune's session day, almost all of them interest. Roughly entries rows, in batches of 64k.
func session(entries int) []arrow.RecordBatch {
	r := rand.New(rand.NewPCG(1, 2))
	u := unit("0201", 12)
	b := array.NewRecordBuilder(memory.DefaultAllocator, ledger.Arrow())
	defer b.Release()
	code := func(name string) *array.BinaryDictionaryBuilder {
		return b.Field(ledger.Arrow().FieldIndices(name)[0]).(*array.BinaryDictionaryBuilder)
	}
	whole := func(name string) *array.Int64Builder {
		return b.Field(ledger.Arrow().FieldIndices(name)[0]).(*array.Int64Builder)
	}
	day := func(name string) *array.Date32Builder {
		return b.Field(ledger.Arrow().FieldIndices(name)[0]).(*array.Date32Builder)
	}
	booked := b.Field(ledger.Arrow().FieldIndices("booked_at")[0]).(*array.TimestampBuilder)
	contract := b.Field(ledger.Arrow().FieldIndices("contract_no")[0]).(*array.StringBuilder)
	rebooking := b.Field(ledger.Arrow().FieldIndices("rebooking")[0]).(*array.BooleanBuilder)
	kinds := []string{"interest_due", "interest_paid", "repayment", "disbursement"}
	var out []arrow.RecordBatch
	for n, c := 0, 6_600_000_000; n < entries; c += 1 + r.IntN(40) {
		office := r.IntN(10)
		posted := u.Month.First() + 3 + 2*9
		for k := range 1 + r.IntN(3) {
			kind := kinds[min(k, 1)]
			if r.IntN(20) == 0 {
				kind = kinds[2+r.IntN(2)]
			}
			whole("entry_id").Append(50_000_000 + int64(posted)*40_000 + int64(r.IntN(40_000)))
			day("posted_on").Append(arrow.Date32(posted))
			booked.Append(arrow.Timestamp((int64(posted)*86400 + int64(28_800+r.IntN(30_000))) * 1e6))
			must(code("office_code").AppendString(fmt.Sprintf("0201%02d", office)))
			contract.Append(fmt.Sprintf("%010d", c))
			must(code("entry_type").AppendString(kind))
			if kind == "repayment" {
				must(code("from_class").AppendString("in_term"))
				code("to_class").AppendNull()
				whole("amount").Append(int64(r.IntN(300)+1) * 100_000)
			} else {
				code("from_class").AppendNull()
				must(code("to_class").AppendString("in_term"))
				whole("amount").Append(int64(r.IntN(2000)+500) * 137)
			}
			day("new_maturity_on").AppendNull()
			rebooking.Append(false)
			whole("reverses_entry_id").AppendNull()
			must(code("branch_code").AppendString("0201"))
			day("reverses_posted_on").AppendNull()
			day("standing_activity_on").AppendNull()
			n++
			if n%65_536 == 0 {
				out = append(out, b.NewRecordBatch())
			}
		}
	}
	return append(out, b.NewRecordBatch())
}

func stream(batches []arrow.RecordBatch) func(func(arrow.RecordBatch, error) bool) {
	return func(yield func(arrow.RecordBatch, error) bool) {
		for _, b := range batches {
			if !yield(b, nil) {
				return
			}
		}
	}
}

func rowsOf(batches []arrow.RecordBatch) (n int64) {
	for _, b := range batches {
		n += b.NumRows()
	}
	return n
}

// BenchmarkWriteLedger writes a month of loan_ledger to Parquet on one goroutine: rows/s and bytes a row.
func BenchmarkWriteLedger(b *testing.B) {
	l := open(b, b.TempDir())
	batches := session(500_000)
	rows := rowsOf(batches)
	var p lake.Part
	b.ResetTimer()
	for b.Loop() {
		var err error
		if p, err = l.Write(b.Context(), ledger, unit("0201", 12), "bench", stream(batches)); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		must(os.Remove(p.Path))
		b.StartTimer()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(p.Bytes)/float64(p.Rows), "B/row")
}

// BenchmarkReadLedger reads the same month back, all columns.
func BenchmarkReadLedger(b *testing.B) {
	l := open(b, b.TempDir())
	batches := session(500_000)
	p, err := l.Write(b.Context(), ledger, unit("0201", 12), "bench", stream(batches))
	must(err)
	b.ResetTimer()
	var rows int64
	for b.Loop() {
		n, err := count(b.Context(), l, ledger, []lake.Part{p})
		must(err)
		rows += n
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkCommit replaces one unit of a table of 25 months, as a nightly run does.
func BenchmarkCommit(b *testing.B) {
	l := open(b, b.TempDir())
	var ps []lake.Part
	for m := range 25 {
		ps = append(ps, write(b, l, ledger, unit("0201", 1+m), "bench", 10))
	}
	commit(b, l, ledger, ps, nil, nil)
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		p := write(b, l, ledger, unit("0201", 25), "bench", 10)
		b.StartTimer()
		commit(b, l, ledger, []lake.Part{p}, nil, nil)
	}
}

// BenchmarkParts opens a lake of 40 tables of 25 months that a nightly run has touched 30 times and
// lists them all.
func BenchmarkParts(b *testing.B) {
	dir := b.TempDir()
	l := open(b, dir)
	tables := schemas.Lake()
	for _, t := range tables {
		u := whole
		if t.ByBranch() {
			u.Branch = "0201"
		}
		var ps []lake.Part
		if t.Month == "" {
			ps = append(ps, write(b, l, t, u, "bench", 10))
		}
		for m := range 25 {
			if t.Month == "" {
				break
			}
			u.Month = unit("", 1+m).Month
			ps = append(ps, write(b, l, t, u, "bench", 10))
		}
		commit(b, l, t, ps, nil, nil)
		for range 30 {
			commit(b, l, t, []lake.Part{write(b, l, t, u, "again", 10)}, nil, nil)
		}
	}
	b.ResetTimer()
	for b.Loop() {
		l, err := lake.Open(b.Context(), dir, lake.Options{})
		must(err)
		for _, t := range tables {
			parts(b, l, t)
		}
		must(l.Close())
	}
}

// BenchmarkFirstCommit makes a table of 25 months, as a first run does.
func BenchmarkFirstCommit(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		l := open(b, b.TempDir())
		var ps []lake.Part
		for m := range 25 {
			ps = append(ps, write(b, l, ledger, unit("0201", 1+m), "bench", 10))
		}
		b.StartTimer()
		commit(b, l, ledger, ps, nil, nil)
	}
}

// BenchmarkWriteSmall writes a unit of ten rows and as many columns as the indicators have: what a file costs.
func BenchmarkWriteSmall(b *testing.B) {
	l := open(b, b.TempDir())
	u := lake.Unit{Branch: "0201", Month: december}
	var batches []arrow.RecordBatch
	for batch := range made(memory.DefaultAllocator, &schemas.GroupMonth, u, 1, 10) {
		batch.Retain()
		batches = append(batches, batch)
	}
	for b.Loop() {
		_, err := l.Write(b.Context(), &schemas.GroupMonth, u, "bench", stream(batches))
		must(err)
	}
}
