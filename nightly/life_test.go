package nightly_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// year is a branch's source, its lake, and what readers may see.
type year struct {
	t        *testing.T
	rng      *rand.Rand
	s        service
	core     *core
	day      calendar.Day // the last that is over
	happened map[string]int

	mu       sync.Mutex
	expected map[string]bool // "day outstanding" of every state of the source
	looks    int
}

func newYear(t *testing.T, seed uint64) *year {
	dir := t.TempDir()
	return &year{t: t, rng: rand.New(rand.NewPCG(seed, 0)), s: service{Dir: dir}, core: newCore(t, filepath.Join(dir, "core")), happened: map[string]int{}, expected: map[string]bool{}}
}

// live lets a day go by and its night come. An empty event is a random one.
func (y *year) live(day calendar.Day, event string) {
	y.t.Helper()
	y.day = day
	if event == "" {
		n := y.rng.IntN(100)
		for _, e := range events {
			if n -= e.odds; n < 0 {
				event = e.name
				break
			}
		}
	}
	switch event {
	case "late operations":
		y.core.delay(y.rng, day, "loan_use_check")
		y.core.delay(y.rng, day, "fee_payment")
	case "late ledger":
		y.core.delay(y.rng, day, "loan_ledger")
		y.core.delay(y.rng, day, "deposit_ledger")
	}
	y.happened[event]++
	y.core.show(day)
	y.mu.Lock()
	y.expected[fmt.Sprint(day, " ", y.core.outstanding(day))] = true
	y.mu.Unlock()
	s := y.s
	s.Start, s.Due = dated(day, 1, 29), dated(day, 1, 30)
	switch event {
	case "machine off":
		return
	case "killed":
		for range 1 + y.rng.IntN(2) {
			s.KillAt = 1 + y.rng.IntN(220)
			if !y.child(s) {
				break // the kill came too late: the night is done
			}
			s.Start = s.Due.Add(10 * time.Minute) // the machine is up again, and the night is caught up
			s.Due = s.Start
		}
	case "told to end":
		at := 1 + y.rng.IntN(220)
		ctx, cancel := context.WithCancel(y.t.Context())
		y.must(s.night(ctx, func(n int) {
			if n == at {
				cancel()
			}
		}))
		cancel()
		s.Start = s.Due.Add(10 * time.Minute)
		s.Due = s.Start
	case "torn file":
		y.core.tear(y.rng)
		y.must(s.night(y.t.Context(), func(int) {}))
		y.last(history.Failed, history.Refused)
		y.core.show(day)
		return // the next night brings both days
	case "disk full":
		s.Room = 1 << 60
		y.must(s.night(y.t.Context(), func(int) {}))
		y.last(history.Failed)
		return
	case "another run":
		y.locked(func() { y.must(s.night(y.t.Context(), func(int) {})) })
		y.last(history.Locked)
		return
	}
	if runs := y.runs(); len(runs) > 0 && runs[len(runs)-1].Ended() && runs[len(runs)-1].Start.After(dated(day, 1, 29)) {
		return // it was done before it could be killed or ended
	}
	y.must(s.night(y.t.Context(), func(int) {}))
	last := y.last(history.Published, history.Unchanged, history.Refused)
	if last.Outcome != history.Refused {
		y.arrived()
	}
}

func (y *year) must(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatalf("%s: %v", y.day, err)
	}
}

// child runs a night in a process of its own, which may kill itself; false: it came to its end before.
func (y *year) child(s service) bool {
	y.t.Helper()
	text, err := json.Marshal(s)
	y.must(err)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TEST_NIGHT="+string(text))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != -1) {
		y.t.Fatalf("%s: %v\n%s", y.day, err, out)
	}
	return err != nil
}

// locked does something while another run has the lake's lock.
func (y *year) locked(do func()) {
	y.t.Helper()
	l, err := lake.Open(y.t.Context(), y.s.config().Lake.Path, lake.Options{})
	y.must(err)
	unlock, err := l.Lock(y.t.Context(), "another run")
	y.must(err)
	do()
	y.must(errors.Join(unlock(), l.Close()))
}

func (y *year) runs() []history.Run {
	y.t.Helper()
	runs, err := pipeline.ReadRuns(y.s.config())
	y.must(err)
	return runs
}

// last is the last run, which ended in one of some ways.
func (y *year) last(outcomes ...string) history.Run {
	y.t.Helper()
	runs := y.runs()
	last := runs[len(runs)-1]
	if !slices.Contains(outcomes, last.Outcome) {
		y.t.Fatalf("%s: the run %s, want %v: %s", y.day, last.Outcome, outcomes, last.Error)
	}
	return last
}

func (y *year) outcomes() map[string]int {
	n := map[string]int{}
	for _, r := range y.runs() {
		n[r.Outcome]++
	}
	return n
}

// arrived fails unless the lake holds each row that the source shows once, and readers see the day.
func (y *year) arrived() {
	y.t.Helper()
	s, err := pipeline.ReadStatus(y.t.Context(), y.s.config())
	y.must(err)
	if s.Lake.Through != y.day || s.Published == nil || s.Published.Run.Through != y.day || s.Published.Behind {
		y.t.Fatalf("%s: the lake goes through %s and readers see %+v", y.day, s.Lake.Through, s.Published)
	}
	for _, table := range s.Lake.Tables {
		if y.core.tables[table.Name] == nil {
			continue
		}
		if want := int64(len(y.core.shown(table.Name, y.day))); table.Kept != want || table.Quarantined != 0 {
			y.t.Fatalf("%s: %s has %d rows and %d in quarantine, the source shows %d", y.day, table.Name, table.Kept, table.Quarantined, want)
		}
	}
	if got, want := y.ledger(), len(y.core.shown("loan_ledger", y.day)); got != int64(want) {
		y.t.Fatalf("%s: the lake has %d entries, the source %d", y.day, got, want)
	}
}

// ledger counts the entries in the lake's files.
func (y *year) ledger() (rows int64) {
	y.t.Helper()
	l, err := lake.Open(y.t.Context(), y.s.config().Lake.Path, lake.Options{})
	y.must(err)
	parts, err := l.Parts(y.t.Context(), &schemas.LoanLedger)
	y.must(errors.Join(err, l.Close()))
	for _, p := range parts {
		rows += p.Rows
	}
	return rows
}

// watch looks at what is published again and again, as readers do, until it is told to end.
func (y *year) watch() (end func()) {
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		var before string
		var pause time.Duration
		for {
			select {
			case <-stop:
				return
			case <-time.After(100*time.Millisecond + pause):
			}
			began := time.Now()
			seen, err := y.look()
			pause = 4 * time.Since(began) // readers are beside the nights, and not most of what the machine does
			if err != nil {
				y.t.Errorf("a reader: %v", err)
				return
			}
			if day, _, _ := strings.Cut(seen, " "); day < before && seen != "" {
				y.t.Errorf("a reader saw %s after %s", day, before)
			} else if seen != "" {
				before = day
			}
		}
	}()
	return func() { close(stop); <-ended }
}

// look opens the published file as a reader does, and holds what is in it against what the source ever showed.
func (y *year) look() (seen string, err error) {
	dir := y.s.config().Warehouse.Path
	name, err := os.ReadFile(filepath.Join(dir, "CURRENT"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	db, err := sql.Open("duckdb", filepath.Join(dir, strings.TrimSpace(string(name)))+"?access_mode=READ_ONLY&threads=1")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var day, asOf string
	var runs, failed, owed, reported int64
	err = db.QueryRow(`SELECT count(*), max(through)::VARCHAR, (SELECT max(as_of)::VARCHAR FROM meta.as_of),
		(SELECT count(*) FROM "check".result WHERE severity = 'error' AND failures > 0),
		(SELECT sum(outstanding)::BIGINT FROM fact.loan_month WHERE as_of = (SELECT through FROM meta.run)),
		(SELECT sum(outstanding)::BIGINT FROM indicator.union_month WHERE as_of = (SELECT through FROM meta.run))
		FROM meta.run`).Scan(&runs, &day, &asOf, &failed, &owed, &reported)
	if err != nil {
		return "", err
	}
	seen = fmt.Sprint(day, " ", owed)
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.looks++; runs != 1 || asOf != day || failed != 0 || reported > owed || !y.expected[seen] {
		return seen, fmt.Errorf("%s shows %q (as of %s), %d runs, %d failed checks, and %d by union; the source never showed that", strings.TrimSpace(string(name)), seen, asOf, runs, failed, reported)
	}
	return seen, nil
}

// fromScratch fails unless the published file is the one that a new lake gives.
func (y *year) fromScratch() {
	y.t.Helper()
	anew := y.s.config()
	anew.Lake.Path, anew.Warehouse.Path = filepath.Join(y.s.Dir, "new lake"), filepath.Join(y.s.Dir, "new warehouse")
	_, err := pipeline.Refresh(y.t.Context(), anew, pipeline.Options{Now: func() time.Time { return dated(y.day, 3, 0) }})
	y.must(err)
	got, want := y.content(y.s.config()), y.content(anew)
	if len(want) < 50 || !maps.Equal(got, want) {
		for name := range want {
			if got[name] != want[name] {
				y.t.Errorf("%s is not what a new lake gives", name)
			}
		}
		y.t.Fatalf("%d tables, a new lake gives %d", len(got), len(want))
	}
}

// content is a checksum of every table that readers get.
func (y *year) content(c pipeline.Config) map[string]string {
	y.t.Helper()
	s, err := pipeline.ReadStatus(y.t.Context(), c)
	y.must(err)
	db, err := sql.Open("duckdb", s.Published.File+"?access_mode=READ_ONLY")
	y.must(err)
	defer func() { y.must(db.Close()) }()
	rows, err := db.Query("SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name NOT IN ('meta', 'check', 'main')")
	y.must(err)
	defer func() { y.must(rows.Close()) }()
	sums := map[string]string{}
	for rows.Next() {
		var name string
		y.must(rows.Scan(&name))
		sums[name] = ""
	}
	y.must(rows.Err())
	for name := range sums {
		var sum string
		y.must(db.QueryRow("SELECT count(*) || ' ' || coalesce(sum(hash(t)), 0) FROM " + name + " t").Scan(&sum))
		sums[name] = sum
	}
	return sums
}

// kept fails unless the files that must be kept are, and the lake has what they were built from, and no more.
func (y *year) kept() {
	y.t.Helper()
	files, err := filepath.Glob(filepath.Join(y.s.config().Warehouse.Path, "warehouse-*.duckdb"))
	y.must(err)
	l, err := lake.Open(y.t.Context(), y.s.config().Lake.Path, lake.Options{})
	y.must(err)
	defer func() { y.must(l.Close()) }()
	months := map[string]bool{}
	for _, file := range files {
		db, err := sql.Open("duckdb", file+"?access_mode=READ_ONLY")
		y.must(err)
		var day string
		var id int64
		y.must(db.QueryRow("SELECT through::VARCHAR, snapshot_id FROM meta.run, meta.snapshot WHERE table_name = 'loan_ledger'").Scan(&day, &id))
		y.must(db.Close())
		months[day[:7]] = true
		if _, err := l.Files(y.t.Context(), &schemas.LoanLedger, id); err != nil {
			y.t.Errorf("%s: %v", file, err)
		}
	}
	for m := calendar.MonthOf(2020, 1); m < y.day.Month(); m++ {
		if day := y.servedIn(m); day && !months[m.String()] {
			y.t.Errorf("no warehouse of %s is kept", m)
		}
	}
	if n := len(files); n > 14+len(months) {
		y.t.Errorf("%d warehouses are kept", n)
	}
	if removed, err := l.Expire(y.t.Context(), func(string, int64) bool { return true }, nil); err != nil || removed.Files != 0 {
		y.t.Errorf("left-overs in the lake: %+v, %v", removed, err)
	}
}

// servedIn tells whether a run of the history published figures of a month.
func (y *year) servedIn(m calendar.Month) bool {
	return slices.ContainsFunc(y.runs(), func(r history.Run) bool { return r.File != "" && strings.HasPrefix(r.Through, m.String()) })
}
