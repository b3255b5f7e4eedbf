package source

import (
	"fmt"
	"os/exec"
	"testing"

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

// BenchmarkMariaDB holds Read against the server's own client, which writes the same rows to nowhere.
func BenchmarkMariaDB(b *testing.B) {
	const rows = 1_000_000
	d := dbtest.MariaDB(b).CreateContract(b)
	d.Exec(b, fmt.Sprintf(mariaLedgerRows, rows))
	d.Analyze(b)
	speed := func(b *testing.B) float64 {
		perSecond := rows * float64(b.N) / b.Elapsed().Seconds() / 1e6
		b.ReportMetric(perSecond, "Mrows/s")
		return perSecond
	}
	var client float64
	b.Run("client", func(b *testing.B) {
		for b.Loop() {
			// Without Stdout it writes to the null device.
			cmd := exec.Command("mariadb", "--no-defaults", "--user=root", "--socket="+d.Server.Socket(), "--quick", d.Name, "-e", "SELECT * FROM loan_ledger")
			if err := cmd.Run(); err != nil {
				b.Fatal(err)
			}
		}
		client = speed(b)
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := moment(b, Config{Kind: "mariadb", URL: d.URL})
			n := int64(0)
			for batch, err := range m.Read(b.Context(), &schemas.LoanLedger, Selection{}) {
				if err != nil {
					b.Fatal(err)
				}
				n += batch.Record.NumRows()
			}
			if n != rows {
				b.Fatalf("%d rows", n)
			}
		}
		b.ReportMetric(speed(b)/client, "of-client")
	})
	for name, deep := range map[string]bool{"totals": false, "checksums": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				sourceTotals(b, moment(b, Config{Kind: "mariadb", URL: d.URL}), &schemas.LoanLedger, Selection{}, deep)
			}
			speed(b)
		})
	}
}
