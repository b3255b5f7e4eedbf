package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/presence"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// Status is what a configuration holds at this moment.
type Status struct {
	Lake      LakeStatus
	Published *PublishedStatus // nil: nothing is published
	Refused   string           // newest file that a check refused, newer than the published one
	Doors     []presence.Doors // of programs that serve the warehouse, or were killed while they did
	Mart      *MartStatus      // nil: none is configured
}

// LakeStatus tells what the last extraction took.
type LakeStatus struct {
	Empty          bool
	First, Through calendar.Day
	Tables         []TableTally
	Partitions     int   // files behind the present snapshots
	Bytes          int64 // of those files
}

// PublishedStatus tells what readers see.
type PublishedStatus struct {
	File   string
	Run    warehouse.Run
	At     time.Time // of the publication; that of the run where it is not known
	AsOf   []calendar.Day
	Checks []warehouse.CheckOutcome
	Behind bool // the lake holds something newer than the published figures
}

// ReadStatus looks at lake and warehouse without locking or changing either.
func ReadStatus(ctx context.Context, c Config) (s Status, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("status: %w", err)
		}
	}()
	inputs, err := readLakeStatus(ctx, c, &s.Lake)
	if err != nil {
		return s, err
	}
	if err := readPublished(ctx, c, &s, inputs); err != nil {
		return s, err
	}
	if s.Doors, err = presence.Look(c.Warehouse.Path); err != nil {
		return s, err
	}
	if c.Mart.URL != "" {
		m, err := readMart(c)
		if err != nil {
			return s, err
		}
		s.Mart = &m
	}
	refused, err := filepath.Glob(filepath.Join(c.Warehouse.Path, "refused-*.duckdb"))
	if err != nil || len(refused) == 0 {
		return s, err
	}
	newest := slices.Max(refused)
	if s.Published == nil || filepath.Base(newest) > "refused-"+s.Published.Run.ID {
		s.Refused = newest
	}
	return s, nil
}

// readLakeStatus fills s and returns the fingerprint that a warehouse built now would carry.
func readLakeStatus(ctx context.Context, c Config, s *LakeStatus) (inputs string, err error) {
	s.Empty = true
	if !lake.Exists(c.Lake.Path) {
		return "", nil
	}
	lk, err := lake.Open(ctx, c.Lake.Path, lake.Options{})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, lk.Close()) }()
	span, err := takenDays(ctx, lk)
	var nothing *UsageError
	if errors.As(err, &nothing) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	s.Empty, s.First, s.Through = false, span.first, span.through
	if s.Tables, err = readTally(ctx, lk); err != nil {
		return "", err
	}
	for _, t := range schemas.Lake() {
		parts, err := lk.Parts(ctx, t)
		if err != nil {
			return "", err
		}
		for _, p := range parts {
			s.Partitions++
			s.Bytes += p.Bytes
		}
	}
	return buildInputs(ctx, lk, c)
}

// buildInputs is the fingerprint of everything that a warehouse is built from.
func buildInputs(ctx context.Context, lk *lake.Lake, c Config) (string, error) {
	return fingerprint(ctx, lk, schemas.Lake(), fmt.Sprint(queries.Fingerprint(), schemaFingerprint(schemas.All()), c.Quality.MaxQuarantined, c.Rules.Filled()))
}

func readPublished(ctx context.Context, c Config, s *Status, inputs string) (err error) {
	file, err := warehouse.Current(c.Warehouse.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unreadable(err)
	}
	w, err := warehouse.Open(ctx, file)
	if err != nil {
		return unreadable(err)
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	p := PublishedStatus{File: file}
	if p.Run, err = w.Run(ctx); err != nil {
		return err
	}
	if p.AsOf, err = w.AsOfDays(ctx); err != nil {
		return err
	}
	if p.Checks, err = w.Checks(ctx); err != nil {
		return err
	}
	p.Behind = p.Run.Inputs != inputs
	if p.At, err = publishedAt(c, file, p.Run.StartedAt); err != nil {
		return err
	}
	s.Published = &p
	return nil
}

// publishedAt is when a file was published last, or else the moment given.
func publishedAt(c Config, file string, otherwise time.Time) (time.Time, error) {
	kept, err := warehouse.Publications(c.Warehouse.Path)
	if err != nil {
		return otherwise, err
	}
	for _, p := range kept {
		if filepath.Base(p.File) == filepath.Base(file) && !p.At.IsZero() {
			return p.At, nil
		}
	}
	return otherwise, nil
}
