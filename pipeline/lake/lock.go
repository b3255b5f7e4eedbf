package lake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrLocked is what [Lake.Lock] gives when another run writes to the lake.
var ErrLocked = errors.New("another run writes to the lake")

const lockFile = "lock"

// Lock makes the caller the only writer of the lake folder until unlock, or until the process ends,
// however it ends. It does not wait: when another run has the lock, the error is [ErrLocked] and says
// whose it is and since when. Reading needs no lock.
func (l *Lake) Lock(ctx context.Context, owner string) (unlock func() error, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path := filepath.Join(l.dir, lockFile)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("locking the lake: %w", err)
	}
	if err := tryLock(f); err != nil {
		_ = f.Close() // nothing was written
		if !errors.Is(err, ErrLocked) {
			return nil, fmt.Errorf("locking the lake %s: %w", l.dir, err)
		}
		return nil, fmt.Errorf("%w %s: %s\n  → wait until it has ended, or end it; the lock goes with it",
			ErrLocked, l.dir, l.holder(path))
	}
	l.interrupted = left(path)
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	note := fmt.Sprintf("%s on %s (process %d)%s%s\n", strings.Join(strings.Fields(owner), " "), host, os.Getpid(), since, l.o.Now().UTC().Format(time.RFC3339))
	if err := replaceText(f, note); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() error {
		// The file stays: removing it would let a third run lock a new one beside a waiting second.
		return errors.Join(f.Truncate(0), f.Close())
	}, nil
}

// since stands between who holds the lock and from when on.
const since = " since "

// Interrupted says whose lock was found stale: a run that was killed leaves its note, but not its lock.
// Empty: the run before came to its end.
func (l *Lake) Interrupted() string { return l.interrupted }

func replaceText(f *os.File, text string) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// left reads the note in the lock file.
func left(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return "" // it is for people only
	}
	return strings.TrimSpace(string(text))
}

// holder reads who has the lock, and for how long.
func (l *Lake) holder(path string) string {
	note := left(path)
	if note == "" {
		return "it did not leave its name"
	}
	if at := strings.LastIndex(note, since); at >= 0 {
		if t, err := time.Parse(time.RFC3339, note[at+len(since):]); err == nil {
			return fmt.Sprintf("%s, for %s", note, l.o.Now().Sub(t).Round(time.Second))
		}
	}
	return note
}
