package warehouse

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/history"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/rules"
	"github.com/uythac/uythac/schemas"
)

// Run is what a warehouse says about the run that built it.
type Run struct {
	ID          string
	Version     string       // of the program
	StartedAt   time.Time    // UTC
	Through     calendar.Day // last day taken from the source
	FirstPosted calendar.Day // the ledger's first business day; changes against earlier days are NULL. 0: no entry yet
	Inputs      string       // fingerprint of everything the warehouse is built from
}

// Input is what a warehouse is built from: files of the lake, named table by table.
type Input struct {
	Run            Run
	AsOf           []calendar.Day      // the as-of days there have to be, in order; nil: not compared
	Files          map[string][]string // Parquet files of each table; loan_month and deposit_month of the months wanted
	Older          map[string][]string // Parquet files of facts of earlier months: read where needed, not loaded
	Rows           map[string]int64    // rows that the lake says each table of the contract has
	Snapshots      map[string]int64    // lake snapshots that the files belong to
	MaxQuarantined int64               // more quarantined rows fail a check
	History        []history.Run       // earlier runs and this one, as far as it is, the oldest first
	Rules          rules.Rules         // dated rules that queries apply; none of a kind: the catalogue's
}

// Options say what a build may use. The zero value works.
type Options struct {
	MemoryLimit string                             // DuckDB's memory_limit; empty: 260MB
	Threads     int                                // 0: all cores
	Temp        string                             // folder for spilled data; empty: beside the file
	Progress    func(step string, done, total int) // nil: none
	Checking    func() error                       // called when all is built but the checks; nil: nobody
}

// Build makes a new warehouse file at path: tables with comments, rows from the Parquet files,
// report tables for every as-of day, views for reports on demand, checks and their outcomes. The file is complete and closed
// when Build returns; after an error it is removed. Failed checks are no error: see CheckOutcome.
func Build(ctx context.Context, path string, in Input, o Options) (outcomes []CheckOutcome, err error) {
	err = create(ctx, path, settings{o.MemoryLimit, o.Threads, o.Temp}, func(s *session) error {
		b := builder{session: s, in: in, progress: o.Progress, checking: o.Checking}
		outcomes, err = b.build(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("build warehouse: %w", err)
	}
	return outcomes, nil
}

// tables lists what a warehouse holds rows of. The ledgers, the replay's own state and the control totals stay
// in the lake, and reports on demand are views.
func tables() []*schemas.Table {
	return slices.DeleteFunc(schemas.All(), func(t *schemas.Table) bool {
		return t.Kind == schemas.Ledger || t.Demand || slices.Contains([]*schemas.Table{&schemas.ContractState, &schemas.AccountState, &schemas.ControlTotal, &schemas.PeriodAct, &schemas.ClosedFigure}, t)
	})
}

// ledgers lists what checks read straight from the lake's files.
func ledgers() []*schemas.Table { return []*schemas.Table{&schemas.LoanLedger, &schemas.DepositLedger} }

// inSchema is a table's name in SQL; check is a reserved word.
func inSchema(t *schemas.Table) string { return namespace(t.Kind) + "." + t.Name }

func namespace(k schemas.Kind) string { return `"` + k.Namespace() + `"` }

// builder is one build's work.
type builder struct {
	*session
	in          Input
	progress    func(step string, done, total int)
	checking    func() error
	done, total int
}

func (b *builder) build(ctx context.Context) ([]CheckOutcome, error) {
	b.total = len(tables()) + len(queries.Indicators()) + len(schemas.Reports()) + len(schemas.Trends()) + len(queries.Checks()) + 1
	for _, stage := range []func(context.Context) error{b.declare, b.describe, b.load, b.views, b.indicators, b.reports, b.demands, b.trends, b.checks} {
		if err := stage(ctx); err != nil {
			return nil, err
		}
	}
	outcomes, err := b.outcomes(ctx)
	if err != nil {
		return nil, err
	}
	b.step("checkpoint")
	return outcomes, b.exec(ctx, "DETACH lake", "CHECKPOINT warehouse")
}

// step tells what is about to be done.
func (b *builder) step(name string) {
	if b.progress != nil {
		b.progress(name, b.done, b.total)
	}
	b.done++
}

// declare makes the schemas, tables and macros in one transaction: a commit each would wait for the disk
// a thousand times.
func (b *builder) declare(ctx context.Context) error {
	statements := []string{"BEGIN"}
	seen := map[string]bool{}
	for _, t := range tables() {
		if ns := namespace(t.Kind); !seen[ns] {
			seen[ns] = true
			statements = append(statements, "CREATE SCHEMA "+ns)
		}
		statements = append(statements, t.DDL(namespace(t.Kind)))
	}
	for _, m := range queries.Macros() {
		name := "meta." + m.Name
		statements = append(statements, "CREATE MACRO "+name+"("+m.Params+") AS "+m.SQL, "COMMENT ON MACRO "+name+" IS "+quote(m.Doc))
	}
	return b.exec(ctx, append(statements, "COMMIT")...)
}

// views makes the views that reports and checks build on, and compares the as-of days they give
// with those the caller computed.
func (b *builder) views(ctx context.Context) error {
	for _, v := range queries.Views() {
		name, kind, from := "meta."+v.Name, "VIEW ", asText(v.SQL)
		if queries.Kept(v.Name) {
			kind, from = "TABLE ", v.SQL
		}
		if err := b.exec(ctx, "CREATE "+kind+name+" AS "+from, "COMMENT ON "+kind+name+" IS "+quote(v.Doc)); err != nil {
			return fmt.Errorf("view %s: %w", name, err)
		}
	}
	if b.in.AsOf == nil {
		return nil
	}
	days, err := b.days(ctx, "SELECT as_of FROM meta.as_of ORDER BY as_of")
	if err == nil && !slices.Equal(days, b.in.AsOf) {
		err = fmt.Errorf("the as-of days should be %v, and the ledger's first day and the last day taken give %v", b.in.AsOf, days)
	}
	return err
}

// indicators fills the tables that the warehouse computes: indicators that look across branches, and facts.
func (b *builder) indicators(ctx context.Context) error {
	for _, q := range queries.Indicators() {
		b.step("indicator " + q.Name)
		t, ok := schemas.Lookup(q.Name)
		if !ok {
			return fmt.Errorf("indicator %s has no table", q.Name)
		}
		if err := b.exec(ctx, "INSERT INTO "+inSchema(t)+" BY NAME "+q.SQL); err != nil {
			return fmt.Errorf("indicator %s: %w", q.Name, err)
		}
	}
	return nil
}

// reports fills the report tables in their order: the last one reads those before it.
func (b *builder) reports(ctx context.Context) error {
	for _, t := range schemas.Reports() {
		b.step("report " + t.Name)
		q, ok := queries.Report(t.Name)
		if !ok {
			return fmt.Errorf("report %s has no query", t.Name)
		}
		if err := b.exec(ctx, "INSERT INTO "+inSchema(t)+" BY NAME "+q.SQL); err != nil {
			return fmt.Errorf("report %s: %w", t.Name, err)
		}
	}
	return nil
}
