package lake_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// nights commits some nights to two tables and returns the snapshots of each, the oldest first.
func nights(t *testing.T, l *lake.Lake, n int) (ofLedger, ofProgramme []int64) {
	t.Helper()
	for i := range n {
		stamp := string(rune('a' + i))
		ps := []lake.Part{write(t, l, ledger, unit("0201", 12), stamp, 10+i)}
		if i == 0 {
			ps = append(ps, write(t, l, ledger, unit("0201", 11), "early", 100))
		}
		ofLedger = append(ofLedger, commit(t, l, ledger, ps, nil, map[string]string{"night": stamp}))
		ofProgramme = append(ofProgramme, commit(t, l, programme, []lake.Part{write(t, l, programme, whole, stamp, 3+i)}, nil, nil))
	}
	return ofLedger, ofProgramme
}

// rowsAt counts the rows that a snapshot's files hold; -1: the lake has forgotten it.
func rowsAt(t *testing.T, l *lake.Lake, table *schemas.Table, snapshot int64) int64 {
	t.Helper()
	files, err := l.Files(t.Context(), table, snapshot)
	if err != nil {
		return -1
	}
	n, err := count(t.Context(), l, table, files)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// dataFiles counts the Parquet files on disk.
func dataFiles(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".parquet" {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A pinned snapshot, the current one and the one before it stay readable; the others go with the files that were
// theirs alone. A second call finds nothing. What was killed between forgetting and removing is ended by the next.
func TestExpire(t *testing.T) {
	for _, killed := range []bool{false, true} {
		dir := t.TempDir()
		l := open(t, dir)
		a, b := nights(t, l, 6)
		before := parts(t, l, ledger)
		pinned := func(_ string, id int64) bool { return id == a[1] || id == b[2] }
		if killed {
			ctx, cancel := context.WithCancel(t.Context())
			tables := 0
			_, err := l.Expire(ctx, pinned, func(string) {
				if tables++; tables == 2 {
					cancel()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("cut short: %v", err)
			}
			if n := dataFiles(t, dir); n != 13 {
				t.Fatalf("cut short before the files go: %d files, want 13", n)
			}
			l = open(t, dir)
		}
		got, err := l.Expire(t.Context(), pinned, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := 6; !killed && got.Snapshots != want || got.Bytes == 0 {
			t.Errorf("%+v, want %d snapshots", got, want)
		}
		for i := range a {
			wantA, wantB := int64(-1), int64(-1)
			if i == 1 || i >= 4 {
				wantA = int64(110 + i)
			}
			if i == 2 || i >= 4 {
				wantB = int64(3 + i)
			}
			if n := rowsAt(t, l, ledger, a[i]); n != wantA {
				t.Errorf("killed %t: ledger of night %d has %d rows, want %d", killed, i, n, wantA)
			}
			if n := rowsAt(t, l, programme, b[i]); n != wantB {
				t.Errorf("killed %t: programmes of night %d have %d rows, want %d", killed, i, n, wantB)
			}
		}
		if d := cmp.Diff(before, parts(t, l, ledger)); d != "" {
			t.Error(d)
		}
		if n := dataFiles(t, dir); n != 7 { // three nights of each table, and what all have
			t.Errorf("killed %t: %d files are left, want 7", killed, n)
		}
		if v, err := l.Property(t.Context(), ledger, "night"); v != "f" || err != nil {
			t.Errorf("property %q, %v", v, err)
		}
		if again, err := l.Expire(t.Context(), pinned, nil); err != nil || again != (lake.Expired{}) {
			t.Errorf("again: %+v, %v", again, err)
		}
		commit(t, l, ledger, []lake.Part{write(t, l, ledger, unit("0201", 12), "next", 2)}, nil, nil)
	}
}
