package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkSQL takes the figures of `uythac sql` on the published branch: how long a statement takes from the start of the
// program to its end, beside the start alone; what ten million rows take in memory, of all processes together; and how much
// longer a refresh of everything takes while ten analysts ask without a pause.
func BenchmarkSQL(b *testing.B) {
	p := &program{b: b, path: filepath.Join(b.TempDir(), "uythac"), dir: b.TempDir()}
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", p.path, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	config := "source: {kind: files, path: core}\nlake: {path: lake}\nwarehouse: {path: warehouse}\n"
	if err := os.WriteFile(filepath.Join(p.dir, configFile), []byte(config), 0o600); err != nil {
		b.Fatal(err)
	}
	p.run("simulate", "--preset", "published-2020", "--format", "parquet", "--out", "core")
	p.run("refresh")
	const months = "SELECT union_code, as_of, sum(outstanding)::BIGINT, sum(overdue)::BIGINT, count(*) FROM fact.loan_month GROUP BY ALL ORDER BY ALL"
	const rows = "SELECT l.as_of, contract_no, customer_code, group_code, union_code, outstanding, overdue FROM fact.loan_month l, range(4) LIMIT 10000000"
	for b.Loop() {
		start := p.median("version")
		for name, statement := range map[string]string{"select-1": "SELECT 1", "25-months": months} {
			took := p.median("sql", "-c", statement)
			fmt.Fprintf(os.Stderr, "  %-28s %6.0f ms; the start alone %.0f ms: %.1f times\n", name, took.Seconds()*1000, start.Seconds()*1000, took.Seconds()/start.Seconds())
			b.ReportMetric(took.Seconds()*1000, name+"-ms")
		}
		few, many := p.memory("sql", "--format", "csv", "-c", strings.Replace(rows, "10000000", "10000", 1)), p.memory("sql", "--format", "csv", "-c", rows)
		fmt.Fprintf(os.Stderr, "  %-28s %6d MB; ten thousand %d MB: %.1f times\n", "ten million rows", many>>20, few>>20, float64(many)/float64(few))
		b.ReportMetric(float64(many>>20), "10M-rows-MB")
		alone := p.refresh()
		var asked, failed atomic.Int64
		stop := make(chan struct{})
		var analysts sync.WaitGroup
		for range 10 {
			analysts.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					asked.Add(1)
					if err := p.command("sql", "-c", months).Run(); err != nil {
						failed.Add(1)
					}
				}
			})
		}
		beside := p.refresh()
		close(stop)
		analysts.Wait()
		fmt.Fprintf(os.Stderr, "  %-28s %6.1f s; alone %.1f s: %.2f times; %d questions, %d errors\n", "refresh beside ten analysts", beside.Seconds(), alone.Seconds(),
			beside.Seconds()/alone.Seconds(), asked.Load(), failed.Load())
		b.ReportMetric(beside.Seconds()/alone.Seconds(), "refresh-ratio")
		if failed.Load() > 0 {
			b.Error("analysts met errors")
		}
	}
}

// program is the built program and the folder that it works in.
type program struct {
	b         *testing.B
	path, dir string
	refreshed int
}

func (p *program) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(p.b.Context(), p.path, args...)
	cmd.Dir = p.dir
	return cmd
}

func (p *program) run(args ...string) time.Duration {
	start := time.Now()
	if out, err := p.command(args...).CombinedOutput(); err != nil {
		p.b.Fatalf("%v: %v\n%s", args, err, out)
	}
	return time.Since(start)
}

// median is that of seven runs.
func (p *program) median(args ...string) time.Duration {
	var all []time.Duration
	for range 7 {
		all = append(all, p.run(args...))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// refresh makes lake and warehouse anew; what is published stays readable. A limit that no run had before makes the build necessary.
func (p *program) refresh() time.Duration {
	if err := os.RemoveAll(filepath.Join(p.dir, "lake")); err != nil {
		p.b.Fatal(err)
	}
	p.refreshed++
	return p.run("refresh", "--quality.max_quarantined", strconv.Itoa(p.refreshed))
}

// memory is the most that a run and the processes it starts had resident together, in bytes; what they share counts once.
func (p *program) memory(args ...string) (most int64) {
	cmd := p.command(args...)
	cmd.Stdout = io.Discard
	if err := cmd.Start(); err != nil {
		p.b.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				p.b.Fatalf("%v: %v", args, err)
			}
			return most
		case <-time.After(20 * time.Millisecond):
			most = max(most, resident(strconv.Itoa(cmd.Process.Pid)))
		}
	}
}

// resident adds up the resident memory of a process and those it started; 0 where there is no /proc.
func resident(process string) (bytes int64) {
	text, _ := os.ReadFile("/proc/" + process + "/smaps_rollup") // it may have ended
	for line := range strings.Lines(string(text)) {
		if kb, ok := strings.CutPrefix(line, "Pss:"); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kb), "kB")), 10, 64) // a number, or the kernel is broken
			bytes = n << 10
		}
	}
	children, _ := filepath.Glob("/proc/" + process + "/task/*/children") // the pattern is well formed
	for _, file := range children {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		for _, child := range strings.Fields(string(text)) {
			bytes += resident(child)
		}
	}
	return bytes
}
