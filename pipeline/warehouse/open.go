package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"github.com/uythac/uythac/calendar"
)

// Warehouse is a published file open for reading. It is safe to use while newer files are being
// built and published: it stays on its own. One caller at a time.
type Warehouse struct {
	s      *session
	posed  map[string]string // the session's variables, as set has set them
	summed map[string]*Stage // entries that Trail has added up, by what was asked
	found  string            // SELECT of the facts that Trail has found last
	entry  string            // SELECT of their entries
	kept   *keptSums         // nil until Trail asks
	beside *Warehouse
}

// Open opens a warehouse file read-only. DuckDB may touch nothing else on the machine: access to
// other files is shut, and the settings are locked.
func Open(ctx context.Context, path string) (*Warehouse, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	s, err := attach(ctx, path, "READ_ONLY", settings{})
	if err != nil {
		return nil, fmt.Errorf("open warehouse %s: %w", path, err)
	}
	if err := s.exec(ctx, "SET enable_external_access = false", "SET lock_configuration = true"); err != nil {
		_ = s.close() // the first error says more
		return nil, fmt.Errorf("open warehouse %s: %w", path, err)
	}
	return &Warehouse{s: s}, nil
}

// Close lets go of the file.
func (w *Warehouse) Close() error {
	if w.beside != nil {
		_ = w.beside.s.conn.Close() // only read
	}
	return w.s.close()
}

// Leave is Close without waiting for it: taking DuckDB down takes 12 ms, which who prints an answer need not wait
// for. The file was only read, so that nothing is lost when the process ends before.
func (w *Warehouse) Leave() { go func() { _ = w.Close() }() }

// AsOfDays lists the days that have report rows, the latest last.
func (w *Warehouse) AsOfDays(ctx context.Context) ([]calendar.Day, error) {
	return w.s.days(ctx, "SELECT as_of FROM meta.as_of ORDER BY as_of")
}

// Branches lists the names of the branches there are, by code.
func (w *Warehouse) Branches(ctx context.Context) (names []string, err error) {
	return names, w.s.each(ctx, "SELECT name FROM dim.branch ORDER BY branch_code", func(scan scanner) error {
		var name sql.NullString
		err := scan(&name)
		names = append(names, name.String)
		return err
	})
}

// Checks returns the outcome of every check, by name, with what was found.
func (w *Warehouse) Checks(ctx context.Context) ([]CheckOutcome, error) { return w.s.outcomes(ctx) }

// Run tells which run built the file.
func (w *Warehouse) Run(ctx context.Context) (r Run, err error) {
	var through, first sql.NullTime
	err = w.s.conn.QueryRowContext(ctx, "SELECT run, version, started_at, through, first_posted_on, inputs FROM meta.run").
		Scan(&r.ID, &r.Version, &r.StartedAt, &through, &first, &r.Inputs)
	if err != nil {
		return r, fmt.Errorf("read meta.run: %w", err)
	}
	r.Through = day(through.Time)
	if first.Valid {
		r.FirstPosted = day(first.Time)
	}
	return r, nil
}
