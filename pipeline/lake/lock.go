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
			ErrLocked, l.dir, holder(path))
	}
	note := fmt.Sprintf("%s (process %d) since %s\n", strings.Join(strings.Fields(owner), " "), os.Getpid(),
		l.o.Now().Format(time.RFC3339))
	if err := replaceText(f, note); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() error {
		// The file stays: removing it would let a third run lock a new one beside a waiting second.
		return errors.Join(f.Truncate(0), f.Close())
	}, nil
}

func replaceText(f *os.File, text string) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// holder reads who has the lock.
func holder(path string) string {
	text, err := os.ReadFile(path)
	if note := strings.TrimSpace(string(text)); err == nil && note != "" {
		return note
	}
	return "it did not leave its name"
}
