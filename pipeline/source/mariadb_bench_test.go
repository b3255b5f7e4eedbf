package source

import (
	"os/exec"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// mariaLedgerRows makes the rows of ledgerRows in MariaDB's words.
const mariaLedgerRows = `INSERT INTO loan_ledger
SELECT seq * 3, DATE '2019-01-01' + INTERVAL (seq * 730 DIV %[1]d) DAY - INTERVAL IF(seq %% 97 = 0, 20, 0) DAY, TIMESTAMP '2019-01-01 08:00:00' + INTERVAL seq * 17 SECOND,
  LPAD(101 + seq %% 9, 6, '0'), LPAD(seq * 7919 %% 200003, 16, '0'),
  ELT(1 + seq %% 5, 'repayment', 'interest_due', 'interest_paid', 'disbursement', 'transfer'),
  IF(seq %% 5 <> 3, ELT(1 + seq %% 3, 'in_term', 'overdue', 'frozen'), NULL), IF(seq %% 5 IN (1, 3, 4), 'in_term', NULL),
  1000 * (1 + seq %% 50021), IF(seq %% 211 = 0, DATE '2025-06-30', NULL), seq %% 53 = 0, IF(seq %% 301 = 0, seq * 3 - 30, NULL)
FROM seq_1_to_%[1]d`

// BenchmarkMariaDB holds Read against the server's own client, which writes the same rows to nowhere, turn by
// turn.
func BenchmarkMariaDB(b *testing.B) {
	const rows = 1_000_000
	d := flavourMariaDB.ledger(b, dbtest.MariaDB(b), rows)
	speed := func(took time.Duration, n int) float64 { return rows * float64(n) / took.Seconds() / 1e6 }
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		var client time.Duration
		for b.Loop() {
			b.StopTimer()
			begun := time.Now()
			// Without Stdout it writes to the null device.
			if err := exec.Command("mariadb", "--no-defaults", "--user=root", "--socket="+d.Server.Socket(), "--quick", d.Name, "-e", "SELECT * FROM loan_ledger").Run(); err != nil {
				b.Fatal(err)
			}
			client += time.Since(begun)
			b.StartTimer()
			if n := countRows(b, moment(b, flavourMariaDB.config(d, Limits{}))); n != rows {
				b.Fatalf("%d rows", n)
			}
		}
		b.ReportMetric(speed(b.Elapsed(), b.N), "Mrows/s")
		b.ReportMetric(client.Seconds()/b.Elapsed().Seconds(), "of-client")
	})
	for name, deep := range map[string]bool{"totals": false, "checksums": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				sourceTotals(b, moment(b, flavourMariaDB.config(d, Limits{})), &schemas.LoanLedger, Selection{}, deep)
			}
			b.ReportMetric(speed(b.Elapsed(), b.N), "Mrows/s")
		})
	}
}

// countRows reads the ledger and counts its rows.
func countRows(b *testing.B, m *Moment) (n int64) {
	b.Helper()
	for batch, err := range m.Read(b.Context(), &schemas.LoanLedger, Selection{}) {
		if err != nil {
			b.Fatal(err)
		}
		n += batch.Record.NumRows()
	}
	return n
}
