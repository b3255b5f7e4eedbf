package audit_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uythac/uythac/audit"
)

// written makes a log of some records, over two openings.
func written(t *testing.T) (path string, text []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "audit.log")
	for range 2 {
		l, err := audit.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if err := l.Add(audit.Record{Who: "b", Role: "r", Door: "http", Action: "query", Tables: []string{"meta.run"}, Text: fmt.Sprintf("SELECT '<%d>'\n", i), Rows: 1}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := audit.Open(path); err == nil {
			t.Error("two programs write to one log")
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, text
}

// TestChain: a log as it was written holds; with any line changed, taken out, doubled or moved, or any byte changed, it does not.
func TestChain(t *testing.T) {
	_, text := written(t)
	s, err := audit.Verify(bytes.NewReader(text), "")
	if err != nil || s.Records != 6 || s.First.Seq != 1 || s.Last.Seq != 6 {
		t.Fatalf("%+v, %v", s, err)
	}
	lines := bytes.SplitAfter(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	changed := map[string][]byte{}
	for i := range lines {
		if i < len(lines)-1 {
			changed[fmt.Sprint("without ", i)] = bytes.Join(append(append([][]byte{}, lines[:i]...), lines[i+1:]...), nil)
			swapped := append([][]byte{}, lines...)
			swapped[i], swapped[i+1] = append(bytes.TrimSpace(swapped[i+1]), '\n'), append(bytes.TrimSpace(swapped[i]), '\n')
			changed[fmt.Sprint("swapped ", i)] = bytes.Join(swapped, nil)
		}
		changed[fmt.Sprint("doubled ", i)] = bytes.Join(append(append(append([][]byte{}, lines[:i+1]...), []byte("\n"), lines[i], []byte("\n")), lines[i+1:]...), nil)
	}
	for at := 0; at < len(text)-1; at += 7 {
		b := bytes.Clone(text)
		b[at] ^= 4
		changed[fmt.Sprint("byte ", at)] = b
	}
	for what, text := range changed {
		_, err := audit.Verify(bytes.NewReader(text), s.Last.Hash)
		var broken *audit.Broken
		if !errors.As(err, &broken) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := audit.Verify(bytes.NewReader(append(bytes.Clone(text), "nothing\n"...)), ""); err == nil {
		t.Error("a line that is no record is passed over")
	}
	// What is cut off at the end is seen against a noted hash only.
	short := text[:bytes.LastIndexByte(text[:len(text)-1], '\n')+1]
	if _, err := audit.Verify(bytes.NewReader(short), ""); err != nil {
		t.Errorf("a shorter log: %v", err)
	}
	if _, err := audit.Verify(bytes.NewReader(short), s.Last.Hash); err == nil {
		t.Error("what was cut off is not missed")
	}
}

// TestCrash: a line that was cut short stays, is told, and the chain goes on; one that nobody told of breaks it.
func TestCrash(t *testing.T) {
	path, text := written(t)
	for cut := 1; cut < 200; cut += 33 {
		if err := os.WriteFile(path, text[:len(text)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := audit.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(l.Add(audit.Record{Door: "http", Action: "query"}), l.Close()); err != nil {
			t.Fatal(err)
		}
		after, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := audit.Verify(bytes.NewReader(after), "")
		if err != nil || s.Records != 7 || strings.Contains(string(after), `"action":"resumed"`) != (cut > 1) {
			t.Errorf("cut by %d: %+v, %v", cut, s, err)
		}
		if cut == 1 {
			continue
		}
		if _, err := audit.Verify(strings.NewReader(strings.Replace(string(after), `"torn":"`, `"torn":"0`, 1)), ""); err == nil {
			t.Error("another torn line is taken for the one that was told")
		}
	}
	if err := os.WriteFile(path, append(text, "nothing\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := audit.Open(path); err == nil || !strings.Contains(err.Error(), "\n  → ") {
		t.Errorf("a log that ends with something else: %v", err)
	}
}
