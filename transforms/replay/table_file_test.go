package replay

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// randomEntries are rows of a ledger with every kind of column: nulls in stretches and alone,
// sorted contracts, numbers that repeat and numbers that do not.
func randomEntries(rnd *rand.Rand, n int) (rows []row) {
	contract, day := 0, 18000
	for i := range n {
		if rnd.IntN(4) == 0 {
			contract += rnd.IntN(3)
		}
		r := row{
			"entry_id": fmt.Sprint(i * 3), "posted_on": dayText(day + rnd.IntN(30)), "booked_at": "2020-01-01 00:00:00", "office_code": fmt.Sprint("O", rnd.IntN(3)),
			"contract_no": fmt.Sprintf("L%05d", contract), "entry_type": []string{"repayment", "interest_due", "disbursement"}[rnd.IntN(3)],
			"amount": fmt.Sprint(rnd.Int64N(1 << uint(rnd.IntN(60)))), "rebooking": fmt.Sprint(rnd.IntN(9) == 0), "branch_code": "B1",
		}
		if rnd.IntN(2) == 0 {
			r["from_class"] = "in_term"
		}
		if i%500 < 30 {
			r["reverses_entry_id"], r["reverses_posted_on"] = fmt.Sprint(i), dayText(day)
		}
		rows = append(rows, r)
	}
	return rows
}

func dayText(day int) string { return calendar.Day(day).String() }

// fileOf writes rows as a Parquet file, in row groups of size rows.
func fileOf(t testing.TB, rows []row, size int, properties *parquet.WriterProperties) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schemas.LoanLedger.Arrow(), &out, properties, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		t.Fatal(err)
	}
	for chunk := range slices.Chunk(rows, size) {
		b := build(memory.DefaultAllocator, &schemas.LoanLedger, chunk)
		if err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		b.Release()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readers of ledgers leave out what the replay does not look at.
func projected(rows []row, columns []string) (out []row) {
	for _, r := range rows {
		p := row{}
		for _, c := range columns {
			if r[c] != "" {
				p[c] = r[c]
			}
		}
		out = append(out, p)
	}
	return out
}

// TestKeys: keys of any length, alone and repeated, over batches and pages, come out as they went in.
func TestKeys(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	rows := randomEntries(rnd, tableBatch+2000)
	key := ""
	for _, r := range rows {
		if rnd.IntN(3) == 0 {
			key = key[:rnd.IntN(len(key)+1)] + "0123456789abcdefghijklmnopqrst"[:1+rnd.IntN(30)]
			key = key[:min(len(key), 40)]
		}
		if key == "" {
			key = "k"
		}
		r["contract_no"] = key
	}
	delta := parquet.WithEncodingFor("contract_no", parquet.Encodings.DeltaByteArray)
	plain := parquet.WithDictionaryFor("contract_no", false)
	for name, p := range map[string]*parquet.WriterProperties{
		"as the lake writes": schemas.LoanLedger.WriterProperties(),
		"small pages":        parquet.NewWriterProperties(delta, plain, parquet.WithDataPageSize(300), parquet.WithBatchSize(64), parquet.WithDataPageVersion(parquet.DataPageV2)),
		"first page version": parquet.NewWriterProperties(delta, plain, parquet.WithCompression(compress.Codecs.Snappy), parquet.WithDataPageSize(5000), parquet.WithDataPageVersion(parquet.DataPageV1)),
	} {
		t.Run(name, func(t *testing.T) {
			mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
			defer mem.AssertSize(t, 0)
			file := fileOf(t, rows, len(rows), p)
			columns := []string{"contract_no"}
			same(t, name, projected(rows, columns), rowsOf(t, ReadTable(bytes.NewReader(file), int64(len(file)), &schemas.LoanLedger, columns, mem)))
		})
	}
}

func TestReadTable(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	rows := randomEntries(rnd, 3000)
	for name, p := range map[string]*parquet.WriterProperties{
		"as the lake writes":    schemas.LoanLedger.WriterProperties(),
		"small pages":           parquet.NewWriterProperties(parquet.WithDataPageSize(512), parquet.WithBatchSize(64)),
		"no dictionary":         parquet.NewWriterProperties(parquet.WithDictionaryDefault(false), parquet.WithCompression(compress.Codecs.Snappy)),
		"dictionaries overflow": parquet.NewWriterProperties(parquet.WithDictionaryPageSizeLimit(2000), parquet.WithDataPageSize(1000), parquet.WithBatchSize(50)),
		"second page version":   parquet.NewWriterProperties(parquet.WithDataPageVersion(parquet.DataPageV2), parquet.WithDataPageSize(700), parquet.WithBatchSize(64)),
	} {
		t.Run(name, func(t *testing.T) {
			mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
			defer mem.AssertSize(t, 0)
			for _, size := range []int{5000, 700, 1} {
				some := rows
				if size == 1 {
					some = rows[:40]
				}
				file := fileOf(t, some, size, p)
				for _, columns := range [][]string{Columns("loan_ledger"), {"amount"}, {"rebooking", "contract_no"}} {
					got := rowsOf(t, ReadTable(bytes.NewReader(file), int64(len(file)), &schemas.LoanLedger, columns, mem))
					same(t, fmt.Sprint("row groups of ", size), projected(some, columns), got)
				}
			}
		})
	}
}

// TestReplayFromFiles: the replay gives the same rows from files as from plain batches.
func TestReplayFromFiles(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	w, first, last := randomWorld(5)
	want := w.run(t, mem, "B0", first, last, 1000)
	r := w.replay(t, mem, "B0", 1000)
	for m := first.Month(); m <= last.Month(); m++ {
		asOf := min(m.Last(), last)
		loans := fileOfMonth(t, w, mem, &schemas.LoanLedger, m.First(), asOf)
		deposits := fileOfMonth(t, w, mem, &schemas.DepositLedger, m.First(), asOf)
		err := r.Month(asOf, ReadTable(bytes.NewReader(loans), int64(len(loans)), &schemas.LoanLedger, Columns("loan_ledger"), mem),
			ReadTable(bytes.NewReader(deposits), int64(len(deposits)), &schemas.DepositLedger, Columns("deposit_ledger"), mem))
		if err != nil {
			t.Fatal(err)
		}
		sameMonth(t, asOf.String(), want[asOf], results(t, r))
	}
}

func TestReadTableRefuses(t *testing.T) {
	file := fileOf(t, randomEntries(rand.New(rand.NewPCG(1, 2)), 300), 300, schemas.LoanLedger.WriterProperties())
	read := func(r io.ReaderAt, size int, table *schemas.Table, column string) (err error) {
		for _, err = range ReadTable(r, int64(size), table, []string{column}, memory.DefaultAllocator) {
		}
		return err
	}
	for name, err := range map[string]error{
		"cut short":      read(bytes.NewReader(file[:len(file)/2]), len(file)/2, &schemas.LoanLedger, "amount"),
		"empty":          read(bytes.NewReader(nil), 0, &schemas.LoanLedger, "amount"),
		"column missing": read(bytes.NewReader(file), len(file), &schemas.LoanLedger, "colour"),
		"other table":    read(bytes.NewReader(file), len(file), &schemas.DepositLedger, "account_no"),
		"timestamps":     read(bytes.NewReader(file), len(file), &schemas.LoanLedger, "booked_at"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestReadTableStops: a consumer that has had enough leaves nothing behind.
func TestReadTableStops(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	file := fileOf(t, randomEntries(rand.New(rand.NewPCG(1, 2)), 300), 50, schemas.LoanLedger.WriterProperties())
	for range ReadTable(bytes.NewReader(file), int64(len(file)), &schemas.LoanLedger, Columns("loan_ledger"), mem) {
		break
	}
	for i := range 100 { // the goroutine may be anywhere
		rows, stop := Ahead(ReadTable(bytes.NewReader(file), int64(len(file)), &schemas.LoanLedger, Columns("loan_ledger"), mem))
		for range i % 3 {
			stop()
		}
		for range rows {
			break
		}
		stop()
	}
}

// TestAhead: the rows are the same, from before the consumer begins.
func TestAhead(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	file := fileOf(t, randomEntries(rand.New(rand.NewPCG(1, 2)), 900), 50, schemas.LoanLedger.WriterProperties())
	read := func() iter.Seq2[arrow.RecordBatch, error] {
		return ReadTable(bytes.NewReader(file), int64(len(file)), &schemas.LoanLedger, Columns("loan_ledger"), mem)
	}
	want := rowsOf(t, read())
	rows, stop := Ahead(read())
	same(t, "decoded ahead", want, rowsOf(t, rows))
	stop()
	stop()
	rows, stop = Ahead(func(yield func(arrow.RecordBatch, error) bool) { yield(nil, io.ErrUnexpectedEOF) })
	defer stop()
	for _, err := range rows {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("the error became %v", err)
		}
	}
}

// FuzzReadTable damages a file: whatever it holds then, reading it ends without a panic.
func FuzzReadTable(f *testing.F) {
	rnd := rand.New(rand.NewPCG(1, 2))
	file := fileOf(f, randomEntries(rnd, 300), 100, schemas.LoanLedger.WriterProperties())
	f.Add(uint(100), byte(7))
	f.Fuzz(func(t *testing.T, at uint, value byte) {
		bad := slices.Clone(file)
		bad[at%uint(len(bad))] ^= value
		for b, err := range ReadTable(bytes.NewReader(bad), int64(len(bad)), &schemas.LoanLedger, Columns("loan_ledger"), memory.DefaultAllocator) {
			if err != nil {
				return
			}
			_ = array.RecordApproxEqual(b, b)
		}
	})
}

func fileOfMonth(t *testing.T, w world, mem memory.Allocator, table *schemas.Table, from, to calendar.Day) []byte {
	t.Helper()
	var out bytes.Buffer
	p, err := pqarrow.NewFileWriter(table.Arrow(), &out, table.WriterProperties(), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		t.Fatal(err)
	}
	for b := range w.month(mem, table, "B0", from, to, 1000) {
		if err := p.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
