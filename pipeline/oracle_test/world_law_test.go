package oracle_test

import "testing"

// laws are what a contract-true source never does, each a query that finds nothing.
var laws = map[string]string{
	"class below zero at a day's end": `
		WITH moved AS (
		  SELECT contract_no, posted_on, unnest(['in_term', 'overdue', 'frozen']) AS class, from_class, to_class, amount
		  FROM src.loan_ledger WHERE entry_type IN ('opening', 'disbursement', 'repayment', 'transfer', 'write_off')
		), change AS (
		  SELECT contract_no, class, posted_on, sum(CASE WHEN to_class = class THEN amount ELSE 0 END - CASE WHEN from_class = class THEN amount ELSE 0 END) AS change
		  FROM moved GROUP BY ALL
		)
		SELECT contract_no, class, posted_on, sum(change) OVER (PARTITION BY contract_no, class ORDER BY posted_on) AS balance
		FROM change QUALIFY balance < 0`,
	"account below zero at a day's end": `
		WITH change AS (
		  SELECT account_no, posted_on, sum(CASE WHEN (entry_type IN ('opening', 'deposit', 'interest')) = (reverses_entry_id IS NULL) THEN amount ELSE -amount END) AS change
		  FROM src.deposit_ledger GROUP BY ALL
		)
		SELECT account_no, posted_on, sum(change) OVER (PARTITION BY account_no ORDER BY posted_on) AS balance FROM change QUALIFY balance < 0`,
	"two memberships on one day": `
		SELECT a.customer_code, b.valid_from FROM src.group_membership a JOIN src.group_membership b
		  ON a.customer_code = b.customer_code AND a.valid_from < b.valid_from AND (a.valid_to IS NULL OR a.valid_to > b.valid_from)`,
	"reversal that does not mirror its entry": `
		SELECT r.entry_id FROM src.loan_ledger r LEFT JOIN src.loan_ledger o ON o.entry_id = r.reverses_entry_id
		WHERE r.reverses_entry_id IS NOT NULL AND (o.entry_id IS NULL OR o.reverses_entry_id IS NOT NULL OR o.entry_type <> r.entry_type OR o.contract_no <> r.contract_no
		  OR o.amount <> r.amount OR o.rebooking <> r.rebooking OR o.from_class IS DISTINCT FROM r.to_class OR o.to_class IS DISTINCT FROM r.from_class OR r.posted_on < o.posted_on)`,
	"entry reversed twice": `SELECT reverses_entry_id FROM src.loan_ledger WHERE reverses_entry_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
	"office of another branch": `
		SELECT e.entry_id FROM src.loan_ledger e JOIN src.loan_contract k USING (contract_no)
		JOIN src.transaction_office a ON a.office_code = e.office_code JOIN src.transaction_office b ON b.office_code = k.office_code
		WHERE a.branch_code <> b.branch_code`,
	"score out of range": `SELECT * FROM src.group_score WHERE overdue_points > 30 OR session_points > 20 OR interest_points > 20 OR due_points > 15 OR deposit_points > 10 OR saver_points > 5`,
	"key twice":          `SELECT entry_id FROM src.loan_ledger GROUP BY 1 HAVING count(*) > 1 UNION ALL SELECT entry_id FROM src.deposit_ledger GROUP BY 1 HAVING count(*) > 1`,
	"commune period twice or empty": `
		SELECT commune_code, valid_from FROM src.commune GROUP BY ALL HAVING count(*) > 1 OR bool_or(valid_to <= valid_from)`,
}

// TestWorldsObeyTheContract proves that the odd worlds are odd, not wrong.
func TestWorldsObeyTheContract(t *testing.T) {
	var entries, reversals int
	for seed := range uint64(8) {
		w := newWorld(seed)
		dir := t.TempDir()
		w.write(t, dir, layout{seed: seed})
		o := newOracle(t, dir)
		for law, query := range laws {
			if broken := rows(t, o.db, query); len(broken) > 0 {
				t.Errorf("seed %d: %s: %v", seed, law, broken)
			}
		}
		for _, e := range append(w.loans, w.deposits...) {
			entries++
			if e.reverses != nil {
				reversals++
			}
		}
	}
	if reversals*100 < entries*5 {
		t.Errorf("only %d reversals in %d entries", reversals, entries)
	}
}
