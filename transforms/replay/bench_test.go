package replay

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// The branch of the benchmark: contracts with interest every month, repayments twice a year and a
// deposit every month, in groups of 30.
const (
	benchContracts = 50_000
	benchMonths    = 24
)

var benchFirst = calendar.MonthOf(2019, 1)

// benchDimensions gives the dimension tables.
func benchDimensions(mem memory.Allocator) Tables {
	w := world{
		"transaction_office": {{"office_code": "O1", "branch_code": "B1"}},
		"commune":            {{"commune_code": "C1", "office_code": "O1", "valid_from": "2000-01-01"}},
		"loan_programme":     {{"programme_code": "01", "short_name": "HN"}},
	}
	for i := range benchContracts {
		no, customer := fmt.Sprintf("%016d", i), fmt.Sprintf("%010d", i)
		if i%30 == 0 {
			w["savings_group"] = append(w["savings_group"], row{"group_code": fmt.Sprintf("%07d", i/30), "commune_code": "C1", "union_code": fmt.Sprint(11 + i%4), "established_on": "2010-01-01"})
		}
		w["group_membership"] = append(w["group_membership"], row{"customer_code": customer, "group_code": fmt.Sprintf("%07d", i/30), "valid_from": "2015-01-01"})
		w["loan_contract"] = append(w["loan_contract"], row{"contract_no": no, "customer_code": customer, "office_code": "O1", "programme_code": fmt.Sprintf("%02d", 1+i%7), "fund_source": "1",
			"lending_method": "2", "annual_rate": "6.6", "signed_on": "2018-06-01", "contract_maturity_on": "2023-06-01", "session_maturity_on": "2023-06-10", "branch_code": "B1"})
		for k := range 8 {
			w["principal_schedule"] = append(w["principal_schedule"], row{"contract_no": no, "due_on": (benchFirst + calendar.Month(6*k)).First().String(), "amount": "5000000", "branch_code": "B1"})
		}
	}
	return w.read(mem, "B1", 1<<16)
}

// ledgerWriter appends rows to the batches of a ledger.
type ledgerWriter struct {
	b  *array.RecordBuilder
	id int64
}

func (w *ledgerWriter) put(values map[string]any) {
	w.id++
	for i, f := range w.b.Schema().Fields() {
		v := values[f.Name]
		if f.Name == "entry_id" {
			v = w.id
		}
		switch b := w.b.Field(i).(type) {
		case *array.Int64Builder:
			if v == nil && f.Nullable {
				b.AppendNull()
			} else {
				b.Append(v.(int64))
			}
		case *array.Date32Builder:
			if v == nil {
				b.AppendNull()
			} else {
				b.Append(arrow.Date32(v.(calendar.Day)))
			}
		case *array.BooleanBuilder:
			b.Append(false)
		case *array.TimestampBuilder:
			b.Append(0)
		case *array.StringBuilder:
			b.Append(v.(string))
		case *array.BinaryDictionaryBuilder:
			if v == nil {
				b.AppendNull()
			} else if err := b.AppendString(v.(string)); err != nil {
				panic(err)
			}
		}
	}
}

// file writes what was put so far.
func (w *ledgerWriter) file(b *testing.B, t *schemas.Table, path string) int64 {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	p, err := pqarrow.NewFileWriter(t.Arrow(), f, t.WriterProperties(), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		b.Fatal(err)
	}
	batch := w.b.NewRecordBatch()
	defer batch.Release()
	if err := p.Write(batch); err != nil {
		b.Fatal(err)
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	return batch.NumRows()
}

// benchLedgers writes a file per ledger and month and returns the number of entries.
func benchLedgers(b *testing.B, dir string) (entries int64) {
	b.Helper()
	loans := &ledgerWriter{b: array.NewRecordBuilder(memory.DefaultAllocator, schemas.LoanLedger.Arrow())}
	deposits := &ledgerWriter{b: array.NewRecordBuilder(memory.DefaultAllocator, schemas.DepositLedger.Arrow())}
	for m := range calendar.Month(benchMonths) {
		for i := range benchContracts {
			no, customer := fmt.Sprintf("%016d", i), fmt.Sprintf("%010d", i)
			day := (benchFirst + m).First() + calendar.Day(i/30%28)
			entry := func(kind string, from, to any, amount int64) {
				loans.put(map[string]any{"posted_on": day, "office_code": "O1", "branch_code": "B1", "contract_no": no, "entry_type": kind, "from_class": from, "to_class": to, "amount": amount})
			}
			if m == 0 {
				entry("disbursement", nil, "in_term", 40_000_000)
			}
			entry("interest_due", nil, "in_term", int64(200_000+i%1000*100))
			entry("interest_paid", "in_term", nil, int64(200_000+i%1000*100))
			if m%6 == 5 && i%50 > 0 {
				entry("repayment", "in_term", nil, 5_000_000)
			}
			deposits.put(map[string]any{"posted_on": day, "office_code": "O1", "branch_code": "B1", "customer_code": customer, "account_no": customer, "entry_type": "deposit", "amount": int64(50_000 + i%10*10_000)})
		}
		entries += loans.file(b, &schemas.LoanLedger, filepath.Join(dir, fmt.Sprint("loan_ledger-", m)))
		entries += deposits.file(b, &schemas.DepositLedger, filepath.Join(dir, fmt.Sprint("deposit_ledger-", m)))
	}
	return entries
}

// fromFile reads a ledger file.
func fromFile(b *testing.B, t *schemas.Table, path string, columns []string) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		s, err := f.Stat()
		if err != nil {
			b.Fatal(err)
		}
		ReadTable(f, s.Size(), t, columns, memory.DefaultAllocator)(yield)
	}
}

// BenchmarkReplay goes from Parquet files of the ledgers to group_month and union_month in memory,
// and, as "facts", to every table that the replay gives.
func BenchmarkReplay(b *testing.B) {
	dir := b.TempDir()
	entries := benchLedgers(b, dir)
	mem := memory.DefaultAllocator
	read := benchDimensions(mem)
	n, err := NewNation(read)
	if err != nil {
		b.Fatal(err)
	}
	branch, err := n.Branch("B1", read)
	if err != nil {
		b.Fatal(err)
	}
	for _, facts := range []bool{false, true} {
		b.Run(map[bool]string{false: "indicators", true: "facts"}[facts], func(b *testing.B) {
			for b.Loop() {
				r := New(branch, mem)
				for m := range calendar.Month(benchMonths) {
					if err := r.Month((benchFirst + m).Last(),
						fromFile(b, &schemas.LoanLedger, filepath.Join(dir, fmt.Sprint("loan_ledger-", m)), Columns("loan_ledger")),
						fromFile(b, &schemas.DepositLedger, filepath.Join(dir, fmt.Sprint("deposit_ledger-", m)), Columns("deposit_ledger"))); err != nil {
						b.Fatal(err)
					}
					benchResults(b, r, facts)
				}
			}
			b.ReportMetric(float64(entries)*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

func benchResults(b *testing.B, r *Replay, facts bool) {
	b.Helper()
	tables := cutTables()[:byUnion+1]
	if facts {
		tables = cutTables()
		for _, rows := range []iter.Seq2[arrow.RecordBatch, error]{r.LoanMonth(), r.DepositMonth(), r.ContractState(), r.AccountState()} {
			for _, err := range rows {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	for _, t := range tables {
		batch, err := r.Indicator(t)
		if err != nil {
			b.Fatal(err)
		}
		batch.Release()
	}
}
