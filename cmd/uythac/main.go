// Command uythac turns a policy bank's transaction ledgers into a Parquet lake, computes the
// indicators of entrusted lending from it and publishes them as report tables.
//
// This package parses and prints: flags and configuration in, one call into pipeline, tables and
// lines out. It refuses to compute a figure or to know where one is stored.
//
// Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 a check refuses to publish.
package main

import (
	"context"
	"math"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// softMemory keeps Go's garbage small beside DuckDB, which has a limit of its own: one branch then
// fits into 700 MB. GOMEMLIMIT overrides it.
const softMemory = 450 << 20

// collectAt lets garbage grow to four times what is in use before it is collected: batches live
// briefly, and softMemory holds anyway. GOGC overrides it.
const collectAt = 400

// version is set by the Makefile; a plain go build takes the module's version.
var version string

func main() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(softMemory)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}
