package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// load fills dimensions, facts and indicators from the lake's files, and makes the catalogue lake,
// in memory, for indicators, trends and checks: the ledgers, all months of loan_month and contract_state as views
// over their files, the rows that the lake says there are and those found, and the limit on quarantined rows.
func (b *builder) load(ctx context.Context) error {
	err := b.exec(ctx, "ATTACH ':memory:' AS lake",
		"CREATE TABLE lake.rows (table_name VARCHAR, in_lake BIGINT, loaded BIGINT)",
		fmt.Sprintf("CREATE TABLE lake.quality AS SELECT %d::BIGINT AS max_quarantined", b.in.MaxQuarantined))
	if err != nil {
		return err
	}
	for _, t := range tables() {
		b.step("load " + t.Name)
		var rows int64
		if files := b.in.Files[t.Name]; len(files) > 0 {
			if rows, err = insert(ctx, b.session, inSchema(t), names(t.Arrow()), files); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
		if err := b.counted(ctx, t, rows); err != nil {
			return err
		}
	}
	for _, t := range ledgers() {
		if err := b.ledger(ctx, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	for _, t := range []*schemas.Table{&schemas.LoanMonth, &schemas.ContractState} {
		if err := b.lakeView(ctx, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

// lakeView makes a view over all files of a table.
func (b *builder) lakeView(ctx context.Context, t *schemas.Table) error {
	from := "SELECT " + nulls(t) + " WHERE false"
	if files := slices.Concat(b.in.Files[t.Name], b.in.Older[t.Name]); len(files) > 0 {
		from = "SELECT * FROM " + readParquet(files)
	}
	return b.exec(ctx, "CREATE VIEW lake."+t.Name+" AS "+from)
}

// ledger makes a view over a ledger's files and counts them.
func (b *builder) ledger(ctx context.Context, t *schemas.Table) error {
	if err := b.lakeView(ctx, t); err != nil {
		return err
	}
	var rows int64
	if err := b.conn.QueryRowContext(ctx, "SELECT count(*) FROM lake."+t.Name).Scan(&rows); err != nil {
		return err
	}
	return b.counted(ctx, t, rows)
}

// nulls selects the columns of a table that has no file.
func nulls(t *schemas.Table) string {
	var cols []string
	for _, name := range names(t.Arrow()) {
		c, _ := t.Column(name) // the Arrow fields are the table's columns
		cols = append(cols, "NULL::"+c.Type.DuckDB()+" AS "+c.Name)
	}
	return strings.Join(cols, ", ")
}

func (b *builder) counted(ctx context.Context, t *schemas.Table, rows int64) error {
	_, err := b.conn.ExecContext(ctx, "INSERT INTO lake.rows VALUES (?, ?, ?)", t.Name, b.in.Rows[t.Name], rows)
	return err
}

// describe writes what a warehouse says about itself: run, snapshots and data dictionary.
func (b *builder) describe(ctx context.Context) error {
	r := b.in.Run
	var first any
	if r.FirstPosted != 0 {
		first = date(r.FirstPosted)
	}
	if err := b.exec(ctx, "BEGIN"); err != nil {
		return err
	}
	_, err := b.conn.ExecContext(ctx, "INSERT INTO meta.run (run, version, started_at, through, first_posted_on, inputs) VALUES (?, ?, ?, ?, ?, ?)",
		r.ID, r.Version, r.StartedAt.UTC(), date(r.Through), first, r.Inputs)
	if err != nil {
		return err
	}
	for name, id := range b.in.Snapshots {
		if _, err := b.conn.ExecContext(ctx, "INSERT INTO meta.snapshot (table_name, snapshot_id) VALUES (?, ?)", name, id); err != nil {
			return err
		}
	}
	if err := b.dictionary(ctx); err != nil {
		return err
	}
	if err := b.rules(ctx); err != nil {
		return err
	}
	if err := b.history(ctx); err != nil {
		return err
	}
	return b.exec(ctx, "COMMIT")
}

// dictionary writes the definition of every column of the warehouse, in one statement.
func (b *builder) dictionary(ctx context.Context) error {
	var rows []string
	for _, t := range append(tables(), onDemand()...) {
		for _, c := range t.Columns {
			if c.Personal {
				continue
			}
			rows = append(rows, fmt.Sprintf("(%s, %s, %s, %s, %t, %s)",
				quote(t.String()), quote(c.Name), quote(c.Type.DuckDB()), quote(c.Unit), c.Null, quote(c.Doc)))
		}
	}
	return b.exec(ctx, "INSERT INTO meta.definition (table_name, column_name, type, unit, nullable, doc) VALUES "+strings.Join(rows, ",\n"))
}

// date writes a day so that DuckDB casts it to DATE.
func date(d calendar.Day) string { return d.String() }

// insert adds the rows of Parquet files to a table, column by name, and returns how many there were.
func insert(ctx context.Context, s *session, table string, columns []string, files []string) (int64, error) {
	list := strings.Join(columns, ", ")
	res, err := s.conn.ExecContext(ctx, "INSERT INTO "+table+" ("+list+") SELECT "+list+" FROM "+readParquet(files))
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// names lists the columns that an Arrow schema has.
func names(s *arrow.Schema) []string {
	var out []string
	for _, f := range s.Fields() {
		out = append(out, f.Name)
	}
	return out
}
