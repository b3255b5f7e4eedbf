package source

import (
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// oddMariaLedger is a ledger as no contract promises it: every column may be null, of an unusual type, in
// character sets and collations that differ, with days that there are not.
const oddMariaLedger = `SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00';
CREATE TABLE loan_ledger (
  gone int, entry_id decimal(20,2), posted_on date, booked_at timestamp(3) NULL, office_code int(6) zerofill, contract_no varchar(40) CHARACTER SET utf8mb3 COLLATE utf8mb3_vietnamese_ci,
  entry_type char(20) CHARACTER SET latin1, from_class enum('nợ', 'x') COLLATE utf8mb4_unicode_ci, to_class longtext, amount decimal(34,10), new_maturity_on date, rebooking bit(1), reverses_entry_id bigint unsigned, KEY (posted_on));
ALTER TABLE loan_ledger DROP COLUMN gone;
INSERT INTO loan_ledger VALUES
  (1, '2020-01-01', '2020-01-01 01:00:00.25', 101, 'HĐ Tổ tiết kiệm', 'répâyment', 'nợ', '', 100, NULL, 1, NULL),
  (2.00, '2020-01-01', '2020-01-01 08:00', NULL, 'trailing  ', 'x ', NULL, NULL, 12.5, '0000-00-00', 0, 7),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, '0000-00-00', '0000-00-00', 5, '', 'x', NULL, ' ', 0.0001, '2020-00-00', NULL, 0),
  (5, '2020-02-00', '1970-01-01 00:00:01', 4294967295, 'Ủy thác', 'x', NULL, NULL, 0.0000000001, NULL, NULL, 18446744073709551615),
  (6.5, '2020-02-31', '2038-01-19 03:14:07.999', 0, '\t\n,"''\\', 'x', 'x', REPEAT('đồng', 100000), 9223372036854775807, NULL, NULL, 9223372036854775808),
  (7, '9999-12-31', '2020-01-01', 0, 'N', 'x', NULL, '𡨸喃', 9223372036854775808, '0001-01-01', NULL, 9223372036854775807),
  (8, '0001-01-01', '2020-01-01', 0, '\\N', 'x', NULL, NULL, -9223372036854775808, '0000-05-05', NULL, 0),
  (9, '2020-02-29', '2020-01-01', 0, '0', 'x', NULL, NULL, -9223372036854775809, '2021-02-29', NULL, 0),
  (10, '2020-02-29', '2020-01-01', 0, '0', 'x', NULL, NULL, 12300.000, NULL, NULL, 0),
  (11, '2020-02-29', '2020-01-01', 0, '0', 'x', NULL, NULL, -0.5, NULL, NULL, 0),
  (12, '2020-02-29', '2020-01-01', 0, '0', 'x', NULL, NULL, -99990000, NULL, NULL, 0),
  (13, '1999-00-00', '2020-01-01', 0, '0', 'x', NULL, NULL, 1, NULL, NULL, 0),
  (14, '2050-12-00', '2020-01-01', 0, '0', 'x', NULL, NULL, 1, NULL, NULL, 0),
  (15, '2051-02-30', '2020-01-01', 0, '0', 'x', NULL, NULL, 1, NULL, NULL, 0),
  (16, '2020-00-05', '2020-01-01', 0, '0', 'x', NULL, NULL, 1, NULL, NULL, 0),
  (17, '0000-05-05', '2020-01-01', 0, '0', 'x', NULL, NULL, 1, NULL, NULL, 0),
  (18, '2000-01-00', '2020-01-01', 0, '0', 'x', NULL, NULL, 1, NULL, NULL, 0)`

// TestMariaDBOdd is TestPostgresOdd, for a table, a view and a query, and for modes of SQL that are set for
// everybody.
func TestMariaDBOdd(t *testing.T) {
	s := dbtest.NewMariaDB(t)
	for _, mode := range []string{"DEFAULT", "'ANSI,NO_BACKSLASH_ESCAPES,NO_ZERO_DATE,NO_ZERO_IN_DATE,STRICT_ALL_TABLES,PAD_CHAR_TO_FULL_LENGTH,EMPTY_STRING_IS_NULL,TRADITIONAL,ONLY_FULL_GROUP_BY'"} {
		d := s.Create(t)
		d.Exec(t, oddMariaLedger)
		d.Exec(t, "CREATE VIEW seen AS SELECT * FROM loan_ledger; SET GLOBAL sql_mode = "+mode+"; SET GLOBAL time_zone = '+07:00'; SET GLOBAL sql_select_limit = 3")
		for what, query := range map[string]string{"table": "", "view": "SELECT * FROM seen", "query": "SELECT l.* FROM loan_ledger l LEFT JOIN (SELECT 1 one) o ON one = 2"} {
			t.Run(what+" "+mode, func(t *testing.T) {
				m := moment(t, Config{Kind: "mariadb", URL: d.URL, Tables: map[string]TableConfig{"loan_ledger": {Query: query}}})
				all := agree(t, m, &schemas.LoanLedger, Selection{})
				if rows := all[control.Unit{Day: control.NoDay, Office: ""}].Rows; rows != 1 {
					t.Errorf("%d rows without day and office", rows)
				}
				selections(t, m, all, 18, 8)
				if got := m.Options(&schemas.LoanLedger).Texts; !slices.Equal(got, []string{"entry_id", "amount"}) {
					t.Errorf("texts %v", got)
				}
				oddCells(t, m)
			})
		}
	}
}

// oddCells looks at what Read makes of odd cells.
func oddCells(t *testing.T, m *Moment) {
	t.Helper()
	rows, bad := printed(t, m, &schemas.LoanLedger)
	const want = `1 1|2020-01-01|2020-01-01T01:00:00.25|000101|HĐ Tổ tiết kiệm|répâyment|nợ|(null)|100|(null)|true|(null)
2 2|2020-01-01|2020-01-01T08:00:00|(null)|trailing  |x|(null)|(null)|(null)|(null)|false|7
3 (null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)
4 4|(null)|(null)|000005|(null)|x|(null)| |(null)|(null)|(null)|0
5 5|(null)|1970-01-01T00:00:01|4294967295|Ủy thác|x|(null)|(null)|(null)|(null)|(null)|(null)
6 (null)|(null)|2038-01-19T03:14:07.999|000000|?|x|x|700000 bytes|9223372036854775807|(null)|(null)|(null)
7 7|9999-12-31|2020-01-01T00:00:00|000000|N|x|(null)|𡨸喃|(null)|0001-01-01|(null)|9223372036854775807
8 8|0001-01-01|2020-01-01T00:00:00|000000|\N|x|(null)|(null)|-9223372036854775808|(null)|(null)|0
9 9|2020-02-29|2020-01-01T00:00:00|000000|0|x|(null)|(null)|(null)|(null)|(null)|0
10 10|2020-02-29|2020-01-01T00:00:00|000000|0|x|(null)|(null)|12300|(null)|(null)|0
11 11|2020-02-29|2020-01-01T00:00:00|000000|0|x|(null)|(null)|(null)|(null)|(null)|0
12 12|2020-02-29|2020-01-01T00:00:00|000000|0|x|(null)|(null)|-99990000|(null)|(null)|0
13 13|(null)|2020-01-01T00:00:00|000000|0|x|(null)|(null)|1|(null)|(null)|0
14 14|(null)|2020-01-01T00:00:00|000000|0|x|(null)|(null)|1|(null)|(null)|0
15 15|(null)|2020-01-01T00:00:00|000000|0|x|(null)|(null)|1|(null)|(null)|0
16 16|(null)|2020-01-01T00:00:00|000000|0|x|(null)|(null)|1|(null)|(null)|0
17 17|(null)|2020-01-01T00:00:00|000000|0|x|(null)|(null)|1|(null)|(null)|0
18 18|(null)|2020-01-01T00:00:00|000000|0|x|(null)|(null)|1|(null)|(null)|0`
	if got := strings.ReplaceAll(strings.Join(rows, "\n"), "\t\n,\"'\\", "?"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	wantBad := []string{
		"2.amount=12.5000000000", "2.new_maturity_on=0000-00-00", "4.posted_on=0000-00-00", "4.booked_at=0000-00-00 00:00:00.000000", "4.amount=0.0001000000", "4.new_maturity_on=2020-00-00",
		"5.posted_on=2020-02-00", "5.amount=0.0000000001", "5.reverses_entry_id=18446744073709551615", "6.entry_id=6.5000000000", "6.posted_on=2020-02-31", "6.reverses_entry_id=9223372036854775808",
		"7.amount=9223372036854775808.0000000000", "8.new_maturity_on=0000-05-05", "9.amount=-9223372036854775809.0000000000", "9.new_maturity_on=2021-02-29", "11.amount=-0.5000000000", "13.posted_on=1999-00-00",
		"14.posted_on=2050-12-00", "15.posted_on=2051-02-30", "16.posted_on=2020-00-05", "17.posted_on=0000-05-05", "18.posted_on=2000-01-00",
	}
	if !slices.Equal(bad, wantBad) {
		t.Errorf("got  %q\nwant %q", bad, wantBad)
	}
}
