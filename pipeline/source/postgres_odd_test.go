package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/control"
)

// oddLedger is a ledger as no contract promises it: every column may be null, numbers are numeric, texts
// of any type, and a column was dropped.
const oddLedger = `CREATE TABLE loan_ledger (
  gone int, entry_id numeric, posted_on date, booked_at timestamptz, office_code int, contract_no varchar(40), entry_type name,
  from_class uuid, to_class text, amount numeric, new_maturity_on date, rebooking boolean, reverses_entry_id int);
ALTER TABLE loan_ledger DROP COLUMN gone;
INSERT INTO loan_ledger VALUES
  (1, '2020-01-01', '2020-01-01 08:00:00.25+07', 101, 'HĐ Tổ tiết kiệm', 'repayment', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '', 100, NULL, true, NULL),
  (2.00, '2020-01-01', '2020-01-01 08:00+00', NULL, 'trailing  ', '', NULL, NULL, 12.5, 'infinity', false, -7),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 'infinity', 'infinity', -5, '', 'x', NULL, ' ', 'NaN', '-infinity', NULL, 0),
  (5, '-infinity', '-infinity', 2147483647, repeat('Ủy thác ', 20)::varchar(40), 'x', NULL, NULL, 'Infinity', NULL, NULL, 0),
  (6.0, '0044-03-15 BC', '0044-03-15 12:00:00.000001 BC', 0, E'\t\n,"''\\', 'x', NULL, repeat('đồng', 100000), 9223372036854775807, NULL, NULL, 0),
  (7, '9999-12-31', '9999-12-31 23:59:59.999999', 0, 'N', 'x', NULL, NULL, 9223372036854775808, '0001-01-01', NULL, 0),
  (8, '0001-01-01', '1999-12-31 23:59:59.999999', 0, '\N', 'x', NULL, NULL, -9223372036854775808, NULL, NULL, 0),
  (9, '2020-02-29', '1969-12-31 23:59:59', 0, '0', 'x', NULL, NULL, '-Infinity', NULL, NULL, 0),
  (10, '2020-02-29', '1969-12-31 23:59:59', 0, '0', 'x', NULL, NULL, 12300.000, NULL, NULL, 0),
  (11, '2020-02-29', '1969-12-31 23:59:59', 0, '0', 'x', NULL, NULL, 0.0001, NULL, NULL, 0),
  (12, '2020-02-29', '1969-12-31 23:59:59', 0, '0', 'x', NULL, NULL, -99990000, NULL, NULL, 0)`

// TestPostgresOdd: whatever cells hold, the source's totals are those of what was read, and every row is in
// one unit. Days beyond those that there are have no unit of their own.
func TestPostgresOdd(t *testing.T) {
	for name, options := range map[string]string{
		"utf8":      "",
		"icu":       "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi'",
		"windows":   "TEMPLATE template0 ENCODING WIN1258 LOCALE 'C'",
		"sql_ascii": "TEMPLATE template0 ENCODING SQL_ASCII LOCALE 'C'",
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.Postgres(t).Create(t, options)
			ddl := oddLedger
			if name == "windows" {
				ddl = strings.NewReplacer("Tổ tiết kiệm", "Cần Đước", "HĐ", "H", "Ủy thác", "uy thac", "đồng", "đông").Replace(ddl)
				ddl = strings.ReplaceAll(ddl, "Cần Đước", "Âu Cơ")
			}
			d.Exec(t, ddl)
			m := moment(t, Config{Kind: "postgres", URL: d.URL})
			table := &schemas.LoanLedger
			all := agree(t, m, table, Selection{})
			if rows := all[control.Unit{Day: control.NoDay, Office: ""}].Rows; rows != 1 {
				t.Errorf("%d rows without day and office", rows)
			}
			selections(t, m, all, 12, 8)
		})
	}
}

// selections asks for rows of the ledger in every way and counts them: of all rows some have a day, four of
// them the last of February 2020.
func selections(t *testing.T, m *Moment, all map[control.Unit]control.Totals, rows, dated int64) {
	t.Helper()
	sum := func(sel Selection) (n int64) {
		for _, u := range agree(t, m, &schemas.LoanLedger, sel) {
			n += u.Rows
		}
		return n
	}
	units := func(keep func(control.Unit) bool) (list []control.Unit) {
		for u := range all {
			if keep(u) {
				list = append(list, u)
			}
		}
		return list
	}
	ever := []DayRange{{calendar.Day(-1 << 30), calendar.Day(1<<31 - 1)}}
	for what, c := range map[string]struct {
		sel  Selection
		want int64
	}{
		"all":           {Selection{}, rows},
		"none":          {Selection{Days: []DayRange{}}, 0},
		"any day":       {Selection{Days: ever}, dated},
		"undated":       {Selection{Undated: true}, rows - dated},
		"both":          {Selection{Days: ever, Undated: true}, rows},
		"all units":     {Selection{Units: units(func(control.Unit) bool { return true })}, rows},
		"undated units": {Selection{Units: units(func(u control.Unit) bool { return u.Day == control.NoDay })}, rows - dated},
		"dated units":   {Selection{Units: units(func(u control.Unit) bool { return u.Day != control.NoDay })}, dated},
		"a day twice":   {Selection{Days: []DayRange{{calendar.Date(2020, 2, 29), calendar.Date(2020, 3, 1)}, {calendar.Date(2020, 2, 1), calendar.Date(2020, 2, 29)}}}, 4},
	} {
		if got := sum(c.sel); got != c.want {
			t.Errorf("%s: %d rows, want %d", what, got, c.want)
		}
	}
}

// printed writes the rows of a table, and the cells that do not fit, as text.
func printed(t *testing.T, m *Moment, table *schemas.Table) (rows, bad []string) {
	t.Helper()
	for b, err := range m.Read(t.Context(), table, Selection{}) {
		if err != nil {
			t.Fatal(err)
		}
		for row := range int(b.Record.NumRows()) {
			var cells []string
			for _, c := range b.Record.Columns() {
				text := c.ValueStr(row)
				if len(text) > 60 {
					text = fmt.Sprint(len(text), " bytes")
				}
				cells = append(cells, text)
			}
			rows = append(rows, fmt.Sprint(b.Lines[row], " ", strings.Join(cells, "|")))
		}
		for _, c := range b.Bad {
			bad = append(bad, fmt.Sprintf("%d.%s=%s", c.Row+1, b.Record.ColumnName(c.Column), c.Text))
		}
	}
	return rows, bad
}

// TestPostgresCells looks at what Read makes of odd cells.
func TestPostgresCells(t *testing.T) {
	d := dbtest.Postgres(t).Create(t)
	d.Exec(t, oddLedger)
	m := moment(t, Config{Kind: "postgres", URL: d.URL, Limits: Limits{Connections: 1}})
	rows, bad := printed(t, m, &schemas.LoanLedger)
	const want = `1 1|2020-01-01|2020-01-01T01:00:00.25|101|HĐ Tổ tiết kiệm|repayment|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|(null)|100|(null)|true|(null)
2 2|2020-01-01|2020-01-01T08:00:00|(null)|trailing  |(null)|(null)|(null)|(null)|(null)|false|-7
3 (null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)|(null)
4 4|(null)|(null)|-5|(null)|x|(null)| |(null)|(null)|(null)|0
5 5|(null)|(null)|2147483647|Ủy thác Ủy thác Ủy thác Ủy thác Ủy thác |x|(null)|(null)|(null)|(null)|(null)|0
6 6|-0043-03-15|-63517780799999999|0|?|x|(null)|700000 bytes|9223372036854775807|(null)|(null)|0
7 7|9999-12-31|9999-12-31T23:59:59.999999|0|N|x|(null)|(null)|(null)|0001-01-01|(null)|0
8 8|0001-01-01|1999-12-31T23:59:59.999999|0|\N|x|(null)|(null)|-9223372036854775808|(null)|(null)|0
9 9|2020-02-29|1969-12-31T23:59:59|0|0|x|(null)|(null)|(null)|(null)|(null)|0
10 10|2020-02-29|1969-12-31T23:59:59|0|0|x|(null)|(null)|12300|(null)|(null)|0
11 11|2020-02-29|1969-12-31T23:59:59|0|0|x|(null)|(null)|(null)|(null)|(null)|0
12 12|2020-02-29|1969-12-31T23:59:59|0|0|x|(null)|(null)|-99990000|(null)|(null)|0`
	if got := strings.ReplaceAll(strings.Join(rows, "\n"), "\t\n,\"'\\", "?"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	wantBad := []string{"2.amount=12.5", "2.new_maturity_on=infinity", "4.posted_on=infinity", "4.booked_at=infinity", "4.amount=NaN", "4.new_maturity_on=-infinity",
		"5.posted_on=-infinity", "5.booked_at=-infinity", "5.amount=Infinity", "7.amount=9223372036854775808", "9.amount=-Infinity", "11.amount=0.0001"}
	if !slices.Equal(bad, wantBad) {
		t.Errorf("got  %s\nwant %s", bad, wantBad)
	}
}
