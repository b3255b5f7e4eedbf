package torture_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/schemas"
)

// people are the personal columns whose values tell who somebody is.
var people = []string{"customer.full_name", "customer.national_id", "customer.phone", "customer.address", "savings_group.leader_name"}

// values are all that stand in columns of the source.
func (s *stand) values(columns ...string) (list []string) {
	s.t.Helper()
	for _, name := range columns {
		table, column, _ := strings.Cut(name, ".")
		n := len(list)
		for _, r := range s.query(fmt.Sprintf("SELECT DISTINCT %s FROM %s WHERE %[1]s IS NOT NULL", column, table)) {
			if len(r[0]) > 4 {
				list = append(list, r[0])
			}
		}
		if len(list) == n {
			s.t.Fatalf("%s has no values to look for", name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// private are those values that are not the name of a place, as the address of somebody who lives anywhere in
// the province is.
func (s *stand) private(values []string) []string {
	s.t.Helper()
	places := strings.Join(s.values("branch.name", "transaction_office.name", "commune.name", "savings_group.village"), "\n")
	return slices.DeleteFunc(values, func(v string) bool { return strings.Contains(places, v) })
}

// TestPersonalData: what the source knows of persons is found in no byte of lake, warehouse, logs and quarantine.
func TestPersonalData(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{loose: true, seed: 51})
		s.badPeople()
		secret := s.private(s.values(people...))
		printed := s.everyCommand()
		s.found(secret, printed)
		s.absent("full_name", "birth_date", "gender", "national_id", "phone", "address", "leader_name")
		if q := s.files(schemas.Meta)[schemas.Quarantine.Name]; q == nil {
			t.Error("nothing is in quarantine")
		}
		// The search itself must find what is there.
		if !s.finds(s.one("SELECT village FROM savings_group ORDER BY 1 LIMIT 1")) || !s.finds(s.one("SELECT max(customer_code) FROM customer")) {
			t.Error("the search does not find what the lake keeps")
		}
	})
}

// badPeople adds customers and groups that cleaning does not take.
func (s *stand) badPeople() {
	s.exec("INSERT INTO customer SELECT * FROM customer WHERE %s", s.key(&schemas.Customer))
	s.copyRow(&schemas.Customer, "household_kind", "'khác'", "full_name", "'Trần Thị Bí Mật'", "phone", "'0912345678'")
	s.copyRow(&schemas.Customer, "customer_code", "NULL", "national_id", "'036199000111'")
	s.copyRow(&schemas.Customer, "household_kind", "NULL", "address", "'số 5 ngõ 7 phố Kín Đáo'")
	s.copyRow(&schemas.SavingsGroup, "established_on", "NULL", "leader_name", "'Lê Văn Giấu Tên'")
	s.copyRow(&schemas.SavingsGroup, "union_code", "'zz'", "leader_name", "'Phạm Thị Ẩn Danh'")
	s.copyRow(&schemas.LoanLedger, "contract_no", "'nobody'", "entry_id", fmt.Sprint(s.next()))
}

// everyCommand runs what can be run, telling everything, and gives what was printed.
func (s *stand) everyCommand() string {
	var b strings.Builder
	run := func(args ...string) {
		o := s.run(append(args, "--log-level", "debug")...)
		b.WriteString(o.out + o.errors)
	}
	run("refresh")
	s.exec("UPDATE customer SET household_kind = 'poor', full_name = 'Đổi Tên Rồi' WHERE %s", s.key(&schemas.Customer))
	s.exec("UPDATE savings_group SET village = 'thôn Khác', leader_name = 'Đổi Tên Rồi' WHERE %s", s.key(&schemas.SavingsGroup))
	s.exec("DELETE FROM customer WHERE %s", s.key(&schemas.Customer))
	for _, args := range [][]string{{"reconcile"}, {"refresh"}, {"heals"}, {"status"}, {"check"}, {"reconcile", "--heal"}} {
		run(args...)
	}
	s.exec("ALTER TABLE customer ADD COLUMN maiden_name VARCHAR(100)")
	s.exec("UPDATE customer SET maiden_name = full_name")
	run("refresh")
	s.exec("ALTER TABLE customer DROP COLUMN maiden_name")
	s.must(published, "refresh")
	return b.String()
}

// found fails when one of the texts is in what was printed, or anywhere in the stand's folder: in the bytes of
// every file, and in every table of every Parquet and DuckDB file as text.
func (s *stand) found(secret []string, printed string) {
	s.t.Helper()
	shown, size := 0, 0
	look := func(where string, text []byte) {
		size += len(text)
		for _, v := range secret {
			if i := occurs(text, v, strings.HasSuffix(where, asTables)); i >= 0 && shown < 5 {
				s.t.Errorf("%s holds %q: %q", where, v, text[max(0, i-100):min(len(text), i+100)])
				shown++
			}
		}
	}
	look("what was printed", []byte(printed))
	for path, text := range s.texts() {
		look(path, text)
	}
	s.t.Logf("%d values looked for in %d bytes of files and their tables", len(secret), size)
}

// occurs finds a value. In the bytes of a file numbers stand beside one another, and a code of digits may seem to be
// there by chance: it counts where no digit is beside it. In the same file's tables it counts anywhere.
func occurs(text []byte, value string, table bool) int {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(value))
		if i < 0 {
			return -1
		}
		i += from
		if table || strings.Trim(value, "0123456789") != "" || !digit(i-1) && !digit(i+len(value)) {
			return i
		}
		from = i + 1
	}
}

func (s *stand) finds(value string) bool {
	for _, text := range s.texts() {
		if bytes.Contains(text, []byte(value)) {
			return true
		}
	}
	return false
}

// asTables ends the name under which texts gives a file's tables.
const asTables = ", as tables"

// texts gives the bytes of every file of the stand, and its tables as text.
func (s *stand) texts() map[string][]byte {
	s.t.Helper()
	all := map[string][]byte{}
	s.walk(func(path string, db *sql.DB, from []string) {
		text, err := os.ReadFile(path)
		if err != nil {
			s.t.Fatal(err)
		}
		all[path] = text
		var tables []byte
		for _, f := range from {
			for _, r := range s.ask(db, "SELECT coalesce(CAST(COLUMNS(*) AS VARCHAR), '') FROM "+f) {
				tables = append(append(tables, "\n"+f+": "...), strings.Join(r, "\x1f")...)
			}
		}
		all[path+asTables] = tables
	})
	return all
}

// walk visits every file with what can stand behind FROM to read it.
func (s *stand) walk(visit func(path string, db *sql.DB, from []string)) {
	s.t.Helper()
	memory, err := sql.Open("duckdb", "")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = memory.Close() }()
	err = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch filepath.Ext(path) {
		case ".parquet":
			visit(path, memory, []string{scan([]string{path})})
		case ".duckdb":
			db, err := sql.Open("duckdb", path+"?access_mode=READ_ONLY")
			if err != nil {
				return err
			}
			defer func() { _ = db.Close() }()
			var from []string
			for _, r := range s.ask(db, `SELECT '"' || table_schema || '"."' || table_name || '"' FROM information_schema.tables`) {
				from = append(from, r[0])
			}
			visit(path, db, from)
		default:
			visit(path, nil, nil)
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// absent fails when a table of lake or warehouse has a column of one of these names.
func (s *stand) absent(names ...string) {
	s.t.Helper()
	columns := 0
	s.walk(func(path string, db *sql.DB, from []string) {
		for _, f := range from {
			for _, r := range s.ask(db, "SELECT column_name FROM (DESCRIBE SELECT * FROM "+f+")") {
				if columns++; slices.Contains(names, r[0]) {
					s.t.Errorf("%s: %s has a column %s", path, f, r[0])
				}
			}
		}
	})
	if columns == 0 {
		s.t.Error("no table has columns")
	}
}

// TestHashedCodes: columns that are replaced by their keyed hash are found nowhere as they were, the hashes are
// the ones that the key gives, and healing goes on as ever.
func TestHashedCodes(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		columns := []string{"customer.customer_code", "group_membership.customer_code", "loan_contract.customer_code", "deposit_ledger.customer_code", "deposit_ledger.account_no", "inspection.target_code"}
		s := newStand(t, e, options{source: `, hmac: "` + strings.Join(columns, ", ") + `"`, seed: 52})
		const key = "mot khoa bi mat du dai de khong ai doan ra duoc"
		s.env = []string{"UYTHAC_SOURCE_HMAC_KEY=" + key}
		s.hashed = func(name, text string) string {
			if text == "" || !slices.Contains(columns, name) {
				return text
			}
			mac := hmac.New(sha256.New, []byte(key))
			mac.Write([]byte(text))
			return hex.EncodeToString(mac.Sum(nil))[:min(20, s.widths[name])]
		}
		secret := append(s.values(columns[:5]...), key)
		printed := s.must(fine, "refresh", "--log-level", "debug")
		s.equal("with hashed codes")
		s.exec("DELETE FROM deposit_ledger WHERE %s", s.key(&schemas.DepositLedger))
		s.exec("UPDATE customer SET household_kind = 'other' WHERE %s", s.key(&schemas.Customer))
		s.exec("UPDATE group_membership SET valid_to = '2020-01-01' WHERE %s", s.key(&schemas.GroupMembership))
		s.exec("DELETE FROM loan_contract WHERE %s", s.key(&schemas.LoanContract))
		again := s.must(published, "refresh", "--log-level", "debug")
		s.equal("after changes")
		s.found(secret, printed.out+printed.errors+again.out+again.errors)
		s.env[0] += "?"
		s.fails("another key", func() outcome { return s.run("refresh") }, "source.hmac")
		s.write("uythac.yaml", strings.Replace(s.read("uythac.yaml"), "customer.customer_code, ", "", 1))
		s.env[0] = strings.TrimSuffix(s.env[0], "?")
		s.fails("a column less", func() outcome { return s.run("refresh") }, "source.hmac")
	})
}
