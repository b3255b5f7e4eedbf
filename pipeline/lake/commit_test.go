package lake_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// Committing what is there commits nothing.
func TestTwiceTheSame(t *testing.T) {
	l := open(t, t.TempDir())
	ps := []lake.Part{write(t, l, ledger, unit("0201", 11), "a", 3), write(t, l, ledger, unit("0201", 12), "b")}
	props := map[string]string{"through": "2020-12-31", "hash": "x"}
	first := commit(t, l, ledger, ps, nil, props)
	second := commit(t, l, ledger, ps, []lake.Unit{unit("0299", 1)}, map[string]string{"hash": "x"})
	third := commit(t, l, ledger, nil, nil, nil)
	if first == 0 || second != first || third != first {
		t.Fatalf("snapshots %d, %d, %d", first, second, third)
	}
}

// Replacing one unit of many leaves the others' files alone; the old snapshot still has the old file.
func TestReplaceOneOfMany(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	var ps []lake.Part
	for m := 1; m <= 12; m++ {
		ps = append(ps, write(t, l, ledger, unit("0201", m), "old", m))
	}
	before := commit(t, l, ledger, ps, nil, nil)
	for round := range 5 { // as nights do: each leaves a manifest less and one more
		ps[11] = write(t, l, ledger, unit("0201", 12), "new", 100+round)
		after := commit(t, l, ledger, ps[11:], nil, nil)
		if after == before {
			t.Fatal("no new snapshot")
		}
	}
	for _, l := range []*lake.Lake{l, open(t, dir)} {
		if d := cmp.Diff(ps, parts(t, l, ledger)); d != "" {
			t.Fatal(d)
		}
		files, err := l.Files(t.Context(), ledger, before)
		if err != nil || len(files) != 12 || files[11].Rows != 12 || files[11].Stamp != "old" {
			t.Fatal(files, err)
		}
		if n, err := count(t.Context(), l, ledger, files); err != nil || n != 78 {
			t.Fatal(n, err)
		}
	}
}

// Units change between with rows, without rows and gone, in one commit with others.
func TestEmptyAndDropped(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	a, b, c := unit("0201", 10), unit("0201", 11), unit("0201", 12)
	commit(t, l, ledger, []lake.Part{write(t, l, ledger, a, "1", 1), write(t, l, ledger, b, "1"), write(t, l, ledger, c, "1", 3)}, nil, nil)
	next := []lake.Part{write(t, l, ledger, a, "2"), write(t, l, ledger, b, "2", 2)}
	commit(t, l, ledger, next, []lake.Unit{c}, nil)
	for _, l := range []*lake.Lake{l, open(t, dir)} {
		if d := cmp.Diff(next, parts(t, l, ledger)); d != "" {
			t.Fatal(d)
		}
	}
	commit(t, l, ledger, nil, []lake.Unit{a, b}, nil)
	if got := parts(t, open(t, dir), ledger); len(got) != 0 {
		t.Fatal(got)
	}
	if _, ok, err := l.Snapshot(t.Context(), ledger); !ok || err != nil {
		t.Fatal("a table without units still has its history", err)
	}
}

// A table whose only commit has no rows is there all the same.
func TestOnlyEmpty(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	p := write(t, l, ledger, unit("0201", 12), "none")
	if id := commit(t, l, ledger, []lake.Part{p}, nil, map[string]string{"k": "v"}); id == 0 {
		t.Fatal("no snapshot")
	}
	if d := cmp.Diff([]lake.Part{p}, parts(t, open(t, dir), ledger)); d != "" {
		t.Fatal(d)
	}
	files, err := l.Files(t.Context(), ledger, 0)
	if err != nil || len(files) != 0 {
		t.Fatal(files, err)
	}
}

// Properties carry over, change, and go when set empty; a change of them alone is a snapshot.
func TestProperties(t *testing.T) {
	l := open(t, t.TempDir())
	if v, err := l.Property(t.Context(), programme, "a"); v != "" || err != nil {
		t.Fatal(v, err)
	}
	p := write(t, l, programme, whole, "s", 3)
	commit(t, l, programme, []lake.Part{p}, nil, map[string]string{"a": "1", "b": "2"})
	before := commit(t, l, programme, nil, nil, map[string]string{"a": "1"})
	after := commit(t, l, programme, nil, nil, map[string]string{"a": "", "c": "đồng"})
	if before == after {
		t.Fatal("no new snapshot")
	}
	for key, want := range map[string]string{"a": "", "b": "2", "c": "đồng"} {
		if v, err := l.Property(t.Context(), programme, key); v != want || err != nil {
			t.Fatal(key, v, err)
		}
	}
	if d := cmp.Diff([]lake.Part{p}, parts(t, l, programme)); d != "" {
		t.Fatal(d)
	}
}

// What does not fit is refused, with the table as it was.
func TestCommitRefuses(t *testing.T) {
	l := open(t, t.TempDir())
	u := unit("0201", 12)
	p := write(t, l, ledger, u, "s", 3)
	other := write(t, l, programme, whole, "s", 3)
	wrongUnit, wrongStamp, gone, outside := p, p, p, p
	wrongUnit.Unit = unit("0201", 11)
	wrongStamp.Stamp = "t"
	gone.Path = strings.Replace(p.Path, "s.", "s.0", 1)
	outside.Path = filepath.Join(t.TempDir(), filepath.Base(p.Path))
	for name, parts := range map[string][]lake.Part{
		"twice": {p, p}, "another unit": {wrongUnit}, "another stamp": {wrongStamp}, "another table": {other},
		"no such file": {gone}, "outside": {outside}, "no unit": {{Unit: whole, Stamp: "s"}}, "no stamp": {{Unit: u}},
	} {
		if _, err := l.Commit(t.Context(), ledger, parts, nil, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := l.Commit(t.Context(), ledger, []lake.Part{p}, []lake.Unit{u}, nil); err == nil {
		t.Error("written and dropped: no error")
	}
	if got := parts(t, l, ledger); len(got) != 0 {
		t.Fatal(got)
	}
	if _, err := l.Files(t.Context(), ledger, 42); err == nil {
		t.Error("unknown snapshot: no error")
	}
	if id, err := l.Commit(t.Context(), ledger, nil, []lake.Unit{u}, nil); id != 0 || err != nil {
		t.Error(id, err)
	}
}

// When a table's columns change, the next commit brings the table along and old files stay listed.
func TestColumnsChange(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	old := write(t, l, ledger, unit("0201", 11), "v1", 5)
	commit(t, l, ledger, []lake.Part{old}, nil, nil)
	changed := *ledger
	changed.Columns = slices.Clone(ledger.Columns)
	changed.Columns = append(slices.DeleteFunc(changed.Columns, func(c schemas.Column) bool { return c.Name == "rebooking" }),
		schemas.Column{ID: 99, Name: "teller", Type: schemas.Code, Null: true})
	fresh := write(t, l, &changed, unit("0201", 12), "v2", 7)
	commit(t, l, &changed, []lake.Part{fresh}, nil, nil)
	for _, l := range []*lake.Lake{l, open(t, dir)} {
		if d := cmp.Diff([]lake.Part{old, fresh}, parts(t, l, &changed)); d != "" {
			t.Fatal(d)
		}
		if _, err := count(t.Context(), l, &changed, []lake.Part{old}); err == nil || !strings.Contains(err.Error(), "teller") {
			t.Fatal(err)
		}
		if n, err := count(t.Context(), l, &changed, []lake.Part{fresh}); n != 7 || err != nil {
			t.Fatal(n, err)
		}
	}
}

// Metadata files do not pile up, and no file stays open.
func TestNothingPilesUp(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	descriptors := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			return 0 // not this system's way
		}
		return len(entries)
	}
	var before int
	for i := range 20 {
		p := write(t, l, programme, whole, "s", 1+i)
		commit(t, l, programme, []lake.Part{p}, nil, nil)
		if n, err := count(t.Context(), l, programme, []lake.Part{p}); n != int64(1+i) || err != nil {
			t.Fatal(n, err)
		}
		if i == 5 {
			before = descriptors()
		}
	}
	if after := descriptors(); after > before+2 {
		t.Errorf("%d open files, %d before", after, before)
	}
	jsons, err := filepath.Glob(filepath.Join(dir, "dim", programme.Name, "metadata", "*.json"))
	if err != nil || len(jsons) > 7 {
		t.Errorf("%d metadata files %v", len(jsons), err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "pending")); len(left) > 0 || err != nil {
		t.Error(left, err)
	}
}
