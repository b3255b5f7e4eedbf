package torture_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// engine is a kind of server, and how the same is said in its SQL.
type engine struct {
	kind      string
	user      string                                         // who runs it
	server    func(testing.TB) *dbtest.Server                // that all tests share
	fresh     func(testing.TB) *dbtest.Server                // of the test's own, to be killed
	connect   func(context.Context, string) (session, error) // to an address
	text      func(c schemas.Column) string                  // a cell as text; NULL is empty
	bucket    string                                         // bucket of a key, %s
	literal   func(text string) string
	query     string   // reads a table, %[1]s, once the lock of the number %[2]d is free
	hold      string   // takes that lock until the connection closes
	waiting   string   // numbers of the connections that are kept so
	terminate string   // ends one, %s
	odd       []string // cells that do not fit, as table.column=literal
}

// session is a connection that a test holds.
type session interface {
	exec(sql string) error
	close()
}

var engines = []*engine{postgres}

var postgres = &engine{
	kind: "postgres", user: "postgres",
	server: func(t testing.TB) *dbtest.Server { return dbtest.Postgres(t) },
	fresh:  func(t testing.TB) *dbtest.Server { return dbtest.NewPostgres(t) },
	connect: func(ctx context.Context, url string) (session, error) {
		c, err := pgconn.Connect(ctx, url)
		return pgSession{c}, err
	},
	text: func(c schemas.Column) string {
		switch c.Type {
		case schemas.Int64, schemas.Int32, schemas.Int16, schemas.Rate:
			return "coalesce(trim_scale(" + c.Name + "::numeric)::text, '')"
		}
		return "coalesce(" + c.Name + "::text, '')"
	},
	bucket:    `hashtextextended(coalesce(%s::text COLLATE "C", ''), 0) & 1023`,
	literal:   func(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" },
	query:     "SELECT rows.* FROM %[1]s AS rows, (SELECT pg_advisory_xact_lock_shared(%[2]d)) AS lock",
	hold:      "SELECT pg_advisory_xact_lock(%d)",
	waiting:   "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND wait_event_type = 'Lock'",
	terminate: "SELECT pg_terminate_backend(%s)",
	odd: []string{
		"deposit_ledger.amount=12.5", "deposit_ledger.amount='NaN'", "fee_payment.amount=0.0001", "principal_schedule.amount=-1e18", "principal_schedule.amount=98765432109876543210",
		"loan_ledger.new_maturity_on='infinity'", "loan_ledger.new_maturity_on='-infinity'", "loan_ledger.posted_on='infinity'", "loan_ledger.posted_on=NULL", "loan_ledger.posted_on='0044-03-15 BC'",
		"deposit_ledger.posted_on='12000-01-01'", "deposit_ledger.posted_on='1970-01-01'", "loan_ledger.booked_at='infinity'", "loan_ledger.booked_at='0001-01-01 00:00:00 BC'", "loan_ledger.booked_at='294276-01-01'",
		"loan_programme.annual_rate='NaN'", "loan_programme.annual_rate=-0.5", "commune.difficult=NULL", "loan_ledger.rebooking=NULL", "loan_ledger.amount=NULL", "loan_ledger.entry_id=NULL",
		"inspection.inspected_on='infinity'", "inspection.inspected_on='1970-01-01'", "agreement.ended_on='infinity'", "commune.valid_to='infinity'", "group_score.month_end=NULL",
		"loan_ledger.office_code=NULL", "loan_ledger.office_code=''", "deposit_ledger.office_code=NULL", "customer.customer_code=NULL", "savings_group.village=NULL", "savings_group.village='  hai  '",
	},
}

type pgSession struct{ *pgconn.PgConn }

func (s pgSession) exec(sql string) error {
	_, err := s.Exec(context.Background(), sql).ReadAll()
	return err
}

func (s pgSession) close() { _ = s.Close(context.Background()) } // its server may be gone

// each runs a test against every kind of server there is.
func each(t *testing.T, test func(t *testing.T, e *engine)) {
	for _, e := range engines {
		t.Run(e.kind, func(t *testing.T) { test(t, e) })
	}
}

// ddl is the contract's tables: as they should be, or without keys, with NULLs and with
// amounts that may have fractions, as extracts really are.
func ddl(loose bool) string {
	if !loose {
		return dbtest.Contract
	}
	text := regexp.MustCompile(`,?\s*PRIMARY KEY( \([^)]*\))?`).ReplaceAllString(dbtest.Contract, "")
	text = strings.ReplaceAll(text, "NOT NULL", "")
	for _, table := range []string{"deposit_ledger", "fee_payment", "principal_schedule"} {
		at := strings.Index(text, "CREATE TABLE "+table+" ")
		end := at + strings.Index(text[at:], ";")
		text = text[:at] + regexp.MustCompile(`amount(\s+)BIGINT`).ReplaceAllString(text[at:end], "amount${1}NUMERIC(24,4)") + text[end:]
	}
	return text
}

// indexes are those that a source would have for the program's questions.
func indexes() string {
	var b strings.Builder
	for _, t := range schemas.Contract() {
		if t.Proof.Day != "" {
			fmt.Fprintf(&b, "CREATE INDEX %[1]s_day ON %[1]s (%[2]s);\n", t.Name, t.Proof.Day)
		}
	}
	return b.String()
}
