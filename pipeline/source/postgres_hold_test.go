package source

import (
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// TestPostgresHold: a table that is emptied and filled again after the state was taken, in whatever way, would look
// empty; it is refused, not taken as empty. What leaves the rows to be seen is no reason to refuse.
func TestPostgresHold(t *testing.T) {
	const copied = "CREATE TABLE spare AS SELECT * FROM branch; "
	for name, c := range map[string]struct {
		before, query, attack string
		refused               bool
	}{
		"truncated":      {attack: "BEGIN; " + copied + "TRUNCATE branch; INSERT INTO branch SELECT * FROM spare; COMMIT", refused: true},
		"created anew":   {attack: copied + "DROP TABLE branch; ALTER TABLE spare RENAME TO branch", refused: true},
		"rewritten":      {attack: "ALTER TABLE branch ALTER name TYPE VARCHAR(300) USING name || ''", refused: true},
		"behind a view":  {before: "CREATE VIEW seen AS SELECT * FROM branch", query: "SELECT * FROM seen", attack: copied + "TRUNCATE branch; INSERT INTO branch SELECT * FROM spare", refused: true},
		"a partition":    {before: "CREATE TABLE parts (LIKE branch) PARTITION BY LIST (branch_code); CREATE TABLE part PARTITION OF parts DEFAULT; INSERT INTO parts SELECT * FROM branch", query: "SELECT * FROM parts", attack: "TRUNCATE part; INSERT INTO parts SELECT * FROM branch", refused: true},
		"deleted":        {attack: "DELETE FROM branch"},
		"indexed":        {attack: "CREATE INDEX ON branch (name); REINDEX TABLE branch"},
		"another table":  {attack: "TRUNCATE loan_ledger"},
		"before we came": {before: copied + "TRUNCATE branch; INSERT INTO branch SELECT * FROM spare", attack: "SELECT 1"},
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Postgres(t).CreateContract(t)
			d.Exec(t, "INSERT INTO branch VALUES ('000100', 'one'), ('000200', 'two'); "+c.before)
			m := moment(t, Config{Kind: "postgres", URL: d.URL, Tables: map[string]TableConfig{"branch": {Query: c.query}}})
			d.Exec(t, c.attack)
			rows := int64(0)
			var failed error
			for b, err := range m.Read(t.Context(), &schemas.Branch, Selection{}) {
				if failed = err; err == nil {
					rows += b.Record.NumRows()
				}
			}
			switch {
			case c.refused && (failed == nil || !strings.Contains(failed.Error(), "while the run began")):
				t.Errorf("%d rows, %v", rows, failed)
			case !c.refused && (failed != nil || rows != 2):
				t.Errorf("%d rows, %v; want 2", rows, failed)
			}
		})
	}
}
