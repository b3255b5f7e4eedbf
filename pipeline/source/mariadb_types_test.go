package source

import (
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

func TestMariaDBHashed(t *testing.T) { flavourMariaDB.hashes(t, dbtest.MariaDB(t)) }

// TestMariaDBTypes reads tables whose columns are of every type that is accepted.
func TestMariaDBTypes(t *testing.T) {
	d := dbtest.MariaDB(t).Create(t)
	d.Exec(t, `CREATE TABLE savings_group (group_code varchar(40) COLLATE utf8mb4_general_ci, commune_code varchar(10) CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci, village tinytext CHARACTER SET latin1, union_code smallint, established_on date, closed_on date, merged_into char(9) COLLATE utf8mb4_bin, leader_name blob);
INSERT INTO savings_group VALUES ('Tổ', 'a', 'Xã', 11, NULL, NULL, 'x  ', NULL), ('to', 'A', 'XA', 11, NULL, NULL, NULL, NULL), ('TÔ ', NULL, '', NULL, NULL, NULL, '', NULL), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'x');
CREATE TABLE deposit_ledger (entry_id bigint, posted_on date, booked_at datetime(1), office_code varchar(6) COLLATE utf8mb4_general_ci, customer_code char(10), account_no varchar(20), entry_type char(20), amount int, reverses_entry_id mediumint unsigned);
INSERT INTO deposit_ledger VALUES (1, '2020-01-01', '2020-01-01', 'Ấ', 'c', 'a ', 'deposit', 5, 6), (2, '2020-01-01', '2020-01-01 00:00:00.5', 'a', 'c', 'a ', 'deposit', 5, 6), (3, '2020-01-01', NULL, 'A', NULL, '', '  ', -2147483648, 16777215), (-9223372036854775808, '2020-01-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4, '2020-01-01', NULL, 'a ', 'c', '', '', 0, 0);
CREATE TABLE group_score (month_end date, group_code bigint, overdue_points bigint, session_points decimal(20), interest_points int, due_points tinyint, deposit_points decimal(20, 3), saver_points year);
INSERT INTO group_score VALUES ('2020-01-31', 9223372036854775807, 3000000000, 3000000000, -2147483648, 1, 1.500, 2020), ('2020-01-31', 1, 5, 5.0, 5, 5, 5, 0), ('2020-01-31', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE loan_programme (programme_code int(2) zerofill, short_name text, name_vi text, name_en text, annual_rate decimal(12,6), interest_grace tinyint(1));
INSERT INTO loan_programme VALUES (1, 'a', 'a', 'a', 6.6000, 1), (2, 'a', 'a', 'a', 6.60001, 0), (3, 'a', 'a', 'a', 1000, 2), (4, 'a', 'a', 'a', -999.9999, -1), (5, 'a', 'a', 'a', 0.0500, 127), (6, 'a', 'a', 'a', NULL, NULL), (7, 'a', 'a', 'a', 0, NULL), (9, 'a', 'a', 'a', 999.9999, NULL);
CREATE TABLE loan_contract (contract_no uuid, customer_code text, office_code text, programme_code set('a', 'b'), fund_source int, lending_method int, approved_amount bigint, annual_rate int(6) unsigned zerofill, signed_on date, contract_maturity_on date, session_maturity_on date);
INSERT INTO loan_contract (contract_no, customer_code, programme_code, fund_source, annual_rate) VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a', 'a,b', 1, 6), ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', 'a', '', 1, 1000);
CREATE TABLE commune (commune_code char(6), office_code char(6), name varchar(100), kind int, session_day tinyint(1), valid_from date);
INSERT INTO commune VALUES ('1', '1', 'x', 3, 9, '2020-01-01'), ('2', '1', 'x', 4, NULL, '2020-01-01')`)
	m := moment(t, Config{Kind: "mariadb", URL: d.URL, Tables: map[string]TableConfig{
		"commune": {Query: "SELECT commune_code, office_code, name, kind = 3 AS difficult, session_day, valid_from, CAST(NULL AS DATE) AS valid_to, CONVERT(NULL, CHAR(6)) AS merged_into FROM commune"}}})
	for table, units := range map[*schemas.Table]int{&schemas.SavingsGroup: 4, &schemas.DepositLedger: 5, &schemas.GroupScore: 1, &schemas.LoanProgramme: 8, &schemas.LoanContract: 2, &schemas.Commune: 2} {
		if got := agree(t, m, table, Selection{}); len(got) != units {
			t.Errorf("%s: %d units, want %d", table.Name, len(got), units)
		}
	}
	if got := m.Options(&schemas.GroupScore).Texts; !slices.Equal(got, []string{"overdue_points", "session_points", "deposit_points"}) {
		t.Errorf("texts %v", got)
	}
	rows, bad := printed(t, m, &schemas.LoanProgramme)
	if !strings.HasPrefix(rows[0], "1 01|a|a|a|6.6") || !slices.Equal(bad, []string{"2.annual_rate=6.6000100000", "3.annual_rate=1000.0000000000", "3.interest_grace=2", "4.interest_grace=-1", "5.interest_grace=127"}) {
		t.Errorf("%q, misfits %q", rows, bad)
	}
}

// TestMariaDBEvolve: columns beyond the contract come as texts, and the totals cover them; types that cannot be
// kept, or that are not the contract's, are refused by name.
func TestMariaDBEvolve(t *testing.T) {
	d := dbtest.MariaDB(t).Create(t)
	d.Exec(t, "CREATE TABLE branch (branch_code char(6), opened_on date, name text, `Flä``che` decimal(10,2), moved timestamp(2) NULL, seats double, `key` uuid, `open` bit(1), kind char(5) CHARACTER SET latin1, digits int(4) zerofill, hour time, logo blob);"+`
INSERT INTO branch VALUES ('000001', '2020-02-29', 'A', 12.50, '2020-01-01 08:00', 0.1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1, 'ê', 7, '10:00', 'x'), ('000002', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('000003', '9999-12-31', 'Ủy thác', -1, '2038-01-01', 1e100, NULL, 0, '', 10000, NULL, NULL);
CREATE TABLE transaction_office (office_code double, branch_code blob, name time);
CREATE TABLE loan_programme (programme_code bit(8), short_name json, name_vi varbinary(9), name_en binary(3), annual_rate decimal(30,20), interest_grace tinyint(4))`)
	query := "SELECT branch_code, opened_on, name, `Flä``che`, moved, seats, `key`, `open`, kind, digits FROM branch"
	m := moment(t, Config{Kind: "mariadb", URL: d.URL, Tables: map[string]TableConfig{"branch": {Drift: Evolve, Query: query}}})
	shape, err := m.Shape(t.Context(), &schemas.Branch)
	if err != nil || len(shape.Notes) != 8 || !slices.Equal(shape.Extra, []string{"Flä`che", "digits", "key", "kind", "moved", "open", "opened_on", "seats"}) {
		t.Fatalf("%+v: %v", shape, err)
	}
	agree(t, m, &schemas.Branch, Selection{})
	rows, _ := printed(t, m, &schemas.Branch)
	if rows[0] != "1 000001|A|12.50|0007|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|ê|2020-01-01 08:00:00.00|1|2020-02-29|0.1" {
		t.Error(rows[0])
	}
	m = moment(t, Config{Kind: "mariadb", URL: d.URL, Tables: map[string]TableConfig{"branch": {Drift: Discard}}})
	shape, err = m.Shape(t.Context(), &schemas.Branch)
	if err != nil || len(shape.Notes) != 10 || shape.Extra != nil {
		t.Fatalf("%+v: %v", shape, err)
	}
	agree(t, m, &schemas.Branch, Selection{})
	for table, want := range map[*schemas.Table][]string{
		&schemas.TransactionOffice: {"column office_code is double, the contract's is text", "column branch_code is blob", "column name is time"},
		&schemas.LoanProgramme:     {"column programme_code is bit(8)", "column name_vi is varbinary(9)", "column name_en is binary(3)", "column annual_rate is decimal(30,20)", "column interest_grace is tinyint"},
	} {
		_, err := m.Shape(t.Context(), table)
		for _, w := range want {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("no %q in %v", w, err)
			}
		}
	}
}
