package pipeline

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/transforms/cleaning"
)

// What goes into a spill file comes out by branch and month, and memory keeps one buffer for each.
func TestSpill(t *testing.T) {
	s, err := newSpill(t.TempDir(), "ledger")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}()
	r := rand.New(rand.NewPCG(1, 2))
	want := map[spillUnit][]cleaning.Entry{}
	var ids []int64
	for id := range int64(20 * pileRows) {
		e := cleaning.Entry{ID: id, Posted: calendar.Date(2020, 1, 1) + calendar.Day(r.IntN(90)), Amount: r.Int64(), Flags: uint8(id)}
		u := spillUnit{r.IntN(2), e.Posted.Month()}
		if err := s.add(u.branch, e); err != nil {
			t.Fatal(err)
		}
		want[u] = append(want[u], e)
		ids = append(ids, id)
	}
	var seen []int64
	if err := s.each(context.Background(), func(e *cleaning.Entry) { seen = append(seen, e.ID) }); err != nil {
		t.Fatal(err)
	}
	if slices.Sort(seen); !slices.Equal(seen, ids) {
		t.Errorf("%d of %d entries seen", len(seen), len(ids))
	}
	if len(s.units) != len(want) {
		t.Errorf("%d units, want %d", len(s.units), len(want))
	}
	for u, entries := range want {
		got, err := s.load(u)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(entries, got); diff != "" {
			t.Errorf("%v:\n%s", u, diff)
		}
		if cap(s.units[u].buf) != pileRows {
			t.Errorf("%v: a buffer of %d entries", u, cap(s.units[u].buf))
		}
	}
}

// Regrouped entries lie under other branches, all of them, and the file they came from is gone.
func TestSpillRegroup(t *testing.T) {
	dir := t.TempDir()
	s, err := newSpill(dir, "ledger")
	if err != nil {
		t.Fatal(err)
	}
	want := map[spillUnit][]int64{}
	for id := range int64(3 * pileRows) {
		e := cleaning.Entry{ID: id, Posted: calendar.Date(2020, 1, 1) + calendar.Day(id%60)}
		if err := s.add(0, e); err != nil {
			t.Fatal(err)
		}
		u := spillUnit{int(id % 2), e.Posted.Month()}
		want[u] = append(want[u], id)
	}
	if err := s.regroup(context.Background(), func(e *cleaning.Entry) int { return int(e.ID % 2) }); err != nil {
		t.Fatal(err)
	}
	got := map[spillUnit][]int64{}
	for u := range s.units {
		entries, err := s.load(u)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			got[u] = append(got[u], e.ID)
		}
		slices.Sort(got[u])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("files %v, %v", files, err)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

// tallyRows makes batches of a table with a code and a flag, cut where asked.
func tallyRows(rows []cleaning.Reason, cuts ...int) (all []arrow.RecordBatch) {
	from := 0
	for _, to := range append(cuts, len(rows)) {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schemas.Tally.Arrow())
		for i, v := range rows[from:to] {
			_ = b.Field(0).(*array.BinaryDictionaryBuilder).AppendString(string(v)) // the builder takes any text
			b.Field(1).(*array.BooleanBuilder).Append((from+i)%3 == 0)
			for f := 2; f < 6; f++ {
				b.Field(f).(*array.Int64Builder).Append(int64(from + i))
			}
		}
		all = append(all, b.NewRecordBatch())
		b.Release()
		from = to
	}
	return all
}

// A stamp is of rows: neither batches nor the numbering of codes matter, and every value does.
func TestStamp(t *testing.T) {
	sum := func(batches []arrow.RecordBatch) string {
		s := newStamp(&schemas.Tally)
		for _, b := range batches {
			s.add(b)
			b.Release()
		}
		return s.sum()
	}
	rows := []cleaning.Reason{"a", "b", "a", "c", "b", "c"}
	want := sum(tallyRows(rows))
	for _, cuts := range [][]int{{1}, {3}, {1, 2, 3, 4, 5}} {
		if got := sum(tallyRows(rows, cuts...)); got != want {
			t.Errorf("cut at %v: another stamp", cuts)
		}
	}
	if sum(tallyRows(rows[:5])) == want || sum(tallyRows([]cleaning.Reason{"a", "b", "a", "c", "c", "b"})) == want {
		t.Error("other rows, the same stamp")
	}
}
