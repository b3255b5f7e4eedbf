package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
)

// cpu is the processor time that this process has used, user and system.
func cpu() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err) // only a bad address makes it fail
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// branch simulates the published branch once for all benchmarks of the package.
func branch(b *testing.B) pipeline.Config {
	b.Helper()
	dir := b.TempDir()
	c := pipeline.Config{
		Source:    pipeline.Source{Kind: "files", Path: filepath.Join(dir, "core")},
		Lake:      pipeline.Place{Path: filepath.Join(dir, "lake")},
		Warehouse: pipeline.Warehouse{Path: filepath.Join(dir, "warehouse")},
	}
	_, err := pipeline.Simulate(context.Background(), pipeline.SimulateOptions{
		Options: simulate.Options{Preset: "published-2020", Seed: 1}, Format: "parquet", Out: c.Source.Path}, pipeline.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkStages times each stage of a first refresh over the published branch, and a refresh
// that finds nothing new.
func BenchmarkStages(b *testing.B) {
	ctx := context.Background()
	for b.Loop() {
		c := branch(b)
		var rows int64
		stage := func(name string, work func() error) {
			wall, used := time.Now(), cpu()
			if err := work(); err != nil {
				b.Fatal(err)
			}
			seconds := time.Since(wall).Seconds()
			fmt.Fprintf(os.Stderr, "  %-28s %6.2f s wall %6.2f s cpu  %5.2f M entries/s\n", name, seconds, (cpu() - used).Seconds(), float64(rows)/seconds/1e6)
			b.ReportMetric(seconds, name+"-s")
		}
		stage("extract", func() error {
			r, err := pipeline.RunExtract(ctx, c, pipeline.Options{})
			for _, t := range r.Tables {
				if t.Name == "loan_ledger" || t.Name == "deposit_ledger" {
					rows += t.Kept
				}
			}
			return err
		})
		stage("derive", func() error { _, err := pipeline.RunDerive(ctx, c, pipeline.Options{}); return err })
		stage("build-and-publish", func() error { _, err := pipeline.Refresh(ctx, c, pipeline.Options{}); return err })
		stage("refresh-nothing-new", func() error { _, err := pipeline.Refresh(ctx, c, pipeline.Options{}); return err })
	}
}
