package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

func mustExtract(t *testing.T, lakeDir, kind, path string) pipeline.ExtractResult {
	t.Helper()
	res, err := extractInto(t, lakeDir, kind, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func newLake(t *testing.T) string { return filepath.Join(t.TempDir(), "lake") }

func TestExtractFormatsAgree(t *testing.T) {
	options := simulate.Options{Branches: 2, From: calendar.MonthOf(2019, 11), To: calendar.MonthOf(2020, 2), Seed: 7, Households: 40}
	var want map[string]string
	for _, format := range pipeline.Formats() {
		kind, out := "files", filepath.Join(t.TempDir(), "core")
		if format == "duckdb" {
			kind, out = "duckdb", out+".duckdb"
		}
		if _, err := pipeline.Simulate(context.Background(), pipeline.SimulateOptions{Options: options, Format: format, Out: out}, pipeline.Options{}); err != nil {
			t.Fatal(err)
		}
		dir := newLake(t)
		res := mustExtract(t, dir, kind, out)
		for _, c := range res.Tables {
			if c.Quarantined > 0 {
				t.Errorf("%s: %+v", format, c)
			}
		}
		got := stamps(t, dir)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s gives other rows than %s:\n%s", format, pipeline.Formats()[0], diff)
		}
	}
}

// pack compresses a text as a file's name says.
func pack(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	switch {
	case strings.HasSuffix(name, ".gz"):
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	case strings.HasSuffix(name, ".zst"):
		w, err := zstd.NewWriter(&b)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	default:
		return text
	}
	return b.String()
}

// A table may come in any number of files, in any packing, its rows in any order.
func TestExtractSplitAnywhere(t *testing.T) {
	whole := readCase(t, "testdata/extract/reversals.txtar").files
	dir := newLake(t)
	mustExtract(t, dir, "files", writeSource(t, whole))
	want := stamps(t, dir)
	for _, ending := range []string{".csv", ".csv.gz", ".csv.zst"} {
		split := map[string]string{}
		for name, text := range whole {
			table := strings.TrimSuffix(name, ".csv")
			head, rows, _ := strings.Cut(text, "\n")
			for i, row := range strings.SplitAfter(rows, "\n") {
				if row != "" {
					file := table + "/part-" + string(rune('z'-i)) + ending
					split[file] = pack(t, file, head+"\r\n"+row)
				}
			}
		}
		dir := newLake(t)
		mustExtract(t, dir, "files", writeSource(t, split))
		if diff := cmp.Diff(want, stamps(t, dir)); diff != "" {
			t.Errorf("%s: split files give other rows:\n%s", ending, diff)
		}
	}
}

func TestExtractAgain(t *testing.T) {
	files := readCase(t, "testdata/extract/clean.txtar").files
	dir, src := newLake(t), writeSource(t, files)
	first := mustExtract(t, dir, "files", src)
	again := mustExtract(t, dir, "files", src)
	if again.Changed || again.Units != 0 {
		t.Errorf("a second run did something: %+v", again)
	}
	first.Changed, first.Units, first.Bytes = false, 0, 0
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("a second run tells other figures:\n%s", diff)
	}
	before := stamps(t, dir)

	// One entry more: its month alone changes.
	files["loan_ledger.csv"] += "7,2020-02-05,2020-03-20 02:00:00,000110,C000000000000001,repayment,in_term,,5,,false,\n"
	res := mustExtract(t, dir, "files", writeSource(t, files))
	after := stamps(t, dir)
	if !res.Changed || res.Units != 1 || before["loan_ledger 000100 2020-02"] == after["loan_ledger 000100 2020-02"] {
		t.Errorf("one entry more rewrote %d units", res.Units)
	}

	// The same rows in another order: the source is read again, and nothing is rewritten.
	head, rows, _ := strings.Cut(files["customer.csv"], "\n")
	lines := strings.Split(strings.TrimSpace(rows), "\n")
	files["customer.csv"] = strings.Join([]string{head, lines[2], lines[0], lines[1], ""}, "\n")
	if res := mustExtract(t, dir, "files", writeSource(t, files)); !res.Changed || res.Units != 0 {
		t.Errorf("rows in another order: %+v", res)
	}

	// A month and a branch vanish.
	for _, line := range []string{"6,2020-03-05", "3,2020-02-01"} {
		at := strings.Index(files["loan_ledger.csv"], "\n"+line)
		rest := files["loan_ledger.csv"][at+1:]
		_, rest, _ = strings.Cut(rest, "\n")
		files["loan_ledger.csv"] = files["loan_ledger.csv"][:at+1] + rest
	}
	if res := mustExtract(t, dir, "files", writeSource(t, files)); res.Units != 2 {
		t.Errorf("two months vanished, %d units changed", res.Units)
	}
	fresh := newLake(t)
	mustExtract(t, fresh, "files", writeSource(t, files))
	if diff := cmp.Diff(stamps(t, fresh), stamps(t, dir)); diff != "" {
		t.Errorf("a lake brought up to date differs from a new one:\n%s", diff)
	}
}

func TestExtractThroughForwardOnly(t *testing.T) {
	dir, src := newLake(t), writeSource(t, readCase(t, "testdata/extract/clean.txtar").files)
	at := func(text string) (pipeline.ExtractResult, error) {
		day, err := calendar.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return extractInto(t, dir, "files", src, &day)
	}
	if _, err := at("2020-02-29"); err != nil {
		t.Fatal(err)
	}
	var usage *pipeline.UsageError
	if _, err := at("2020-02-28"); !errors.As(err, &usage) || !strings.Contains(err.Error(), "2020-02-29") {
		t.Errorf("an earlier day gives %v", err)
	}
	if res, err := at("2020-02-29"); err != nil || res.Changed {
		t.Errorf("the same day again: %+v, %v", res, err)
	}
	if res, err := extractInto(t, dir, "files", src, nil); err != nil || !res.Changed || res.Through.String() != "2020-03-31" || res.Units != 2 {
		t.Errorf("the days that followed: %+v, %v", res, err)
	}
}

// TestExtractWaiting: rows that a source has counted as waiting are not counted again when some of them are read.
func TestExtractWaiting(t *testing.T) {
	src, err := source.Open("files", writeSource(t, readCase(t, "testdata/extract/clean.txtar").files))
	if err != nil {
		t.Fatal(err)
	}
	through := calendar.Date(2020, 2, 29)
	tally := func(waiting map[string]int64) (c pipeline.TableTally) {
		dir := newLake(t)
		lk, err := lake.Open(t.Context(), dir, lake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = lk.Close() }()
		res, err := pipeline.Extract(t.Context(), src, lk, pipeline.ExtractOptions{Through: &through, Waiting: waiting, Temp: filepath.Join(dir, "spill")})
		if err != nil {
			t.Fatal(err)
		}
		return res.Tables[slices.IndexFunc(res.Tables, func(c pipeline.TableTally) bool { return c.Name == "loan_ledger" })]
	}
	plain := tally(nil)
	counted := tally(map[string]int64{"loan_ledger": plain.Waiting + 5})
	if plain.Waiting == 0 || counted.Kept != plain.Kept || counted.Waiting != plain.Waiting+5 || counted.Read != plain.Read+5 {
		t.Errorf("%+v; the source counts five more: %+v", plain, counted)
	}
}

// breaking is a source that fails in the middle, as a run that is killed there stops.
type breaking struct {
	source.Source
	table string
}

var errBroken = errors.New("broken")

func (b breaking) Read(ctx context.Context, t *schemas.Table) iter.Seq2[source.Batch, error] {
	if t.Name != b.table {
		return b.Source.Read(ctx, t)
	}
	return func(yield func(source.Batch, error) bool) { yield(source.Batch{}, errBroken) }
}

func TestExtractBrokenOff(t *testing.T) {
	src := writeSource(t, readCase(t, "testdata/extract/reversals.txtar").files)
	undisturbed := newLake(t)
	mustExtract(t, undisturbed, "files", src)
	ctx := context.Background()
	for _, table := range []string{"customer", "loan_ledger", "deposit_ledger"} {
		dir := newLake(t)
		files, err := source.Open("files", src)
		if err != nil {
			t.Fatal(err)
		}
		lk, err := lake.Open(ctx, dir, lake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = pipeline.Extract(ctx, breaking{files, table}, lk, pipeline.ExtractOptions{Temp: filepath.Join(dir, "spill")})
		if !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", table, err)
		}
		if err := lk.Close(); err != nil {
			t.Fatal(err)
		}
		if left := stamps(t, dir); len(left) > 0 {
			t.Errorf("%s: a broken run shows %v", table, left)
		}
		if err := os.MkdirAll(filepath.Join(dir, "spill", "left"), 0o755); err != nil { // as after kill -9
			t.Fatal(err)
		}
		mustExtract(t, dir, "files", src)
		if diff := cmp.Diff(stamps(t, undisturbed), stamps(t, dir)); diff != "" {
			t.Errorf("%s: a run after a broken one differs:\n%s", table, diff)
		}
	}
}

func TestExtractCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := newLake(t)
	files, err := source.Open("files", writeSource(t, readCase(t, "testdata/extract/clean.txtar").files))
	if err != nil {
		t.Fatal(err)
	}
	lk, err := lake.Open(context.Background(), dir, lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lk.Close() }() // nothing was written
	if _, err := pipeline.Extract(ctx, files, lk, pipeline.ExtractOptions{Temp: filepath.Join(dir, "spill")}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run gives %v", err)
	}
}
