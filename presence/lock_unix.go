//go:build unix

package presence

import (
	"errors"
	"os"
	"syscall"
)

// hold locks a file for this program until it ends. Who looks at the lock has it for a moment only.
func hold(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }

// held tells whether some program holds a file. Its own lock goes when the file is closed.
func held(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}
