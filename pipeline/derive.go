package pipeline

import (
	"context"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/zeebo/xxh3"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/rules"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/replay"
)

// transformVersion is raised by hand whenever the replay or an indicator gives other figures for
// the same input: every month is stale then.
const transformVersion = 1

// Properties of the derived table that commits last.
const (
	propInputs  = "uythac.inputs"  // what the tables were derived from
	propDerived = "uythac.derived" // by which transforms, into which schemas
)

// DeriveResult says which months were computed.
type DeriveResult struct {
	Through calendar.Day
	AsOf    []calendar.Day // every as-of day there is, in order
	Stale   []lake.Unit    // branch and month computed by this run
	Fresh   int            // branch and month pairs left as they were
	Rows    int64          // written to the lake
	Bytes   int64          // written to the lake
}

// derivedTables lists what the replay writes. The last one commits last and carries the
// fingerprint of the inputs: a run killed before that is simply done again.
func derivedTables() []*schemas.Table {
	return append([]*schemas.Table{
		&schemas.LoanMonth, &schemas.DepositMonth, &schemas.ContractState, &schemas.AccountState, &schemas.NegativeBalance,
	}, indicatorTables()...)
}

func indicatorTables() []*schemas.Table {
	return []*schemas.Table{
		&schemas.CommuneMonth, &schemas.OfficeMonth, &schemas.ProgrammeMonth, &schemas.FundSourceMonth,
		&schemas.UnionMonth, &schemas.GroupMonth,
	}
}

// replayInputs lists the raw tables that the replay reads.
func replayInputs() []*schemas.Table {
	return []*schemas.Table{
		&schemas.TransactionOffice, &schemas.Commune, &schemas.LoanProgramme, &schemas.SavingsGroup, &schemas.GroupMembership,
		&schemas.LoanContract, &schemas.PrincipalSchedule, &schemas.LoanUseCheck, &schemas.GroupScore,
		&schemas.LoanLedger, &schemas.DepositLedger,
	}
}

// derive computes the facts and indicators of every branch and month that the lake does not hold
// for its present raw rows, and of the months after them. It commits once per table.
func derive(ctx context.Context, lk *lake.Lake, r rules.Rules, o Options) (_ DeriveResult, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("derive: %w", err)
		}
	}()
	span, err := takenDays(ctx, lk)
	if err != nil {
		return DeriveResult{}, err
	}
	res := DeriveResult{Through: span.through, AsOf: span.asOf()}
	program := fmt.Sprint(transformVersion, " ", schemaFingerprint(derivedTables()))
	inputs, err := fingerprint(ctx, lk, replayInputs(), fmt.Sprint(program, span, ratedBy(r)))
	if err != nil {
		return res, err
	}
	last := derivedTables()[len(derivedTables())-1]
	if done, err := lk.Property(ctx, last, propInputs); err != nil || done == inputs {
		if err != nil {
			return res, err
		}
		parts, err := lk.Parts(ctx, last)
		res.Fresh = len(parts)
		return res, err
	}
	before, err := lk.Property(ctx, last, propDerived)
	if err != nil {
		return res, err
	}
	d := derivation{lk: lk, o: o, rules: r.Filled(), span: span, program: program, stateHolds: before == program, res: &res}
	if err := d.run(ctx); err != nil {
		return res, err
	}
	for _, t := range derivedTables() {
		var props map[string]string
		if t == last {
			props = map[string]string{propInputs: inputs, propDerived: program}
		}
		if _, err := lk.Commit(ctx, t, d.written[t.Name], d.drop[t.Name], props); err != nil {
			return res, err
		}
	}
	return res, nil
}

// days is what the lake holds: entries from first to through.
type days struct {
	first, through calendar.Day
	empty          bool // no entry was kept; first is through then
}

// asOf lists the as-of days: every month-end from the ledger's first month, and the last day taken.
func (s days) asOf() []calendar.Day {
	var all []calendar.Day
	for m := s.first.Month(); m <= s.through.Month(); m++ {
		all = append(all, min(m.Last(), s.through))
	}
	return all
}

// derivation is one run's work: the files written so far and what they replace.
type derivation struct {
	lk      *lake.Lake
	o       Options
	rules   rules.Rules
	span    days
	program string           // transforms and schemas of this program
	mem     memory.Allocator // of batches, recycled

	stateHolds bool // the lake's contract_state was written by them

	res     *DeriveResult
	parts   map[string]map[lake.Unit]lake.Part // of the raw and derived tables in the lake
	written map[string][]lake.Part
	drop    map[string][]lake.Unit
}

func (d *derivation) run(ctx context.Context) error {
	d.parts, d.written, d.drop = map[string]map[lake.Unit]lake.Part{}, map[string][]lake.Part{}, map[string][]lake.Unit{}
	mem, end := replay.Recycle(memory.DefaultAllocator)
	defer end()
	d.mem = mem
	for _, t := range append(replayInputs(), derivedTables()...) {
		parts, err := d.lk.Parts(ctx, t)
		if err != nil {
			return err
		}
		d.parts[t.Name] = map[lake.Unit]lake.Part{}
		for _, p := range parts {
			d.parts[t.Name][p.Unit] = p
		}
	}
	nation, err := replay.NewNation(d.tables(""))
	if err != nil {
		return err
	}
	nation.Rules = d.rules
	branches := d.branches()
	for i, code := range branches {
		if err := d.branch(ctx, nation, code, i, len(branches)); err != nil {
			return fmt.Errorf("branch %s: %w", code, err)
		}
	}
	d.dropVanished(branches)
	return nil
}

// branches lists the branches that have contracts or entries, in order.
func (d *derivation) branches() []string {
	var codes []string
	for _, t := range []*schemas.Table{&schemas.LoanContract, &schemas.LoanLedger, &schemas.DepositLedger} {
		for u := range d.parts[t.Name] {
			codes = append(codes, u.Branch)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// tables reads dimension tables; those kept per branch are restricted to one, and contract_state to
// its latest month.
func (d *derivation) tables(branch string) replay.Tables {
	return func(name string) iter.Seq2[arrow.RecordBatch, error] {
		t, ok := schemas.Lookup(name)
		if !ok {
			return func(yield func(arrow.RecordBatch, error) bool) { yield(nil, fmt.Errorf("there is no table %q", name)) }
		}
		var parts []lake.Part
		for u, p := range d.parts[name] {
			if !t.ByBranch() || u.Branch == branch {
				parts = append(parts, p)
			}
		}
		if t == &schemas.ContractState {
			parts = d.latestState(parts)
		}
		return Pages(t, parts, d.mem)
	}
}

// latestState leaves the last month of a branch's state; none when another version wrote it.
func (d *derivation) latestState(parts []lake.Part) []lake.Part {
	if !d.stateHolds || len(parts) == 0 {
		return nil
	}
	return []lake.Part{slices.MaxFunc(parts, func(a, b lake.Part) int { return int(a.Unit.Month - b.Unit.Month) })}
}

// branch finds the first stale month of a branch and computes it and those after it.
func (d *derivation) branch(ctx context.Context, nation *replay.Nation, code string, number, of int) error {
	b, err := nation.Branch(code, d.tables(code))
	if err != nil {
		return err
	}
	asOf := d.span.asOf()
	before, start := d.program, 0
	for ; start < len(asOf); start++ {
		stamp := d.stamp(before, code, asOf[start], b.Fingerprint(asOf[start]))
		if !d.fresh(code, asOf[start].Month(), stamp) {
			break
		}
		before = stamp
	}
	d.res.Fresh += start
	if start == len(asOf) {
		return nil
	}
	r := replay.New(b, d.mem)
	if start > 0 {
		if err := d.restore(ctx, r, code, asOf[start-1]); err != nil {
			return err
		}
	}
	next := d.open(b, code, asOf[start])
	defer func() { next.Stop() }()
	for i := start; i < len(asOf); i++ {
		d.o.Progress("derive", code+" "+asOf[i].Month().String(), int64(number*len(asOf)+i+1), int64(of*len(asOf)))
		rows := next
		next = nil
		err := r.Apply(rows, func() {
			if i+1 < len(asOf) {
				next = d.open(b, code, asOf[i+1])
			}
		})
		rows.Stop()
		if err != nil {
			return err
		}
		u := lake.Unit{Branch: code, Month: asOf[i].Month()}
		before = d.stamp(before, code, asOf[i], r.Fingerprint())
		if err := d.write(ctx, r, u, before); err != nil {
			return fmt.Errorf("%s: %w", u.Month, err)
		}
		d.res.Stale = append(d.res.Stale, u)
	}
	return nil
}

// stamp says what a month is made from: the month before, its ledger rows and the dimension rows as
// they matter on its as-of day.
func (d *derivation) stamp(before, code string, day calendar.Day, dimensions string) string {
	u := lake.Unit{Branch: code, Month: day.Month()}
	return hash(before, day.String(), d.parts[schemas.LoanLedger.Name][u].Stamp, d.parts[schemas.DepositLedger.Name][u].Stamp, dimensions, ratedBy(d.rules))
}

// ratedBy stands for the rating rules in stamps: nothing for those of the catalogue.
func ratedBy(r rules.Rules) string {
	if text := fmt.Sprint(r.Filled().Ratings); text != fmt.Sprint(rules.Default().Ratings) {
		return text
	}
	return ""
}

func (d *derivation) fresh(code string, m calendar.Month, stamp string) bool {
	for _, t := range derivedTables() {
		p, ok := d.parts[t.Name][lake.Unit{Branch: code, Month: m}]
		if !ok || p.Stamp != stamp {
			return false
		}
	}
	return true
}

func (d *derivation) restore(ctx context.Context, r *replay.Replay, code string, day calendar.Day) error {
	u := lake.Unit{Branch: code, Month: day.Month()}
	return r.Restore(day, d.rows(ctx, &schemas.ContractState, u), d.rows(ctx, &schemas.AccountState, u))
}

// open begins to read a month's ledgers; a unit that the lake does not hold has no rows.
func (d *derivation) open(b *replay.Branch, code string, day calendar.Day) *replay.Rows {
	u := lake.Unit{Branch: code, Month: day.Month()}
	return ReadMonth(b, day, []lake.Part{d.parts[schemas.LoanLedger.Name][u]}, []lake.Part{d.parts[schemas.DepositLedger.Name][u]}, d.mem)
}

// rows reads one unit of a derived table whole; one that the lake does not hold has no rows.
func (d *derivation) rows(ctx context.Context, t *schemas.Table, u lake.Unit) iter.Seq2[arrow.RecordBatch, error] {
	p, ok := d.parts[t.Name][u]
	if !ok {
		return func(func(arrow.RecordBatch, error) bool) { /* no rows */ }
	}
	return d.lk.Read(ctx, t, []lake.Part{p}, nil)
}

// write puts the month just replayed into new lake files, two at a time.
func (d *derivation) write(ctx context.Context, r *replay.Replay, u lake.Unit, stamp string) error {
	rows := map[string]iter.Seq2[arrow.RecordBatch, error]{
		schemas.LoanMonth.Name: r.LoanMonth(), schemas.DepositMonth.Name: r.DepositMonth(),
		schemas.ContractState.Name: r.ContractState(), schemas.AccountState.Name: r.AccountState(),
		schemas.NegativeBalance.Name: r.NegativeBalances(),
	}
	for _, t := range indicatorTables() {
		rows[t.Name] = one(func() (arrow.RecordBatch, error) { return r.Indicator(t) })
	}
	tables := derivedTables()
	parts := make([]lake.Part, len(tables))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2) // the machines that this is planned for have two cores
	for i, t := range tables {
		g.Go(func() (err error) {
			parts[i], err = d.lk.Write(ctx, t, u, stamp, rows[t.Name])
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, t := range tables {
		d.written[t.Name] = append(d.written[t.Name], parts[i])
		d.res.Rows, d.res.Bytes = d.res.Rows+parts[i].Rows, d.res.Bytes+parts[i].Bytes
	}
	return nil
}

// one is a stream of a single batch.
func one(batch func() (arrow.RecordBatch, error)) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		b, err := batch()
		if err != nil {
			yield(nil, err)
			return
		}
		defer b.Release()
		yield(b, nil)
	}
}

// dropVanished drops units of branches and months that the raw tables no longer have.
func (d *derivation) dropVanished(branches []string) {
	for _, t := range derivedTables() {
		for u := range d.parts[t.Name] {
			if !slices.Contains(branches, u.Branch) || u.Month < d.span.first.Month() || u.Month > d.span.through.Month() {
				d.drop[t.Name] = append(d.drop[t.Name], u)
			}
		}
	}
}

// takenDays reads what the last extraction took. Without a kept entry the last day is all there is.
func takenDays(ctx context.Context, lk *lake.Lake) (s days, err error) {
	through, err := lk.Property(ctx, &schemas.Tally, propThrough)
	if err != nil {
		return s, err
	}
	if through == "" {
		return s, &UsageError{"nothing was extracted into this lake yet", "run `uythac extract` or `uythac refresh` first"}
	}
	if s.through, err = calendar.Parse(through); err != nil {
		return s, fmt.Errorf("the lake's property %s: %w", propThrough, err)
	}
	first, err := lk.Property(ctx, &schemas.Tally, propFirstPosted)
	if err != nil {
		return s, err
	}
	if first == "" {
		s.first, s.empty = s.through, true
		return s, nil
	}
	if s.first, err = calendar.Parse(first); err != nil {
		return s, fmt.Errorf("the lake's property %s: %w", propFirstPosted, err)
	}
	return s, nil
}

// fingerprint hashes the present snapshots of tables and anything else that matters.
func fingerprint(ctx context.Context, lk *lake.Lake, tables []*schemas.Table, more string) (string, error) {
	text := []string{more}
	for _, t := range tables {
		id, _, err := lk.Snapshot(ctx, t)
		if err != nil {
			return "", err
		}
		text = append(text, fmt.Sprint(t.Name, " ", id))
	}
	return hash(text...), nil
}

func schemaFingerprint(tables []*schemas.Table) string {
	var text []string
	for _, t := range tables {
		text = append(text, t.Name, t.Fingerprint())
	}
	return hash(text...)
}

// hash is a short content hash of texts in order.
func hash(texts ...string) string {
	h := xxh3.New()
	for _, s := range texts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(s), s) // a hash never fails to write
	}
	sum := h.Sum128().Bytes()
	return hex.EncodeToString(sum[:])
}
