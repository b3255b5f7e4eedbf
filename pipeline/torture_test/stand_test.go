package torture_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// stand is a source with a simulated branch and the program's lake and warehouse of it.
type stand struct {
	t      testing.TB
	rng    *rand.Rand
	e      *engine
	db     *dbtest.Database
	dir    string                           // of uythac.yaml, lake and warehouse
	bin    string                           // the program
	env    []string                         // of the program, beside the test's own
	as     func(c *exec.Cmd)                // changes a command before it starts; nil: not
	hashed func(column, text string) string // what the lake has in place of a cell, by table.column; nil: the same

	holds  map[string]int // locks of tables that can be kept from being read
	widths map[string]int // of text columns, by table.column
	serial int64          // numbers that were never used

	loose    bool           // the database has no keys
	known    photo          // of the source and the lake, when they were last found equal
	attacks  map[string]int // made, by name
	compared int64          // rows of both sides held against each other
}

// size is how large a simulated branch is.
type size struct {
	households int
	from, to   calendar.Month
	seed       uint64
}

var small = size{households: 60, from: calendar.MonthOf(2019, 10), to: calendar.MonthOf(2020, 3), seed: 5}

// branch writes a simulated branch as CSV files, once.
func branch(t testing.TB, s size) string {
	t.Helper()
	dir := filepath.Join(sharedDir(t), fmt.Sprintf("branch-%d-%s-%s-%d", s.households, s.from, s.to, s.seed))
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	n, err := simulate.New(simulate.Options{Households: s.households, From: s.from, To: s.to, Seed: s.seed})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := simulate.WriteCSV(t.Context(), n, dir, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

// options of a stand. The zero value is a strict database on the shared server, compared whole by every run.
type options struct {
	loose  bool           // no keys, NULLs allowed, fractions in some amounts
	server *dbtest.Server // nil: the shared one
	config string         // further lines of uythac.yaml
	heal   string         // keys of heal; empty: nights: 1
	source string         // further keys of source
	holds  []string       // tables that the test can keep from being read
	size   size           // zero: small
	seed   uint64
}

func newStand(t testing.TB, e *engine, o options) *stand {
	t.Helper()
	if o.server == nil {
		o.server = e.server(t)
	}
	if o.size == (size{}) {
		o.size = small
	}
	if o.heal == "" {
		o.heal = "nights: 1"
	}
	s := &stand{t: t, e: e, loose: o.loose, rng: rand.New(rand.NewPCG(o.seed, 3)), dir: scratch(t), bin: program(t), serial: 50_000_000, attacks: map[string]int{}, widths: map[string]int{}, holds: map[string]int{}}
	t.Logf("seed %d", o.seed)
	var queries []string
	for i, table := range o.holds {
		queries = append(queries, fmt.Sprintf("%s: {query: %q}", table, fmt.Sprintf(e.query, table, i+1)))
		s.holds[table] = i + 1
	}
	if queries != nil {
		o.source += ", tables: {" + strings.Join(queries, ", ") + "}"
	}
	s.db = o.server.Create(t)
	s.db.Exec(t, e.ddl(o.loose)+indexes())
	s.db.Load(t, branch(t, o.size))
	s.write("uythac.yaml", fmt.Sprintf("source: {kind: %s, url: %q%s}\nlake: {path: lake}\nwarehouse: {path: warehouse, memory_limit: 300MB, threads: 1}\nheal: {%s}\nquality: {max_quarantined: 1000000}\nlang: en\n%s",
		e.kind, s.db.URL, o.source, o.heal, o.config))
	for _, row := range s.query("SELECT table_name, column_name, character_maximum_length FROM information_schema.columns WHERE character_maximum_length IS NOT NULL AND table_schema IN ('public', '" + s.db.Name + "')") {
		s.widths[row[0]+"."+row[1]], _ = strconv.Atoi(row[2])
	}
	return s
}

func (s *stand) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stand) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func (s *stand) path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// exec changes the source.
func (s *stand) exec(format string, args ...any) {
	s.t.Helper()
	s.db.Exec(s.t, fmt.Sprintf(format, args...))
}

// query asks the source.
func (s *stand) query(sql string) [][]string {
	s.t.Helper()
	return s.db.Query(s.t, sql)
}

// one is a cell that the source answers.
func (s *stand) one(sql string) string {
	s.t.Helper()
	rows := s.query(sql)
	if len(rows) == 0 {
		return ""
	}
	return rows[0][0]
}

// held begins a transaction on a connection of its own.
func (s *stand) held() session {
	s.t.Helper()
	c, err := s.e.connect(s.t.Context(), s.db)
	if err == nil {
		s.t.Cleanup(c.close)
		err = c.exec("BEGIN")
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// through is the last day that is closed everywhere.
func (s *stand) through() string {
	s.t.Helper()
	if open := s.one("SELECT min(day) FROM business_day WHERE closed_at IS NULL"); open != `\N` {
		day, err := calendar.Parse(open)
		if err != nil {
			s.t.Fatal(err)
		}
		return (day - 1).String()
	}
	return s.one("SELECT max(day) FROM business_day")
}

// outcome is what a run of the program came to.
type outcome struct {
	code        int
	out, errors string
	took        time.Duration
}

func (o outcome) String() string {
	return fmt.Sprintf("exit code %d\n%s%s", o.code, o.out, o.errors)
}

// command is a run of the program that was not started yet.
func (s *stand) command(args ...string) *exec.Cmd {
	cmd := exec.Command(s.bin, append(args, "--config", s.path("uythac.yaml"))...)
	cmd.Env = append(os.Environ(), s.env...)
	cmd.Stdout, cmd.Stderr = new(bytes.Buffer), new(bytes.Buffer)
	if s.as != nil {
		s.as(cmd)
	}
	return cmd
}

func (s *stand) start(args ...string) *exec.Cmd {
	s.t.Helper()
	cmd := s.command(args...)
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	return cmd
}

// wait waits for a run's end; code -1: it was killed.
func (s *stand) wait(cmd *exec.Cmd) outcome {
	s.t.Helper()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return outcome{code: cmd.ProcessState.ExitCode(), out: cmd.Stdout.(*bytes.Buffer).String(), errors: cmd.Stderr.(*bytes.Buffer).String()}
}

// run runs the program to its end.
func (s *stand) run(args ...string) outcome {
	s.t.Helper()
	began := time.Now()
	o := s.wait(s.start(args...))
	o.took = time.Since(began)
	return o
}

// must runs the program, which has to end with one of these codes.
func (s *stand) must(codes []int, args ...string) outcome {
	s.t.Helper()
	o := s.run(args...)
	for _, c := range codes {
		if o.code == c {
			return o
		}
	}
	s.t.Fatalf("uythac %s: want exit code %v\n%s", strings.Join(args, " "), codes, o)
	return o
}

var (
	fine      = []int{0}
	published = []int{0, 3} // damaged figures are refused, and that is right
	differing = []int{3}
)

// tables are the contract's, but for those named.
func tables(but ...*schemas.Table) (list []*schemas.Table) {
next:
	for _, t := range schemas.Contract() {
		for _, b := range but {
			if t == b {
				continue next
			}
		}
		list = append(list, t)
	}
	return list
}

// named is a table of the contract.
func (s *stand) named(name string) *schemas.Table {
	s.t.Helper()
	t, ok := schemas.Lookup(name)
	if !ok {
		s.t.Fatalf("there is no table %s", name)
	}
	return t
}
