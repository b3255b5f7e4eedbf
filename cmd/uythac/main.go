// Command uythac turns a policy bank's transaction ledgers into a Parquet lake, computes the
// indicators of entrusted lending from it and publishes them as report tables.
//
// This package parses and prints: flags and configuration in, one call into pipeline, tables and
// lines out. It refuses to compute a figure or to know where one is stored.
//
// Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 a check refuses to publish, or lake and source differ.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the Makefile; a plain go build takes the module's version.
var version string

func main() {
	boundMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}
