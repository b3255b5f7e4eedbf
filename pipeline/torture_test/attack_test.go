package torture_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// attack changes the source in a way that real ones change.
type attack struct {
	name  string
	loose bool // needs a database without keys
	make  func(s *stand)
}

// changes is the list of attacks on the rows of the source. Those on programs and servers have tests of their own.
var changes = []attack{
	{"cells edited", false, func(s *stand) {
		for range 1 + s.rng.IntN(6) {
			t := s.table()
			s.edit(t, pick(s.rng, t.Kept()))
		}
	}},
	{"personal data edited", false, func(s *stand) {
		for _, c := range []string{"full_name", "national_id", "phone", "address"} {
			s.exec("UPDATE customer SET %s = 'khác' WHERE %s", c, s.key(&schemas.Customer))
		}
		s.exec("UPDATE savings_group SET leader_name = NULL WHERE %s", s.key(&schemas.SavingsGroup))
	}},
	{"rows deleted", false, func(s *stand) {
		for range 1 + s.rng.IntN(5) {
			t := s.table()
			s.exec("DELETE FROM %s WHERE %s", t.Name, s.key(t))
		}
	}},
	{"a code deleted that others refer to", false, func(s *stand) {
		t := pick(s.rng, []*schemas.Table{&schemas.MassOrganisation, &schemas.LoanProgramme, &schemas.Commune, &schemas.SavingsGroup})
		s.exec("DELETE FROM %s WHERE %s", t.Name, s.key(t))
	}},
	{"a day deleted", false, func(s *stand) {
		t := pick(s.rng, ledgers)
		s.exec("DELETE FROM %s WHERE posted_on = '%s'", t.Name, s.one(fmt.Sprintf("SELECT posted_on FROM %s ORDER BY entry_id LIMIT 1 OFFSET %d", t.Name, s.rng.IntN(100))))
	}},
	{"smaller ids inserted", false, func(s *stand) {
		for range 1 + s.rng.IntN(4) {
			s.book(pick(s.rng, ledgers), s.day(), -s.next())
		}
	}},
	{"booked into old months", false, func(s *stand) {
		for range 1 + s.rng.IntN(4) {
			s.book(pick(s.rng, ledgers), s.day(), s.next())
		}
	}},
	{"booked into years long closed", false, func(s *stand) {
		for _, t := range ledgers {
			s.book(t, calendar.Date(1996+s.rng.IntN(20), 1+s.rng.IntN(12), 1+s.rng.IntN(28)), s.next())
		}
		s.copyRow(&schemas.Inspection, "inspected_on", "'2003-07-01'", "inspection_id", fmt.Sprint(s.next()))
		s.exec("DELETE FROM gl_balance WHERE as_of = '1999-12-31'") // of such an attack before
		s.copyRow(&schemas.GLBalance, "as_of", "'1999-12-31'", "account", "'loan_in_term'")
	}},
	{"operations copied to days to come", false, func(s *stand) {
		s.copyRow(&schemas.Inspection, "inspected_on", "'2031-01-01'", "inspection_id", fmt.Sprint(s.next()))
		s.copyRow(&schemas.FeePayment, "paid_on", "'2031-01-01'", "payment_id", fmt.Sprint(s.next()))
	}},
	{"clocks wrong", false, func(s *stand) {
		t := pick(s.rng, ledgers)
		s.exec("UPDATE %s SET booked_at = '2999-01-01 00:00:00' WHERE %s", t.Name, s.key(t))
		s.exec("UPDATE %s SET booked_at = '1970-01-01 00:00:01' WHERE %s", t.Name, s.key(t))
		s.exec("UPDATE business_day SET closed_at = '2222-02-02 02:02:02' WHERE %s", s.key(&schemas.BusinessDay))
	}},
	{"table created anew", false, func(s *stand) {
		t := s.table()
		s.exec("CREATE TABLE aside AS SELECT * FROM %s", t.Name)
		s.edit(t, pick(s.rng, t.Kept()))
		s.exec("DROP TABLE %[1]s; ALTER TABLE aside RENAME TO %[1]s", t.Name)
	}},
	{"table emptied and filled", false, func(s *stand) {
		t := s.table()
		s.exec("CREATE TABLE aside AS SELECT * FROM %s", t.Name)
		s.exec("DELETE FROM aside WHERE %s", s.key(t))
		s.exec("TRUNCATE TABLE %[1]s; INSERT INTO %[1]s SELECT * FROM aside; DROP TABLE aside", t.Name)
	}},
	{"backup restored", false, func(s *stand) {
		t := pick(s.rng, ledgers)
		s.exec("CREATE TABLE backup AS SELECT * FROM %s", t.Name)
		s.exec("DELETE FROM backup WHERE entry_id > %s", s.one(fmt.Sprintf("SELECT max(entry_id) - 20 FROM %s WHERE entry_id < 50000000", t.Name)))
		s.exec("UPDATE backup SET amount = amount + 1000 WHERE %s", s.key(t))
		s.exec("DROP TABLE %[1]s; ALTER TABLE backup RENAME TO %[1]s", t.Name)
	}},
	{"table left empty", false, func(s *stand) {
		s.exec("DELETE FROM %s", pick(s.rng, []string{"training_session", "loan_use_check", "debt_cause", "risk_case"}))
	}},
	{"mass change", false, func(s *stand) {
		s.exec("UPDATE %s SET amount = amount + 1 WHERE entry_id %% 3 = %d", pick(s.rng, ledgers).Name, s.rng.IntN(3))
	}},
	{"posted on other days", false, func(s *stand) {
		t := pick(s.rng, ledgers)
		for range 3 {
			s.exec("UPDATE %s SET posted_on = '%s' WHERE %s", t.Name, s.day(), s.key(t))
		}
	}},
	{"office renamed", false, func(s *stand) {
		s.exec("UPDATE transaction_office SET name = 'Phòng giao dịch %d' WHERE %s", s.rng.IntN(1000), s.key(&schemas.TransactionOffice))
	}},
	{"office recoded", false, func(s *stand) {
		from, to := s.one("SELECT office_code FROM transaction_office ORDER BY 1 DESC LIMIT 1"), fmt.Sprintf("R%05d", s.rng.IntN(100_000))
		for _, t := range schemas.Contract() {
			if _, ok := t.Column("office_code"); ok {
				s.exec("UPDATE %s SET office_code = '%s' WHERE office_code = '%s'", t.Name, to, from)
			}
		}
	}},
	{"day closed", false, func(s *stand) { s.closeDay(true) }},
	{"day begun", false, func(s *stand) { s.closeDay(false) }},
	{"days closed again", false, func(s *stand) {
		s.exec("UPDATE business_day SET closed_at = closed_at + INTERVAL '1' HOUR WHERE %s", s.key(&schemas.BusinessDay))
	}},
	{"rows doubled", true, func(s *stand) {
		for range 1 + s.rng.IntN(3) {
			t := s.table()
			s.exec("INSERT INTO %[1]s SELECT * FROM %[1]s WHERE %[2]s", t.Name, s.key(t))
		}
	}},
	{"doubled rows edited", true, func(s *stand) {
		for _, t := range []*schemas.Table{&schemas.LoanContract, &schemas.LoanLedger, &schemas.GroupScore} {
			key := s.key(t)
			s.exec("INSERT INTO %[1]s SELECT * FROM %[1]s WHERE %[2]s", t.Name, key)
			s.exec("UPDATE %s SET %s WHERE %s", t.Name, map[string]string{"loan_contract": "approved_amount = approved_amount + 1", "loan_ledger": "amount = amount + 1", "group_score": "due_points = 1"}[t.Name], key)
		}
	}},
	{"one of doubled rows", true, func(s *stand) { // first doubled with a difference, so that a later one takes either away
		s.copyRow(&schemas.LoanLedger, "amount", "7")
		s.copyRow(&schemas.Customer, "household_kind", "'other'")
		s.exec("DELETE FROM loan_ledger WHERE amount <> 7 AND entry_id IN (SELECT entry_id FROM (SELECT entry_id FROM loan_ledger WHERE amount = 7) AS seven)")
	}},
	{"odd cells", true, func(s *stand) {
		for range 1 + s.rng.IntN(5) {
			s.oddCell(pick(s.rng, s.e.odd))
		}
	}},
	{"odd cells mended", true, func(s *stand) {
		s.exec("UPDATE loan_ledger SET posted_on = '%s' WHERE posted_on IS NULL OR posted_on > '9999-12-31' OR posted_on < '1900-01-01'", s.day())
		s.exec("UPDATE deposit_ledger SET amount = 5000 WHERE amount <> round(amount)")
		s.exec("DELETE FROM customer WHERE customer_code IS NULL")
	}},
}

var ledgers = []*schemas.Table{&schemas.LoanLedger, &schemas.DepositLedger}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// next is an id that nothing has.
func (s *stand) next() int64 { s.serial++; return s.serial }

// day is one of the ledgers' days.
func (s *stand) day() calendar.Day {
	return small.from.First() + calendar.Day(s.rng.IntN(int(small.to.Last()-small.from.First())))
}

// table is one that has rows; business_day has attacks of its own.
func (s *stand) table() *schemas.Table {
	s.t.Helper()
	for {
		if t := pick(s.rng, tables(&schemas.BusinessDay)); s.one("SELECT count(*) FROM "+t.Name) != "0" {
			return t
		}
	}
}

// key is the condition that a row of a table, any of it, meets; FALSE when there is none.
func (s *stand) key(t *schemas.Table) string {
	s.t.Helper()
	key := strings.Join(t.Key, ", ")
	rows := s.query(fmt.Sprintf("SELECT %[1]s FROM %[2]s ORDER BY %[1]s", key, t.Name))
	if len(rows) == 0 {
		return "1 = 0"
	}
	cells := pick(s.rng, rows)
	var words []string
	for i, name := range t.Key {
		if cells[i] == `\N` {
			words = append(words, name+" IS NULL")
		} else {
			words = append(words, name+" = "+s.e.literal(cells[i]))
		}
	}
	return strings.Join(words, " AND ")
}

// edit changes a cell of a row.
func (s *stand) edit(t *schemas.Table, c schemas.Column) {
	s.t.Helper()
	value := s.value(t, c)
	where := s.key(t)
	unique := ""
	for _, k := range t.Key { // a key that is there already would be refused
		if k == c.Name {
			unique = fmt.Sprintf(" AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM %s) AS other WHERE other.%s = %s)", t.Name, k, value)
		}
	}
	s.exec("UPDATE %s SET %s = %s WHERE %s%s", t.Name, c.Name, value, where, unique)
}

// value is a new value for a column, as it may stand in a strict database.
func (s *stand) value(t *schemas.Table, c schemas.Column) string {
	if c.Null && s.rng.IntN(4) == 0 {
		return "NULL"
	}
	switch c.Type {
	case schemas.Int64:
		return fmt.Sprint(pick(s.rng, []int64{s.next(), 0, -1, 1, s.rng.Int64N(1e12), -s.rng.Int64N(1e12)}))
	case schemas.Int32, schemas.Int16:
		return fmt.Sprint(s.rng.IntN(60) - 5)
	case schemas.Bool:
		return pick(s.rng, []string{"true", "false"})
	case schemas.Date:
		return "'" + (s.day() - calendar.Day(s.rng.IntN(800))).String() + "'"
	case schemas.Timestamp:
		return fmt.Sprintf("'%s %02d:%02d:%02d'", s.day(), s.rng.IntN(24), s.rng.IntN(60), s.rng.IntN(60))
	case schemas.Rate:
		return fmt.Sprintf("%d.%04d", s.rng.IntN(30), s.rng.IntN(10_000))
	}
	// It begins with a letter: a code that is known with zeros in front of it is refused, and rightly.
	text := []rune("x" + pick(s.rng, []string{"", "ệ", "'", `"`, ",", " b", "\n", ";--", "=", "𝔸", "overdue", fmt.Sprint(s.next())}))
	if n := s.widths[t.Name+"."+c.Name]; n > 0 {
		text = text[:min(n, len(text))]
	}
	return s.e.literal(string(text))
}

// copyRow adds a copy of a row in which cells, given as column and value, are others.
func (s *stand) copyRow(t *schemas.Table, cells ...string) {
	s.t.Helper()
	var columns, values []string
	for _, c := range t.Offered() {
		value := c.Name
		for i := 0; i < len(cells); i += 2 {
			if cells[i] == c.Name {
				value = cells[i+1]
			}
		}
		columns, values = append(columns, c.Name), append(values, value)
	}
	s.exec("INSERT INTO %[1]s (%[2]s) SELECT %[3]s FROM %[1]s WHERE %[4]s LIMIT 1", t.Name, strings.Join(columns, ", "), strings.Join(values, ", "), s.key(t))
}

// book adds an entry of a day: a copy of another one.
func (s *stand) book(t *schemas.Table, day calendar.Day, id int64) {
	s.copyRow(t, "entry_id", fmt.Sprint(id), "posted_on", "'"+day.String()+"'", "booked_at", "'2020-04-01 08:00:00'", "amount", fmt.Sprint(1000+s.rng.IntN(1_000_000)))
}

// closeDay adds the next business day with entries, closed everywhere or not.
func (s *stand) closeDay(closed bool) {
	last, err := calendar.Parse(s.one("SELECT max(day) FROM business_day"))
	if err != nil {
		s.t.Fatal(err)
	}
	at := "NULL"
	if closed {
		at = fmt.Sprintf("'%s 17:30:00'", last+1)
		s.exec("UPDATE business_day SET closed_at = '%s 18:00:00' WHERE closed_at IS NULL", last+1)
	}
	s.exec("INSERT INTO business_day (office_code, day, closed_at) SELECT office_code, '%s', %s FROM transaction_office", last+1, at)
	for range 3 {
		s.book(pick(s.rng, ledgers), last+1, s.next())
	}
}
