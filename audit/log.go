package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// Log is a log that is open for writing. It is safe for use by many goroutines.
type Log struct {
	Now func() time.Time // nil: time.Now

	mu    sync.Mutex
	f     *os.File
	seq   int64
	hash  string
	dirty bool  // written, and not yet on disk
	err   error // the first that a write met: nothing is written after it, and nobody is answered
}

// Open opens a log, or begins one. The file belongs to one program at a time. What a crash cut short stays in it, and is told.
func Open(path string) (_ *Log, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	if err := alone(f); err != nil {
		return nil, fmt.Errorf("audit log %s: %w\n  → another program writes to it: end that one, or name another file in serve.audit", path, err)
	}
	last, rest, err := tail(f)
	if err != nil {
		return nil, fmt.Errorf("audit log %s: %w\n  → `uythac audit verify` tells more; move the file away, and keep it", path, err)
	}
	l := &Log{f: f, seq: last.Seq, hash: last.Hash}
	if rest == nil {
		return l, nil
	}
	if _, err := f.WriteString("\n"); err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	if whole, err := read(rest); err == nil { // nothing but its end was missing
		l.seq, l.hash = whole.Seq, whole.Hash
		return l, nil
	}
	return l, l.Add(Record{Door: "log", Action: "resumed", Torn: sum(rest)})
}

// Add writes a record; its place in the chain and its time are filled in.
func (l *Log) Add(r Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	now := l.Now
	if now == nil {
		now = time.Now
	}
	r.Seq, r.At, r.Prev = l.seq+1, now().UTC(), l.hash
	r.Text = strings.ToValidUTF8(r.Text[:min(len(r.Text), longestText)], "")
	r, err := r.sealed()
	if err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	if _, err := l.f.Write(append(line, '\n')); err != nil {
		l.err = fmt.Errorf("audit log: %w", err)
		return l.err
	}
	l.seq, l.hash, l.dirty = r.Seq, r.Hash, true
	return nil
}

// Err is why nothing can be written any more; nil: all is well.
func (l *Log) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Sync brings what was written to disk.
func (l *Log) Sync() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.dirty {
		return nil
	}
	l.dirty = false
	return l.f.Sync()
}

// Close brings everything to disk and lets go of the file.
func (l *Log) Close() error { return errors.Join(l.Sync(), l.f.Close()) }

// lastBytes is more than a record may have: a statement of quotes is twice as long in JSON, control characters six times.
const lastBytes = 256 << 10

// tail reads the last whole record of a file, and what stands after it.
func tail(f *os.File) (last Record, rest []byte, err error) {
	info, err := f.Stat()
	if err != nil {
		return last, nil, err
	}
	text := make([]byte, min(info.Size(), lastBytes))
	if _, err := f.ReadAt(text, info.Size()-int64(len(text))); err != nil && !errors.Is(err, io.EOF) {
		return last, nil, err
	}
	end := bytes.LastIndexByte(text, '\n')
	if end < len(text)-1 {
		rest = text[end+1:]
	}
	if end < 0 {
		return last, rest, nil
	}
	line := text[bytes.LastIndexByte(text[:end], '\n')+1 : end]
	if err := json.Unmarshal(line, &last); err != nil || last.Hash == "" {
		return last, nil, errors.New("its last line is no record")
	}
	return last, rest, nil
}
