package warehouse

import (
	"context"
	"fmt"
	"os"
	"slices"
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
	Rows    [][]any  // the largest by amount
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
	w := &Warehouse{s}
	snapshots, err := w.Snapshots(ctx)
	if err != nil {
		return nil, err
	}
	return w, s.exec(ctx, traced(ledgers(snapshots))...)
}

// traced makes the catalogue that the SELECTs of explain read and write, and shuts everything else.
func traced(files map[string][]string) []string {
	var allowed []string
	statements := []string{"ATTACH ':memory:' AS explained"}
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

// Trail goes from a term down to its facts and their ledger entries, with at most top rows of each stage.
// entries is false when the ledger's files were not given to OpenTraced: then there are only those that the warehouse has.
func (w *Warehouse) Trail(ctx context.Context, b Behind, top int, entries bool) (t Trail, err error) {
	m, err := w.pose(ctx, b)
	if err != nil {
		return t, err
	}
	if t.Facts, err = w.stage(ctx, m.Facts, "fact", m.Counts, top); err != nil {
		return t, err
	}
	if m.Loans != "" {
		loans, err := w.stage(ctx, m.Loans, "loan", "", top)
		if err != nil {
			return t, err
		}
		t.Loans = &loans
		if err := w.s.exec(ctx, "CREATE OR REPLACE TABLE explained.fact AS FROM explained.loan"); err != nil {
			return t, err
		}
	}
	if m.Entries == "" || m.Lake && !entries {
		return t, nil
	}
	t.Entries, err = w.entries(ctx, m.Entries)
	return t, err
}

// entries sums the entries of the facts by what they are. They are a view, not kept: there may be millions.
func (w *Warehouse) entries(ctx context.Context, name string) (st *Stage, err error) {
	defer func() {
		if err != nil {
			st, err = nil, fmt.Errorf("%s: %w", name, err)
		}
	}()
	q, ok := queries.Explain(name)
	if !ok {
		return nil, fmt.Errorf("there is no such query")
	}
	if err := w.s.exec(ctx, "CREATE OR REPLACE TEMP VIEW entry AS "+q.SQL); err != nil {
		return nil, err
	}
	st = &Stage{Query: name}
	if st.Columns, err = w.columns(ctx, "entry"); err != nil {
		return nil, err
	}
	classes := "'' AS from_class, '' AS to_class"
	if slices.Contains(st.Columns, "from_class") {
		classes = "from_class, to_class"
	}
	st.Kinds, err = w.s.table(ctx, "SELECT entry_type, "+classes+", reverses_entry_id IS NOT NULL AS reversal, count(*), sum(amount)::BIGINT FROM temp.entry GROUP BY ALL ORDER BY ALL")
	for _, k := range st.Kinds {
		st.Count += k[4].(int64)
		st.Sum += k[5].(int64)
	}
	return st, err
}

// pose sets the variables that the SELECTs read.
func (w *Warehouse) pose(ctx context.Context, b Behind) (m schemas.Measure, err error) {
	m, ok := schemas.MeasureNamed(b.Measure)
	if !ok {
		return m, fmt.Errorf("there is no measure %q", b.Measure)
	}
	statements := []string{
		"SET VARIABLE measure = " + quote(b.Measure), "SET VARIABLE classes = " + quote(m.Classes),
		"SET VARIABLE first_on = DATE " + quote(date(b.First)), "SET VARIABLE last_on = DATE " + quote(date(b.Last)),
	}
	for _, name := range RowCodes {
		value := "NULL"
		if code, ok := b.Row[name]; ok {
			value = quote(code)
		}
		statements = append(statements, "SET VARIABLE row_"+name+" = "+value)
	}
	return m, w.s.exec(ctx, statements...)
}

// RowCodes are the codes that a row of a report can be about.
var RowCodes = []string{"union", "branch", "office", "commune", "group", "programme", "fund_source", "term", "by_level", "audience", "round_code", "measure", "cause", "contract_no", "customer", "grouped"}

// stage keeps the rows of a SELECT in explained.<into> and sums them up.
func (w *Warehouse) stage(ctx context.Context, name, into, counts string, top int) (st Stage, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
	}()
	q, ok := queries.Explain(name)
	if !ok {
		return st, fmt.Errorf("there is no such query")
	}
	st.Query = name
	if err := w.s.exec(ctx, "CREATE OR REPLACE TABLE explained."+into+" AS "+q.SQL); err != nil {
		return st, err
	}
	keys := "0"
	if counts != "" {
		keys = "count(DISTINCT " + counts + ")"
	}
	err = w.s.conn.QueryRowContext(ctx, "SELECT count(*), "+keys+", coalesce(sum(amount), 0)::BIGINT FROM explained."+into).Scan(&st.Count, &st.Keys, &st.Sum)
	if err != nil {
		return st, err
	}
	if st.Columns, err = w.columns(ctx, into); err != nil {
		return st, err
	}
	st.Rows, err = w.s.table(ctx, fmt.Sprintf("FROM explained.%s ORDER BY abs(amount) DESC, %s LIMIT %d", into, strings.Join(st.Columns, ", "), top))
	return st, err
}

func (w *Warehouse) columns(ctx context.Context, table string) (names []string, err error) {
	err = w.s.each(ctx, "SELECT column_name FROM duckdb_columns() WHERE database_name IN ('explained', 'temp') AND table_name = ? ORDER BY column_index", func(scan scanner) error {
		var name string
		err := scan(&name)
		names = append(names, name)
		return err
	}, table)
	return names, err
}

// Rows calls f for every row of the facts, or with entries of the entries, of the last Trail: in the order of
// their columns, entries month by month, because the driver holds a whole result in memory.
func (w *Warehouse) Rows(ctx context.Context, entries bool, f func(row []any) error) error {
	if !entries {
		return w.rows(ctx, "FROM explained.fact ORDER BY ALL", f)
	}
	months, err := w.s.days(ctx, "SELECT DISTINCT date_trunc('month', posted_on)::DATE FROM temp.entry ORDER BY 1")
	if err != nil {
		return err
	}
	for _, m := range months {
		month := fmt.Sprintf("posted_on BETWEEN %s::DATE AND %s::DATE", quote(date(m)), quote(date(m.Month().Last())))
		if err := w.rows(ctx, "FROM temp.entry WHERE "+month+" ORDER BY posted_on, entry_id", f); err != nil {
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
