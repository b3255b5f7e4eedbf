package nightly_test

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/schemas"
)

// core is a small branch's core banking: all that it will ever hold, and how much of it the source shows by now.
type core struct {
	t      *testing.T
	dir    string
	tables map[string]*coreTable
	late   []lateRow // not shown before a night
}

type coreTable struct {
	header []string
	day    int // number of the column that says which day a row is of; -1: none
	rows   [][]string
}

// lateRow is a row that the source does not show before a day is over.
type lateRow struct {
	table string
	row   int
	until calendar.Day
}

// newCore makes up a branch of a year, and of the month after: the last night looks at its first day.
func newCore(t *testing.T, dir string) *core {
	t.Helper()
	made := filepath.Join(t.TempDir(), "made")
	_, err := pipeline.Simulate(t.Context(), pipeline.SimulateOptions{Options: simulate.Options{
		Seed: 11, Households: 30, From: calendar.MonthOf(2020, 1), To: calendar.MonthOf(2021, 1)}, Format: "csv", Out: made}, pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := &core{t: t, dir: dir, tables: map[string]*coreTable{}}
	for _, table := range schemas.Contract() {
		c.read(table, made)
	}
	return c
}

func (c *core) read(table *schemas.Table, made string) {
	c.t.Helper()
	all := &coreTable{day: -1}
	err := filepath.WalkDir(made, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) != table.Name+".csv.zst" && filepath.Base(filepath.Dir(path)) != table.Name {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		z, err := zstd.NewReader(bufio.NewReader(f))
		if err != nil {
			return err
		}
		defer z.Close()
		rows, err := csv.NewReader(z).ReadAll()
		if err != nil || len(rows) == 0 {
			return err
		}
		all.header = rows[0]
		all.rows = append(all.rows, rows[1:]...)
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if all.header == nil {
		return
	}
	if table.Proof.Day != "" {
		all.day = slices.Index(all.header, table.Proof.Day)
	}
	c.tables[table.Name] = all
}

// delay makes the source show some rows of a day only a while later: of the operations, or of the loan ledger.
func (c *core) delay(rng *rand.Rand, day calendar.Day, table string) bool {
	found := false
	for i, row := range c.tables[table].rows {
		if row[c.tables[table].day] == day.String() && rng.IntN(2) == 0 {
			c.late = append(c.late, lateRow{table, i, day + calendar.Day(1+rng.IntN(5))})
			found = true
		}
	}
	return found
}

// shown lists the rows of a table that the source shows when a day is over.
func (c *core) shown(table string, day calendar.Day) (rows [][]string) {
	t := c.tables[table]
	hidden := map[int]bool{}
	for _, l := range c.late {
		if l.table == table && day < l.until {
			hidden[l.row] = true
		}
	}
	for i, row := range t.rows {
		if !hidden[i] && (t.day < 0 || row[t.day] <= day.String()) {
			rows = append(rows, row)
		}
	}
	return rows
}

// show writes the source as it is when a day is over.
func (c *core) show(day calendar.Day) {
	c.t.Helper()
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		c.t.Fatal(err)
	}
	for name, t := range c.tables {
		var b strings.Builder
		w := csv.NewWriter(&b)
		if err := cmp.Or(w.Write(t.header), w.WriteAll(c.shown(name, day))); err != nil {
			c.t.Fatal(err)
		}
		path := filepath.Join(c.dir, name+".csv")
		if old, err := os.ReadFile(path); err == nil && string(old) == b.String() {
			continue
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			c.t.Fatal(err)
		}
	}
}

// tear cuts a ledger short within its last line, as a transfer that broke off leaves it.
func (c *core) tear(rng *rand.Rand) {
	c.t.Helper()
	path := filepath.Join(c.dir, []string{"loan_ledger.csv", "deposit_ledger.csv"}[rng.IntN(2)])
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, info.Size()-int64(2+rng.IntN(5)))
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// outstanding is the principal that is owed when a day is over, by the ledger that the source shows.
func (c *core) outstanding(day calendar.Day) (sum int64) {
	c.t.Helper()
	t := c.tables["loan_ledger"]
	column := func(name string) int { return slices.Index(t.header, name) }
	kind, from, to, amount := column("entry_type"), column("from_class"), column("to_class"), column("amount")
	for _, row := range c.shown("loan_ledger", day) {
		if !slices.Contains([]string{"opening", "disbursement", "repayment", "write_off"}, row[kind]) {
			continue
		}
		n, err := strconv.ParseInt(row[amount], 10, 64)
		if err != nil {
			c.t.Fatal(err)
		}
		switch {
		case row[from] == "":
			sum += n
		case row[to] == "":
			sum -= n
		}
	}
	return sum
}

// dated is a moment of a night on the clock of the branch, in the small hours after a day.
func dated(day calendar.Day, hour, minute int) time.Time {
	y, m, d := day.YMD()
	return time.Date(y, time.Month(m), d+1, hour, minute, 0, 0, hcmc)
}

var hcmc = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)
