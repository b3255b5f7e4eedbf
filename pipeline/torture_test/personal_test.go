package torture_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"iter"
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
	one(t, func(t *testing.T, e *engine) {
		s := newStand(t, e, options{loose: true, seed: 51})
		s.badPeople()
		secret := s.private(s.values(people...))
		printed := s.everyCommand()
		files := s.texts()
		s.found(secret, printed, files)
		s.absent("full_name", "birth_date", "gender", "national_id", "phone", "address", "leader_name")
		if q := s.files(schemas.Meta)[schemas.Quarantine.Name]; q == nil {
			t.Error("nothing is in quarantine")
		}
		// The search itself must find what is there.
		for _, v := range []string{s.one("SELECT max(village) FROM savings_group"), s.one("SELECT max(customer_code) FROM customer")} {
			n := 0
			for _, text := range files {
				for range newSeeker([]string{v}).all(text, true) {
					n++
				}
			}
			if n == 0 {
				t.Errorf("the search does not find %q, which the lake keeps", v)
			}
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

// found fails when one of the texts is in what was printed, or anywhere in the stand's files.
func (s *stand) found(secret []string, printed string, files map[string][]byte) {
	s.t.Helper()
	shown, size, seek := 0, 0, newSeeker(secret)
	look := func(where string, text []byte) {
		size += len(text)
		for i, v := range seek.all(text, strings.HasSuffix(where, asTables)) {
			if shown++; shown < 6 {
				s.t.Errorf("%s holds %q: %q", where, v, text[max(0, i-100):min(len(text), i+100)])
			}
		}
	}
	look("what was printed", []byte(printed))
	for path, text := range files {
		look(path, text)
	}
	s.t.Logf("%d values looked for in %d bytes of files and their tables", len(secret), size)
}

// seeker looks for many values at once.
type seeker struct {
	begins [1 << 16]bool // the first two bytes of a value
	values map[[4]byte][]string
}

func newSeeker(values []string) *seeker {
	s := &seeker{values: map[[4]byte][]string{}}
	for _, v := range values {
		s.begins[int(v[0])<<8|int(v[1])] = true
		key := [4]byte([]byte(v))
		s.values[key] = append(s.values[key], v)
	}
	return s
}

// all gives the places of values in a text. In the bytes of a file numbers stand beside one another, and a code of
// digits may seem to be there by chance: it counts where no digit is beside it. In the same file's tables it
// counts anywhere.
func (s *seeker) all(text []byte, table bool) iter.Seq2[int, string] {
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return func(yield func(int, string) bool) {
		for i := 0; i+4 <= len(text); i++ {
			if !s.begins[int(text[i])<<8|int(text[i+1])] {
				continue
			}
			for _, v := range s.values[[4]byte(text[i:i+4])] {
				chance := !table && strings.Trim(v, "0123456789") == "" && (digit(i-1) || digit(i+len(v)))
				if !chance && bytes.HasPrefix(text[i:], []byte(v)) && !yield(i, v) {
					return
				}
			}
		}
	}
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
	one(t, func(t *testing.T, e *engine) {
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
			return hex.EncodeToString(mac.Sum(nil))[:20]
		}
		secret := append(s.values(columns[:5]...), key)
		printed := s.must(fine, "refresh", "--log-level", "debug")
		s.equal("with hashed codes")
		s.exec("DELETE FROM deposit_ledger WHERE %s", s.key(&schemas.DepositLedger))
		s.exec("UPDATE customer SET household_kind = 'other' WHERE %s", s.key(&schemas.Customer))
		s.exec("UPDATE group_membership SET valid_to = '2020-01-01' WHERE %s", s.key(&schemas.GroupMembership))
		s.exec("DELETE FROM loan_contract WHERE %s", s.key(&schemas.LoanContract))
		s.exec("UPDATE loan_contract SET customer_code = '0010009998' WHERE %s", s.key(&schemas.LoanContract))
		s.exec("UPDATE deposit_ledger SET customer_code = '0010009998' WHERE %s", s.key(&schemas.DepositLedger))
		again := s.must(published, "refresh", "--log-level", "debug")
		s.equal("after changes")
		s.found(secret, printed.out+printed.errors+again.out+again.errors, s.texts())
		s.env[0] += "?"
		s.fails("another key", func() outcome { return s.run("refresh") }, "source.hmac")
		s.write("uythac.yaml", strings.Replace(s.read("uythac.yaml"), "customer.customer_code, ", "", 1))
		s.env[0] = strings.TrimSuffix(s.env[0], "?")
		s.fails("a column less", func() outcome { return s.run("refresh") }, "source.hmac")
	})
}
