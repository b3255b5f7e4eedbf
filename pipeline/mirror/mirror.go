package mirror

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// Options of a run. Now is needed; the rest may be empty.
type Options struct {
	Through  *calendar.Day                  // last day of the ledgers; nil: as business_day tells and the replica allows
	Today    calendar.Day                   // later days are refused; 0: not looked at
	Window   int                            // days before the last one that every run compares; 0: 35
	Nights   int                            // runs within which all older days are compared; 0: 30
	Run      string                         // goes into the logs
	Now      time.Time                      // start of the run
	Log      *slog.Logger                   // nil: silent
	Progress func(table string, rows int64) // rows read so far; nil: none
	Batch    int64                          // rows after which a first load is committed; 0: 2 million
	Days     *source.DayRange               // compare these days of the ledgers and operations, and nothing newer than the last run; nil: the window and this run's slice
	Look     bool                           // tell what differs and change nothing; needs Days

	idle, late int64 // idleRows and lateRows, less in tests
}

func (o Options) filled() Options {
	if o.Window == 0 {
		o.Window = 35
	}
	if o.Nights == 0 {
		o.Nights = 30
	}
	if o.Batch == 0 {
		o.Batch = 2_000_000
	}
	if o.idle == 0 {
		o.idle, o.late = idleRows, lateRows
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.Progress == nil {
		o.Progress = func(string, int64) {}
	}
	return o
}

// Result tells what a run found and changed.
type Result struct {
	Through  calendar.Day
	Waits    []Wait           // closed days that were not taken, and why
	Waiting  map[string]int64 // ledger rows of the source after Through
	Notes    []string         // how the source's columns drifted from the contract, where that is tolerated
	Loaded   []string         // tables read whole because the lake had none
	Compared int              // units compared
	Heals    []Heal           // units that differed and were mended, new days left out
	Differ   []Heal           // units that differ and were left so, as Look asks
	New      int              // units of days after the last run's
	Rows     int64            // rows read from the source
	Cost     source.Cost      // what the run cost the source
}

// Heal is a unit in which lake and source differed.
type Heal struct {
	Table                   string
	Unit                    control.Unit
	Before, After           control.Totals
	Added, Changed, Removed int64
}

// run is one run over all tables.
type run struct {
	m    *source.Moment
	lk   *lake.Lake
	o    Options
	last calendar.Day // last day of the run before; NoDay: the first run
	next calendar.Day // from which day on the older ones are compared; NoDay: from the first on
	left int          // runs within which those from next on are compared
	res  Result

	slice  source.DayRange // of the older days, compared by this run
	proofs []proof         // of the tables compared
	files  int             // written so far
}

// proof is what a run compared of a table, and what both sides agreed on.
type proof struct {
	table  *schemas.Table
	scope  source.Selection
	totals map[control.Unit]control.Totals
}

// Sync makes the lake's copy equal to the moment's tables, as far as this run compares them, and commits
// it table by table; what it cost and changed is in the result, also when it fails. A table that cannot
// be taken as it is gives a *source.Refusal, a day that cannot be taken an error that says which may.
func Sync(ctx context.Context, m *source.Moment, lk *lake.Lake, o Options) (res Result, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("copying the source: %w", err)
		}
	}()
	if o.Look && o.Days == nil {
		return res, errors.New("looking needs days to look at")
	}
	defer frugal()()
	x := &run{m: m, lk: lk, o: o.filled()}
	x.res.Waiting = map[string]int64{}
	defer func() { x.res.Cost = m.Cost(); res = x.res }()
	if err := x.resume(ctx); err != nil {
		return res, err
	}
	if !o.Look {
		if err := x.withdraw(ctx); err != nil {
			return res, err
		}
	}
	if err := x.hashing(ctx); err != nil {
		return res, err
	}
	if err := x.offered(ctx); err != nil {
		return res, err
	}
	if err := x.begin(ctx); err != nil {
		return res, err
	}
	for _, t := range schemas.Contract() {
		if t == &schemas.BusinessDay {
			continue
		}
		if err := x.table(ctx, t); err != nil {
			return res, err
		}
	}
	if o.Look {
		return res, nil
	}
	return res, x.finish(ctx)
}

// begin settles which days are taken and which are compared.
func (x *run) begin(ctx context.Context) error {
	if x.o.Look && x.last == noDay {
		return &DayError{"the lake holds nothing of the source yet", "run `uythac extract` first"}
	}
	if x.o.Days != nil && x.last != noDay {
		x.res.Through = x.last
		return x.table(ctx, &schemas.BusinessDay)
	}
	if err := x.table(ctx, &schemas.BusinessDay); err != nil {
		return err
	}
	if err := x.decideThrough(ctx); err != nil {
		return err
	}
	return x.pickSlice(ctx)
}

// offered looks at the shape of every table before anything is read, so that one refusal names all that do not fit.
func (x *run) offered(ctx context.Context) error {
	var all []error
	for _, t := range schemas.Contract() {
		if !x.m.Present(t) {
			all = append(all, x.missing(ctx, t))
			continue
		}
		shape, err := x.m.Shape(ctx, t)
		if err != nil {
			all = append(all, err)
		}
		var refusal *source.Refusal
		if err != nil && !errors.As(err, &refusal) {
			break // the others would say the same of a server that does not answer any more
		}
		x.res.Notes = append(x.res.Notes, shape.Notes...)
	}
	return errors.Join(all...)
}

// missing refuses to go on without a table that is needed, or of which the copy has rows: a right that was taken away
// looks like a table that is not there, and its rows would go from the lake as if they had been deleted.
func (x *run) missing(ctx context.Context, t *schemas.Table) error {
	if t.Require {
		return fmt.Errorf("the source does not offer %s\n  → map it with source.tables.%s.query, or create it; `uythac doctor` shows what is there", t.Name, t.Name)
	}
	if x.m.Declined(t) {
		return nil
	}
	parts, err := x.lk.Parts(ctx, schemas.MirrorOf(t))
	rows := int64(0)
	for _, p := range parts {
		rows += p.Rows
	}
	if err != nil || rows == 0 {
		return err
	}
	return fmt.Errorf("the source does not offer %[1]s any more, and the lake holds %[2]d rows of it\n  → let the user read it again, or map it with source.tables.%[1]s.query; `query: \"-\"` there takes it as empty", t.Name, rows)
}

// table takes one table: whole when the lake has nothing of it, else what differs.
func (x *run) table(ctx context.Context, t *schemas.Table) (err error) {
	if !x.m.Present(t) {
		return x.absent(ctx, t)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", t.Name, err)
		}
	}()
	c, err := x.copyOf(ctx, t)
	if err != nil {
		return err
	}
	if !x.o.Look && !c.loaded && len(c.parts) == 0 {
		if err := x.load(ctx, c); err != nil {
			return err
		}
		hashed := len(x.m.Options(t).Opaque) > 0 // their witness is noted with the reading
		if err := x.compare(ctx, c, x.everything(c), hashed); err != nil {
			return err
		}
	}
	return x.compare(ctx, c, x.scope(c), true)
}

// absent empties the copy of a table that the configuration takes as empty from now on.
func (x *run) absent(ctx context.Context, t *schemas.Table) error {
	c, err := x.copyOf(ctx, t)
	if err != nil || len(c.parts) == 0 || x.o.Look {
		return err
	}
	x.o.Log.Warn("the configuration says that the source does not have a table any more; it counts as empty", "table", t.Name)
	var drop []lake.Unit
	for u := range c.parts {
		drop = append(drop, u)
	}
	_, err = x.lk.Commit(ctx, c.mirror, nil, drop, map[string]string{propLoaded: ""})
	return err
}
