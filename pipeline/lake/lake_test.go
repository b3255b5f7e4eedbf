package lake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/pipeline/lake"
)

// What was committed is there after the lake was closed and opened again.
func TestThereAndBack(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	a := write(t, l, ledger, unit("0201", 11), "aaaa", 10, 20)
	b := write(t, l, ledger, unit("0202", 12), "bbbb", 5)
	empty := write(t, l, ledger, unit("0201", 12), "cccc")
	if empty.Path != "" || empty.Rows != 0 || a.Rows != 30 {
		t.Fatalf("parts: %+v %+v", a, empty)
	}
	if got := parts(t, l, ledger); len(got) != 0 {
		t.Fatalf("visible before the commit: %v", got)
	}
	commit(t, l, ledger, []lake.Part{b, empty, a}, nil, map[string]string{"through": "2020-12-31"})
	want := []lake.Part{a, empty, b}
	if d := cmp.Diff(want, parts(t, l, ledger)); d != "" {
		t.Fatal(d)
	}
	again := open(t, dir)
	if d := cmp.Diff(want, parts(t, again, ledger)); d != "" {
		t.Fatal(d)
	}
	if v, err := again.Property(t.Context(), ledger, "through"); err != nil || v != "2020-12-31" {
		t.Fatal(v, err)
	}
	if n, err := count(t.Context(), again, ledger, want); err != nil || n != 35 {
		t.Fatal(n, err)
	}
}
