package source

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

func TestMariaDBBranch(t *testing.T) { branchAgrees(t, "mariadb", dbtest.MariaDB(t)) }

// TestMariaDBIndex holds nightUnits against the server's plans.
func TestMariaDBIndex(t *testing.T) {
	d := flavourMariaDB.still(t, dbtest.MariaDB(t))
	d.Exec(t, "INSERT INTO transaction_office SELECT DISTINCT office_code, 'x', 'x' FROM loan_ledger ON DUPLICATE KEY UPDATE name = 'x'")
	flavourMariaDB.nightUnits(t, d, func(_ view, query string) (ok bool, err error) {
		for _, row := range d.Query(t, "EXPLAIN "+query) {
			ok = ok || row[3] == "range" && row[5] == "loan_ledger_day"
		}
		return ok, nil
	})
}

// TestMariaDBReplica: a replica is known as one, and what it says to have it has; one that does not follow, or
// may not be asked, does not say up to when it has all.
func TestMariaDBReplica(t *testing.T) {
	primary := dbtest.NewMariaDB(t, "--server-id=1", "--log-bin=log")
	s := dbtest.NewMariaDB(t, "--server-id=2", "--slave-net-timeout=1", "--read-only")
	d := primary.CreateContract(t)
	primary.Exec(t, "mysql", "CREATE USER follower IDENTIFIED BY 'x'; GRANT REPLICATION SLAVE ON *.* TO follower; CREATE USER reader IDENTIFIED BY 'x'; GRANT SELECT ON *.* TO reader")
	clock := func(url string) Clock {
		m := moment(t, Config{Kind: "mariadb", URL: url})
		return m.Clock()
	}
	if c := clock(d.URL); c.Replica {
		t.Errorf("the primary is a replica: %+v", c)
	}
	s.Exec(t, "mysql", "CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = "+port(primary)+", MASTER_USER = 'follower', MASTER_PASSWORD = 'x', MASTER_USE_GTID = slave_pos; START SLAVE")
	url := s.URL(d.Name)
	deadline := time.Now().Add(20 * time.Second)
	for len(s.Query(t, "mysql", "SHOW DATABASES LIKE '"+d.Name+"'")) == 0 && time.Now().Before(deadline) {
		time.Sleep(50 * time.Millisecond) // the replica has begun
	}
	d.Exec(t, "INSERT INTO branch VALUES ('000001', 'x')")
	committed := time.Now()
	c := clock(url)
	for ; !c.ReplayedTo.After(committed) && time.Now().Before(deadline); c = clock(url) {
		time.Sleep(50 * time.Millisecond)
	}
	if !c.Replica || c.ReplayedTo.Before(committed) || !c.ReplayedTo.Before(c.Now) || time.Until(c.Now).Abs() > time.Second {
		t.Errorf("%+v, committed %s", c, committed)
	}
	m := moment(t, Config{Kind: "mariadb", URL: url})
	if all := agree(t, m, &schemas.Branch, Selection{}); len(all) != 1 {
		t.Error("the branch did not come")
	}
	if c := clock(strings.Replace(url, "root@", "reader:x@", 1)); !c.Replica || !c.ReplayedTo.IsZero() {
		t.Errorf("who may not ask sees %+v", c)
	}
	s.Exec(t, "mysql", "STOP SLAVE")
	if c := clock(url); !c.Replica || !c.ReplayedTo.IsZero() {
		t.Errorf("stopped: %+v", c)
	}
}

// TestMariaDBRights: who may read but the columns that are not personal reads these; what else is missing is
// told with its remedy.
func TestMariaDBRights(t *testing.T) {
	s := dbtest.MariaDB(t)
	d := s.CreateContract(t)
	d.Exec(t, "INSERT INTO customer (customer_code, household_kind) VALUES ('1', 'poor'); CREATE OR REPLACE USER reader IDENTIFIED BY 'hunter2'; GRANT SELECT (customer_code, household_kind) ON customer TO reader; GRANT SELECT ON branch TO reader")
	as := func(user, database string) Config {
		return Config{Kind: "mysql", URL: "mysql://" + user + "@127.0.0.1:" + port(s) + "/" + database + "?sslmode=disable", Tables: map[string]TableConfig{"loan_ledger": {Query: "SELECT * FROM loan_ledger"}, "branch": {Query: "SELECT branch_code, nam FROM branch"}}}
	}
	m := moment(t, as("reader:hunter2", d.Name))
	if all := agree(t, m, &schemas.Customer, Selection{}); len(all) != 1 {
		t.Error("no customer")
	}
	if m.Present(&schemas.Agreement) {
		t.Error("a table is present that may not be read")
	}
	for table, want := range map[*schemas.Table]string{&schemas.LoanLedger: "GRANT SELECT on what is read", &schemas.Branch: "check source.tables against the database"} {
		if _, err := m.Shape(t.Context(), table); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", table.Name, err)
		}
	}
	for what, c := range map[string]struct{ user, database, want string }{
		"wrong password":   {"reader:hunter3", d.Name, "check the user in source.url and the password"},
		"unknown user":     {"nobody:hunter2", d.Name, "check the user in source.url and the password"},
		"other database":   {"reader:hunter2", "mysql", "GRANT SELECT on the database"},
		"unknown database": {"reader:hunter2", "nowhere", "GRANT SELECT on the database"},
	} {
		_, err := OpenDatabase(t.Context(), as(c.user, c.database))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "database "+c.database+" on 127.0.0.1:"+port(s)) || strings.Contains(err.Error(), "hunter") {
			t.Errorf("%s: %v", what, err)
		}
	}
	// Where TLS is preferred and the server has none, it says even so what is wrong.
	prefer := Config{Kind: "mysql", URL: "mysql://reader:hunter3@127.0.0.1:" + port(s) + "/" + d.Name}
	if _, err := OpenDatabase(t.Context(), prefer); err == nil || !strings.Contains(err.Error(), "check the user in source.url and the password") {
		t.Errorf("wrong password, TLS preferred: %v", err)
	}
	url := strings.Replace(d.URL, d.Name, "nowhere", 1)
	if _, err := OpenDatabase(t.Context(), Config{Kind: "mariadb", URL: url}); err == nil || !strings.Contains(err.Error(), "check the database's name") {
		t.Errorf("unknown database: %v", err)
	}
}

// TestMariaDBAltered: a table that is altered or emptied while a moment lives is not read as if nothing had
// happened; and nobody waits for the moment to end.
func TestMariaDBAltered(t *testing.T) {
	for name, sql := range map[string]string{
		"altered":   "ALTER TABLE branch ADD x int FIRST, ALGORITHM=COPY",
		"emptied":   "TRUNCATE branch",
		"made anew": "CREATE OR REPLACE TABLE branch (branch_code char(6), name varchar(100))",
	} {
		d := dbtest.MariaDB(t).CreateContract(t)
		d.Exec(t, "INSERT INTO branch VALUES ('000001', 'x')")
		m := moment(t, Config{Kind: "mariadb", URL: d.URL})
		if _, err := m.Shape(t.Context(), &schemas.Branch); err != nil {
			t.Fatal(err)
		}
		d.Exec(t, sql)
		var err error
		for _, e := range m.Read(t.Context(), &schemas.Branch, Selection{}) {
			err = e
		}
		if err == nil || !strings.Contains(err.Error(), "a table was altered or emptied while it was read: run again") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func port(s *dbtest.Server) string { return strconv.Itoa(s.Port()) }

func TestMariaDBVersions(t *testing.T) {
	for version, want := range map[string]string{
		"10.11.6-MariaDB-0+deb12u1": "", "10.5.0-MariaDB": "", "11.4.2-MariaDB-log": "", "8.0.36": "", "8.4.0-commercial": "", "9.1.0": "",
		"10.4.30-MariaDB": "version 10.5 or later", "5.7.44-log": "version 8.0 or later", "x": "version 8.0 or later",
	} {
		db := &mariadb{target: &mariaTarget{}}
		err := db.known(version)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) || db.mysql == strings.Contains(version, "MariaDB") {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// TestMariaDBEngines: tables that no read view covers are named, whatever stands between them and the contract.
func TestMariaDBEngines(t *testing.T) {
	d := dbtest.MariaDB(t).CreateContract(t)
	d.Exec(t, "ALTER TABLE branch ENGINE=MyISAM; CREATE TABLE gl_trans ENGINE=Aria AS SELECT * FROM loan_ledger; CREATE VIEW seen AS SELECT * FROM gl_trans; CREATE TABLE gl_transfer (x int) ENGINE=MyISAM")
	c := Config{Kind: "mariadb", URL: d.URL, Tables: map[string]TableConfig{"loan_ledger": {Query: "SELECT s.* FROM seen s"}, "agreement": {Query: "SELECT a.* FROM agreement a /* gl_transfers */"}}}
	m := moment(t, c)
	for table, want := range map[*schemas.Table]string{&schemas.Branch: "branch (MyISAM)", &schemas.LoanLedger: "gl_trans (Aria)", &schemas.Agreement: "", &schemas.Customer: ""} {
		shape, err := m.Shape(t.Context(), table)
		if err != nil || (len(shape.Notes) == 1) != (want != "") || want != "" && !strings.Contains(shape.Notes[0], d.Name+"."+want) {
			t.Errorf("%s: %v, %v", table.Name, shape.Notes, err)
		}
	}
	s, err := m.db.Survey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range s.Tables {
		if loose := table.Table == &schemas.Branch || table.Table == &schemas.LoanLedger; loose != (len(table.Loose) == 1) {
			t.Errorf("%s: %v", table.Table.Name, table.Loose)
		}
	}
}

// TestMariaDBQuotes: what a server quotes of the data is not told.
func TestMariaDBQuotes(t *testing.T) {
	d := dbtest.MariaDB(t).CreateContract(t)
	d.Exec(t, "INSERT INTO branch VALUES ('000001', 'Nguyễn Văn A')")
	for query, want := range map[string]string{
		"SELECT branch_code, EXTRACTVALUE('<a/>', name) AS name FROM branch":                       "it may be personal and is not shown",
		"SELECT branch_code, CAST(9223372036854775807 + LENGTH(name) AS CHAR) AS name FROM branch": "it may be personal and is not shown",
	} {
		m := moment(t, Config{Kind: "mariadb", URL: d.URL, Tables: map[string]TableConfig{"branch": {Query: query}}})
		var err error
		for _, e := range m.Read(t.Context(), &schemas.Branch, Selection{}) {
			err = e
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "Nguy") || strings.Contains(err.Error(), "9223372036854775807") {
			t.Errorf("%s: %v", query, err)
		}
	}
}
