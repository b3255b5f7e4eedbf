package source

import (
	"fmt"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

func TestPostgresBranch(t *testing.T) { branchAgrees(t, "postgres", dbtest.Postgres(t)) }

// TestPostgresPieces: a table read by several connections, from the table itself or through a query of it,
// gives every row once, while others write to it.
func TestPostgresPieces(t *testing.T) {
	const rows = 300_000
	d := dbtest.Postgres(t).CreateContract(t)
	d.Exec(t, fmt.Sprintf(ledgerRows, rows))
	d.Analyze(t)
	queries := map[string]string{
		"table": "",
		"query": "SELECT e.entry_id, posted_on, booked_at, office_code, contract_no, entry_type, from_class, to_class, amount, new_maturity_on, rebooking, reverses_entry_id FROM loan_ledger e WHERE entry_id > 0;",
		"join":  "SELECT e.* FROM loan_ledger e JOIN (SELECT 1) one ON true ORDER BY 1",
		"union": "SELECT * FROM loan_ledger WHERE entry_id < 1000 UNION ALL SELECT * FROM loan_ledger WHERE entry_id >= 1000",
	}
	split := map[string]bool{"table": true, "query": true}
	for name, query := range queries {
		t.Run(name, func(t *testing.T) {
			m := moment(t, Config{Kind: "postgres", URL: d.URL, Tables: map[string]TableConfig{"loan_ledger": {Query: query}}, Limits: Limits{Connections: 3}})
			d.Exec(t, "DELETE FROM loan_ledger WHERE entry_id = 3; INSERT INTO loan_ledger SELECT 1 - entry_id, posted_on, booked_at, office_code, contract_no, entry_type, from_class, to_class, amount, new_maturity_on, rebooking, reverses_entry_id FROM loan_ledger ORDER BY entry_id DESC LIMIT 1")
			agree(t, m, &schemas.LoanLedger, Selection{})
			if c := m.Cost(); (c.Connections == 3) != split[name] || c.Rows < rows || c.Bytes < 50*rows || c.LongestQuery <= 0 || c.LongestTransaction < c.LongestQuery {
				t.Errorf("cost %+v", c)
			}
			if got := agree(t, m, &schemas.LoanLedger, Selection{Days: []DayRange{{calendar.Day(-1 << 30), calendar.Date(2020, 1, 31)}}}); len(got) < 2000 {
				t.Errorf("%d units up to January 2020", len(got))
			}
			d.Exec(t, "DELETE FROM loan_ledger WHERE entry_id <= 0; INSERT INTO loan_ledger SELECT 3, posted_on, booked_at, office_code, contract_no, entry_type, from_class, to_class, amount, new_maturity_on, rebooking, reverses_entry_id FROM loan_ledger LIMIT 1")
		})
	}
}

// TestPostgresIndex holds nightUnits against the server's plans.
func TestPostgresIndex(t *testing.T) {
	flavourPostgres.nightUnits(t, flavourPostgres.still(t, dbtest.Postgres(t)), func(v view, query string) (bool, error) {
		plan, err := v.(*pgView).plan(t.Context(), query)
		return plan.usesIndex(), err
	})
}

// nightUnits: the rows of a night's units are found by the index on their day, in totals and in reading,
// through a query as well.
func (f flavour) nightUnits(t *testing.T, d *dbtest.Database, usesIndex func(v view, query string) (bool, error)) {
	last := calendar.Date(2020, 12, 25)
	var units []control.Unit
	for i := range 60 {
		units = append(units, control.Unit{Day: last - calendar.Day(i%20), Office: fmt.Sprintf("00010%d", i%7)})
	}
	for query, sels := range map[string][]Selection{
		"": {{Days: []DayRange{{last - 34, last}}, Undated: true}, {Days: []DayRange{{last - 300, last - 290}, {last - 34, last}}}, {Units: units}, {Units: append(units, control.Unit{Day: control.NoDay, Office: ""})}},
		"SELECT e.*, 1 AS one FROM loan_ledger e JOIN transaction_office USING (office_code)": {{Units: units}},
	} {
		m := moment(t, Config{Kind: f.kind, URL: d.URL, Tables: map[string]TableConfig{"loan_ledger": {Query: query, Drift: Discard}}})
		l, err := m.layout(t.Context(), &schemas.LoanLedger)
		if err != nil {
			t.Fatal(err)
		}
		for _, sel := range sels {
			parts, err := m.parts(t.Context(), l, sel)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range parts {
				for _, query := range []string{m.view.readQuery(l, l.from, p.where), totalsQuery(l, m.view, p, true)} {
					if ok, err := usesIndex(m.view, query); err != nil || !ok {
						t.Errorf("no index for %s: %v", query, err)
					}
				}
			}
			agree(t, m, &schemas.LoanLedger, sel)
		}
	}
}
