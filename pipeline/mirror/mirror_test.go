package mirror

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// Everything is compared, whatever the window.
var everything = Options{Window: 100_000}

// TestLoad: a first run takes every row once, however late rows come and however often files are closed; a second finds nothing.
func TestLoad(t *testing.T) {
	for name, o := range map[string]Options{"plain": {}, "files closed early": {Batch: 500, idle: 300, late: 40}, "and late": {Batch: 10_000_000, idle: 1, late: 1 << 40}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r := w.sync(o)
			if r.Through != lastDay || len(r.Heals) != 0 || len(r.Loaded) != len(schemas.Contract()) {
				t.Fatalf("through %s, %d healed, loaded %v", r.Through, len(r.Heals), r.Loaded)
			}
			for _, table := range schemas.Contract() {
				if got, want := fmt.Sprint(w.rows(table)), w.one("SELECT count(*) FROM "+table.Name); got != want {
					t.Errorf("%s: %s rows, the source has %s", table.Name, got, want)
				}
			}
			if r := w.sync(everything); r.Rows != 0 || len(r.Heals) != 0 {
				t.Errorf("a second run reads %d rows and heals %v", r.Rows, r.Heals)
			}
		})
	}
}

// TestHeals: what is changed in the source is found, read again alone, and written down with its counts.
func TestHeals(t *testing.T) {
	w := newWorld(t)
	w.sync(Options{})
	w.exec("UPDATE loan_ledger SET amount = amount + 7 WHERE entry_id IN (SELECT entry_id FROM loan_ledger WHERE posted_on = (SELECT min(posted_on) FROM loan_ledger WHERE posted_on >= '2019-09-10') ORDER BY entry_id LIMIT 2)")
	w.exec("DELETE FROM deposit_ledger WHERE entry_id = (SELECT min(entry_id) FROM deposit_ledger WHERE posted_on > '2020-02-01')")
	w.exec("INSERT INTO loan_ledger SELECT -entry_id, '2019-07-15', booked_at, office_code, contract_no, entry_type, from_class, to_class, amount, new_maturity_on, rebooking, reverses_entry_id FROM loan_ledger WHERE entry_id = (SELECT max(entry_id) FROM loan_ledger)")
	w.exec("UPDATE customer SET household_kind = CASE household_kind WHEN 'poor' THEN 'near_poor' ELSE 'poor' END WHERE customer_code = (SELECT min(customer_code) FROM customer)")
	w.exec("UPDATE customer SET full_name = 'X'") // personal: not copied, no change
	r := w.sync(everything)
	var got []string
	for _, h := range r.Heals {
		got = append(got, fmt.Sprintf("%s +%d ~%d -%d %d", h.Table, h.Added, h.Changed, h.Removed, h.After.Rows-h.Before.Rows))
	}
	want := []string{"customer +0 ~1 -0 0", "loan_ledger +1 ~0 -0 1", "loan_ledger +0 ~2 -0 0", "deposit_ledger +0 ~0 -1 -1"}
	if !slices.Equal(got, want) {
		t.Errorf("healed %v, want %v", got, want)
	}
	if r.Rows > 800 {
		t.Errorf("%d rows were read for four units", r.Rows)
	}
	if r := w.sync(everything); r.Rows != 0 || len(r.Heals) != 0 {
		t.Errorf("a second run reads %d rows and heals %v", r.Rows, r.Heals)
	}
	w.history(t)
}

// history: the log and the dimension's history are in the lake.
func (w *world) history(t *testing.T) {
	parts, err := w.lk.Parts(t.Context(), &schemas.DimensionChange)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for b, err := range w.lk.Read(t.Context(), &schemas.DimensionChange, parts, []string{"change", "before", "after"}) {
		if err != nil {
			t.Fatal(err)
		}
		for row := range int(b.NumRows()) {
			texts = append(texts, b.Column(0).ValueStr(row)+" "+b.Column(1).(*array.String).Value(row)+" > "+b.Column(2).(*array.String).Value(row))
		}
	}
	if len(texts) != 1 || !strings.HasPrefix(texts[0], "changed customer_code=") || !strings.Contains(texts[0], "household_kind=poor") {
		t.Errorf("history %q", texts)
	}
}

// TestSlices: whatever the window, all old days are compared within so many runs.
func TestSlices(t *testing.T) {
	w := newWorld(t)
	w.sync(Options{})
	const nights = 4
	for _, day := range []string{"2019-07-10", "2019-10-15", "2020-01-15", "2020-04-15"} {
		w.exec("UPDATE loan_ledger SET amount = amount + 1 WHERE posted_on = (SELECT min(posted_on) FROM loan_ledger WHERE posted_on >= '" + day + "')")
	}
	w.exec("INSERT INTO loan_ledger SELECT -5, '1995-01-01', booked_at, office_code, contract_no, entry_type, from_class, to_class, amount, new_maturity_on, rebooking, reverses_entry_id FROM loan_ledger LIMIT 1")
	days := map[calendar.Day]int{}
	for range nights {
		r := w.sync(Options{Window: 20, Nights: nights})
		if len(r.Heals) > 30 {
			t.Errorf("%d healed in one run", len(r.Heals))
		}
		for _, h := range r.Heals {
			days[h.Unit.Day]++
		}
	}
	if len(days) != 5 || days[calendar.Date(1995, 1, 1)] != 1 {
		t.Errorf("healed days %v", days)
	}
	if r := w.sync(everything); len(r.Heals) != 0 {
		t.Errorf("left: %v", r.Heals)
	}
}

// TestOddDays: rows with days that nobody can have meant are copied, compared and mended like others.
func TestOddDays(t *testing.T) {
	w := newWorld(t)
	w.exec("ALTER TABLE loan_ledger ALTER posted_on DROP NOT NULL")
	for i, day := range []string{"NULL", "'infinity'", "'-infinity'", "'0044-03-15 BC'", "'9999-12-31'", "'10000-01-01'", "'1970-01-01'"} {
		w.exec(fmt.Sprintf("INSERT INTO loan_ledger SELECT -%d, %s, booked_at, office_code, contract_no, entry_type, from_class, to_class, amount, new_maturity_on, rebooking, reverses_entry_id FROM loan_ledger WHERE entry_id > 0 LIMIT 1", i+1, day))
	}
	w.sync(Options{})
	if got, want := fmt.Sprint(w.rows(&schemas.LoanLedger)), w.one("SELECT count(*) - 1 FROM loan_ledger"); got != want { // 9999-12-31 has not come yet
		t.Errorf("%s rows, want %s", got, want)
	}
	if r := w.sync(everything); len(r.Heals) != 0 {
		t.Errorf("a second run heals %v", r.Heals)
	}
	w.exec("DELETE FROM loan_ledger WHERE entry_id IN (-1, -4)")
	if r := w.sync(Options{}); len(r.Heals) != 1 || r.Heals[0].Removed != 2 {
		t.Errorf("healed %v", r.Heals)
	}
}

// TestNewDays: days that were closed since are taken, and are no healings; days that are open wait.
func TestNewDays(t *testing.T) {
	w := newWorld(t)
	w.exec("UPDATE business_day SET closed_at = NULL WHERE day >= '2020-06-15'")
	r := w.sync(Options{})
	want := w.one("SELECT max(day) FROM business_day WHERE day < (SELECT min(day) FROM business_day WHERE closed_at IS NULL)")
	if r.Through.String() < want || r.Through >= calendar.Date(2020, 6, 15) {
		t.Fatalf("through %s, want %s", r.Through, want)
	}
	if n := fmt.Sprint(r.Waiting["loan_ledger"]); n == "0" || n != w.one("SELECT count(*) FROM loan_ledger WHERE posted_on > '"+r.Through.String()+"'") {
		t.Errorf("%s loan entries wait", n)
	}
	w.exec("UPDATE business_day SET closed_at = day WHERE closed_at IS NULL")
	r = w.sync(Options{})
	if r.Through != lastDay || r.New == 0 || len(r.Heals) != 0 {
		t.Errorf("through %s, %d new, healed %v", r.Through, r.New, r.Heals)
	}
	w.exec("UPDATE loan_ledger SET amount = amount + 1 WHERE entry_id = (SELECT min(entry_id) FROM loan_ledger WHERE posted_on >= '2020-05-10')")
	w.exec("INSERT INTO business_day SELECT office_code, (SELECT max(day) + 1 FROM business_day), now() FROM transaction_office")
	w.exec("UPDATE loan_ledger SET posted_on = (SELECT max(day) FROM business_day) WHERE entry_id = (SELECT max(entry_id) FROM loan_ledger)")
	r = w.sync(everything)
	logged := w.kept(&schemas.Heal)
	if r.New == 0 || len(r.Heals) == 0 || logged != int64(len(r.Heals)) {
		t.Errorf("a new day and healings of older ones: %d new, healed %v, %d logged", r.New, r.Heals, logged)
	}
	if w.sync(Options{}); w.kept(&schemas.Heal) != logged {
		t.Errorf("%d healings were logged, and %d after the next run", logged, w.kept(&schemas.Heal))
	}
	early := calendar.Date(2020, 6, 1)
	var day *DayError
	if _, err := w.try(t.Context(), Options{Through: &early}); !errors.As(err, &day) {
		t.Errorf("going back: %v", err)
	}
}

// TestLook: looking says what differs and changes nothing.
func TestLook(t *testing.T) {
	w := newWorld(t)
	all := &source.DayRange{From: firstDay, To: farAway}
	var day *DayError
	if _, err := w.try(t.Context(), Options{Days: all, Look: true}); !errors.As(err, &day) {
		t.Fatalf("an empty lake: %v", err)
	}
	w.sync(Options{})
	w.exec("DELETE FROM loan_ledger WHERE posted_on = (SELECT min(posted_on) FROM loan_ledger WHERE posted_on > '2019-08-01'); DELETE FROM commune WHERE commune_code = (SELECT max(commune_code) FROM commune)")
	before := w.rows(&schemas.LoanLedger)
	for range 2 {
		if r := w.sync(Options{Days: all, Look: true}); len(r.Differ) < 2 || len(r.Heals) != 0 || r.Rows != 0 {
			t.Fatalf("differs %v, healed %v, %d rows", r.Differ, r.Heals, r.Rows)
		}
	}
	if w.rows(&schemas.LoanLedger) != before {
		t.Error("looking changed the copy")
	}
	june := &source.DayRange{From: calendar.Date(2020, 6, 1), To: farAway}
	if r := w.sync(Options{Days: june, Look: true}); len(r.Differ) != 1 || r.Differ[0].Table != "commune" {
		t.Errorf("in June differs %v", r.Differ)
	}
	w.sync(Options{Days: all})
	if r := w.sync(Options{Days: all, Look: true}); len(r.Differ) != 0 {
		t.Errorf("after mending differs %v", r.Differ)
	}
}

// TestStopped: a run that is stopped anywhere leaves what the next one need not read again.
func TestStopped(t *testing.T) {
	w := newWorld(t)
	total := int64(0)
	for _, table := range schemas.Contract() {
		var n int64
		if _, err := fmt.Sscan(w.one("SELECT count(*) FROM "+table.Name), &n); err != nil {
			t.Fatal(err)
		}
		total += n
	}
	read := int64(0)
	for at := total / 7; at < total; at += total / 7 {
		ctx, stop := context.WithCancel(t.Context())
		o := everything
		o.Batch, o.idle, o.late = 200, 200, 50
		before := int64(0)
		o.Progress = func(_ string, rows int64) {
			if before = rows; read+rows >= at {
				stop()
			}
		}
		_, err := w.try(ctx, o)
		read += before
		stop()
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	r := w.sync(everything)
	if len(r.Heals) != 0 {
		t.Errorf("what is read for the first time is called healed: %v", r.Heals[0])
	}
	for _, table := range schemas.Contract() {
		if got, want := fmt.Sprint(w.rows(table)), w.one("SELECT count(*) FROM "+table.Name); got != want {
			t.Errorf("%s: %s rows, the source has %s", table.Name, got, want)
		}
	}
	t.Logf("%d rows, %d read", total, read+r.Rows)
}

// TestThrough: the last day is the one before the first that is open somewhere; a replica that has not seen
// its closing makes it wait.
func TestThrough(t *testing.T) {
	day := calendar.Date(2020, 6, 10)
	closed := func(d calendar.Day) time.Time { return time.Unix(int64(d)*86400, 0).Add(18 * time.Hour) }
	c := &closings{rows: 3, last: day, open: farAway, closedAt: map[calendar.Day]time.Time{day: closed(day), day - 1: closed(day - 1)}}
	if c.through() != day {
		t.Errorf("through %s", c.through())
	}
	x := &run{last: noDay}
	for replayed, want := range map[time.Time]calendar.Day{
		closed(day).Add(time.Second): day, closed(day): day, closed(day).Add(-time.Second): day - 1, closed(day - 1).Add(-time.Hour): day - 2,
	} {
		x.res.Waits = nil
		got := x.waitForReplica(source.Clock{Replica: true, ReplayedTo: replayed}, c, day)
		if got != want || len(x.res.Waits) != int(day-want) {
			t.Errorf("replayed to %s: through %s, want %s; waits %v", replayed, got, want, x.res.Waits)
		}
	}
	for now, waits := range map[time.Time]int{closed(day + 1): 1, closed(day + 1).Add(-18 * time.Hour): 0} { // the next day is over, or has just begun
		x.res.Waits = nil
		late := source.Clock{Replica: true, Now: now, ReplayedTo: closed(day).Add(time.Hour), Late: 16 * time.Minute}
		if got := x.waitForReplica(late, c, day); got != day || len(x.res.Waits) != waits {
			t.Errorf("late at %s: through %s; waits %v", now, got, x.res.Waits)
		}
	}
	if got := x.waitForReplica(source.Clock{ReplayedTo: closed(day - 1)}, c, day); got != day {
		t.Errorf("no replica: through %s", got)
	}
	c.open = day - 3
	if c.through() != day-4 {
		t.Errorf("through %s", c.through())
	}
}

// TestEvolve: a column that the source gets beyond the contract is kept as text, back to its first row.
func TestEvolve(t *testing.T) {
	w := newWorld(t)
	w.sync(Options{})
	w.exec("ALTER TABLE loan_ledger ADD COLUMN teller text; UPDATE loan_ledger SET teller = 'Đỗ' WHERE posted_on = (SELECT max(posted_on) FROM loan_ledger)")
	if _, err := w.try(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "teller") {
		t.Fatalf("frozen: %v", err)
	}
	w.c.Tables = map[string]source.TableConfig{"loan_ledger": {Drift: source.Evolve}}
	if r := w.sync(everything); len(r.Heals) == 0 || len(r.Notes) == 0 {
		t.Errorf("healed %v, notes %v", r.Heals, r.Notes)
	}
	if r := w.sync(everything); len(r.Heals) != 0 || r.Rows != 0 {
		t.Errorf("a second run heals %v", r.Heals)
	}
	mirror := schemas.MirrorOf(&schemas.LoanLedger, "teller")
	parts, err := w.lk.Parts(t.Context(), mirror)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for b, err := range w.lk.Read(t.Context(), mirror, parts, []string{"teller"}) {
		if err != nil {
			t.Fatal(err)
		}
		for row := range int(b.NumRows()) {
			if b.Column(0).IsValid(row) && b.Column(0).ValueStr(row) == "Đỗ" {
				named++
			}
		}
	}
	if fmt.Sprint(named) != w.one("SELECT count(*) FROM loan_ledger WHERE teller IS NOT NULL") {
		t.Errorf("%d rows name a teller", named)
	}
	src, err := Open(t.Context(), w.lk)
	if err != nil {
		t.Fatal(err)
	}
	n := int64(0)
	for b, err := range src.Read(t.Context(), &schemas.LoanLedger) {
		if err != nil {
			t.Fatal(err)
		}
		n += b.Record.NumRows()
	}
	if n != w.rows(&schemas.LoanLedger) {
		t.Errorf("the copy as a source has %d rows", n)
	}
}

// TestWitness: changes of columns that are hashed as they are read are found by the source's own word.
func TestWitness(t *testing.T) {
	w := newWorld(t)
	w.c.HMAC, w.c.Key = []string{"customer.customer_code", "deposit_ledger.customer_code", "deposit_ledger.account_no"}, []byte(strings.Repeat("k", 32))
	w.sync(Options{})
	if r := w.sync(everything); len(r.Heals) != 0 || r.Rows != 0 {
		t.Errorf("a second run heals %v", r.Heals)
	}
	w.exec("UPDATE customer SET customer_code = 'X' WHERE customer_code = (SELECT min(customer_code) FROM customer)")
	w.exec("UPDATE deposit_ledger SET account_no = 'Y' WHERE entry_id = (SELECT min(entry_id) FROM deposit_ledger)")
	r := w.sync(everything)
	if len(r.Heals) != 2 || r.Heals[0].Table != "customer" || r.Heals[0].Added != 1 || r.Heals[0].Removed != 1 || r.Heals[1].Table != "deposit_ledger" || r.Heals[1].Changed != 1 {
		t.Errorf("healed %+v", r.Heals)
	}
	if r := w.sync(everything); len(r.Heals) != 0 || r.Rows != 0 {
		t.Errorf("afterwards heals %v", r.Heals)
	}
}

// TestTotals: the totals kept in the lake are the source's of every unit.
func TestTotals(t *testing.T) {
	w := newWorld(t)
	w.sync(Options{})
	parts, err := w.lk.Parts(t.Context(), &schemas.ControlTotal)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int64{}
	for b, err := range w.lk.Read(t.Context(), &schemas.ControlTotal, parts, []string{"table_name", "rows", "unit"}) {
		if err != nil {
			t.Fatal(err)
		}
		for row := range int(b.NumRows()) {
			rows[b.Column(0).ValueStr(row)] += b.Column(1).(*array.Int64).Value(row)
		}
	}
	for _, table := range schemas.Contract() {
		if got, want := rows[table.Name], w.rows(table); got != want {
			t.Errorf("%s: the totals count %d rows, the copy has %d", table.Name, got, want)
		}
	}
}

// TestLoggedOnce: what a run wrote down that was killed before it committed it is taken out again.
func TestLoggedOnce(t *testing.T) {
	w := newWorld(t)
	w.sync(Options{})
	logged := func() (heals, changes int64) { return w.logRows(&schemas.Heal), w.logRows(&schemas.DimensionChange) }
	for i, c := range []struct {
		table *schemas.Table
		sql   string
	}{
		{&schemas.LoanLedger, "UPDATE loan_ledger SET amount = amount + 1 WHERE entry_id = (SELECT max(entry_id) FROM loan_ledger)"},
		{&schemas.SavingsGroup, "UPDATE savings_group SET village = 'x' WHERE group_code = (SELECT max(group_code) FROM savings_group)"},
	} {
		heals, changes := logged()
		w.exec(c.sql)
		w.sync(Options{})
		if h, d := logged(); h != heals+1 || d != changes+int64(i) {
			t.Errorf("%s: %d healings and %d changes are logged", c.table.Name, h-heals, d-changes)
		}
		w.sync(Options{})
		if h, _ := logged(); h != heals+1 {
			t.Errorf("%s: a run without healings takes one out of the log", c.table.Name)
		}
		if _, err := w.lk.Commit(t.Context(), schemas.MirrorOf(c.table), nil, nil, map[string]string{propHealed: "another"}); err != nil { // as if the run had been killed
			t.Fatal(err)
		}
		w.sync(Options{})
		if h, d := logged(); h != heals || d != changes {
			t.Errorf("%s: %d healings and %d changes that were not committed stay in the log", c.table.Name, h-heals, d-changes)
		}
		w.sync(Options{})
	}
}

// logRows counts the rows of one of the logs.
func (w *world) logRows(t *schemas.Table) (n int64) {
	w.t.Helper()
	parts, err := w.lk.Parts(w.t.Context(), t)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range parts {
		n += p.Rows
	}
	return n
}
