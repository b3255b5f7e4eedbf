package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Reader reads a history again and again, and of the file only what was added since. It may be used by several
// goroutines. The zero value is ready.
type Reader struct {
	mu   sync.Mutex
	dir  string // that was read
	at   int64  // bytes of whole lines that were taken
	runs fold
}

// Runs lists the runs of a warehouse folder, the oldest first.
func (r *Reader) Runs(dir string) ([]Run, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f, err := os.Open(filepath.Join(dir, File))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("run history: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("run history: %w", err)
	}
	if info.Size() < r.at || dir != r.dir { // another file: a restored one
		r.at, r.runs, r.dir = 0, fold{}, dir
	}
	if _, err := f.Seek(r.at, io.SeekStart); err != nil {
		return nil, fmt.Errorf("run history: %w", err)
	}
	n, err := r.runs.take(f)
	if err != nil {
		return nil, fmt.Errorf("run history: %w", err)
	}
	r.at += n
	return r.runs.settled(here), nil
}
