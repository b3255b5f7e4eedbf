package source

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/schemas"
)

// TestGlances changes a big file behind its back: with the same size and modification time, and by
// another file in its place. What was left alone is not read again.
func TestGlances(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells the change time here")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "customer.csv")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, bytes.Repeat([]byte(text), worthNoting), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	look := func(notes string) (sum, next string) {
		t.Helper()
		s, err := Open("files", dir)
		if err != nil {
			t.Fatal(err)
		}
		s.(*files).Recall(notes)
		sums, err := s.Fingerprint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		next, err = s.(*files).Notes()
		if err != nil {
			t.Fatal(err)
		}
		return sums[schemas.Customer.Name], next
	}
	write(path, "a")
	first, notes := look("")
	if notes != "" {
		t.Errorf("a file written this moment is kept in mind: %s", notes)
	}
	wait := func() { time.Sleep(2 * grain(1)) }
	wait()
	if again, next := look("not JSON"); again != first || next == "" {
		t.Errorf("hash %s and notes %q, want %s and notes", again, next, first)
	} else {
		notes = next
	}
	// Notes with another hash show whether the file was read.
	i := strings.Index(notes, `"sum":"`) + len(`"sum":"`)
	forged := notes[:i] + strings.Repeat("0", 32) + notes[i+32:]
	if sum, next := look(forged); sum == first || next != forged {
		t.Errorf("the file was read again; notes %s", next)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(path, "b")
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	second, _ := look(notes)
	wait()
	if settled, next := look(notes); second == first || settled != second || next == notes {
		t.Errorf("a changed file has the hash %s, then %s, before %s", second, settled, first)
	}
	write(filepath.Join(dir, "_new"), "a")
	if err := os.Rename(filepath.Join(dir, "_new"), path); err != nil {
		t.Fatal(err)
	}
	wait()
	if sum, _ := look(notes); sum != first {
		t.Errorf("the file put in its place has the hash %s, want %s", sum, first)
	}
}
