package mirror

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

const rounds = 5 // each runs the opponent and then us: what disturbs one disturbs the other

// opponents are the servers measured, each with its fastest way to write rows to nowhere.
var opponents = []struct {
	kind  string
	start func(testing.TB) *dbtest.Server
	name  string
	read  func(ctx context.Context, d *dbtest.Database, connections int) error
	most  int // connections
}{
	{"postgres", dbtest.Postgres, "COPY (FORMAT binary)", copyOut, 2},
	{"mariadb", dbtest.MariaDB, "mariadb --quick", quickClient, 1},
}

// BenchmarkLoad holds a first load of the loan ledger of a whole branch, from the database to committed
// Parquet, against the same rows written to nowhere.
func BenchmarkLoad(b *testing.B) {
	for _, o := range opponents {
		d := branchIn(b, o.start(b))
		for connections := 1; connections <= o.most; connections++ {
			b.Run(fmt.Sprintf("%s-%d", o.kind, connections), func(b *testing.B) {
				var theirs, ours, cpus []time.Duration
				var peak int64
				for b.Loop() {
					for range rounds {
						begun := time.Now()
						if err := o.read(b.Context(), d, connections); err != nil {
							b.Fatal(err)
						}
						theirs = append(theirs, time.Since(begun))
						resetPeak()
						used := processCPU()
						begun = time.Now()
						loadLedger(b, source.Config{Kind: o.kind, URL: d.URL, Limits: source.Limits{Connections: connections}})
						ours, cpus, peak = append(ours, time.Since(begun)), append(cpus, processCPU()-used), max(peak, peakMemory())
					}
				}
				b.ReportMetric(median(ours).Seconds(), "s")
				b.ReportMetric(median(cpus).Seconds(), "cpu-s")
				b.ReportMetric(median(theirs).Seconds(), "opponent-s")
				b.ReportMetric(ratio(theirs, ours), "of-opponent")
				b.ReportMetric(float64(peak)/(1<<20), "MB-peak")
				b.Logf("opponent: %s", o.name)
			})
		}
	}
}

// BenchmarkNight tells what a night costs the server: the comparison of window, slice and dimensions, in percent of
// the processor time of the first run, which reads two years and proves them, and of bare reading; and a night in
// which 0.5 % of a month changed.
func BenchmarkNight(b *testing.B) {
	for _, o := range opponents {
		b.Run(o.kind, func(b *testing.B) {
			s := o.start(b)
			d := branchIn(b, s)
			lk, err := lake.Open(b.Context(), b.TempDir(), lake.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = lk.Close() }()
			night := 0
			sync := func() (Result, time.Duration, time.Duration) {
				night++
				begun, used := time.Now(), s.CPU()
				r, err := syncOnce(b.Context(), source.Config{Kind: o.kind, URL: d.URL}, lk, Options{Run: fmt.Sprint("night-", night), Now: time.Date(2021, 1, 1, night, 0, 0, 0, time.UTC)})
				if err != nil {
					b.Fatal(err)
				}
				time.Sleep(200 * time.Millisecond) // until the server has waited for its processes
				return r, time.Since(begun) - 200*time.Millisecond, s.CPU() - used
			}
			used := s.CPU()
			readAll(b, source.Config{Kind: o.kind, URL: d.URL})
			time.Sleep(200 * time.Millisecond)
			readCPU := s.CPU() - used
			_, first, firstCPU := sync()
			var quiet, quietCPU, changed, changedCPU []time.Duration
			var rows int64
			for b.Loop() {
				for i := range rounds {
					_, wall, used := sync()
					quiet, quietCPU = append(quiet, wall), append(quietCPU, used)
					d.Exec(b, fmt.Sprintf("UPDATE loan_ledger SET amount = amount + 1 WHERE posted_on BETWEEN '2020-12-01' AND '2020-12-31' AND entry_id %% 200 = %d", i))
					r, wall, used := sync()
					changed, changedCPU, rows = append(changed, wall), append(changedCPU, used), r.Rows
				}
			}
			b.ReportMetric(first.Seconds(), "first-s")
			b.ReportMetric(firstCPU.Seconds(), "first-server-cpu-s")
			b.ReportMetric(median(quiet).Seconds(), "night-s")
			b.ReportMetric(median(quietCPU).Seconds(), "night-server-cpu-s")
			b.ReportMetric(100*median(quietCPU).Seconds()/firstCPU.Seconds(), "%-of-first-server-cpu")
			b.ReportMetric(readCPU.Seconds(), "read-server-cpu-s")
			b.ReportMetric(100*median(quietCPU).Seconds()/readCPU.Seconds(), "%-of-read-server-cpu")
			b.ReportMetric(median(changed).Seconds(), "changed-s")
			b.ReportMetric(median(changedCPU).Seconds(), "changed-server-cpu-s")
			b.ReportMetric(float64(rows), "changed-rows-read")
		})
	}
}

// readAll reads every table to nowhere.
func readAll(b *testing.B, c source.Config) {
	b.Helper()
	db, err := source.OpenDatabase(b.Context(), c)
	if err != nil {
		b.Fatal(err)
	}
	m, err := db.Moment(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	for _, t := range schemas.Contract() {
		for _, err := range m.Read(b.Context(), t, source.Selection{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// published is a whole branch as CSV files, simulated once.
var published = sync.OnceValues(func() (string, error) {
	n, err := simulate.New(simulate.Options{Preset: "published-2020", Seed: 1})
	if err != nil {
		return "", err
	}
	if publishedDir, err = os.MkdirTemp("", "uythac-published-"); err != nil {
		return "", err
	}
	_, err = simulate.WriteCSV(context.Background(), n, publishedDir, nil)
	return publishedDir, err
})

var publishedDir string

func branchIn(b *testing.B, s *dbtest.Server) *dbtest.Database {
	b.Helper()
	dir, err := published()
	if err != nil {
		b.Fatal(err)
	}
	d := s.CreateContract(b)
	d.Load(b, dir)
	return d
}

func syncOnce(ctx context.Context, c source.Config, lk *lake.Lake, o Options) (Result, error) {
	db, err := source.OpenDatabase(ctx, c)
	if err != nil {
		return Result{}, err
	}
	m, err := db.Moment(ctx)
	if err != nil {
		return Result{}, err
	}
	defer func() { _ = m.Close() }()
	return Sync(ctx, m, lk, o)
}

// loadLedger copies the loan ledger into a new lake.
func loadLedger(b *testing.B, c source.Config) {
	b.Helper()
	lk, err := lake.Open(b.Context(), b.TempDir(), lake.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = lk.Close() }()
	db, err := source.OpenDatabase(b.Context(), c)
	if err != nil {
		b.Fatal(err)
	}
	m, err := db.Moment(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = m.Close() }()
	x := &run{m: m, lk: lk, o: Options{Run: "load", Now: time.Now()}.filled()}
	x.res.Through = calendar.Date(2020, 12, 31)
	table, err := x.copyOf(b.Context(), &schemas.LoanLedger)
	if err != nil {
		b.Fatal(err)
	}
	defer frugal()()
	if err := x.load(b.Context(), table); err != nil {
		b.Fatal(err)
	}
}

// copyOut is PostgreSQL's own way, over some connections by where rows lie.
func copyOut(ctx context.Context, d *dbtest.Database, connections int) error {
	var group errgroup.Group
	for i := range connections {
		group.Go(func() error {
			c, err := pgconn.Connect(ctx, d.URL)
			if err != nil {
				return err
			}
			defer func() { _ = c.Close(ctx) }()
			r := c.ExecParams(ctx, "SELECT pg_relation_size('loan_ledger') / 8192", nil, nil, nil, nil).Read()
			if r.Err != nil {
				return r.Err
			}
			var blocks int
			if _, err := fmt.Sscan(string(r.Rows[0][0]), &blocks); err != nil {
				return err
			}
			where := fmt.Sprintf("WHERE ctid >= '(%d,0)' AND ctid < '(%d,0)'", blocks*i/connections, blocks*(i+1)/connections)
			if connections == 1 {
				where = ""
			}
			_, err = c.CopyTo(ctx, io.Discard, "COPY (SELECT * FROM loan_ledger "+where+") TO STDOUT (FORMAT binary)")
			return err
		})
	}
	return group.Wait()
}

// quickClient is MariaDB's own client, which keeps no row.
func quickClient(ctx context.Context, d *dbtest.Database, _ int) error {
	return exec.CommandContext(ctx, "mariadb", "--no-defaults", "--user=root", "--socket="+d.Server.Socket(), "--quick", d.Name, "-e", "SELECT * FROM loan_ledger").Run()
}

func processCPU() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err) // only a bad address makes it fail
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// resetPeak makes the kernel forget the most memory that this process had; where it cannot, peaks are of
// all rounds together.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peakMemory is the most memory that this process had, in bytes; 0 where there is no /proc.
func peakMemory() (bytes int64) {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			_, _ = fmt.Sscan(text, &bytes)
		}
	}
	return bytes << 10
}

func median(list []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// ratio is the median of the rounds' ratios.
func ratio(theirs, ours []time.Duration) float64 {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = theirs[i].Seconds() / ours[i].Seconds()
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}
