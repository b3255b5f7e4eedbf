package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/mirror"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// Properties of the lake's tally, the table that an extraction commits last: a run killed before
// that is simply done again.
const (
	propSource      = "uythac.source"         // fingerprint of what was read and how
	propThrough     = "uythac.through"        // the last day taken
	propClosed      = "uythac.closed_through" // the last day that business_day offers; empty without one
	propNotes       = "uythac.notes"          // of the source about itself; empty when it has none
	propFirstPosted = "uythac.first_posted"   // the first posted_on of a kept entry; empty without entries
)

// ExtractOptions are the circumstances of an extraction. Temp is needed.
type ExtractOptions struct {
	Through  *calendar.Day                  // last day to take; nil: as business_day tells
	Waiting  map[string]int64               // rows after Through that the source has, by table: of these tables none is counted when it is read
	Today    calendar.Day                   // later days are refused; 0: not looked at
	Run      string                         // goes into the quarantine
	Log      *slog.Logger                   // nil: silent
	Progress func(table string, rows int64) // rows read so far; nil: none
	Temp     string                         // folder for spill files, made and removed; what a killed run left there goes too
	Alloc    memory.Allocator               // of the batches written; nil: Go's heap
}

// ExtractResult tells what an extraction took.
type ExtractResult struct {
	Through     calendar.Day
	FirstPosted calendar.Day // 0 without entries
	Changed     bool         // false: the lake already holds this source through this day
	Tables      []TableTally // in the contract's order
	Units       int          // units of the lake that were rewritten or dropped
	Bytes       int64        // written to the lake
	Strays      []string     // files beside the tables that were not read: they belong to none

	Copy *mirror.Result // of a database: what was compared, read and mended, and what it cost; nil: no database
}

// littered is a source with things in it that belong to no table.
type littered interface{ Strays() []string }

// TableTally counts the rows of one table: Read = Kept + Quarantined + Waiting.
type TableTally struct {
	Name                             string
	Present                          bool // whether the source offers the table
	Read, Kept, Quarantined, Waiting int64
}

// extraction is one run.
type extraction struct {
	src source.Source
	lk  *lake.Lake
	o   ExtractOptions
	res ExtractResult

	books      *cleaning.Books
	frames     map[string]*cleaning.Frame
	quarantine *quarantine

	mu      sync.Mutex
	tally   map[string]*TableTally
	files   map[string][]string // of each table the files read, as origins number them
	changes map[string]*change
	first   calendar.Day
}

// change is what a table's commit will do.
type change struct {
	parts []lake.Part
	drop  []lake.Unit
}

// Extract takes the source's rows, cleaned, into the lake. Units whose rows are what the lake
// already holds are not rewritten; nothing is visible before all tables were read. The source is
// refused with a *source.Refusal, days that cannot be taken with a *UsageError.
func Extract(ctx context.Context, src source.Source, lk *lake.Lake, o ExtractOptions) (res ExtractResult, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("extract: %w", err)
		}
	}()
	o.Alloc = cmp.Or[memory.Allocator](o.Alloc, memory.DefaultAllocator)
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.Progress == nil {
		o.Progress = func(string, int64) {}
	}
	var strays []string
	if l, ok := src.(littered); ok {
		strays = l.Strays()
	}
	defer func() { res.Strays = strays }()
	if err := offered(src, strays, o.Log); err != nil {
		return res, err
	}
	inputs, notes, err := sourceFingerprint(ctx, src, lk)
	if err != nil {
		return res, err
	}
	if res, same, err := unchanged(ctx, lk, inputs, o.Through); err != nil || same {
		return res, err
	}
	if err := os.RemoveAll(o.Temp); err != nil {
		return res, err
	}
	if err := os.MkdirAll(o.Temp, 0o755); err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(o.Temp)) }()
	x := &extraction{src: src, lk: lk, o: o,
		tally: map[string]*TableTally{}, files: map[string][]string{}, changes: map[string]*change{}}
	if x.quarantine, err = newQuarantine(o.Temp); err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, x.quarantine.close()) }()
	return x.run(ctx, inputs, notes)
}

func (x *extraction) run(ctx context.Context, inputs, notes string) (res ExtractResult, err error) {
	for _, t := range schemas.Contract() {
		wait := x.o.Waiting[t.Name]
		x.tally[t.Name] = &TableTally{Name: t.Name, Present: x.src.Present(t), Read: wait, Waiting: wait}
	}
	if err := x.readDimensions(ctx); err != nil {
		return res, err
	}
	closed, err := x.decideThrough(ctx)
	if err != nil {
		return res, err
	}
	if err := x.writeDimensions(ctx); err != nil {
		return res, err
	}
	x.frames = nil // what the ledgers need of them is in the books
	if err := x.takeLedgers(ctx); err != nil {
		return res, err
	}
	for _, t := range schemas.Contract() {
		c := x.tally[t.Name]
		if c.Read != c.Kept+c.Quarantined+c.Waiting {
			return res, fmt.Errorf("%s: %d rows read, but %d kept, %d quarantined and %d waiting", t.Name, c.Read, c.Kept, c.Quarantined, c.Waiting)
		}
		x.res.Tables = append(x.res.Tables, *c)
	}
	x.res.FirstPosted, x.res.Changed = x.first, true
	props := map[string]string{propSource: inputs, propThrough: x.res.Through.String(), propClosed: closed, propNotes: notes, propFirstPosted: ""}
	if x.first != 0 {
		props[propFirstPosted] = x.first.String()
	}
	return x.res, x.commit(ctx, props)
}

// offered refuses a source without a table that must be there, and notes those that are taken as empty
// and what belongs to no table.
func offered(src source.Source, strays []string, log *slog.Logger) error {
	var missing, absent []string
	for _, t := range schemas.Contract() {
		switch {
		case src.Present(t):
		case t.Require:
			missing = append(missing, t.Name)
		default:
			absent = append(absent, t.Name)
		}
	}
	if strays != nil {
		log.Warn("files that belong to no table are not read", "files", strings.Join(strays, " "))
	}
	if missing != nil {
		found := ""
		if strays != nil {
			found = "; what is there and belongs to no table: " + strings.Join(strays, ", ")
		}
		return fmt.Errorf("the source does not offer %s%s\n  → extract every required table; one without rows still has its columns", strings.Join(missing, ", "), found)
	}
	if absent != nil {
		log.Warn("tables that the source does not offer count as empty", "tables", strings.Join(absent, " "))
	}
	return nil
}

// commit makes what was written visible, table by table, and the tally with its properties last.
func (x *extraction) commit(ctx context.Context, props map[string]string) error {
	if err := x.writeQuarantine(ctx); err != nil {
		return err
	}
	if err := x.writeTally(ctx); err != nil {
		return err
	}
	for _, t := range append(schemas.Contract(), &schemas.Quarantine, &schemas.Tally) {
		c := x.changes[t.Name]
		if c == nil {
			c = new(change)
		}
		var p map[string]string
		if t == &schemas.Tally {
			p = props
		}
		if len(c.parts)+len(c.drop)+len(p) == 0 {
			continue
		}
		if _, err := x.lk.Commit(ctx, t, c.parts, c.drop, p); err != nil {
			return err
		}
		if t.Kind != schemas.Meta {
			x.res.Units += len(c.parts) + len(c.drop)
		}
	}
	return nil
}

// refuse names file and line of a code that lost its zeros.
func (x *extraction) refuse(err error) error {
	var p *cleaning.PaddedCode
	if !errors.As(err, &p) {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return &source.Refusal{File: x.files[p.Table][p.Origin.File()], Line: p.Origin.Line(), Column: p.Column,
		Problem: fmt.Sprintf("code %q is known only as %q (%s): the file was saved by a spreadsheet that dropped the zeros", p.Short, p.Full, p.Other),
		Remedy:  "extract the file again and do not open it with a spreadsheet; codes are text"}
}

// fileNumber numbers a table's files as they come.
func (x *extraction) fileNumber(table, file string) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := slices.Index(x.files[table], file)
	if n < 0 {
		n = len(x.files[table])
		x.files[table] = append(x.files[table], file)
	}
	return n
}
