package torture_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// engine is a kind of server, and how the same is said in its SQL.
type engine struct {
	kind      string
	user      string                          // who runs it
	server    func(testing.TB) *dbtest.Server // that all tests share
	fresh     func(testing.TB) *dbtest.Server // of the test's own, to be killed
	connect   func(context.Context, *dbtest.Database) (session, error)
	text      func(c schemas.Column) string // a cell as text; NULL is empty
	bucket    string                        // bucket of a key, %s
	literal   func(text string) string
	query     string   // reads a table, %[1]s, once the lock of the number %[2]d is free
	hold      string   // takes that lock until the connection closes
	waiting   string   // numbers of the connections that are kept so
	terminate string   // ends one, %s
	odd       []string // cells that do not fit, as table.column=literal
	lax       string   // comes before a statement that puts them in
	types     []string // pairs: types of the contract, and what stands for them
}

// session is a connection that a test holds.
type session interface {
	exec(sql string) error
	close()
}

var engines = []*engine{postgres, mariadb}

var postgres = &engine{
	kind: "postgres", user: "postgres",
	server: dbtest.Postgres,
	fresh:  func(t testing.TB) *dbtest.Server { return dbtest.NewPostgres(t) },
	connect: func(ctx context.Context, d *dbtest.Database) (session, error) {
		c, err := pgconn.Connect(ctx, d.URL)
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

var mariadb = &engine{
	kind: "mariadb", user: "mysql",
	server: dbtest.MariaDB,
	fresh:  func(t testing.TB) *dbtest.Server { return dbtest.NewMariaDB(t) },
	connect: func(ctx context.Context, d *dbtest.Database) (session, error) {
		c := mysql.NewConfig()
		c.User, c.Net, c.Addr, c.DBName, c.Logger = "root", "unix", d.Server.Socket(), d.Name, &mysql.NopLogger{}
		connector, err := mysql.NewConnector(c)
		if err != nil {
			return nil, err
		}
		db := sql.OpenDB(connector)
		db.SetMaxOpenConns(1) // what is held belongs to one connection
		return mariaSession{db}, db.PingContext(ctx)
	},
	text: func(c schemas.Column) string {
		if c.Type == schemas.Bool {
			return "CASE WHEN " + c.Name + " IS NULL THEN '' WHEN " + c.Name + " THEN 'true' ELSE 'false' END"
		}
		return "IFNULL(CAST(" + c.Name + " AS CHAR), '')"
	},
	bucket:    "CRC32(IFNULL(%s, '')) %% 1024",
	literal:   func(text string) string { return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(text) + "'" },
	query:     "SELECT held.* FROM %[1]s AS held WHERE GET_LOCK('held%[2]d', 600) = 1",
	hold:      "DO GET_LOCK('held%d', 60)",
	waiting:   "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND state = 'User lock'",
	terminate: "KILL %s",
	types:     []string{"TIMESTAMP", "DATETIME"}, // which ends in 2038 there
	lax:       "SET STATEMENT sql_mode = '' FOR ",
	odd: []string{
		"deposit_ledger.amount=12.5", "fee_payment.amount=0.0001", "principal_schedule.amount=-1e18", "principal_schedule.amount=12345678901234567890",
		"loan_ledger.new_maturity_on='0000-00-00'", "loan_ledger.new_maturity_on='2020-02-00'", "loan_ledger.posted_on='0000-00-00'", "loan_ledger.posted_on=NULL", "loan_ledger.posted_on='2020-00-10'",
		"deposit_ledger.posted_on='9999-12-31'", "deposit_ledger.posted_on='1970-01-01'", "loan_ledger.booked_at='0000-00-00 00:00:00'", "loan_ledger.booked_at='9999-12-31 23:59:59.999999'",
		"loan_programme.annual_rate=-0.5", "commune.difficult=NULL", "loan_ledger.rebooking=NULL", "loan_ledger.amount=NULL", "loan_ledger.entry_id=NULL",
		"inspection.inspected_on='0000-00-00'", "inspection.inspected_on='1970-01-01'", "agreement.ended_on='0000-00-00'", "commune.valid_to='2021-00-00'", "group_score.month_end=NULL",
		"loan_ledger.office_code=NULL", "loan_ledger.office_code=''", "deposit_ledger.office_code=NULL", "customer.customer_code=NULL", "savings_group.village=NULL", "savings_group.village='  hai  '",
	},
}

type mariaSession struct{ *sql.DB }

func (s mariaSession) exec(text string) error {
	_, err := s.Exec(text)
	return err
}

func (s mariaSession) close() { _ = s.Close() } // its server may be gone

// one runs a test of what is the same for every kind of server against one of them, and against all where there is
// time.
func one(t *testing.T, test func(t *testing.T, e *engine)) {
	if thorough {
		each(t, test)
		return
	}
	test(t, engines[0])
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
func (e *engine) ddl(loose bool) string {
	text := strings.NewReplacer(e.types...).Replace(dbtest.Contract)
	if !loose {
		return text
	}
	text = regexp.MustCompile(`,?\s*PRIMARY KEY( \([^)]*\))?`).ReplaceAllString(text, "")
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
