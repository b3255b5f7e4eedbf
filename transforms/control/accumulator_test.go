package control

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// batchOf builds a batch of a table's mirror; a column that a row leaves out is NULL.
func batchOf(t testing.TB, table *schemas.Table, rows ...map[string]string) arrow.RecordBatch {
	t.Helper()
	schema := schemas.MirrorOf(table).Arrow()
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, row := range rows {
		for i, f := range schema.Fields() {
			text, ok := row[f.Name]
			if f.Name == schemas.UnitMonth {
				text, ok = "1970-01-01", true
			}
			var err error
			switch b := b.Field(i).(type) {
			case *array.BinaryDictionaryBuilder:
				if err = nil; ok {
					err = b.AppendString(text)
				} else {
					b.AppendNull()
				}
			default:
				if !ok {
					b.AppendNull()
				} else {
					err = b.AppendValueFromString(text)
				}
			}
			if err != nil {
				t.Fatal(f.Name, err)
			}
		}
	}
	return b.NewRecordBatch()
}

func totalsOf(t testing.TB, table *schemas.Table, d Dialect, o Options, batches ...arrow.RecordBatch) map[Unit]Totals {
	t.Helper()
	a := NewAccumulator(table, d, o)
	for _, b := range batches {
		if err := a.Add(b); err != nil {
			t.Fatal(err)
		}
	}
	return a.Totals()
}

var entry = map[string]string{
	"entry_id": "42", "posted_on": "2020-11-12", "booked_at": "2020-11-12 01:02:03.250000", "office_code": "000101", "contract_no": "0001010000000007",
	"entry_type": "repayment", "from_class": "overdue", "amount": "5000000", "rebooking": "false",
}

func changed(row map[string]string, column, text string) map[string]string {
	row = maps.Clone(row)
	row[column] = text
	return row
}

// TestHashes holds the hashes of rows against what PostgreSQL 15 answered to the nested calls of the
// definition, and the texts that MariaDB hashes against texts written out here.
func TestHashes(t *testing.T) {
	programme := map[string]string{"programme_code": "01", "short_name": "HN", "name_vi": "Hộ nghèo", "name_en": "Poor", "annual_rate": "6.6", "interest_grace": "true"}
	misfit := changed(changed(entry, "amount", ""), "bad_cells", `{"amount":"12.5"}`)
	delete(misfit, "amount")
	undated := changed(entry, "bad_cells", `{"posted_on":"2020-02-31"}`)
	delete(undated, "posted_on")
	for name, c := range map[string]struct {
		table   *schemas.Table
		dialect Dialect
		o       Options
		row     map[string]string
		want    int64  // hash
		text    string // its text, in MariaDB
	}{
		"entry":                  {&schemas.LoanLedger, Postgres, Options{}, entry, 8339650000379990881, ""},
		"cell that does not fit": {&schemas.LoanLedger, Postgres, Options{Texts: []string{"amount"}}, misfit, -4222577725673219138, ""},
		"number as text":         {&schemas.LoanLedger, Postgres, Options{Texts: []string{"amount"}}, entry, 5008876089381777949, ""},
		"infinite":               {&schemas.LoanLedger, Postgres, Options{}, changed(entry, "bad_cells", `{"new_maturity_on":"infinity"}`), 5034120680514446183, ""},
		"opaque":                 {&schemas.LoanLedger, Postgres, Options{Opaque: []string{"contract_no"}}, entry, -8676270221923370573, ""},
		"rate":                   {&schemas.LoanProgramme, Postgres, Options{}, programme, 1369551150537150222, ""},
		"other encoding":         {&schemas.LoanProgramme, PostgresHex, Options{}, programme, 1967937029826622057, ""},
		"MariaDB": {&schemas.LoanLedger, MariaDB, Options{}, entry, 0,
			"42|2020-11-12|2020-11-12 01:02:03.250000|000101|0001010000000007|repayment|overdue||5000000||0|"},
		"MariaDB before 1970": {&schemas.LoanLedger, MariaDB, Options{Texts: []string{"amount"}}, changed(entry, "booked_at", "1969-12-31 23:59:58"), 0,
			"42|2020-11-12|1969-12-31 23:59:58.000000|000101|0001010000000007|repayment|overdue||5000000.0000000000||0|"},
		"MariaDB misfit": {&schemas.LoanLedger, MariaDB, Options{}, misfit, 0,
			"42|2020-11-12|2020-11-12 01:02:03.250000|000101|0001010000000007|repayment|overdue||12.5||0|"},
		"MariaDB without a day": {&schemas.LoanLedger, MariaDB, Options{}, undated, 0,
			"42|2020-02-31|2020-11-12 01:02:03.250000|000101|0001010000000007|repayment|overdue||5000000||0|"},
		"MariaDB rate": {&schemas.LoanProgramme, MariaDB, Options{}, programme, 0, "01|HN|Hộ nghèo|Poor|6.6000000000|1"},
		"MariaDB leaves personal data out": {&schemas.SavingsGroup, MariaDB, Options{}, map[string]string{"group_code": "0000001", "commune_code": "000101", "village": "Thôn 1", "union_code": "12", "established_on": "1970-01-02"}, 0,
			"0000001|000101|Thôn 1|12|1970-01-02||"},
	} {
		t.Run(name, func(t *testing.T) {
			b := batchOf(t, c.table, c.row)
			defer b.Release()
			r, err := newRows(c.table, c.dialect, c.o, b)
			if err != nil {
				t.Fatal(err)
			}
			h := make([]uint64, 1)
			r.hashes(h)
			if c.text != "" {
				c.want = int64(textHash([]byte(strings.ReplaceAll(c.text, "|", "\x1f"))))
			}
			if int64(h[0]) != c.want {
				t.Errorf("got %d, want %d", int64(h[0]), c.want)
			}
		})
	}
}

// TestTotals: whatever order and batches rows come in, the totals are the same; every change of a cell, a
// row lost and a row doubled show.
func TestTotals(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, d := range []Dialect{Postgres, MariaDB} {
		var rows []map[string]string
		for i := range 60 {
			r := changed(entry, "entry_id", fmt.Sprint(i*7))
			r["posted_on"] = calendar.Date(2020, 11, 1+rnd.IntN(3)).String()
			r["office_code"] = fmt.Sprint("00010", rnd.IntN(2))
			rows = append(rows, r)
		}
		of := func(rows []map[string]string, size int) map[Unit]Totals {
			var batches []arrow.RecordBatch
			for from := 0; from < len(rows); from += size {
				b := batchOf(t, &schemas.LoanLedger, rows[from:min(len(rows), from+size)]...)
				defer b.Release()
				batches = append(batches, b)
			}
			return totalsOf(t, &schemas.LoanLedger, d, Options{}, batches...)
		}
		want := of(rows, 60)
		if len(want) != 6 {
			t.Fatalf("%d units, want 3 days of 2 offices", len(want))
		}
		shuffled := append([]map[string]string{}, rows...)
		rnd.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := of(shuffled, 7); !equal(want, got) {
			t.Errorf("order and batches matter: %v, %v", want, got)
		}
		spoilt := map[string][]map[string]string{
			"a row lost":          rows[1:],
			"a row doubled":       append(append([]map[string]string{}, rows...), rows[5]),
			"two rows for others": append(append([]map[string]string{}, rows[2:]...), changed(rows[0], "entry_id", "1"), changed(rows[1], "entry_id", "6")),
		}
		for _, column := range []string{"booked_at", "contract_no", "entry_type", "from_class", "to_class", "amount", "new_maturity_on", "rebooking", "reverses_entry_id"} {
			other := map[string]string{"booked_at": "2020-11-12 01:02:03.250001", "contract_no": "0001010000000008", "amount": "5000001", "new_maturity_on": "2021-01-01", "rebooking": "true", "reverses_entry_id": "1"}[column]
			if other == "" {
				other = "frozen"
			}
			spoilt[column+" changed"] = append(append([]map[string]string{}, rows[1:]...), changed(rows[0], column, other))
		}
		for name, rows := range spoilt {
			if got := of(rows, 60); equal(want, got) {
				t.Errorf("%s: the totals are the same", name)
			}
		}
	}
}

func equal(a, b map[Unit]Totals) bool { return maps.EqualFunc(a, b, Totals.Equal) }

// TestFolded: hashint8 is the same for 0 and 2^32+1. Of a number that no sum covers the checksum tells even so.
func TestFolded(t *testing.T) {
	a, b := batchOf(t, &schemas.LoanLedger, changed(entry, "reverses_entry_id", "0")), batchOf(t, &schemas.LoanLedger, changed(entry, "reverses_entry_id", "4294967297"))
	defer a.Release()
	defer b.Release()
	if hashNumber(0, 7) != hashNumber(4294967297, 7) {
		t.Error("PostgreSQL's hash does not fold any more")
	}
	if equal(totalsOf(t, &schemas.LoanLedger, Postgres, Options{}, a), totalsOf(t, &schemas.LoanLedger, Postgres, Options{}, b)) {
		t.Error("the totals are the same")
	}
}

// TestExchanged: when two rows exchange what one column has, the checksum tells, although no sum does. Of plain CRCs
// it would not in one case of some hundred.
func TestExchanged(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	missed := map[Dialect]int{}
	const tries = 20_000
	for _, d := range []Dialect{Postgres, MariaDB} {
		var rows []map[string]string
		for i := range tries {
			rows = append(rows, map[string]string{"contract_no": fmt.Sprintf("%016d", i), "due_on": "2021-05-01", "amount": fmt.Sprint(100_000 + rnd.IntN(64))})
		}
		b := batchOf(t, &schemas.PrincipalSchedule, rows...)
		for i := 0; i < tries; i += 2 {
			rows[i]["amount"], rows[i+1]["amount"] = rows[i+1]["amount"], rows[i]["amount"]
		}
		c := batchOf(t, &schemas.PrincipalSchedule, rows...)
		before, after := rowHashes(t, d, b), rowHashes(t, d, c)
		for i := 0; i < tries; i += 2 {
			if before[i]+before[i+1] == after[i]+after[i+1] && before[i] != after[i] {
				missed[d]++
			}
		}
		b.Release()
		c.Release()
	}
	if missed[Postgres]+missed[MariaDB] > 0 {
		t.Errorf("exchanges were missed: %v of %d", missed, tries/2)
	}
}

func rowHashes(t *testing.T, d Dialect, b arrow.RecordBatch) []uint64 {
	t.Helper()
	r, err := newRows(&schemas.PrincipalSchedule, d, Options{}, b)
	if err != nil {
		t.Fatal(err)
	}
	h := make([]uint64, r.n)
	r.hashes(h)
	return h
}

// TestBuckets: every row of a dimension has one bucket, and the buckets add up to the table.
func TestBuckets(t *testing.T) {
	var rows []map[string]string
	for i := range 500 {
		rows = append(rows, map[string]string{"contract_no": fmt.Sprintf("%016d", i), "due_on": "2021-05-01", "amount": fmt.Sprint(i)})
	}
	b := batchOf(t, &schemas.PrincipalSchedule, rows...)
	defer b.Release()
	for _, d := range []Dialect{Postgres, MariaDB} {
		totals := totalsOf(t, &schemas.PrincipalSchedule, d, Options{}, b)
		if len(totals) < 300 {
			t.Errorf("500 keys in %d buckets", len(totals))
		}
		prints, err := Prints(&schemas.PrincipalSchedule, d, Options{}, b)
		if err != nil {
			t.Fatal(err)
		}
		count, keys, rowsSeen := map[Unit]int64{}, map[uint64]bool{}, map[uint64]bool{}
		for _, p := range prints {
			count[p.Unit]++
			keys[p.Key], rowsSeen[p.Row] = true, true
		}
		if len(keys) != 500 || len(rowsSeen) != 500 {
			t.Errorf("500 rows have %d keys and %d prints", len(keys), len(rowsSeen))
		}
		sum := new(big.Int)
		for u, c := range totals {
			if count[u] != c.Rows {
				t.Errorf("%s: %d rows by their units, %d by the totals", u, count[u], c.Rows)
			}
			sum.Add(sum, c.Sums[0])
		}
		if sum.Int64() != 499*500/2 {
			t.Errorf("the buckets add up to %s", sum)
		}
		whole := totalsOf(t, &schemas.PrincipalSchedule, d, Options{Opaque: []string{"contract_no"}}, b)
		if len(whole) != 1 || whole[Unit{}].Rows != 500 {
			t.Errorf("with an opaque key: %v", whole)
		}
	}
}

func TestWide(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	var w wide
	want := new(big.Int)
	for range 1000 {
		v := int64(rnd.Uint64())
		w.add(v)
		want.Add(want, big.NewInt(v))
		u := rnd.Uint64()
		w.addUnsigned(u)
		want.Add(want, new(big.Int).SetUint64(u))
		if w.big().Cmp(want) != 0 {
			t.Fatalf("got %s, want %s", w.big(), want)
		}
		if rnd.IntN(50) == 0 {
			w, want = wide{}, new(big.Int)
			w.add(-1)
			want.SetInt64(-1)
		}
	}
}

// BenchmarkAccumulator reports rows a second with checksums, on one core.
func BenchmarkAccumulator(b *testing.B) {
	const rows = 20_000
	var all []map[string]string
	for i := range rows {
		all = append(all, changed(entry, "entry_id", fmt.Sprint(i)))
	}
	batch := batchOf(b, &schemas.LoanLedger, all...)
	defer batch.Release()
	for name, d := range map[string]Dialect{"postgres": Postgres, "mariadb": MariaDB} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				totalsOf(b, &schemas.LoanLedger, d, Options{}, batch)
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}
