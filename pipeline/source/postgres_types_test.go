package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// TestPostgresTypes reads tables whose columns are of every type that is accepted.
func TestPostgresTypes(t *testing.T) {
	d := dbtest.Postgres(t).Create(t)
	d.Exec(t, `CREATE COLLATION nobody_cares (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
CREATE DOMAIN code AS varchar(10);
CREATE TABLE savings_group (group_code text COLLATE nobody_cares, commune_code code COLLATE nobody_cares, village text COLLATE nobody_cares, union_code smallint, established_on date, closed_on date, merged_into char(9), leader_name text);
INSERT INTO savings_group VALUES ('Tổ', 'a', 'Xã', 11, NULL, NULL, 'x  '), ('to', 'A', 'XA', 11, NULL, NULL, NULL), ('TÔ', NULL, '', NULL, NULL, NULL, ''), (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE deposit_ledger (entry_id bigint, posted_on date, booked_at timestamp, office_code text COLLATE nobody_cares, customer_code char(10), account_no varchar(20), entry_type char(20), amount int, reverses_entry_id smallint);
INSERT INTO deposit_ledger VALUES (1, '2020-01-01', '2020-01-01', 'Ấ', 'c', 'a ', 'deposit', 5, 6), (2, '2020-01-01', '2020-01-01', 'a', 'c', 'a ', 'deposit', 5, 6), (3, '2020-01-01', NULL, 'A', NULL, '', '  ', -2147483648, -32768), (-9223372036854775808, '2020-01-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE group_score (month_end date, group_code bigint, overdue_points bigint, session_points numeric, interest_points int, due_points smallint, deposit_points numeric(20, 3), saver_points int);
INSERT INTO group_score VALUES ('2020-01-31', 9223372036854775807, 3000000000, 3000000000, -2147483648, 1, 1.500, 1), ('2020-01-31', 1, 5, 5.0, 5, 5, 5, 5), ('2020-01-31', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE loan_programme (programme_code text, short_name text, name_vi text, name_en text, annual_rate numeric, interest_grace boolean);
INSERT INTO loan_programme VALUES ('1', 'a', 'a', 'a', 6.6000, true), ('2', 'a', 'a', 'a', 6.60001, false), ('3', 'a', 'a', 'a', 1000, NULL), ('4', 'a', 'a', 'a', -999.9999, NULL), ('5', 'a', 'a', 'a', 0.0500, NULL), ('6', 'a', 'a', 'a', NULL, NULL), ('7', 'a', 'a', 'a', 0, NULL), ('8', 'a', 'a', 'a', 'NaN', NULL), ('9', 'a', 'a', 'a', 999.9999, NULL);
CREATE TABLE loan_contract (contract_no uuid, customer_code text, office_code text, programme_code text, fund_source int, lending_method int, approved_amount bigint, annual_rate int, signed_on date, contract_maturity_on date, session_maturity_on date);
INSERT INTO loan_contract VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a', 'b', 'c', 1, 2, 3, 6), ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', 'a', 'b', 'c', 1, 2, NULL, 1000)`)
	m := moment(t, Config{Kind: "postgres", URL: d.URL})
	for table, units := range map[*schemas.Table]int{&schemas.SavingsGroup: 4, &schemas.DepositLedger: 4, &schemas.GroupScore: 1, &schemas.LoanProgramme: 9, &schemas.LoanContract: 2} {
		if got := agree(t, m, table, Selection{}); len(got) != units {
			t.Errorf("%s: %d units, want %d", table.Name, len(got), units)
		}
	}
	if got := m.Options(&schemas.GroupScore).Texts; !slices.Equal(got, []string{"overdue_points", "session_points", "deposit_points"}) {
		t.Errorf("texts %v", got)
	}
	if m.Present(&schemas.LoanLedger) {
		t.Error("there is a table that there is not")
	}
}

func TestPostgresHashed(t *testing.T) { flavourPostgres.hashes(t, dbtest.Postgres(t)) }

// hashes: what is hashed is in no byte of what was read, and the same everywhere.
func (f flavour) hashes(t *testing.T, s *dbtest.Server) {
	d := s.CreateContract(t)
	d.Load(t, branchFiles(t))
	key := []byte(strings.Repeat("k", 32))
	m := moment(t, Config{Kind: f.kind, URL: d.URL, Key: key, HMAC: []string{"customer.customer_code", "group_membership.customer_code", "loan_contract.customer_code", "deposit_ledger.account_no"}})
	known := map[string]bool{}
	for _, row := range d.Query(t, "SELECT customer_code FROM customer") {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(row[0]))
		known[hex.EncodeToString(mac.Sum(nil))[:20]] = true
	}
	for _, table := range []*schemas.Table{&schemas.Customer, &schemas.GroupMembership, &schemas.LoanContract, &schemas.DepositLedger} {
		all := agree(t, m, table, Selection{})
		if (table == &schemas.Customer || table == &schemas.GroupMembership) != (len(all) == 1) {
			t.Errorf("%s: %d units", table.Name, len(all))
		}
		if got := agree(t, m, table, Selection{Units: slices.Collect(maps.Keys(all))}); len(got) != len(all) {
			t.Errorf("%s: %d units of %d", table.Name, len(got), len(all))
		}
	}
	for b, err := range m.Read(t.Context(), &schemas.LoanContract, Selection{}) {
		if err != nil {
			t.Fatal(err)
		}
		for row := range int(b.Record.NumRows()) {
			if code := b.Record.Column(1).ValueStr(row); !known[code] {
				t.Fatalf("customer %s", code)
			}
		}
	}
	if got := m.Options(&schemas.Customer); !slices.Equal(got.Opaque, []string{"customer_code"}) {
		t.Errorf("options %+v", got)
	}
}

// TestHashedConfig refuses what cannot be hashed.
func TestHashedConfig(t *testing.T) {
	for name, want := range map[string]string{
		"loan_ledger.office_code": "totals are compared by it", "loan_ledger.amount": "is no text", "loan_ledger.x": "no such column", "customer.full_name": "no such column", "x.y": "no such table",
	} {
		_, err := OpenDatabase(t.Context(), Config{Kind: "postgres", HMAC: []string{name}, Key: make([]byte, 32)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := OpenDatabase(t.Context(), Config{Kind: "postgres", HMAC: []string{"customer.customer_code"}, Key: make([]byte, 31)})
	if err == nil || !strings.Contains(err.Error(), "31 bytes") {
		t.Errorf("short key: %v", err)
	}
}

// TestPostgresEvolve: columns beyond the contract come as texts, and the totals cover them.
func TestPostgresEvolve(t *testing.T) {
	d := dbtest.Postgres(t).Create(t)
	d.Exec(t, `CREATE TABLE branch (branch_code char(6), opened_on date, name text, "Fläche" numeric, moved timestamptz, seats float8, key uuid, open boolean, kind char(5), logo bytea);
INSERT INTO branch VALUES ('000001', '2020-02-29', 'A', 12.50, '2020-01-01 08:00+07', 0.1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', true, 'x', 'x'), ('000002', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('000003', 'infinity', 'Ủy thác', 'NaN', '-infinity', 'Infinity', NULL, false, '', NULL)`)
	query := `SELECT branch_code, opened_on, name, "Fläche", moved, seats, key, open, kind FROM branch`
	m := moment(t, Config{Kind: "postgres", URL: d.URL, Tables: map[string]TableConfig{"branch": {Drift: Evolve, Query: query}}})
	shape, err := m.Shape(t.Context(), &schemas.Branch)
	if err != nil || len(shape.Notes) != 7 || !slices.Equal(shape.Extra, []string{"Fläche", "key", "kind", "moved", "open", "opened_on", "seats"}) {
		t.Fatalf("%+v: %v", shape, err)
	}
	agree(t, m, &schemas.Branch, Selection{})
	rows, _ := printed(t, m, &schemas.Branch)
	if rows[0] != "1 000001|A|12.50|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|x|2020-01-01 01:00:00+00|true|2020-02-29|0.1" {
		t.Error(rows[0])
	}
	m = moment(t, Config{Kind: "postgres", URL: d.URL, Tables: map[string]TableConfig{"branch": {Drift: Discard}}})
	shape, err = m.Shape(t.Context(), &schemas.Branch)
	if err != nil || len(shape.Notes) != 8 || shape.Extra != nil {
		t.Fatalf("%+v: %v", shape, err)
	}
	agree(t, m, &schemas.Branch, Selection{})
	m = moment(t, Config{Kind: "postgres", URL: d.URL})
	if _, err = m.Shape(t.Context(), &schemas.Branch); err == nil || !strings.Contains(err.Error(), "column logo is not in the contract") {
		t.Error(err)
	}
}
