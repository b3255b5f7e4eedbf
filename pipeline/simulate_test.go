package pipeline_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/simulate"
	"github.com/uythac/uythac/pipeline/source"
)

// TestSimulateAgain interrupts a simulation: what it leaves is no source, and the same simulation again
// makes the same files as one that nothing disturbed.
func TestSimulateAgain(t *testing.T) {
	made := func(ctx context.Context, o pipeline.SimulateOptions, progress func(stage, what string, done, total int64)) error {
		o.Options = simulate.Options{Seed: 5, Households: 40, From: calendar.MonthOf(2020, 1), To: calendar.MonthOf(2020, 3)}
		_, err := pipeline.Simulate(ctx, o, pipeline.Options{Progress: progress})
		return err
	}
	for _, format := range []string{"csv", "parquet"} {
		whole, torn := filepath.Join(t.TempDir(), "core"), filepath.Join(t.TempDir(), "core")
		if err := made(t.Context(), pipeline.SimulateOptions{Format: format, Out: whole}, nil); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		again := pipeline.SimulateOptions{Format: format, Out: torn}
		if err := made(ctx, again, func(string, string, int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: the interrupted simulation gives %v", format, err)
		}
		var refusal *source.Refusal
		if _, err := source.Open("files", torn); !errors.As(err, &refusal) {
			t.Errorf("%s: what an interrupted simulation left gives %v", format, err)
		}
		if err := made(t.Context(), again, nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(contents(t, whole), contents(t, torn)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
		var usage *pipeline.UsageError
		if err := made(t.Context(), again, nil); !errors.As(err, &usage) {
			t.Errorf("%s: over a whole simulation: %v", format, err)
		}
	}
}

// contents reads all files of a folder.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		all[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
