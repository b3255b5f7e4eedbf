package source

import (
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// ledgerRows makes entries as a core-banking system has them: numbers that grow, days in about their
// order, offices that take turns.
const ledgerRows = `INSERT INTO loan_ledger
SELECT i * 3, DATE '2019-01-01' + (i * 730 / %[1]d)::int - (i %% 97 = 0)::int * 20, TIMESTAMP '2019-01-01 08:00' + i * INTERVAL '17.123456 s',
  lpad((101 + i %% 9)::text, 6, '0'), lpad(((i * 7919) %% 200003)::text, 16, '0'),
  (ARRAY['repayment', 'interest_due', 'interest_paid', 'disbursement', 'transfer'])[1 + i %% 5],
  CASE WHEN i %% 5 <> 3 THEN (ARRAY['in_term', 'overdue', 'frozen'])[1 + i %% 3] END, CASE WHEN i %% 5 IN (1, 3, 4) THEN 'in_term' END,
  1000 * (1 + i %% 50021), CASE WHEN i %% 211 = 0 THEN DATE '2025-06-30' END, i %% 53 = 0, CASE WHEN i %% 301 = 0 THEN i * 3 - 30 END
FROM generate_series(1::bigint, %[1]d) i`

// BenchmarkPostgres holds Read against COPY in binary form of the same columns to nowhere, with as many
// connections.
func BenchmarkPostgres(b *testing.B) {
	const rows = 2_000_000
	d := dbtest.Postgres(b).CreateContract(b)
	d.Exec(b, fmt.Sprintf(ledgerRows, rows))
	d.Analyze(b)
	for _, connections := range []int{1, 2} {
		b.Run(fmt.Sprintf("copy-%d", connections), func(b *testing.B) {
			for b.Loop() {
				copyAll(b, d, connections)
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
		b.Run(fmt.Sprintf("read-%d", connections), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m := moment(b, Config{Kind: "postgres", URL: d.URL, Limits: Limits{Connections: connections}})
				if n := countRows(b, m); n != rows {
					b.Fatalf("%d rows", n)
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// copyAll copies the ledger to nowhere, over some connections by where rows lie.
func copyAll(b *testing.B, d *dbtest.Database, connections int) {
	b.Helper()
	var group errgroup.Group
	for i := range connections {
		group.Go(func() error {
			ctx := context.Background()
			c, err := pgconn.Connect(ctx, d.URL)
			if err != nil {
				return err
			}
			defer func() { _ = c.Close(ctx) }()
			where := ""
			if connections > 1 {
				r := c.ExecParams(ctx, "SELECT pg_relation_size('loan_ledger') / 8192", nil, nil, nil, nil).Read()
				var blocks int
				if _, err := fmt.Sscan(string(r.Rows[0][0]), &blocks); err != nil {
					return err
				}
				where = fmt.Sprintf(" WHERE ctid >= '(%d,0)' AND ctid < '(%d,0)'", blocks*i/connections, blocks*(i+1)/connections)
			}
			_, err = c.CopyTo(ctx, io.Discard, "COPY (SELECT * FROM loan_ledger"+where+") TO STDOUT (FORMAT binary)")
			return err
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
}
