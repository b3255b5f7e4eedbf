//go:build unix

package lake

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the kernel's lock on an open file; it goes when the file is closed or the process ends.
func tryLock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrLocked
	}
	return err
}
