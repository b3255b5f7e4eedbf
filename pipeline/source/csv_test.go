package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/uythac/uythac/schemas"
)

// FuzzScan holds the scanner against encoding/csv, fed whole and byte by byte.
func FuzzScan(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "a\r\n\"x,\"\"y\"\"\"\r\n", "\"a\nb\",c", "\n\n,\n", "\"open", "a\"b,c\n", "\"a\"b\n", "\r\r\n", "é,\xff\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole, err := scanAll(strings.NewReader(text))
		bytewise, err2 := scanAll(iotest.OneByteReader(strings.NewReader(text)))
		if (err == nil) != (err2 == nil) || !cmp.Equal(whole, bytewise) {
			t.Errorf("whole %q, %v; byte by byte %q, %v", whole, err, bytewise, err2)
		}
		if err != nil || strings.ContainsRune(text, '\r') {
			return // encoding/csv changes \r\n inside fields
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		want, err := r.ReadAll()
		strict := csv.NewReader(strings.NewReader(text))
		strict.FieldsPerRecord = -1
		if _, e := strict.ReadAll(); e != nil || err != nil {
			return // quotes inside unquoted fields, which this scanner takes as they are
		}
		if !cmp.Equal(want, whole) {
			t.Errorf("%q gives %q, encoding/csv %q", text, whole, want)
		}
	})
}

func scanAll(r io.Reader) (records [][]string, err error) {
	s := newScanner(r)
	for {
		err := s.scan()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return records, err
		}
		var fields []string
		for _, f := range s.fields {
			fields = append(fields, string(f))
		}
		records = append(records, fields)
	}
}

// FuzzReadCSV feeds anything as a ledger: never a panic, and every line a row, junk or a refusal.
func FuzzReadCSV(f *testing.F) {
	head := "entry_id,posted_on,booked_at,office_code,customer_code,account_no,entry_type,amount,reverses_entry_id\n"
	f.Add(head + "1,2020-01-01,2020-01-01 00:00:00,000110,0000000001,A1,deposit,5,\n")
	f.Add("\xEF\xBB\xBF" + head + "Tổng cộng,,,,,,,5,\nNgười lập\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := readCSV(&schemas.DepositLedger, "x.csv", strings.NewReader(text), func(b Batch, err error) bool {
			if int(b.Record.NumRows()) != len(b.Lines) {
				t.Errorf("%d rows and %d lines", b.Record.NumRows(), len(b.Lines))
			}
			return true
		})
		var refusal *Refusal
		if err != nil && (!errors.As(err, &refusal) || refusal.Remedy == "") {
			t.Errorf("%v is no refusal with a remedy", err)
		}
	})
}

const goodSchedule = "contract_no,due_on,amount\nC1,2020-01-01,5\nC2,2020-01-01,5\n"

// utf16 encodes ASCII text.
func utf16(text string, big bool) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if big {
			b.Write([]byte{0, c})
		} else {
			b.Write([]byte{c, 0})
		}
	}
	return b.String()
}

func gz(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zst(t *testing.T, text string) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll([]byte(text), nil)
}

// manyRows is a good file of some size that does not compress to nothing.
func manyRows(n int) string {
	var b strings.Builder
	b.WriteString("contract_no,due_on,amount\n")
	for i := range n {
		fmt.Fprintf(&b, "C%08x,2020-01-01,%d\n", i*2654435761, i*i+1)
	}
	return b.String()
}

func TestRefusedFiles(t *testing.T) {
	rows := manyRows(5000)
	packed, squeezed := gz(t, rows), zst(t, rows)
	damaged := bytes.Clone(packed)
	damaged[len(damaged)/2] ^= 0x55
	for name, c := range map[string]struct{ file, text, want string }{
		"UTF-16 little endian":      {"principal_schedule.csv", "\xFF\xFE" + utf16(goodSchedule, false), "not UTF-8; it is UTF-16"},
		"UTF-16 big endian":         {"principal_schedule.csv", "\xFE\xFF" + utf16(goodSchedule, true), "not UTF-8; it is UTF-16"},
		"UTF-16 without mark":       {"principal_schedule.csv", utf16(goodSchedule, false), "not UTF-8; it holds zero bytes"},
		"UTF-16 big without mark":   {"principal_schedule.csv", utf16(goodSchedule, true), "not UTF-8; it holds zero bytes"},
		"Windows-1258":              {"principal_schedule.csv", goodSchedule + "C\xD03,2020-01-01,5\n", "line 4: the file is not UTF-8; it looks like Windows-1258"},
		"cut in a character":        {"branch.csv", "branch_code,name\n000100,Chi nh\xC3", "cut short: it ends inside a character"},
		"cut in a value":            {"loan_use_check.csv", "check_id,contract_no,checked_on,proper_use\n1,C1,2020-01-01,fal", "line 2: the file is cut short"},
		"cut gzip":                  {"principal_schedule.csv.gz", string(packed[:len(packed)/2]), "cut short or damaged"},
		"gzip without its end":      {"principal_schedule.csv.gz", string(packed[:len(packed)-4]), "cut short or damaged"},
		"damaged gzip":              {"principal_schedule.csv.gz", string(damaged), "principal_schedule"},
		"cut zstd":                  {"principal_schedule.csv.zst", string(squeezed[:len(squeezed)/2]), "cut short or damaged"},
		"empty zstd":                {"principal_schedule.csv.zst", "", "cut short or damaged"},
		"no zstd":                   {"principal_schedule.csv.zst", goodSchedule, "damaged"},
		"empty":                     {"principal_schedule.csv", "", "the file is empty"},
		"a column twice":            {"principal_schedule.csv", "contract_no,due_on,amount,amount\n", "column amount: the column is there twice"},
		"text behind a quote":       {"principal_schedule.csv", "contract_no,due_on,amount\n\"C1\"x,2020-01-01,5\n", "line 2: text follows a closing quote"},
		"a quote that never ends":   {"principal_schedule.csv", "contract_no,due_on,amount\n\"" + strings.Repeat("C1,2020-01-01,5\n", 200_000), "line 2: the file is cut short"},
		"a personal column missing": {"savings_group.csv", "group_code,commune_code,village,union_code,established_on,closed_on,merged_into\n", "column leader_name: missing"},
	} {
		t.Run(name, func(t *testing.T) {
			table, _, _ := strings.Cut(c.file, ".")
			err := readAll(t, table, map[string]string{c.file: c.text})
			var refusal *Refusal
			if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.file) || refusal.Remedy == "" {
				t.Errorf("want a refusal with %q, got %v", c.want, err)
			}
		})
	}
}

func TestAcceptedFiles(t *testing.T) {
	for name, text := range map[string]string{
		"byte order mark":  "\uFEFF" + goodSchedule,
		"CRLF":             strings.ReplaceAll(goodSchedule, "\n", "\r\n"),
		"no last newline":  strings.TrimSuffix(goodSchedule, "\n"),
		"quoted":           "\"contract_no\",\"due_on\",\"amount\"\n\"C1\",\"2020-01-01\",\"5\"\n\"C2\",2020-01-01,5\n",
		"a bad last value": strings.TrimSuffix(goodSchedule, "5\n") + "\"(1,069)\"",
	} {
		if err := readAll(t, "principal_schedule", map[string]string{"principal_schedule.csv": text}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkReadCSV(b *testing.B) {
	var text strings.Builder
	text.WriteString("entry_id,posted_on,booked_at,office_code,contract_no,entry_type,from_class,to_class,amount,new_maturity_on,rebooking,reverses_entry_id\n")
	const rows = 200_000
	for i := range rows {
		fmt.Fprintf(&text, "%d,2020-02-%02d,2020-02-05 02:00:00,0001%02d,C%015d,interest_due,,in_term,%d,,false,\n", i, 1+i%28, i%10, i%5000, 44000+i)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		n := 0
		if _, err := readCSV(&schemas.LoanLedger, "x", strings.NewReader(text.String()), func(batch Batch, _ error) bool {
			n += len(batch.Lines)
			return true
		}); err != nil || n != rows {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}
