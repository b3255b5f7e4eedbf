package lake

import (
	"errors"
	"os"
	"path/filepath"
)

// Before the first file of a table is written, a marker named after the table goes to the folder
// pending; it leaves when all files written are committed or abandoned. A marker without a run is
// what a crash leaves, and tells Clean where to look: a lake that ended well costs it nothing.
const pendingFolder = "pending"

func (l *Lake) marker(table string) string { return filepath.Join(l.dir, pendingFolder, table) }

// promise notes that a file of a table is about to be written.
func (l *Lake) promise(table, path string) error {
	h := l.handle(table)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(h.pending) == 0 {
		if err := os.MkdirAll(filepath.Join(l.dir, pendingFolder), 0o755); err != nil {
			return err
		}
		f, err := os.OpenFile(l.marker(table), os.O_CREATE|os.O_EXCL, 0o644)
		switch {
		case errors.Is(err, os.ErrExist):
			h.crashed = true // somebody's left-over: only Clean may take it away
		case err != nil:
			return err
		default:
			_ = f.Close() // holds nothing
		}
	}
	h.pending[path] = true
	return nil
}

// settle notes that files are committed or gone.
func (l *Lake) settle(table string, paths ...string) error {
	h := l.handle(table)
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(h.pending)
	for _, p := range paths {
		delete(h.pending, p)
	}
	if before == 0 || len(h.pending) > 0 || h.crashed {
		return nil
	}
	return l.unmark(table)
}

func (l *Lake) unmark(table string) error {
	if err := os.Remove(l.marker(table)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
