// Package pipeline composes the stages that turn ledgers into a published warehouse:
//
//	extract   the source's rows, cleaned, into the lake
//	derive    facts and indicators of the months that are missing or stale
//	build     a new DuckDB file with dimensions, facts, indicators, reports and checks
//	roles     a file for each role that sees a part only, where doors are configured
//	publish   the move of CURRENT, if no check objects
//	mart      a copy of what is published in PostgreSQL, where one is configured
//	refresh   these in order
//
// It keeps no state of its own: what has to be done is asked of the lake, and what readers see
// is decided by one pointer in the warehouse folder. It prints nothing; callers get values.
package pipeline

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/rules"
)

// Config says where things are. Paths are absolute, or relative to the working folder.
type Config struct {
	Source    Source
	Lake      Place
	Warehouse Warehouse
	Quality   Quality
	Heal      Heal
	Disk      Disk
	Rules     rules.Rules // dated rules; none of a kind: the catalogue's
	Mart      mart.Config // a PostgreSQL database that gets what is published; without a URL there is none. Its roles are those of every door
	Serves    bool        // doors are configured whose roles read files of their own
}

// apart refuses a configuration in which one folder would hold two things: each sweeps its own.
func (c Config) apart() error {
	paths := map[string]string{}
	for _, p := range [][2]string{{"source.path", c.Source.Path}, {"lake.path", c.Lake.Path}, {"warehouse.path", c.Warehouse.Path}} {
		if p[1] == "" {
			continue // a database has no path
		}
		path, err := filepath.Abs(p[1])
		if err != nil {
			return err
		}
		if other, taken := paths[path]; taken {
			return &UsageError{fmt.Sprintf("%s and %s are the same: %s", other, p[0], path), "give each a folder of its own"}
		}
		paths[path] = p[0]
	}
	return nil
}

// Source is where the contract's tables come from.
type Source struct {
	Kind     string        // files, duckdb, or the kind of Database
	Path     string        // a folder, or a DuckDB file
	Database source.Config // of a database; its Kind is empty otherwise
	Quiet    Quiet         // hours in which a database is to be left alone
}

// Place is a folder.
type Place struct{ Path string }

// Warehouse is where published files live and what DuckDB may use.
type Warehouse struct {
	Path        string
	MemoryLimit string // DuckDB's memory_limit; empty: the built-in default
	Threads     int    // 0: all cores
	RoleDays    int    // as-of days of which the files of roles have reports on demand, the latest ones; 0: 13, the latest and the year before it
}

// Quality holds the limits that decide whether figures may be published.
type Quality struct {
	MaxQuarantined int64 // more quarantined rows than this refuse publication
}

// Disk says how much room a run leaves.
type Disk struct {
	Reserve int64 // bytes that stay free; 0: 200 MB
}

// Options are the circumstances of one run. The zero value works.
type Options struct {
	Through  *calendar.Day                               // last day to take; nil: as business_day tells
	Log      *slog.Logger                                // nil: silent
	Progress func(stage, what string, done, total int64) // nil: none; total 0 when unknown
	Version  string                                      // of the program, for the warehouse's meta.run
	Now      func() time.Time                            // nil: time.Now
	Sleep    func(context.Context, time.Duration) error  // nil: as long as it is told, or until the context ends
	Trigger  string                                      // who started a refresh: hand, cron, systemd, nightly; empty: hand
	Retry    Retry                                       // how often a refresh tries a step again; the zero value: never
}

func (o Options) filled() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.Progress == nil {
		o.Progress = func(string, string, int64, int64) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

// runID names a run: the moment it began and three random bytes.
func runID(now time.Time) string {
	var b [3]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return now.UTC().Format("20060102T150405Z") + "-" + hex.EncodeToString(b[:])
}
