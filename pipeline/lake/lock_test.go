package lake_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/lake"
)

// Of two runs the second is told who has the lock and since when; after unlock it may have it.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	noon := time.Date(2021, 1, 4, 12, 0, 0, 0, time.UTC)
	first, err := lake.Open(t.Context(), dir, lake.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	unlock, err := first.Lock(t.Context(), "uythac refresh\nof the night")
	if err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	if _, err := second.Lock(t.Context(), "another"); !errors.Is(err, lake.ErrLocked) ||
		!strings.Contains(err.Error(), "uythac refresh of the night") || !strings.Contains(err.Error(), "2021-01-04T12:00:00Z") ||
		!strings.Contains(err.Error(), ", for ") || !strings.Contains(err.Error(), host(t)) || !strings.Contains(err.Error(), "\n  → wait") {
		t.Fatal(err)
	}
	if _, err := first.Lock(t.Context(), "twice"); !errors.Is(err, lake.ErrLocked) {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = second.Lock(t.Context(), "another")
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

func host(t *testing.T) string {
	t.Helper()
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// A run that was killed leaves its note but no lock: the next one gets it and can say whose it was.
func TestStaleLock(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	note := "uythac on elsewhere (process 1) since 2021-01-04T12:00:00Z"
	if err := os.WriteFile(filepath.Join(dir, "lock"), []byte(note+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{note, ""} {
		unlock, err := l.Lock(t.Context(), "next")
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Interrupted(); got != want {
			t.Errorf("interrupted %q, want %q", got, want)
		}
		if err := unlock(); err != nil {
			t.Fatal(err)
		}
	}
}
