package simulate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

type writer func(context.Context, *Nation, string, Progress) (Summary, error)

var writers = map[string]writer{"parquet": WriteParquet, "csv": WriteCSV}

func small(t *testing.T, seed uint64) *Nation {
	t.Helper()
	n, err := New(Options{Households: 80, Branches: 2, Seed: seed, From: calendar.MonthOf(2019, 11), To: calendar.MonthOf(2020, 4)})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// digests maps every file of a folder to a hash.
func digests(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	out := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		out[strings.TrimPrefix(path, dir)] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSameOptionsSameBytes(t *testing.T) {
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			var all []map[string][32]byte
			for _, seed := range []uint64{7, 7, 8} {
				dir := t.TempDir()
				if _, err := write(context.Background(), small(t, seed), dir, nil); err != nil {
					t.Fatal(err)
				}
				all = append(all, digests(t, dir))
			}
			differ := 0
			for f, sum := range all[0] {
				if all[1][f] != sum {
					t.Errorf("%s differs between two runs", f)
				}
				if all[2][f] != sum {
					differ++
				}
			}
			if len(all[0]) != len(all[1]) || differ == 0 {
				t.Errorf("%d and %d files, %d differ for another seed", len(all[0]), len(all[1]), differ)
			}
		})
	}
}

func TestWriteTellsWhatItWrote(t *testing.T) {
	n := small(t, 7)
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, aside+"left"), []byte("half"), 0o644); err != nil {
				t.Fatal(err)
			}
			s, err := write(context.Background(), n, dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Tables) != len(schemas.Contract()) {
				t.Errorf("%d tables, the contract has %d", len(s.Tables), len(schemas.Contract()))
			}
			for _, w := range s.Tables {
				if rows := load(t, n, w.Table).rows; int64(rows) != w.Rows || w.Files == 0 || w.Bytes == 0 {
					t.Errorf("%+v, but the table has %d rows", w, rows)
				}
			}
			for f := range digests(t, dir) {
				if strings.Contains(f, aside) {
					t.Errorf("%s was left over", f)
				}
			}
			if _, err := write(context.Background(), n, dir, nil); err != nil {
				t.Errorf("a second time: %v", err)
			}
			other, err := New(Options{Households: 80, From: calendar.MonthOf(2019, 11), To: calendar.MonthOf(2019, 12)})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := write(context.Background(), other, dir, nil); err == nil {
				t.Error("files of another period in the folder must be refused")
			}
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			if _, err := write(ctx, n, t.TempDir(), nil); err == nil {
				t.Error("a cancelled context must stop the writing")
			}
		})
	}
}

func TestCSVIsAsTheContractSays(t *testing.T) {
	n, dir := small(t, 7), t.TempDir()
	if _, err := WriteCSV(context.Background(), n, dir, nil); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "loan_programme", "part-001.csv.zst"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(data, []byte("\n"))
	if got := string(lines[0]); got != "programme_code,short_name,name_vi,name_en,annual_rate,interest_grace" {
		t.Errorf("header %s", got)
	}
	if got := string(lines[7]); got != `07,SXKDVKK,"Cho vay hộ gia đình sản xuất, kinh doanh tại vùng khó khăn",Households in business in difficult areas,9.0000,false` {
		t.Errorf("row %s", got)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for name, o := range map[string]Options{
		"preset":     {Preset: "published-2021"},
		"branches":   {Branches: -1},
		"too many":   {Branches: 801},
		"backwards":  {From: calendar.MonthOf(2020, 2), To: calendar.MonthOf(2020, 1)},
		"too long":   {From: calendar.MonthOf(1980, 1), To: calendar.MonthOf(2020, 1)},
		"households": {Households: -1},
		"of preset":  {Preset: Published2020, Branches: 2},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		} else if !strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q does not say what to do", name, err)
		}
	}
	for _, err := range small(t, 1).Table("no_such_table") {
		if err == nil {
			t.Error("an unknown table must be an error")
		}
	}
}

func TestSpread(t *testing.T) {
	r := random{5}
	for range 2000 {
		n := 1 + r.n(9)
		v, lo, hi := make([]int64, n), make([]int64, n), make([]int64, n)
		for i := range v {
			lo[i] = r.between(0, 1000)
			hi[i] = lo[i] + r.between(0, 100_000)
			v[i] = r.between(0, 200_000)
		}
		total := r.between(sum(lo), sum(hi))
		if !spread(v, lo, hi, total, r.between(1, 3)*500) {
			t.Fatalf("%d not reached between %v and %v: %v", total, lo, hi, v)
		}
		for i := range v {
			if v[i] < lo[i] || v[i] > hi[i] {
				t.Fatalf("%d outside %d..%d", v[i], lo[i], hi[i])
			}
		}
	}
	if v := []int64{5}; spread(v, []int64{0}, []int64{7}, 9, 1) || v[0] != 7 {
		t.Errorf("what cannot be reached ends at %v", v)
	}
	if got := allocate(10, []int64{1, 1, 1}); sum(got) != 10 {
		t.Errorf("parts %v", got)
	}
}

// BenchmarkParquet writes the preset, planning included, and reports ledger entries a second and bytes a row.
func BenchmarkParquet(b *testing.B) {
	var rows, size int64
	for range b.N {
		n, err := New(Options{Preset: Published2020, Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		s, err := WriteParquet(context.Background(), n, b.TempDir(), nil)
		if err != nil {
			b.Fatal(err)
		}
		rows += s.Rows("loan_ledger", "deposit_ledger")
		for _, w := range s.Tables {
			if w.Table == "loan_ledger" || w.Table == "deposit_ledger" {
				size += w.Bytes
			}
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(size)/float64(rows), "B/entry")
}
