package lake_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/pipeline/lake"
)

// TestMain lets the test binary play a run that is killed: see killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LAKE_TEST_KILLED"); dir != "" {
		die(dir)
	}
	os.Exit(m.Run())
}

// die locks the lake, writes a unit whole and another half, and dies without a word.
func die(dir string) {
	ctx := context.Background()
	l, err := lake.Open(ctx, dir, lake.Options{RowGroupRows: 10})
	must(err)
	_, err = l.Lock(ctx, "the run that dies")
	must(err)
	_, err = l.Write(ctx, ledger, unit("0201", 11), "whole", made(memory.DefaultAllocator, ledger, unit("0201", 11), 1, 100))
	must(err)
	_, err = l.Write(ctx, ledger, unit("0201", 12), "half", func(yield func(arrow.RecordBatch, error) bool) {
		made(memory.DefaultAllocator, ledger, unit("0201", 12), 1, 100)(yield)
		must(kill())
	})
	must(err)
}

func kill() error {
	p, err := os.FindProcess(os.Getpid())
	if err != nil {
		return err
	}
	if err := p.Kill(); err != nil {
		return err
	}
	select {} // until the signal comes
}

// A run that was killed before its commit leaves nothing to see, no lock, and files that Clean removes.
func TestKilledBeforeCommit(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	kept := []lake.Part{write(t, l, ledger, unit("0201", 11), "kept", 5)}
	first := commit(t, l, ledger, kept, nil, nil)
	kept[0] = write(t, l, ledger, unit("0201", 11), "again", 6)
	commit(t, l, ledger, kept, nil, nil)

	run := exec.Command(os.Args[0])
	run.Env = append(os.Environ(), "LAKE_TEST_KILLED="+dir)
	if out, err := run.CombinedOutput(); err == nil || len(out) > 0 {
		t.Fatalf("the run was to be killed: %v\n%s", err, out)
	}
	unlock, err := l.Lock(t.Context(), "the next run")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(kept, parts(t, l, ledger)); d != "" {
		t.Fatal(d)
	}
	// This run's own work in progress is not a left-over.
	mine := write(t, l, ledger, unit("0201", 12), "mine", 7)
	if removed, err := l.Clean(t.Context()); removed != 2 || err != nil {
		t.Fatal(removed, err)
	}
	commit(t, l, ledger, []lake.Part{mine}, nil, nil)
	if removed, err := l.Clean(t.Context()); removed != 0 || err != nil {
		t.Fatal(removed, err)
	}
	if left := texts(t, dir, ".parquet"); len(left) != 3 {
		t.Fatal(left)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "pending")); len(left) > 0 || err != nil {
		t.Fatal(left, err)
	}
	files, err := l.Files(t.Context(), ledger, first)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := count(t.Context(), l, ledger, files); n != 5 || err != nil {
		t.Fatal("the history is gone", n, err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

// A run that wrote for a table that no commit has made yet is cleaned as well.
func TestKilledBeforeFirstCommit(t *testing.T) {
	dir := t.TempDir()
	run := exec.Command(os.Args[0])
	run.Env = append(os.Environ(), "LAKE_TEST_KILLED="+dir)
	if out, err := run.CombinedOutput(); err == nil || len(out) > 0 {
		t.Fatalf("the run was to be killed: %v\n%s", err, out)
	}
	l := open(t, dir)
	p := write(t, l, ledger, unit("0201", 12), "next", 7)
	commit(t, l, ledger, []lake.Part{p}, nil, nil)
	if removed, err := l.Clean(t.Context()); removed != 2 || err != nil {
		t.Fatal(removed, err)
	}
	if n, err := count(t.Context(), l, ledger, parts(t, l, ledger)); n != 7 || err != nil {
		t.Fatal(n, err)
	}
}

// A Write that fails or is called off leaves no file.
func TestWriteLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	l, err := lake.Open(t.Context(), dir, lake.Options{Allocator: mem})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	boom := errors.New("boom")
	_, err = l.Write(t.Context(), ledger, unit("0201", 12), "s", func(yield func(arrow.RecordBatch, error) bool) {
		made(mem, ledger, unit("0201", 12), 1, 100)(yield)
		yield(nil, boom)
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = l.Write(ctx, ledger, unit("0201", 12), "s", func(yield func(arrow.RecordBatch, error) bool) {
		made(mem, ledger, unit("0201", 12), 1, 100)(yield)
		cancel()
		made(mem, ledger, unit("0201", 12), 1, 100)(yield)
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for _, name := range texts(t, dir, "") {
		if strings.Contains(name, ".parquet") || strings.HasSuffix(name, "pending/ledger.loan_ledger") {
			t.Error(name)
		}
	}
}
