package main

import (
	"bytes"
	"fmt"
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

// BenchmarkProgram takes the figures of the built program on the published branch, and says of each which one is the goal: how long the
// slowest reports and explanations take from the start of the program to its end, and statements of `uythac sql` beside the start
// alone; what ten million rows take in memory, of all processes together; and how much longer a refresh of everything takes while
// ten analysts ask without a pause. Goals are for a machine that does nothing else: `make bench` on one that does tells how much it does.
func BenchmarkProgram(b *testing.B) {
	p := newProgram(b)
	p.run("simulate", "--preset", "published-2020", "--format", "parquet", "--out", "core")
	fmt.Fprintf(os.Stderr, "  %-26s %.1f s\n", "first refresh", p.run("refresh").Seconds())
	for _, part := range []struct {
		name string
		take func()
	}{{"answers", p.answers}, {"statements", p.statements}, {"rows", p.tenMillion}, {"analysts", p.analysts}} {
		b.Run(part.name, func(b *testing.B) {
			p.b = b
			for b.Loop() {
				part.take()
			}
		})
	}
}

const (
	months = "SELECT union_code, as_of, sum(outstanding)::BIGINT, sum(overdue)::BIGINT, count(*) FROM fact.loan_month GROUP BY ALL ORDER BY ALL"
	stream = "SELECT l.as_of, contract_no, customer_code, group_code, union_code, outstanding, overdue FROM fact.loan_month l, range(4) LIMIT %d"
)

// statements times two statements, from the start of the program to its end.
func (p *program) statements() {
	start := p.median("version")
	for _, s := range []struct {
		name, sql string
		goal      float64
	}{{"select 1", "SELECT 1", 120}, {"aggregate over 25 months", months, 300}} {
		took := p.median("sql", "-c", s.sql)
		p.figure(s.name, took.Seconds()*1000, "ms", s.goal, fmt.Sprintf("the start alone %.0f ms: %.1f times", start.Seconds()*1000, took.Seconds()/start.Seconds()))
	}
}

// tenMillion measures the memory of ten million rows beside ten thousand. What several processes have resident counts for each
// of them in the figure; where it counts once is said, too.
func (p *program) tenMillion() {
	few, many := p.memory("sql", "--format", "csv", "-c", fmt.Sprintf(stream, 10_000)), p.memory("sql", "--format", "csv", "-c", fmt.Sprintf(stream, 10_000_000))
	if many.lines != 10_000_001 {
		p.b.Errorf("ten million rows and a heading are %d lines", many.lines)
	}
	p.figure("10 M rows to CSV", float64(many.resident)/1e6, "MB", 300,
		fmt.Sprintf("%d MB where shared pages count once; ten thousand rows %d MB; %.1f s", many.own/1e6, few.resident/1e6, many.took.Seconds()))
	wide := p.memory("sql", "--format", "csv", "-c", "FROM fact.loan_month")
	p.figure("all of loan_month to CSV", float64(wide.resident)/1e6, "MB", 300,
		fmt.Sprintf("%d MB where shared pages count once; %d rows of every column; %.1f s", wide.own/1e6, wide.lines-1, wide.took.Seconds()))
}

// analysts refreshes everything alone, and again while ten ask.
func (p *program) analysts() {
	alone := p.refresh()
	var asked, failed atomic.Int64
	var said atomic.Value
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
				if out, err := p.command("sql", "-c", months).CombinedOutput(); err != nil {
					failed.Add(1)
					said.Store(string(out))
				}
			}
		})
	}
	beside := p.refresh()
	close(stop)
	analysts.Wait()
	p.figure("refresh beside 10 analysts", beside.Seconds()/alone.Seconds(), "times", 1.5,
		fmt.Sprintf("%.1f s, alone %.1f s; %d questions, %d errors", beside.Seconds(), alone.Seconds(), asked.Load(), failed.Load()))
	if failed.Load() > 0 {
		p.b.Errorf("analysts met %d errors, the last: %s", failed.Load(), said.Load())
	}
}

// figure prints a figure beside its goal.
func (p *program) figure(name string, value float64, unit string, goal float64, more string) {
	verdict := "held"
	if value >= goal {
		verdict = "MISSED"
	}
	fmt.Fprintf(os.Stderr, "  %-26s %7.4g %-5s goal < %-5g %-6s (%s)\n", name, value, unit, goal, verdict, more)
	p.b.ReportMetric(value, strings.ReplaceAll(name, " ", "-")+"-"+unit)
}

// program is the built program and the folder that it works in.
type program struct {
	b         *testing.B
	path, dir string
	refreshed int
}

func newProgram(b *testing.B) *program {
	p := &program{b: b, path: filepath.Join(b.TempDir(), "uythac"), dir: b.TempDir()}
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", p.path, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	config := "source: {kind: files, path: core}\nlake: {path: lake}\nwarehouse: {path: warehouse}\n"
	if err := os.WriteFile(filepath.Join(p.dir, configFile), []byte(config), 0o600); err != nil {
		b.Fatal(err)
	}
	return p
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

// taken is what a run took.
type taken struct {
	resident, own int64 // bytes in memory at the most, of the run and the processes it starts; own: what they share counts once
	took          time.Duration
	lines         int
}

// look is how often memory is looked at: each look holds the processes up for a moment.
const look = 50 * time.Millisecond

// memory watches a run.
func (p *program) memory(args ...string) (most taken) {
	cmd := p.command(args...)
	out := &lineCounter{}
	cmd.Stdout = out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		p.b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				p.b.Fatalf("%v: %v", args, err)
			}
			most.took, most.lines = time.Since(start), out.lines
			return most
		case <-time.After(look):
			resident, own := inMemory(strconv.Itoa(cmd.Process.Pid))
			most.resident, most.own = max(most.resident, resident), max(most.own, own)
		}
	}
}

// lineCounter counts the lines that are written to it.
type lineCounter struct{ lines int }

func (l *lineCounter) Write(b []byte) (int, error) {
	l.lines += bytes.Count(b, []byte("\n"))
	return len(b), nil
}

// inMemory adds up the memory of a process and those it started; 0 where there is no /proc.
func inMemory(process string) (resident, own int64) {
	text, _ := os.ReadFile("/proc/" + process + "/smaps_rollup") // it may have ended
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		kb, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 64) // where it is no number it is not asked for
		switch name {
		case "Rss":
			resident = kb << 10
		case "Pss":
			own = kb << 10
		}
	}
	children, _ := filepath.Glob("/proc/" + process + "/task/*/children") // the pattern is well formed
	for _, file := range children {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		for _, child := range strings.Fields(string(text)) {
			r, o := inMemory(child)
			resident, own = resident+r, own+o
		}
	}
	return resident, own
}
