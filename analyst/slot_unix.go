//go:build unix

package analyst

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openPlain opens a file, or makes it; a link is not followed, and a pipe not waited for.
func openPlain(path string) (*os.File, error) {
	const flags = os.O_RDONLY | syscall.O_NOFOLLOW | syscall.O_NONBLOCK
	f, err := os.OpenFile(path, flags, 0)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = os.OpenFile(path, flags|os.O_CREATE|os.O_EXCL, 0o444)
		if errors.Is(err, fs.ErrExist) { // made at this moment by another program
			f, err = os.OpenFile(path, flags, 0)
		} else if err == nil {
			_ = f.Chmod(0o444) // for all, whatever the umask: where that fails, other users count without this file
		}
	}
	return f, err
}

func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errTaken
	}
	return err
}
