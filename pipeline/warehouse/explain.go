package warehouse

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// Behind asks for what a term of a figure is made of.
type Behind struct {
	Measure     string
	First, Last calendar.Day      // the same day for stocks
	Row         map[string]string // codes of the cell's row and of the scope, by row_ variable: union, office, commune, ...
}

// Stage is one step down from a figure: rows and what they add up to.
type Stage struct {
	Query   string   // name of the SELECT
	Columns []string // of Rows
	Count   int64    // rows there are
	Keys    int64    // distinct values of what the measure counts; 0 when it adds amounts up
	Sum     int64    // of the amounts
	Rows    [][]any  // the largest facts by amount
	least   any      // of facts with a line: what the least of the largest amounts is, whatever its sign; nil without one
	told    string   // of facts: which there are, when that was to be told and [numbered] names what tells them apart
	Kinds   [][]any  // entries: type, from class, to class, whether reversals, number, amount; summed by these
}

// Trail is a term step by step: facts, the loans of groups, ledger entries.
type Trail struct {
	Facts   Stage
	Loans   *Stage // where the facts are groups
	Entries *Stage // nil when the facts are rows of the source, or the ledger's files are not at hand
}

// OpenTraced opens a warehouse file as Open does, and lets DuckDB read the ledger files of the lake and
// nothing else: ledgers is told the snapshots that the file was built from, by table, and lists the files of both ledgers.
func OpenTraced(ctx context.Context, path string, ledgers func(snapshots map[string]int64) map[string][]string) (_ *Warehouse, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("open warehouse %s: %w", path, err)
		}
	}()
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	s, err := attach(ctx, path, "READ_ONLY", settings{})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = s.close() // the first error says more
		}
	}()
	w := &Warehouse{s: s, summed: map[string]*Stage{}}
	snapshots, err := w.Snapshots(ctx)
	if err != nil {
		return nil, err
	}
	return w, s.exec(ctx, traced(ledgers(snapshots))...)
}

// LoanEntries are the entries of a contract in the days from one to another, both included, of a file that OpenTraced has
// opened with the ledger of these days, by day and number.
func (w *Warehouse) LoanEntries(ctx context.Context, contract string, from, to calendar.Day) (columns []string, rows [][]any, err error) {
	columns = []string{"entry_id", "posted_on", "entry_type", "from_class", "to_class", "amount", "rebooking", "reverses_entry_id"}
	rows, err = w.s.table(ctx, fmt.Sprintf("SELECT %s FROM explained.loan_ledger WHERE contract_no = %s AND posted_on BETWEEN DATE %s AND DATE %s ORDER BY posted_on, entry_id",
		strings.Join(columns, ", "), quote(contract), quote(date(from)), quote(date(to))))
	if err != nil {
		return nil, nil, fmt.Errorf("entries of contract %s: %w", contract, err)
	}
	return columns, rows, nil
}

// traced makes the catalogue that the SELECTs of explain read and write, and shuts everything else.
func traced(files map[string][]string) []string {
	var allowed []string
	// Entries are always more than facts, and so the table that is looked up in is the facts'. By its estimates DuckDB would
	// turn some of these joins round, which takes twice as long.
	statements := []string{"SET disabled_optimizers = 'build_side_probe_side'", "ATTACH ':memory:' AS explained"}
	for _, t := range ledgers() {
		for _, f := range files[t.Name] {
			allowed = append(allowed, quote(f))
		}
		from := "SELECT " + nulls(t) + " WHERE false"
		if len(files[t.Name]) > 0 {
			from = "SELECT * FROM " + readParquet(files[t.Name])
		}
		statements = append(statements, "CREATE VIEW explained."+t.Name+" AS "+from)
	}
	return append(statements, "SET allowed_paths = ["+strings.Join(allowed, ", ")+"]", "SET enable_external_access = false", "SET lock_configuration = true")
}

// Look is how much of a term's trail is wanted.
type Look struct {
	Top     int  // at most so many rows of the facts, the largest
	Entries bool // false when the ledger's files were not given to OpenTraced: then there are only the entries that the warehouse has
	Several bool // the figure has other terms, whose entries may be the same
	List    bool // Rows is going to be asked for every fact: columns are named
}

// Trail goes from a term down to its facts and their ledger entries.
func (w *Warehouse) Trail(ctx context.Context, b Behind, look Look) (t Trail, err error) {
	m, err := w.pose(ctx, b)
	if err != nil {
		return t, err
	}
	w.found = ""
	apart := m.Loans == "" && !m.Among // the sums can be had without the facts
	if apart {
		if t.Entries, err = w.sums(ctx, m, b, look); err != nil {
			return t, err
		}
	}
	tell := look.Several && !look.List && t.Entries == nil // entries are looked for, unless another term has them
	if t.Facts, err = w.stage(ctx, m.Facts, m.Counts, b, look.Top, tell); err != nil {
		return t, err
	}
	told := t.Facts.told
	largest := w.apart(ctx, m, b, t.Facts.least, look)
	defer func() {
		var e error
		if t.Facts.Columns, t.Facts.Rows, e = largest(); err == nil && e != nil {
			err = fmt.Errorf("the largest of %s: %w", m.Facts, e)
		}
	}()
	if !apart {
		if t.Entries, err = w.sums(ctx, m, b, look); err != nil {
			return t, err
		}
	}
	switch {
	case m.Loans != "" && t.Entries != nil:
		loans, err := w.passing(ctx, m.Loans)
		if err != nil {
			return t, err
		}
		t.Loans = &loans
	case m.Loans != "":
		loans, err := w.stage(ctx, m.Loans, "", b, 0, tell)
		if err != nil {
			return t, err
		}
		if loans.Columns, _, err = w.largest(ctx, m.Loans, nil, Look{List: look.List}); err != nil {
			return t, err
		}
		t.Loans, told = &loans, loans.told
	}
	if m.Entries == "" || t.Entries != nil || m.Lake && !look.Entries {
		return t, nil
	}
	t.Entries, err = w.entries(ctx, m, told, look)
	return t, err
}

// entries sums the entries of the facts, told from others as facts says, by what they are. They are not kept: there may be millions.
func (w *Warehouse) entries(ctx context.Context, m schemas.Measure, facts string, look Look) (st *Stage, err error) {
	defer func() {
		if err != nil {
			st, err = nil, fmt.Errorf("%s: %w", m.Entries, err)
		}
	}()
	q, ok := queries.Explain(m.Entries)
	if !ok {
		return nil, fmt.Errorf("there is no such query")
	}
	w.entry = q.SQL
	asked := ""
	if facts != "" {
		asked = w.asked(m, facts, q.SQL)
		if same, ok := w.summed[asked]; ok {
			return same, nil
		}
	}
	st = &Stage{Query: m.Entries}
	if look.List { // to plan it costs a tenth of a figure
		if st.Columns, _, err = w.s.named(ctx, w.with("FROM ("+q.SQL+") LIMIT 0")); err != nil {
			return nil, err
		}
	}
	classes := "'' AS from_class, '' AS to_class"
	if strings.Contains(q.SQL, "to_class") {
		classes = "from_class, to_class"
	}
	// What is no amount in the measure is left out after adding up: before, it costs more than the rest.
	err = w.kinds(ctx, st, w.with("SELECT entry_type, "+classes+", reverses_entry_id IS NOT NULL AS reversal, count(*) FILTER (amount <> 0) AS entries, sum(amount)::BIGINT FROM ("+q.SQL+") GROUP BY ALL HAVING entries > 0"))
	if asked != "" && err == nil {
		w.summed[asked] = st
	}
	return st, err
}

// asked tells the entries of facts from others: the SELECT, what it reads, and which facts there are. A ratio of debt to
// the groups that owe it asks twice for the same.
func (w *Warehouse) asked(m schemas.Measure, facts, entries string) string {
	asked := fmt.Sprint(m.Entries, m.Classes, w.posed["first_on"], w.posed["last_on"], facts)
	if strings.Contains(entries, "getvariable('measure')") {
		asked += w.posed["measure"]
	}
	return asked
}

// pose sets the variables that the SELECTs read, those that have changed.
func (w *Warehouse) pose(ctx context.Context, b Behind) (m schemas.Measure, err error) {
	m, ok := schemas.MeasureNamed(b.Measure)
	if !ok {
		return m, fmt.Errorf("there is no measure %q", b.Measure)
	}
	values := map[string]string{
		"measure": quote(b.Measure), "classes": quote(m.Classes), "first_on": "DATE " + quote(date(b.First)), "last_on": "DATE " + quote(date(b.Last)),
		"shown_unions": "(SELECT list(union_code) FROM meta.shown_union)",
	}
	for _, name := range RowCodes {
		values["row_"+name] = "NULL"
		if code, ok := b.Row[name]; ok {
			values["row_"+name] = quote(code)
		}
	}
	return m, w.set(ctx, values)
}

// RowCodes are the codes that a row of a report can be about.
var RowCodes = []string{"union", "branch", "office", "commune", "group", "programme", "fund_source", "term", "by_level", "audience", "round_code", "measure", "cause", "contract_no", "customer", "grouped"}

// Rows calls f for every row of the facts, or with entries of the entries, of the last Trail: in the order of
// their columns, entries month by month, because the driver holds a whole result in memory.
func (w *Warehouse) Rows(ctx context.Context, entries bool, f func(row []any) error) error {
	if !entries {
		return w.rows(ctx, w.with("SELECT "+unlined+" FROM found")+" ORDER BY ALL", f)
	}
	months, err := w.s.days(ctx, w.with("SELECT DISTINCT date_trunc('month', posted_on)::DATE AS month FROM ("+w.entry+") WHERE amount <> 0")+" ORDER BY month")
	if err != nil {
		return err
	}
	for _, m := range months {
		month := fmt.Sprintf("posted_on BETWEEN %s::DATE AND %s::DATE", quote(date(m)), quote(date(m.Month().Last())))
		if err := w.rows(ctx, w.with("FROM ("+w.entry+") WHERE amount <> 0 AND "+month)+" ORDER BY posted_on, entry_id", f); err != nil {
			return err
		}
	}
	return nil
}

func (w *Warehouse) rows(ctx context.Context, query string, f func(row []any) error) error {
	rows, err := w.s.table(ctx, query)
	for _, row := range rows {
		if err := f(row); err != nil {
			return err
		}
	}
	return err
}
