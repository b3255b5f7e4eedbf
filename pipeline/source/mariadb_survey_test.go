package source

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// TestMariaDBSurvey looks at a database with some of what may be wrong.
func TestMariaDBSurvey(t *testing.T) {
	d := dbtest.MariaDB(t).CreateContract(t)
	d.Load(t, branchFiles(t))
	d.Exec(t, `DROP TABLE agreement; DROP INDEX inspection_day ON inspection; ALTER TABLE branch ADD opened_on date; CREATE TABLE so_cai (ma decimal(10), ngay date)`)
	db, err := OpenDatabase(t.Context(), Config{Kind: "mariadb", URL: d.URL, Tables: map[string]TableConfig{
		"risk_case": {Query: "SELECT * FROM nowhere"}, "debt_cause": {Query: "SELECT * FROM debt_cause WHERE true"}, "customer": {Query: "-"}}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := db.Survey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Kind != "MariaDB" || !strings.HasPrefix(s.Encoding, "utf8") || !s.Superuser || !slices.Contains(s.Writable, "*.*") || s.Clock.Replica || s.Skew.Abs() > time.Second || s.Version == "" || s.TimeZone == "" {
		t.Errorf("%+v", s)
	}
	if !slices.ContainsFunc(s.Others, func(r Relation) bool {
		return r.Name == d.Name+".so_cai" && slices.Equal(r.Columns, []ColumnSurvey{{"ma", "decimal(10,0)", ""}, {"ngay", "date", ""}})
	}) {
		t.Errorf("others %+v", s.Others)
	}
	var refusal *Refusal
	for _, ts := range s.Tables {
		ok := ts.Offered == FromTable && ts.Problem == nil && ts.DayIndex
		switch ts.Table {
		case &schemas.Agreement, &schemas.Customer:
			ok = ts.Offered == Absent
		case &schemas.Branch:
			ok = errors.As(ts.Problem, &refusal)
		case &schemas.RiskCase:
			ok = ts.Problem != nil && !errors.As(ts.Problem, &refusal)
		case &schemas.DebtCause:
			ok = ts.Offered == FromQuery && ts.DayIndex
		case &schemas.Inspection:
			ok = ts.Problem == nil && !ts.DayIndex
		case &schemas.LoanLedger:
			ok = ok && ts.Rows > 1000
		}
		if !ok {
			t.Errorf("%s: %+v", ts.Table.Name, ts)
		}
	}
}
