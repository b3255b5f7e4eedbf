package source

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// TestPostgresSurvey looks at a database with some of what may be wrong.
func TestPostgresSurvey(t *testing.T) {
	d := dbtest.Postgres(t).CreateContract(t)
	d.Exec(t, fmt.Sprintf(ledgerRows, 5000))
	d.Analyze(t)
	d.Exec(t, `DROP TABLE agreement; DROP INDEX inspection_day; ALTER TABLE branch ADD opened_on date; ALTER TABLE commune ALTER name TYPE varchar(50);
CREATE SCHEMA core; CREATE TABLE core.so_cai (ma numeric(10), ngay date); CREATE TABLE core.secret (x int);
CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA core TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader; GRANT SELECT ON core.so_cai TO reader; GRANT UPDATE ON branch TO reader`)
	url := strings.Replace(d.URL, "postgres@", "reader@", 1)
	db, err := OpenDatabase(t.Context(), Config{Kind: "postgres", URL: url, Tables: map[string]TableConfig{
		"risk_case": {Query: "SELECT * FROM nowhere"}, "debt_cause": {Query: "SELECT * FROM debt_cause WHERE true;"}, "customer": {Query: "-"}}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := db.Survey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Kind != "PostgreSQL" || s.Encoding != "UTF8" || s.User != "reader" || s.Superuser || s.Clock.Replica || s.Clock.Late != 0 || s.Skew.Abs() > time.Second || s.Version == "" || s.TimeZone == "" {
		t.Errorf("%+v", s)
	}
	if !slices.Equal(s.Writable, []string{"branch"}) {
		t.Errorf("writable %v", s.Writable)
	}
	if len(s.Others) != 1 || s.Others[0].Name != "core.so_cai" || !slices.Equal(s.Others[0].Columns, []ColumnSurvey{{"ma", "numeric(10,0)", ""}, {"ngay", "date", ""}}) {
		t.Errorf("others %+v", s.Others)
	}
	var refusal *Refusal
	for _, ts := range s.Tables {
		var want string
		switch ts.Table {
		case &schemas.Agreement, &schemas.Customer:
			want = "absent"
		case &schemas.Branch:
			want = "table refused"
		case &schemas.RiskCase:
			want = "query fails"
		case &schemas.DebtCause:
			want = "query"
		case &schemas.Inspection:
			want = "table without index"
		default:
			want = "table"
		}
		got := string(ts.Offered)
		switch {
		case ts.Offered == Absent:
			got = "absent"
		case errors.As(ts.Problem, &refusal):
			got += " refused"
		case ts.Problem != nil:
			got += " fails"
		case !ts.DayIndex:
			got += " without index"
		}
		if got != want {
			t.Errorf("%s: %s, want %s: %v", ts.Table.Name, got, want, ts.Problem)
		}
		if ts.Table == &schemas.LoanLedger && (ts.Rows != 5000 || ts.Columns[3] != ColumnSurvey{"office_code", "character(6)", "text"}) {
			t.Errorf("%+v", ts)
		}
	}
}
