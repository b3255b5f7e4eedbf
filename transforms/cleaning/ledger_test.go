package cleaning

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// outcome is what cleaning made of a ledger: a line per kept row, and reasons by entry id and line.
type outcome struct {
	Kept []string
	Out  []string
}

// clean runs the steps over rows that are cut into batches at random and spilled in random order.
func clean(t *testing.T, b *Books, rows []string, through calendar.Day, r *rand.Rand) (o outcome) {
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer mem.AssertSize(t, 0)
	l := NewLedger(&schemas.LoanLedger, b, through)
	var spilled []Entry
	for from := 0; from < len(rows); {
		to := min(len(rows), from+1+r.IntN(7))
		batch := sourceBatch(t, mem, &schemas.LoanLedger, rows[from:to]...)
		var origins []Origin
		for i := from; i < to; i++ {
			origins = append(origins, At(0, int64(i)))
		}
		_, found, err := l.Clean(batch, nil, origins, func(_ int, e Entry) error { spilled = append(spilled, e); return nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			o.Out = append(o.Out, fmt.Sprint(from+f.Row, " ", f.Reason))
		}
		batch.Release()
		from = to
	}
	r.Shuffle(len(spilled), func(i, j int) { spilled[i], spilled[j] = spilled[j], spilled[i] })
	if l.NeedsLook() {
		for i := range spilled {
			l.Look(&spilled[i])
		}
	}
	l.Resolve()
	months := map[calendar.Month][]Entry{}
	var order []calendar.Month
	for _, e := range spilled {
		m := e.Posted.Month()
		if months[m] == nil {
			order = append(order, m)
		}
		months[m] = append(months[m], e)
	}
	slices.Sort(order)
	activity := l.NewActivity()
	for _, m := range order {
		kept, out := l.Settle(months[m])
		for _, x := range out {
			o.Out = append(o.Out, fmt.Sprint(x.Entry.Origin.Line(), " ", x.Reason))
		}
		standing := activity.Month(kept)
		record := l.Record(mem, kept, "B", standing)
		for i := range int(record.NumRows()) {
			o.Kept = append(o.Kept, rowOf(record, i))
		}
		record.Release()
	}
	slices.Sort(o.Out)
	return o
}

func rowOf(record arrow.RecordBatch, row int) string {
	at := func(name string) string { return cell(record.Column(record.Schema().FieldIndices(name)[0]), row) }
	return strings.Join([]string{at("posted_on"), at("contract_no"), at("entry_id"), at("entry_type"), at("reverses_posted_on"), at("standing_activity_on")}, " ")
}

// plain is a row of the naive recomputation.
type plain struct {
	line                       int
	id, reverses, amount       int64
	posted, contract, typ      string
	from, to, matures, rebooks string
}

func (p plain) row() string {
	reverses := "-"
	if p.reverses != 0 {
		reverses = strconv.FormatInt(p.reverses, 10)
	}
	return fmt.Sprintf("%d,%s,2020-01-01 00:00:00,O,%s,%s,%s,%s,%d,%s,%s,%s", p.id, p.posted, p.contract, p.typ, p.from, p.to, p.amount, p.matures, p.rebooks, reverses)
}

// naive recomputes the outcome from the contract's words, row against all rows.
func naive(rows []plain, through string) (o outcome) {
	gone := map[int]bool{}
	reject := func(p plain, reason Reason) {
		o.Out = append(o.Out, fmt.Sprint(p.line, " ", reason))
		gone[p.line] = true
	}
	var live []plain
	for _, p := range rows {
		if p.posted <= through {
			live = append(live, p)
		}
	}
	for _, p := range live {
		if p.amount <= 0 {
			reject(p, BadAmount)
		}
	}
	bare := func(p plain) plain { p.line = 0; return p }
	for _, p := range live {
		if gone[p.line] {
			continue
		}
		different, again := false, false
		for _, q := range live {
			if q.id == p.id && bare(q) != bare(p) {
				different = true
			}
			if q.line < p.line && bare(q) == bare(p) {
				again = true
			}
		}
		switch {
		case different:
			reject(p, DuplicateDifferent)
		case again:
			reject(p, DuplicateEqual)
		}
	}
	dropped := map[int]bool{}
	for _, text := range o.Out {
		line, _, _ := strings.Cut(text, " ")
		n, _ := strconv.Atoi(line)
		dropped[n] = true
	}
	live = slices.DeleteFunc(live, func(p plain) bool { return dropped[p.line] })
	slices.SortFunc(live, func(a, b plain) int { return int(a.id - b.id) })
	reversedOn := map[int64]string{}
	target := func(id int64) *plain {
		i := slices.IndexFunc(live, func(p plain) bool { return p.id == id })
		if i < 0 {
			return nil
		}
		return &live[i]
	}
	for _, p := range live {
		if p.reverses == 0 {
			continue
		}
		q := target(p.reverses)
		good := q != nil && q.reverses == 0 && q.typ == p.typ && q.contract == p.contract && q.amount == p.amount &&
			q.rebooks == p.rebooks && q.from == p.to && q.to == p.from && q.posted <= p.posted && reversedOn[q.id] == ""
		if good {
			reversedOn[q.id] = p.posted
		} else {
			reject(p, BadReversal)
			dropped[p.line] = true
		}
	}
	for _, p := range live {
		if dropped[p.line] {
			continue
		}
		taken, standing := "", ""
		if p.reverses != 0 {
			taken = target(p.reverses).posted
			for _, q := range live {
				stands := q.reverses == 0 && (reversedOn[q.id] == "" || reversedOn[q.id] > p.posted)
				if q.contract == p.contract && q.posted <= p.posted && stands && q.typ != "interest_due" && q.typ != "transfer" && q.posted > standing {
					standing = q.posted
				}
			}
		}
		o.Kept = append(o.Kept, strings.Join([]string{p.posted, p.contract, strconv.FormatInt(p.id, 10), p.typ, taken, standing}, " "))
	}
	slices.Sort(o.Out)
	return o
}

// randomRows is a small ledger full of duplicates, reversals and reversals of reversals.
func randomRows(r *rand.Rand, n int) (rows []plain) {
	types := []plain{
		{typ: "disbursement", from: "-", to: "in_term"}, {typ: "repayment", from: "in_term", to: "-"}, {typ: "transfer", from: "in_term", to: "overdue"},
		{typ: "interest_due", from: "-", to: "in_term"}, {typ: "interest_paid", from: "overdue", to: "-"}, {typ: "extension", from: "in_term", to: "in_term", matures: "2022-01-01"},
	}
	for i := range n {
		p := types[r.IntN(len(types))]
		p.id, p.amount = int64(1+r.IntN(2*n)), int64(r.IntN(12))
		p.posted = fmt.Sprintf("2020-%02d-%02d", 1+r.IntN(4), 1+r.IntN(3))
		p.contract = fmt.Sprintf("C%06d", r.IntN(3))
		p.rebooks = []string{"false", "false", "true"}[r.IntN(3)]
		if p.matures == "" {
			p.matures = "-"
		}
		if len(rows) > 0 && r.IntN(3) == 0 { // take one back, mostly rightly
			id := p.id
			was := rows[r.IntN(len(rows))]
			p = was
			p.id, p.reverses, p.from, p.to = id, was.id, was.to, was.from
			p.posted = fmt.Sprintf("2020-%02d-%02d", 1+r.IntN(5), 1+r.IntN(3))
			if r.IntN(8) == 0 {
				p.amount++
			}
			if was.reverses != 0 && r.IntN(2) == 0 {
				p.reverses = was.reverses
				p.from, p.to = was.from, was.to
			}
		} else if len(rows) > 0 && r.IntN(8) == 0 { // a copy, mostly equal
			p = rows[r.IntN(len(rows))]
			if r.IntN(3) == 0 {
				p.amount++
			}
		}
		p.line = i
		rows = append(rows, p)
	}
	return rows
}

// Rows of a reversal may be such that the row itself is not allowed; the naive recomputation is not about those.
func wellFormed(p plain) bool {
	from, to := p.from, p.to
	if p.reverses != 0 {
		from, to = to, from
	}
	class := map[string]uint8{"-": outside, "in_term": inTerm, "overdue": overdue}
	return allowed(uint8(slices.Index(typeNames, p.typ)), class[from], class[to], false)
}

func TestLedgerAgainstNaive(t *testing.T) {
	b := someBooks(t, 3)
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		rows := slices.DeleteFunc(randomRows(r, 5+r.IntN(60)), func(p plain) bool { return !wellFormed(p) })
		var texts []string
		for i := range rows {
			rows[i].line = i
			texts = append(texts, rows[i].row())
		}
		want := naive(rows, "2020-04-30")
		got := clean(t, b, texts, day(t, "2020-04-30"), r)
		slices.Sort(want.Kept)
		slices.Sort(got.Kept)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-naive +cleaning):\n%s\n%s", seed, diff, strings.Join(texts, "\n"))
		}
	}
}

func TestRecordsAreTheLakes(t *testing.T) {
	b := someBooks(t, 2)
	l := NewLedger(&schemas.LoanLedger, b, day(t, "2020-12-31"))
	record := l.Record(memory.DefaultAllocator, []Entry{{ID: 1, Amount: 5, Type: extension, From: inTerm, To: inTerm, Flags: matures, NewMaturity: 9, Who: 1}}, "B", nil)
	defer record.Release()
	want := array.NewRecordBuilder(memory.DefaultAllocator, schemas.LoanLedger.Arrow())
	defer want.Release()
	if !record.Schema().Equal(want.Schema()) {
		t.Errorf("got %s, want %s", record.Schema(), want.Schema())
	}
	key, text := RowText(&schemas.LoanLedger, record, 0, nil)
	if key != "1" || !strings.Contains(text, "contract_no=C000001, entry_type=extension") || strings.Contains(text, "branch_code") {
		t.Errorf("%s: %s", key, text)
	}
}

// BenchmarkClean reports rows judged by themselves and against the books, a second.
func BenchmarkClean(b *testing.B) {
	const contracts, rows = 150_000, 30_000
	books := someBooks(b, contracts)
	r := rand.New(rand.NewPCG(1, 1))
	var texts []string
	for i := range rows {
		p := plain{id: int64(i), amount: 5, posted: "2020-01-01", contract: fmt.Sprintf("C%06d", r.IntN(contracts)), typ: "repayment", from: "in_term", to: "-", matures: "-", rebooks: "false"}
		texts = append(texts, p.row())
	}
	batch := sourceBatch(b, memory.DefaultAllocator, &schemas.LoanLedger, texts...)
	defer batch.Release()
	origins := originsOf(batch)
	for b.Loop() {
		l := NewLedger(&schemas.LoanLedger, books, day(b, "2020-12-31"))
		if _, found, err := l.Clean(batch, nil, origins, func(int, Entry) error { return nil }); err != nil || len(found) > 0 {
			b.Fatal(found, err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}
